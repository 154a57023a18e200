package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The folder of a journal's segments: 00000001.journal, 00000002.journal, … */
record SegmentFiles(Disk disk, Path folder) {
    private static final String SUFFIX = ".journal";

    Path file(int number) {
        return folder.resolve(String.format(Locale.ROOT, "%08d%s", number, SUFFIX));
    }

    /** How many there are. Refuses a folder in which one is missing: what it held cannot be told from what never was. */
    int count() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : disk.names(folder)) {
            if (!name.matches("[0-9]{8}\\.journal")) {
                throw new StoreFailure(StoreFailure.Reason.CORRUPT, "the journal holds a foreign file: " + name);
            }
            numbers.add(Integer.parseInt(name.substring(0, 8)));
        }
        Collections.sort(numbers);
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != i + 1) {
                throw new StoreFailure(
                        StoreFailure.Reason.CORRUPT, "segment " + (i + 1) + " of the journal is missing");
            }
        }
        return numbers.size();
    }

    /** The header of a segment, null where it is not intact. */
    @Nullable
    SegmentHeader header(int number) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(SegmentHeader.FRAME_BYTES);
        try (Disk.DiskFile open = disk.open(file(number), false)) {
            Disk.readFully(open, start, 0);
        }
        SegmentHeader header = SegmentHeader.read(start.flip());
        if (header != null && header.number() != number) {
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT, file(number) + " is segment " + header.number() + " of the journal");
        }
        return header;
    }
}
