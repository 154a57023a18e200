package org.sealgate.engine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The load generator. One thread of it is enough for tens of thousands of requests a second. */
final class Wrk {
    private final Path script;

    private Wrk(Path script) {
        this.script = script;
    }

    /** @throws BenchProblem where there is no wrk */
    static Wrk in(Path folder) throws IOException, InterruptedException {
        try {
            run(List.of("wrk", "--version"), new ProcessBuilder());
        } catch (IOException e) {
            throw new BenchProblem("wrk, the load generator, is missing: apt install wrk, or brew install wrk");
        }
        Path script = folder.resolve("lines.lua");
        try (InputStream in = Wrk.class.getResourceAsStream("lines.lua")) {
            if (in == null) {
                throw new IllegalStateException("built without lines.lua");
            }
            Files.copy(in, script);
        }
        return new Wrk(script);
    }

    /**
     * What to send and where.
     *
     * @param lines a file with a body on each line
     * @param again whether to start over at its end; else the run ends there
     */
    record Target(URI url, String token, Path lines, boolean again) {}

    Load run(Target target, Duration time) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().put("SEALGATE_BENCH_LINES", target.lines().toString());
        builder.environment().put("SEALGATE_BENCH_AGAIN", Boolean.toString(target.again()));
        builder.environment().put("SEALGATE_BENCH_TOKEN", target.token());
        List<String> command = new ArrayList<>();
        if (Machine.isBatch()) {
            // callers are others: they take turns as any process does
            command.addAll(List.of("chrt", "-o", "0"));
        }
        command.addAll(List.of("wrk", "-t1", "-c" + BenchSettings.CONNECTIONS, "-d" + time.toSeconds() + "s"));
        command.addAll(List.of("-s", script.toString(), target.url().toString()));
        return Load.read(run(command, builder));
    }

    private static String run(List<String> command, ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.command(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } finally {
            process.destroy();
        }
    }
}
