package org.sealgate.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** Where the figures were taken. */
final class Machine {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final String BATCH = "3";
    /** Of the fields behind the command's name, which may hold blanks: {@code policy}, the 41st of all (proc_pid_stat(5)). */
    private static final int POLICY = 41 - 3;

    private Machine() {}

    static String describe(InstantSource clock) throws IOException {
        return "%s, %d processors%s, %s %s, Java %s, %s"
                .formatted(
                        model(),
                        Runtime.getRuntime().availableProcessors(),
                        isBatch() ? " (engine and OPA as SCHED_BATCH)" : "",
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        clock.instant().atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** Whether this process, and so what it starts, waits for its turn when it wakes up, as the launcher has it. */
    static boolean isBatch() throws IOException {
        if (!Files.exists(STAT)) {
            return false;
        }
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return fields.length > POLICY && fields[POLICY].equals(BATCH);
    }

    private static String model() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpus)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(cpus)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
