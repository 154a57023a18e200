package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import org.sealgate.engine.http.Callers;
import org.sealgate.engine.http.HttpSettings;
import org.sealgate.engine.llmoutput.LlmOutputRow;
import org.sealgate.engine.llmoutput.LlmOutputTable;
import org.sealgate.engine.llmoutput.RunSnapshot;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the main job end to end, in an installation of its own. */
@Command(
        name = "demo",
        description = "Seals sample runs, some allowed and some refused, and replays each bundle offline.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", description = "where everything is left (default: var/demo)")
    private @Nullable Path out;

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "an LLM_OUTPUT table of yours, .csv or .xlsx: every row is exported and proposed")
    private @Nullable Path source;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        DemoFolder folder = DemoFolder.fresh(out != null ? out : Tools.root().resolve("var/demo"));
        Site site = new Site(folder.home(), Clock.systemUTC(), new SecureRandom());
        console.note("Making keys, a trust root and a policy release ...");
        site.create(Settings.LOCAL_ISSUER, Settings.LOCAL_INSTANCE);
        site.release(PolicyCommand.built(console, Tools.root().resolve("policies")), Settings.LOCAL_INSTANCE);
        Files.write(folder.trustRoot(), site.trustRoot().toArray());
        for (Map.Entry<String, Bytes> file : site.forSigstore().entrySet()) {
            Files.write(folder.forSigstore(file.getKey()), file.getValue().toArray());
        }
        Path callers = folder.home().resolve("callers.json");
        Callers.initialise(callers, callers(), new SecureRandom());
        console.note("Starting the engine and its OPA ...");
        List<DemoRun.Result> results;
        try (RunningEngine engine = RunningEngine.start(site, folder.home(), HttpSettings.loopback(0, callers));
                DemoRun run = new DemoRun(folder, Verifier.trusting(TrustSource.of(folder.trustRoot())))) {
            console.note("Engine at " + engine.uri());
            results = source == null ? samples(site, run) : rows(LlmOutputTable.read(source), run);
            Files.write(folder.index(), CanonicalJson.rfc8785(run.index()));
        }
        return summary(folder, results);
    }

    private List<DemoRun.Result> samples(Site site, DemoRun run) throws IOException {
        String policyHash = site.promoted().predicate().text("policyHash");
        LlmOutputTable table = LlmOutputTable.ofCsv(DemoSamples.resource("/demo/llm_output.csv"));
        for (String caller : DemoSamples.CALLERS) {
            run.put(caller, DemoSamples.files());
        }
        return propose(new DemoSamples(table, policyHash, Instant.now()).cases(), run);
    }

    private List<DemoRun.Result> rows(LlmOutputTable table, DemoRun run) throws IOException {
        List<DemoCase> cases = new ArrayList<>();
        for (LlmOutputRow row : table.rows()) {
            RunSnapshot snapshot = RunSnapshot.of(row, Instant.now());
            cases.add(new DemoCase(
                    row.runId(), "publisher", Kind.LLM_RUN_SNAPSHOT, snapshot.document(), "DEC-101", Optional.empty()));
        }
        return propose(cases, run);
    }

    private List<DemoRun.Result> propose(List<DemoCase> cases, DemoRun run) throws IOException {
        List<DemoRun.Result> results = new ArrayList<>();
        Progress progress = new Progress(console, "proposals", cases.size(), InstantSource.system());
        for (DemoCase each : cases) {
            DemoRun.Result result = run.propose(each);
            results.add(result);
            print(each, result);
            progress.step();
        }
        return results;
    }

    private void print(DemoCase proposal, DemoRun.Result result) {
        String outcome = result.outcome().orElse("none");
        Console.Mark mark =
                !result.sound() ? Console.Mark.WARN : outcome.equals("allow") ? Console.Mark.GOOD : Console.Mark.BAD;
        String reason = result.codes().isEmpty() ? "" : "  " + String.join(" ", result.codes());
        String file = result.emitted().map(path -> "  " + path.getFileName()).orElse("");
        String replay = "  replay: " + result.verdict() + (result.sound() ? "" : " (NOT AS EXPECTED)");
        console.line(
                mark,
                String.format("%-5s", outcome),
                proposal.kind().id() + "  " + proposal.name() + reason + file + replay);
        console.out().flush();
    }

    private int summary(DemoFolder folder, List<DemoRun.Result> results) {
        long sound = results.stream().filter(DemoRun.Result::sound).count();
        long allowed = results.stream()
                .filter(result -> result.outcome().equals(Optional.of("allow")))
                .count();
        console.say("");
        console.say(results.size() + " proposals, " + allowed + " allowed, " + (results.size() - allowed) + " refused; "
                + sound + " bundles replay offline to what was recorded.");
        console.say("Bundles, emitted documents and index.json lie in "
                + folder.index().getParent());
        console.say("Replay one yourself: ./sealgate verify BUNDLE --trust-root " + folder.trustRoot());
        return sound == results.size() ? 0 : 1;
    }

    private static List<Json.Obj> callers() {
        return DemoSamples.CALLERS.stream()
                .map(role -> Json.object()
                        .put("id", role)
                        .put("kind", "service")
                        .put("role", role)
                        .put("apiRoles", Json.strings(List.of("publisher")))
                        .put("orgUnit", Json.NULL)
                        .build())
                .toList();
    }
}
