package org.sealgate.engine.fsck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;

/** Holds the list of corrections against the statements that it follows from. */
final class PatchLogLook {
    private static final String FILE = "PATCH_LOG.jsonl";

    private final Faults faults;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    PatchLogLook(Faults faults) {
        this.faults = faults;
    }

    void correction(Bytes line) {
        lines.writeBytes(line.toArray());
    }

    void compare(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        String name = "patch_log/" + FILE;
        byte[] expected = lines.toByteArray();
        if (!Files.exists(file)) {
            if (expected.length > 0) {
                faults.missing(name, "a start makes it again from the journal");
            }
        } else if (!Arrays.equals(expected, Files.readAllBytes(file))) {
            faults.different(
                    name, "it is not what the signed corrections say, from line " + firstDifferent(expected, file));
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(other -> !other.equals(file))
                        .forEach(
                                other -> faults.extra("patch_log/" + other.getFileName(), "nothing else is kept here"));
            }
        }
    }

    private static long firstDifferent(byte[] expected, Path file) throws IOException {
        byte[] found = Files.readAllBytes(file);
        int at = Math.max(0, Arrays.mismatch(expected, found));
        long line = 1;
        for (int i = 0; i < Math.min(at, expected.length); i++) {
            line += expected[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
