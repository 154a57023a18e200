package org.sealgate.policy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The pinned OPA, as its own command line. */
final class Opa {
    private static final int BLOCK = 512;

    private Opa() {}

    /** {@code policy.wasm} of some Rego files. */
    static byte[] build(Path folder, List<String> entrypoints, List<String> options, List<String> rego)
            throws IOException {
        Path bundle = Files.createTempFile("policy", ".tar.gz");
        try {
            List<String> arguments = new ArrayList<>(List.of("build", "-t", "wasm", "-o", bundle.toString()));
            for (String entrypoint : entrypoints) {
                arguments.addAll(List.of("-e", entrypoint));
            }
            arguments.addAll(options);
            arguments.addAll(rego);
            run(folder, arguments);
            return entry(Files.readAllBytes(bundle), "/policy.wasm");
        } finally {
            Files.delete(bundle);
        }
    }

    /** Runs OPA and gives its standard output; anything but success is an error with what it said. */
    static byte[] run(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary().toString()));
        command.addAll(arguments);
        Path errors = Files.createTempFile("opa", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError("opa " + arguments + ": " + Files.readString(errors) + text(output));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(errors);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Path binary() {
        String named = System.getenv("SEALGATE_OPA");
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        Path path = named == null ? Path.of(cache, "sealgate", "opa", "1.21.0", "opa") : Path.of(named);
        if (!Files.isExecutable(path)) {
            throw new AssertionError("no OPA at " + path
                    + ": run ./sealgate once, which fetches or builds the pinned one," + " or name it in SEALGATE_OPA");
        }
        return path;
    }

    /** One file of a gzipped tar. */
    private static byte[] entry(byte[] archive, String name) throws IOException {
        byte[] tar;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            tar = in.readAllBytes();
        }
        for (int at = 0; at + BLOCK <= tar.length && tar[at] != 0; ) {
            String entry = new String(tar, at, 100, StandardCharsets.UTF_8).split("\0", 2)[0];
            String octal = new String(tar, at + 124, 11, StandardCharsets.US_ASCII);
            int size = Integer.parseInt(octal, 8);
            if (entry.equals(name)) {
                return java.util.Arrays.copyOfRange(tar, at + BLOCK, at + BLOCK + size);
            }
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        throw new IOException("no " + name + " in the archive");
    }
}
