package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/** Reads one segment from its start, each frame checked, and says where it ends. */
final class JournalScan {
    /** Takes records and what closes their batches, in order. Records whose batch is not closed are no part of the journal. */
    interface Visitor {
        void frame(Frame.Type type, long offset, ByteBuffer payload) throws IOException;
    }

    /**
     * How far a segment can be followed.
     *
     * @param intact where whole frames end
     * @param closed where whole batches end; the same, but where the last batch is not closed
     */
    private record Reach(long intact, long closed) {}

    private final SegmentFiles files;
    private final int number;

    JournalScan(SegmentFiles files, int number) {
        this.files = files;
        this.number = number;
    }

    /** A segment that another follows: all of it was forced, so any damage is refused. Bytes behind its length are ignored. */
    void sealed(long length, Visitor visitor) throws IOException {
        try (Disk.DiskFile file = files.disk().scan(files.file(number))) {
            Reach reach = walk(file, length, visitor);
            if (reach.closed != length) {
                throw Journal.damaged(number, reach.intact < length ? reach.intact : reach.closed);
            }
        }
    }

    /** The last segment: it may end in a torn tail, of which nobody was told. Returns the length without it. */
    long last(Visitor visitor) throws IOException {
        try (Disk.DiskFile file = files.disk().open(files.file(number), false)) {
            long size = file.size();
            Reach reach = walk(file, size, visitor);
            if (reach.closed < size && wasForced(file, reach.intact, size, nonce())) {
                throw Journal.damaged(number, reach.intact);
            }
            return reach.closed;
        }
    }

    /** Whether a last segment with a broken header was ever forced; if not, it is what a stop in its first batch left. */
    boolean wasForced() throws IOException {
        try (Disk.DiskFile file = files.disk().open(files.file(number), false)) {
            return wasForced(file, 0, file.size(), null);
        }
    }

    private static Reach walk(Disk.DiskFile file, long length, Visitor visitor) throws IOException {
        FrameCursor cursor = new FrameCursor(file, 0, length);
        long batch = 0;
        boolean isOpen = false;
        while (cursor.next()) {
            if (cursor.isType(Frame.Type.BATCH)) {
                if (isOpen) {
                    return new Reach(batch, batch);
                }
                batch = cursor.at();
            }
            Frame.Type type = visited(cursor);
            if (type != null) {
                visitor.frame(type, cursor.at(), cursor.payload());
                isOpen = type != Frame.Type.LOG;
            }
        }
        return new Reach(cursor.at(), isOpen ? batch : cursor.at());
    }

    private static Frame.@Nullable Type visited(FrameCursor cursor) {
        if (cursor.isType(Frame.Type.DECISION)) {
            return Frame.Type.DECISION;
        }
        if (cursor.isType(Frame.Type.LOG)) {
            return Frame.Type.LOG;
        }
        return cursor.isType(Frame.Type.STATEMENT) ? Frame.Type.STATEMENT : null;
    }

    /** Looks behind a broken frame for a mark saying that this place had been forced when the mark was written. */
    private boolean wasForced(Disk.DiskFile file, long broken, long size, @Nullable Bytes nonce) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(1 << 20);
        long at = broken;
        while (at + BatchMark.FRAME_BYTES <= size) {
            window.clear();
            Disk.readFully(file, window, at);
            window.flip();
            for (int i = 0; i + BatchMark.FRAME_BYTES <= window.limit(); i++) {
                if (isMark(window, i, nonce, broken, at + i)) {
                    return true;
                }
            }
            at += Math.max(1, window.limit() - BatchMark.FRAME_BYTES + 1);
        }
        return false;
    }

    private static boolean isMark(ByteBuffer window, int i, @Nullable Bytes nonce, long broken, long position) {
        if (Frame.lengthAt(window, i) != BatchMark.FRAME_BYTES
                || !Frame.isType(window, i, Frame.Type.BATCH)
                || !Frame.isIntact(window, i)) {
            return false;
        }
        BatchMark mark = BatchMark.read(Frame.payload(window, i));
        return mark.forced() == position && mark.forced() > broken && (nonce == null || nonce.equals(mark.nonce()));
    }

    private @Nullable Bytes nonce() throws IOException {
        SegmentHeader header = files.header(number);
        return header == null ? null : header.nonce();
    }
}
