package org.sealgate.engine.fsck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.sealgate.bundle.Bytes;

/** Holds the list of corrections against the statements that it follows from. */
final class PatchLogLook {
    private static final String FOLDER = "patch_log";
    private static final String NAME = FOLDER + "/PATCH_LOG.jsonl";

    /** Bytes that are read beyond what must be there, to say where it begins to differ. */
    private static final long MOST_SURPLUS = 1 << 20;

    private final Faults faults;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    PatchLogLook(Faults faults) {
        this.faults = faults;
    }

    void correction(Bytes line) {
        lines.writeBytes(line.toArray());
    }

    void compare(PlainFiles plain) throws IOException {
        for (Path other : plain.below(FOLDER, FOLDER::equals)) {
            if (!plain.name(other).equals(NAME)) {
                faults.extra(plain.name(other), "nothing else is kept here");
            }
        }
        faults.look(NAME, () -> list(plain));
    }

    private void list(PlainFiles plain) throws IOException {
        byte[] expected = lines.toByteArray();
        Optional<byte[]> found = PlainFiles.read(plain.file(NAME), MOST_SURPLUS + expected.length);
        if (found.isEmpty() && expected.length > 0) {
            faults.missing(NAME, "a start makes it again from the journal");
        } else if (found.isPresent() && !Arrays.equals(expected, found.get())) {
            faults.different(
                    NAME,
                    "it is not what the signed corrections say, from line " + firstDifferent(expected, found.get()));
        }
    }

    private static long firstDifferent(byte[] expected, byte[] found) {
        int at = Math.max(0, Arrays.mismatch(expected, found));
        long line = 1;
        for (int i = 0; i < Math.min(at, expected.length); i++) {
            line += expected[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
