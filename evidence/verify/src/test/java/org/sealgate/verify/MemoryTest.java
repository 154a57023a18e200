package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.Part;
import org.sealgate.verify.cli.Main;

/** R10: what a stranger puts into a bundle is hashed where it lies, in a JVM that could not hold it. */
class MemoryTest {
    private static final int ADDED = 40;
    private static final byte[] LARGE = new byte[ContainerCheck.MOST_JSON_BYTES];

    @TempDir
    private Path folder;

    /** A genuine bundle, unpacked, as an attacker has it before he adds something. */
    private Path unpacked() throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        Files.writeString(unpacked.resolve("mimetype"), Container.MEDIA_TYPE);
        try (Container container = Container.open(Forge.allow(Kind.SEALED_RUN).write(folder))) {
            for (Part part : container.parts().values()) {
                Path file = unpacked.resolve(part.name());
                Files.createDirectories(file.getParent());
                Files.write(file, part.bytes(1 << 26));
            }
        }
        return unpacked;
    }

    @Test
    void sources_addedByAStranger_areRefusedInLittleMemory() throws Exception {
        Path trustRoot = Files.write(folder.resolve("trust-root.json"), TestTrust.file());
        Path bundle = unpacked();
        for (int i = 0; i < ADDED; i++) {
            Files.write(bundle.resolve("policy/src/added" + i + ".rego"), LARGE);
        }
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                bundle.toString(),
                "--trust-root",
                trustRoot.toString(),
                "--at",
                Attack.AT.toString());
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int exit = process.waitFor();
        String report = Files.readString(out, UTF_8);
        assertEquals(1, exit, report);
        assertTrue(report.contains("FILE_DIGEST at policy/src/"), report);
        assertTrue(report.contains("VERDICT: FAILED"), report);
    }
}
