package org.sealgate.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What processes have taken of the machine. */
final class Usage {
    private Usage() {}

    /** CPU time of one process, user and system. */
    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** CPU time of all that a process has started and that still runs. */
    static Duration cpuBelow(ProcessHandle process) {
        return process.descendants().map(Usage::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Resident memory in MiB, 0 where the system does not tell. */
    static double residentMiB(ProcessHandle process) throws IOException, InterruptedException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (Files.exists(status)) {
            try (Stream<String> lines = Files.lines(status)) {
                return kibibytes(lines.filter(line -> line.startsWith("VmRSS:"))
                        .findFirst()
                        .orElse("0"));
            }
        }
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
        String said = new String(ps.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        ps.waitFor();
        return kibibytes(said);
    }

    private static double kibibytes(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) / 1024.0;
    }

    /** Length of all files below a folder. */
    static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
