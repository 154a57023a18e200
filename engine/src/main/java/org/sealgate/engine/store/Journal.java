package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/**
 * The append-only journal: one write and one force a batch.
 *
 * <p>A segment is appended to only by the process, and the try, that made it. Rolling at a size, going on after a failure and
 * going on after a restart are therefore the same step: a new segment whose first frame names the forced length of the one
 * before. Used by one thread at a time; reading is open to all.
 */
final class Journal {
    /** A segment's number in the upper 24 bits, a position in it in the lower 40. */
    static final int OFFSET_BITS = 40;

    private static final int STAGE_BYTES = 1 << 20;

    private final SegmentFiles files;
    private final long segmentBytes;
    private final RandomGenerator random;
    private final ByteBuffer stage = ByteBuffer.allocateDirect(STAGE_BYTES);

    /** Null where the next append makes a segment. */
    private Disk.@Nullable DiskFile open;

    private int number;
    private Bytes nonce = Bytes.copyOf(new byte[SegmentHeader.NONCE_BYTES]);
    private long forced;
    private long written;
    private long lastBatch;
    private long forcedBefore;

    /** Forced length of all segments. */
    private volatile long bytes;

    /**
     * Where start found the end.
     *
     * @param number of the last segment, 0 if there is none
     * @param length of the last segment
     * @param bytes of all segments
     */
    record Tail(int number, long length, long bytes) {}

    Journal(SegmentFiles files, long segmentBytes, RandomGenerator random, Tail tail) {
        this.files = files;
        this.segmentBytes = segmentBytes;
        this.random = random;
        this.number = tail.number;
        this.forced = tail.length;
        this.bytes = tail.bytes;
    }

    long bytes() {
        return bytes;
    }

    static long location(int segment, long offset) {
        return (long) segment << OFFSET_BITS | offset;
    }

    /**
     * Appends the frames as one batch and returns their locations when they are on the disk. Whatever it throws, nothing is
     * known of the batch, and {@link #recover} has to come before the next append.
     */
    long[] append(List<ByteBuffer> frames) throws IOException {
        Disk.DiskFile file = open;
        if (file == null || forced >= segmentBytes) {
            file = roll();
        }
        written = forced;
        stage.clear();
        if (forced == 0) {
            put(file, new SegmentHeader(number, nonce, forcedBefore).frame());
        }
        put(file, new BatchMark(nonce, forced).frame());
        long[] locations = new long[frames.size()];
        for (int i = 0; i < locations.length; i++) {
            locations[i] = location(number, written + stage.position());
            put(file, frames.get(i).duplicate());
        }
        flush(file);
        // A stop before this line leaves a tail of which nobody was told; start keeps its intact frames and cuts the
        // rest.
        file.force();
        if (forced == 0) {
            // A stop before this line may take the whole new segment away, and with it only what nobody was told.
            files.disk().forceFolder(files.folder());
        }
        bytes += written - forced;
        lastBatch = forced;
        forced = written;
        return locations;
    }

    /**
     * Back to the last forced length, after an append that failed. A stop anywhere in here leaves what the failed append
     * left, and start deals with that. If this throws, nothing may be appended until a restart has read what is there.
     */
    void recover() throws IOException {
        closeFailed();
        if (number == 0) {
            return;
        }
        if (forced == 0) {
            // the segment is new and nothing in it was ever forced: as if it had not been made
            if (files.disk().size(files.file(number)) >= 0) {
                files.disk().delete(files.file(number));
                files.disk().forceFolder(files.folder());
            }
            number--;
            forced = forcedBefore;
            return;
        }
        // Never the descriptor whose force failed: the kernel has told that error once and would now report success.
        try (Disk.DiskFile again = files.disk().open(files.file(number), true)) {
            again.truncate(forced);
            again.force();
        }
        readTailBack();
    }

    /** The payload of a frame, checked again. */
    ByteBuffer read(long location) throws IOException {
        int segment = (int) (location >>> OFFSET_BITS);
        long offset = location & (1L << OFFSET_BITS) - 1;
        try (Disk.DiskFile file = files.disk().open(files.file(segment), false)) {
            ByteBuffer head = ByteBuffer.allocate(Frame.HEAD_BYTES);
            Disk.readFully(file, head, offset);
            long length = Frame.lengthAt(head.flip(), 0);
            ByteBuffer frame = ByteBuffer.allocate((int) Math.max(length, 0));
            Disk.readFully(file, frame, offset);
            frame.flip();
            if (length < 0 || frame.limit() < length || !Frame.isIntact(frame, 0)) {
                throw damaged(segment, offset);
            }
            return Frame.payload(frame, 0);
        }
    }

    /**
     * Ends the segment with an empty batch: its mark says that everything before it was forced, so that damage in the last
     * batch is not taken for a torn tail at the next start.
     */
    void close() throws IOException {
        if (open != null) {
            append(List.of());
            open.close();
            open = null;
        }
    }

    void closeFailed() {
        Disk.DiskFile file = open;
        open = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // nothing hangs on this descriptor any more: the file is opened anew or stays as it is
            }
        }
    }

    static StoreFailure damaged(int segment, long offset) {
        return new StoreFailure(
                StoreFailure.Reason.CORRUPT,
                "segment " + segment + " of the journal is damaged at byte " + offset
                        + "; restore that file from a copy, nothing was changed");
    }

    private Disk.DiskFile roll() throws IOException {
        Disk.DiskFile full = open;
        open = null;
        if (full != null) {
            full.close();
        }
        byte[] fresh = new byte[SegmentHeader.NONCE_BYTES];
        random.nextBytes(fresh);
        // before the file is made, so that recover() removes it even where making it failed and yet left one
        forcedBefore = forced;
        number++;
        forced = 0;
        nonce = Bytes.copyOf(fresh);
        Disk.DiskFile file = files.disk().create(files.file(number));
        open = file;
        return file;
    }

    private void put(Disk.DiskFile file, ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            if (!stage.hasRemaining()) {
                flush(file);
            }
            int take = Math.min(stage.remaining(), frame.remaining());
            stage.put(frame.slice(frame.position(), take));
            frame.position(frame.position() + take);
        }
    }

    private void flush(Disk.DiskFile file) throws IOException {
        stage.flip();
        int length = stage.remaining();
        Disk.writeFully(file, stage, written);
        written += length;
        stage.clear();
    }

    private void readTailBack() throws IOException {
        try (Disk.DiskFile file = files.disk().open(files.file(number), false)) {
            FrameCursor tail = new FrameCursor(file, lastBatch, forced);
            boolean intact = true;
            while (intact) {
                intact = tail.next();
            }
            if (file.size() != forced || tail.at() != forced) {
                throw damaged(number, tail.at());
            }
        }
    }
}
