package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * Reads the journal at start, segments side by side, and the batches come out in order. Of the last segment every frame is hashed
 * again, for a stop may have torn it. Of one that another follows its index is read where there is one, and all of it where
 * there is none; {@link Scrub} reads the rest while the store works.
 */
final class JournalStart {
    /** Takes the batches in order. */
    interface Restored {
        void take(Batch batch) throws IOException;
    }

    /** What was read and not taken yet takes room, and collecting that takes time: so few at once. */
    private static final int READERS = 2;

    private final SegmentFiles files;
    private final SegmentIndexes indexes;
    private final NamedFiles named;
    private final Restored batches;
    /** The last segment and where it is to end; and one that is to go, 0 where there is none. */
    private int last;

    private long length;
    private int unfinished;

    JournalStart(SegmentFiles files, SegmentIndexes indexes, NamedFiles named, Restored batches) {
        this.files = files;
        this.indexes = indexes;
        this.named = named;
        this.batches = batches;
    }

    /** Changes nothing of the journal: what it holds beyond its end may yet be wanted, where the log refuses to open. */
    Journal read(long segmentBytes, RandomGenerator random) throws IOException {
        int count = withoutUnfinished(files.count());
        if (count == 0) {
            return new Journal(files, segmentBytes, random, new Journal.Tail(0, 0, 0));
        }
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            return new Journal(files, segmentBytes, random, readAll(readers, count));
        }
    }

    /** A last segment without an intact header was being made when the process stopped; nobody was told of what it held. */
    private int withoutUnfinished(int count) throws IOException {
        if (count == 0 || files.header(count) != null) {
            return count;
        }
        if (new JournalScan(files, count).wasForced()) {
            throw Journal.damaged(count, 0);
        }
        unfinished = count;
        return count - 1;
    }

    private Journal.Tail readAll(ExecutorService readers, int count) throws IOException {
        Deque<Future<List<Batch>>> ahead = new ArrayDeque<>();
        long bytes = 0;
        for (int number = 1; number < count; number++) {
            int segment = number;
            long length = previousLength(number + 1);
            bytes += length;
            ahead.add(readers.submit(() -> closed(segment, length)));
            if (ahead.size() > READERS) {
                take(ahead.remove());
            }
        }
        indexes.forget(count);
        Collected found = new Collected(count);
        Future<Long> newest =
                readers.submit(() -> new JournalScan(files, count).last(SegmentContent.ofFrames(count, found)));
        while (!ahead.isEmpty()) {
            take(ahead.remove());
        }
        last = count;
        length = read(newest);
        force(count);
        for (Batch batch : found.closed) {
            batches.take(batch);
        }
        return new Journal.Tail(count, length, bytes + length);
    }

    private List<Batch> closed(int segment, long length) throws IOException {
        Collected found = new Collected(segment);
        if (!indexes.read(segment, length, found)) {
            new JournalScan(files, segment).sealed(length, SegmentContent.ofFrames(segment, found));
        }
        return found.closed;
    }

    /**
     * What is intact in the last segment may never have been forced, for the process was killed between write and force. From
     * here on it counts, so it is forced first. A stop in here changes nothing: the next start does the same.
     */
    private void force(int number) throws IOException {
        try (Disk.DiskFile file = files.disk().open(files.file(number), true)) {
            file.force();
        }
        files.disk().forceFolder(files.folder());
    }

    /**
     * Ends the journal where reading it ended, before anything is appended: what is beyond was shown to nobody, or the log would have
     * refused. A stop in here changes nothing: the next start does the same.
     */
    void cut() throws IOException {
        if (unfinished > 0) {
            files.disk().delete(files.file(unfinished));
            files.disk().forceFolder(files.folder());
        }
        if (last > 0) {
            cut(files.file(last));
        }
    }

    private void cut(Path segment) throws IOException {
        try (Disk.DiskFile file = files.disk().open(segment, true)) {
            if (file.size() != length) {
                file.truncate(length);
                file.force();
            }
        }
    }

    private long previousLength(int number) throws IOException {
        SegmentHeader header = files.header(number);
        if (header == null) {
            throw Journal.damaged(number, 0);
        }
        return header.previousLength();
    }

    private void take(Future<List<Batch>> segment) throws IOException {
        for (Batch batch : read(segment)) {
            batches.take(batch);
        }
    }

    private static <T> T read(Future<T> segment) throws IOException {
        try {
            return segment.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the journal was read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof StoreFailure cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }

    /** The batches of one segment; what is in none that was closed is dropped. */
    private final class Collected implements SegmentContent {
        private final int segment;
        private final List<Batch> closed = new ArrayList<>();
        private List<Batch.Found> open = new ArrayList<>();

        Collected(int segment) {
            this.segment = segment;
        }

        @Override
        public void decision(long offset, ByteBuffer payload, long fileLength) throws IOException {
            RecordCodec.Head head = RecordCodec.head(payload);
            String file = head.fileName();
            open.add(new Batch.Found.Decision(new Entry(
                    Journal.location(segment, offset),
                    head.decisionId(),
                    head.caller(),
                    head.kind(),
                    head.runId(),
                    file,
                    file != null && named.size(file) != fileLength,
                    head.stream(),
                    head.number(),
                    head.pae(),
                    head.idempotencyKey())));
        }

        @Override
        public void statement(long offset, String stream, long number, Digest pae) {
            open.add(new Batch.Found.Statement(Journal.location(segment, offset), stream, number, pae));
        }

        @Override
        public void log(long offset, Bytes kept) {
            closed.add(new Batch(open, kept));
            open = new ArrayList<>();
        }
    }
}
