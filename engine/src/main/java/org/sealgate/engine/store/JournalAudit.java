package org.sealgate.engine.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * Reads a store's journal as far as anything of it can be read, and changes nothing. Where start refuses at the first damage, this
 * one names it and goes on behind it. The store may be open meanwhile: then the newest batch may look unfinished.
 */
public final class JournalAudit {
    private static final int WINDOW = 1 << 20;

    /** Sixteen times what a segment is begun anew at, and more than that with any batch: beyond lies nothing of ours. */
    private static final long MOST_SEGMENT_BYTES = 1L << 30;

    private final SegmentFiles files;
    private final Path indexes;
    private final Repeats repeats;
    private final Visitor visitor;
    private long position;

    /** Takes what is found, in order. */
    public interface Visitor {
        /** A decision, and all of it. */
        void decision(StoredRecord record);

        /** Any other statement. */
        void statement(StatementRecord record);

        /** What the log keeps of the records since the one before. */
        void log(Bytes kept);

        /** Bytes that are nothing of these. */
        void damage(String place, String what);
    }

    private JournalAudit(Disk disk, Path store, Visitor visitor) {
        this.files = new SegmentFiles(disk, store.resolve("journal"));
        this.indexes = store.resolve("index");
        TempFiles none = new TempFiles(disk, store.resolve("tmp"));
        this.repeats = new Repeats(new Objects(disk, store.resolve("objects"), none, InstantSource.system()));
        this.visitor = visitor;
    }

    /** Reads the journal of a store's folder. */
    public static void read(Path store, Visitor visitor) throws IOException {
        new JournalAudit(new PlainDisk(), store, visitor).readAll();
    }

    private void readAll() throws IOException {
        // before the segments: an index that is made meanwhile is of one that is listed then
        List<String> indexed = indexed();
        List<String> names =
                files.disk().names(files.folder()).stream().sorted().toList();
        List<Integer> numbers = new ArrayList<>();
        for (String name : names) {
            if (name.matches("[0-9]{8}\\.journal")) {
                numbers.add(Integer.parseInt(name.substring(0, 8)));
            } else {
                visitor.damage("journal/" + name, "a foreign file");
            }
        }
        int last = numbers.isEmpty() ? 0 : numbers.getLast();
        int expected = 1;
        for (int number : numbers) {
            if (number > expected) {
                String next = number - expected == 1 ? "" : ", and so are the next " + (number - expected - 1);
                visitor.damage(place(expected, 0), "the segment is missing" + next);
            }
            readOne(number, last);
            expected = number + 1;
        }
        for (String name : indexed) {
            index(name, last);
        }
    }

    /** Whatever keeps this segment from being read, the others are. */
    private void readOne(int number, int last) {
        try {
            read(number, number < last ? length(number + 1) : Long.MAX_VALUE, number == last);
        } catch (IOException e) {
            visitor.damage(place(number, 0), "it cannot be read: " + e.getMessage());
        }
    }

    private List<String> indexed() {
        try {
            return files.disk().size(indexes) < 0
                    ? List.of()
                    : files.disk().names(indexes).stream().sorted().toList();
        } catch (IOException e) {
            visitor.damage("index", "it cannot be listed: " + e);
            return List.of();
        }
    }

    /** Start believes an index, so it is held against its segment. */
    private void index(String name, int last) {
        String place = "index/" + name;
        int number = name.matches("[0-9]{8}\\.index") ? Integer.parseInt(name.substring(0, 8)) : 0;
        if (number < 1 || number >= last) {
            visitor.damage(place, number < 1 ? "a foreign file" : "an index of a segment that none follows");
            return;
        }
        try {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            Digest digest = SegmentIndex.of(files, number, length(number + 1), expected, offset -> {});
            expected.writeBytes(digest.bytes());
            ByteBuffer found = ByteBuffer.allocate(expected.size() + 1);
            try (Disk.DiskFile file = files.disk().open(indexes.resolve(name), false)) {
                Disk.readFully(file, found, 0);
            }
            if (!found.flip().equals(ByteBuffer.wrap(expected.toByteArray()))) {
                visitor.damage(place, "it says something else than its segment; delete it, it is made again");
            }
        } catch (StoreFailure damaged) {
            visitor.damage(place, "an index of a segment that is damaged");
        } catch (IOException e) {
            visitor.damage(place, "it cannot be held against its segment: " + e.getMessage());
        }
    }

    /** How long the segment before this one was when this one was begun; all of it where that cannot be told. */
    private long length(int number) {
        try {
            SegmentHeader header = files.header(number);
            return header == null ? Long.MAX_VALUE : header.previousLength();
        } catch (StoreFailure | IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private void read(int number, long length, boolean isLast) throws IOException {
        try (Disk.DiskFile file = files.disk().open(files.file(number), false)) {
            long end = Math.min(Math.min(file.size(), length), MOST_SEGMENT_BYTES);
            if (file.size() > MOST_SEGMENT_BYTES) {
                visitor.damage(place(number, end), "the segment is longer than any, and is read as far as here");
            }
            if (length != Long.MAX_VALUE && file.size() < length) {
                visitor.damage(place(number, file.size()), "the segment ends before byte " + length);
            }
            long at = 0;
            while (at < end) {
                FrameCursor cursor = new FrameCursor(file, at, end);
                while (cursor.next()) {
                    visit(number, cursor);
                }
                long broken = cursor.at();
                at = broken < end ? nextFrame(file, broken + 1, end) : end;
                if (broken < end) {
                    boolean isTail = isLast && at >= end;
                    visitor.damage(
                            place(number, broken),
                            (at - broken)
                                    + (isTail ? " bytes that are no frame, at the end" : " bytes that are no frame"));
                }
            }
        }
    }

    /** Where the next whole frame starts, or the end. */
    private static long nextFrame(Disk.DiskFile file, long from, long end) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = from; at < end; at += WINDOW - Frame.HEAD_BYTES) {
            window.clear();
            Disk.readFully(file, window, at);
            window.flip();
            for (int i = 0; i + Frame.HEAD_BYTES <= window.limit(); i++) {
                if (Frame.lengthAt(window, i) > 0 && new FrameCursor(file, at + i, end).next()) {
                    return at + i;
                }
            }
        }
        return end;
    }

    private void visit(int number, FrameCursor cursor) {
        String place = place(number, cursor.at());
        try {
            if (cursor.isType(Frame.Type.DECISION)) {
                visitor.decision(RecordCodec.record(cursor.payload(), position++, repeats));
            } else if (cursor.isType(Frame.Type.STATEMENT)) {
                StatementRecord record = StatementCodec.record(cursor.payload());
                position++;
                visitor.statement(record);
            } else if (cursor.isType(Frame.Type.LOG)) {
                ByteBuffer payload = cursor.payload();
                byte[] kept = new byte[payload.remaining()];
                payload.get(kept);
                visitor.log(Bytes.copyOf(kept));
            }
        } catch (RuntimeException e) {
            // a frame that its owner hashed again can hold anything, and the records behind it are still to be read
            visitor.damage(place, "a record that cannot be read: " + e.getMessage());
        }
    }

    private static String place(int number, long offset) {
        return String.format(java.util.Locale.ROOT, "journal/%08d.journal at byte %d", number, offset);
    }
}
