package org.sealgate.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;

/** Replays: many by one thread of this process, as an auditor's bulk run would; one by a process of its own, as at a desk. */
final class Replay {
    private final Verifier verifier;
    private final List<Path> bundles;
    private final InstantSource clock;
    private int next;

    Replay(Path trustRoot, List<Path> bundles, InstantSource clock) throws IOException {
        this.verifier = Verifier.trusting(TrustSource.of(trustRoot));
        this.bundles = List.copyOf(bundles);
        this.clock = clock;
    }

    /** Bundles a second, one thread, over and over the same ones. */
    double perSecond(Duration time) throws IOException {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        int replayed = 0;
        while (System.nanoTime() - end < 0) {
            Path bundle = bundles.get(next++ % bundles.size());
            Verdict verdict = verifier.verify(bundle, Expectations.at(clock.instant()));
            if (!(verdict instanceof Verdict.Admissible)) {
                throw new BenchProblem(
                        bundle + " is not admissible: " + verdict.report().findings());
            }
            replayed++;
        }
        return replayed * 1e9 / (System.nanoTime() - begun);
    }

    /** By the verifier alone, in its own process. @throws BenchProblem where one of them is not admissible */
    static void inTheJar(Path verifier, Path trustRoot, List<Path> bundles) throws IOException, InterruptedException {
        if (!Files.exists(verifier)) {
            throw new BenchProblem(verifier + " is missing: build it with mvn package");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-jar", verifier.toString()));
        command.addAll(List.of("--trust-root", trustRoot.toString()));
        bundles.forEach(bundle -> command.add(bundle.toString()));
        run(command);
    }

    /** {@code ./sealgate verify} of one bundle, from a cold JVM to the exit status. */
    static Duration cold(Path launcher, Path trustRoot, Path bundle) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        run(List.of(launcher.toString(), "verify", "--trust-root", trustRoot.toString(), bundle.toString()));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchProblem("the verifier refuses what the gate has sealed: "
                    + said.lines().limit(20).toList());
        }
    }
}
