package org.sealgate.engine.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.engine.bench.Bench;
import org.sealgate.engine.bench.BenchProblem;
import org.sealgate.engine.bench.BenchReport;
import org.sealgate.engine.bench.BenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench}: how much the gate does on this machine, beside what OPA alone does. */
@Command(
        name = "bench",
        description = "Measures the gate, OPA alone and replay in turns, with wrk; takes some minutes.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--seconds", paramLabel = "N", description = "of each round (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "of which the median counts (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "how to report")
    private Output output = Output.TEXT;

    private final Console console;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || rounds < 1) {
            throw Refusal.usage("BENCH_ROUNDS", "--seconds and --rounds are at least 1");
        }
        Path var = Files.createDirectories(Tools.root().resolve("var"));
        Path folder = Files.createTempDirectory(var, "bench-");
        try {
            BenchSettings settings =
                    new BenchSettings(Tools.root(), Tools.opa(), engine(), folder.toAbsolutePath(), seconds, rounds);
            print(new Bench(settings, Clock.systemUTC(), new SecureRandom(), console::note).run());
            return 0;
        } catch (BenchProblem problem) {
            throw Refusal.of("BENCH_VOID", String.valueOf(problem.getMessage()));
        } finally {
            delete(folder);
        }
    }

    private void print(BenchReport report) {
        if (output == Output.JSON) {
            console.document(new String(CanonicalJson.rfc8785(report.json()), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            report.lines().forEach(console::say);
            report.notes().forEach(console::say);
        }
    }

    /** The engine is measured under the flags that the launcher starts it with, which are this process's own. */
    private static List<String> engine() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
