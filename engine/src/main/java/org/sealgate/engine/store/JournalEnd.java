package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/** What a journal ends with, of a store that no engine has open: read from its newest segment, however long the journal is. */
public final class JournalEnd {
    private JournalEnd() {}

    /** What the log keeps of the newest whole batch, as a start will find it; empty where there is none. */
    public static Optional<Bytes> newestLog(Path store) throws IOException {
        return newestLog(new PlainDisk(), store);
    }

    static Optional<Bytes> newestLog(Disk disk, Path store) throws IOException {
        SegmentFiles files = new SegmentFiles(disk, store.resolve("journal"));
        if (files.disk().size(files.folder()) < 0) {
            return Optional.empty();
        }
        List<Integer> newestFirst = files.disk().names(files.folder()).stream()
                .filter(name -> name.matches("[0-9]{8}\\.journal"))
                .map(name -> Integer.valueOf(name.substring(0, 8)))
                .sorted(Comparator.reverseOrder())
                .toList();
        long end = Long.MAX_VALUE;
        for (int number : newestFirst) {
            Optional<Bytes> found = newestLog(files, number, end);
            if (found.isPresent()) {
                return found;
            }
            // it was just begun: the one before is as long as this one says
            SegmentHeader header = files.header(number);
            end = header == null ? Long.MAX_VALUE : header.previousLength();
        }
        return Optional.empty();
    }

    private static Optional<Bytes> newestLog(SegmentFiles files, int number, long length) throws IOException {
        byte @Nullable [] kept = null;
        try (Disk.DiskFile file = files.disk().open(files.file(number), false)) {
            FrameCursor cursor = new FrameCursor(file, 0, Math.min(file.size(), length));
            while (cursor.next()) {
                if (cursor.isType(Frame.Type.LOG)) {
                    ByteBuffer payload = cursor.payload();
                    kept = new byte[payload.remaining()];
                    payload.get(kept);
                }
            }
        }
        return Optional.ofNullable(kept).map(Bytes::copyOf);
    }
}
