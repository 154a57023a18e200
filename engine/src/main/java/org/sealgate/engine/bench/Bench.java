package org.sealgate.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One run of the benchmark: warm up, then OPA alone, the gate and replay in turns, then the proof that what was answered was recorded
 * and verifies.
 */
public final class Bench {
    private static final int REPLAYED = 400;
    private static final int VERIFIED = 200;
    private static final int COLD_RUNS = 5;
    private static final int STARTS = 3;
    private static final double ENTRIES = 100_000;
    private static final int FIRST_GUESS = 4_000;
    private static final int TURN_SECONDS = 15;

    private final BenchSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<String> progress;
    private final Proposals proposals;
    private int files;

    public Bench(BenchSettings settings, InstantSource clock, RandomGenerator random, Consumer<String> progress) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.proposals = new Proposals(clock);
    }

    /** @throws BenchProblem where the figures would mean nothing */
    public BenchReport run() throws IOException, InterruptedException {
        Wrk wrk = Wrk.in(settings.folder());
        Path home = settings.folder().resolve("home");
        progress.accept("making keys and a policy release");
        EngineProcess.start(settings, home).close();
        double ready = starts(home)[0];
        List<Round> rounds = new ArrayList<>();
        Ending ending;
        Settling warm;
        try (EngineProcess engine = EngineProcess.start(settings, home)) {
            gate(wrk, engine, FIRST_GUESS, TURN_SECONDS);
            List<Path> bundles =
                    Bundles.draw(engine, REPLAYED, settings.folder().resolve("replayed"), random);
            Path questions = Files.write(settings.folder().resolve("questions"), Bundles.questions(bundles));
            Replay replay = new Replay(home.resolve("trust-root.json"), bundles, clock);
            try (LoneOpa opa = LoneOpa.start(settings, home, questions)) {
                wrk.run(opa.target(), Duration.ofSeconds(5));
                Settling.of("replay", 5, () -> replay.perSecond(Duration.ofSeconds(5)), progress);
                // last, so that it has not long been idle when it counts
                warm = Settling.of(
                        "gate",
                        TURN_SECONDS,
                        () -> gate(wrk, engine, FIRST_GUESS, TURN_SECONDS).perSecond(),
                        progress);
                for (int i = 1; i <= settings.rounds(); i++) {
                    Round round = round(wrk, engine, new Beside(opa, replay), warm.perSecond());
                    progress.accept("round %d of %d: OPA alone %.0f/s, gate %.0f/s, replay %.0f/s"
                            .formatted(
                                    i,
                                    settings.rounds(),
                                    round.opa().perSecond(),
                                    round.gate().perSecond(),
                                    round.replaysPerSecond()));
                    rounds.add(round);
                }
            }
            fill(wrk, engine, warm.perSecond());
            progress.accept("verifying " + VERIFIED + " bundles, drawn from all, in the jar");
            ending = ending(engine, home);
        }
        double bytes = stored(home) / (double) ending.records();
        return report(rounds, ending, ready, bytes, warm);
    }

    /** Seconds until ready, the median of three starts of each home, by turns: the machine is not the same all day. */
    private double[] starts(Path... homes) throws IOException, InterruptedException {
        double[][] seconds = new double[homes.length][STARTS];
        for (int i = 0; i < STARTS; i++) {
            for (int home = 0; home < homes.length; home++) {
                try (EngineProcess engine = EngineProcess.start(settings, homes[home])) {
                    seconds[home][i] = engine.readyAfter().toNanos() / 1e9;
                }
            }
        }
        return Arrays.stream(seconds).mapToDouble(Round::median).toArray();
    }

    private LogFigures log(Path home, Ending ending) throws IOException, InterruptedException {
        progress.accept("the log: starts with " + ending.records() + " entries, proofs, entries alone");
        Path empty = settings.folder().resolve("empty");
        EngineProcess.start(settings, empty).close();
        double[] starts = starts(home, empty);
        return new LogFigures(
                LogFigures.entriesPerSecond(settings.folder(), Duration.ofSeconds(settings.seconds())),
                (starts[0] - starts[1]) * ENTRIES / ending.records(),
                LogFigures.proofMillis(home.resolve("store/log"), random),
                LogFigures.bundleBytes(ending.drawn()));
    }

    /** What takes its turn with the gate. */
    private record Beside(LoneOpa opa, Replay replay) {}

    /** What was found when the load was over. */
    private record Ending(long records, Duration cold, List<Path> drawn) {}

    private Round round(Wrk wrk, EngineProcess engine, Beside beside, double rate)
            throws IOException, InterruptedException {
        Load opa = wrk.run(beside.opa().target(), Duration.ofSeconds(settings.seconds()))
                .requireClean("OPA");
        Duration engineBefore = Usage.cpu(engine.handle());
        Duration opaBefore = Usage.cpuBelow(engine.handle());
        Load gate = gate(wrk, engine, rate * 2, settings.seconds());
        double engineMicros = micros(Usage.cpu(engine.handle()).minus(engineBefore), gate);
        double opaMicros = micros(Usage.cpuBelow(engine.handle()).minus(opaBefore), gate);
        double rss = Usage.residentMiB(engine.handle());
        double replays = beside.replay().perSecond(Duration.ofSeconds(Math.max(2, settings.seconds() / 3)));
        return new Round(opa, gate, replays, engineMicros, opaMicros, rss);
    }

    /** A start with so many entries is measured, not computed from fewer. */
    private void fill(Wrk wrk, EngineProcess engine, double rate) throws IOException, InterruptedException {
        for (double left = missing(engine); left > 0; left = missing(engine)) {
            progress.accept("filling the store: %.0f decisions left".formatted(left));
            gate(wrk, engine, rate * 2, (int) Math.clamp(Math.ceil(left / rate), 1, TURN_SECONDS));
        }
    }

    private static double missing(EngineProcess engine) throws IOException, InterruptedException {
        return ENTRIES - engine.metrics().getOrDefault("sealgate_records", 0L);
    }

    private static double micros(Duration cpu, Load load) {
        return cpu.toNanos() / 1e3 / load.requests();
    }

    private Load gate(Wrk wrk, EngineProcess engine, double mostPerSecond, int seconds)
            throws IOException, InterruptedException {
        Path lines = settings.folder().resolve("proposals-" + files++);
        proposals.write(lines, (int) (mostPerSecond * seconds) + BenchSettings.CONNECTIONS);
        try {
            Wrk.Target target = new Wrk.Target(
                    engine.uri("/v1/llm-run-snapshots?scope=DEC-001&audience=governance-board"),
                    engine.token("svc-publisher"),
                    lines,
                    false);
            return wrk.run(target, Duration.ofSeconds(seconds)).requireClean("the gate");
        } finally {
            Files.delete(lines);
        }
    }

    private Ending ending(EngineProcess engine, Path home) throws IOException, InterruptedException {
        long records = -1;
        long created = -2;
        // what was under way when the load ended is still being answered
        for (int tries = 0; tries < 50 && records != created; tries++) {
            Thread.sleep(100);
            Map<String, Long> metrics = engine.metrics();
            records = metrics.getOrDefault("sealgate_records", 0L);
            created = metrics.getOrDefault("sealgate_decisions_total{finding=\"ALLOWED\"}", 0L);
        }
        if (records != created) {
            throw new BenchProblem(created + " decisions were answered with 201 and " + records + " are recorded");
        }
        Path trustRoot = home.resolve("trust-root.json");
        List<Path> drawn = Bundles.draw(engine, VERIFIED, settings.folder().resolve("verified"), random);
        Replay.inTheJar(settings.verifier(), trustRoot, drawn);
        double[] cold = new double[COLD_RUNS];
        for (int i = 0; i < COLD_RUNS; i++) {
            cold[i] = Replay.cold(settings.launcher(), trustRoot, drawn.get(i)).toNanos();
        }
        return new Ending(records, Duration.ofNanos((long) Round.median(cold)), drawn);
    }

    private static long stored(Path home) throws IOException {
        Path store = home.resolve("store");
        return Usage.bytes(store.resolve("journal")) + Usage.bytes(store.resolve("artifacts"));
    }

    private BenchReport report(List<Round> rounds, Ending ending, double ready, double bytes, Settling warm)
            throws IOException, InterruptedException {
        double opa = Round.median(rounds, round -> round.opa().perSecond());
        double gate = Round.median(rounds, round -> round.gate().perSecond());
        return new BenchReport(
                opa,
                gate,
                gate / opa,
                Round.median(rounds, round -> round.gate().p50Millis()),
                Round.median(rounds, round -> round.gate().p99Millis()),
                Round.median(rounds, Round::replaysPerSecond),
                bytes,
                rounds.stream().mapToDouble(Round::engineRssMiB).max().orElse(0),
                ready,
                ending.cold().toNanos() / 1e9,
                log(settings.folder().resolve("home"), ending),
                ending.records(),
                notes(rounds, ending, warm));
    }

    private List<String> notes(List<Round> rounds, Ending ending, Settling warm) throws IOException {
        return List.of(
                Machine.describe(clock),
                "%d connections of wrk; proposals of %d bytes, each with a run id of its own; median of %d rounds of %d s after %s"
                        .formatted(
                                BenchSettings.CONNECTIONS,
                                proposals.bytes(),
                                settings.rounds(),
                                settings.seconds(),
                                warm.words()),
                "CPU a decision: engine %.0f µs, its OPA %.0f µs"
                        .formatted(Round.median(rounds, Round::engineMicros), Round.median(rounds, Round::opaMicros)),
                "%d decisions, as many records; %d of them, drawn at random, verify in %s"
                        .formatted(
                                ending.records(), VERIFIED, settings.verifier().getFileName()),
                "The caller's rate limit was raised; OPA alone was asked over TCP, the gate asks it over a Unix socket.");
    }
}
