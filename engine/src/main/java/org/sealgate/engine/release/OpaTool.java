package org.sealgate.engine.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The opa binary as a tool: one process a call, no shell, an empty environment (opa reads flags from variables), a deadline.
 *
 * @param binary of the pinned version, which the build checks
 * @param deadline of one call; a process that exceeds it is killed
 */
public record OpaTool(Path binary, Duration deadline) {
    /** The one version that builds and decides. */
    public static final String PINNED_VERSION = "1.21.0";

    private static final int MAX_OUTPUT = 64 << 20;

    public OpaTool {
        binary = binary.toAbsolutePath();
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline is not above zero: " + deadline);
        }
    }

    /** What a call left behind. */
    record Run(int status, byte[] output, byte[] errors) {
        String outputText() {
            return new String(output, StandardCharsets.UTF_8);
        }

        String errorText() {
            return new String(errors, StandardCharsets.UTF_8).strip();
        }
    }

    /** The call did not end as calls end; the message is a sentence for people. */
    static final class OpaFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final ProblemCode code;
        private final String reason;

        OpaFailedException(String reason) {
            this(ProblemCode.OPA_FAILED, reason);
        }

        OpaFailedException(ProblemCode code, String reason) {
            super(reason);
            this.code = code;
            this.reason = reason;
        }

        Problem problem() {
            return Problem.in("", code, reason);
        }
    }

    Run run(Path folder, List<String> arguments) throws OpaFailedException {
        try {
            Path output = Files.createTempFile(folder.getParent(), "out", "");
            Path errors = Files.createTempFile(folder.getParent(), "err", "");
            int status = status(folder, arguments, output, errors);
            return new Run(status, read(output), read(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpaFailedException("interrupted while opa " + arguments.getFirst() + " ran");
        }
    }

    private int status(Path folder, List<String> arguments, Path output, Path errors)
            throws IOException, InterruptedException, OpaFailedException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", folder.toString());
        Process process = start(builder);
        process.getOutputStream().close();
        try {
            if (process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return process.exitValue();
            }
            throw new OpaFailedException(
                    "opa " + arguments.getFirst() + " did not end within " + deadline.toSeconds() + " s");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(ProcessBuilder builder) throws OpaFailedException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new OpaFailedException(binary + " does not start: " + e.getMessage());
        }
    }

    private static byte[] read(Path file) throws IOException, OpaFailedException {
        if (Files.size(file) > MAX_OUTPUT) {
            throw new OpaFailedException("opa wrote more than " + MAX_OUTPUT + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }
}
