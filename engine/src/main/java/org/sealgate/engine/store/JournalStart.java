package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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

/**
 * Reads the journal at start: every frame of every segment is hashed again, segments side by side, and the batches come out
 * in order. Hashing all of it costs about half a second a gigabyte and finds damage before anything is built on it.
 */
final class JournalStart {
    /** Takes the batches in order. */
    interface Restored {
        void take(Batch batch) throws IOException;
    }

    /** While one waits for the disk another hashes. */
    private static final int READERS = 4;

    private final SegmentFiles files;
    private final NamedFiles named;
    private final Restored batches;

    JournalStart(SegmentFiles files, NamedFiles named, Restored batches) {
        this.files = files;
        this.named = named;
        this.batches = batches;
    }

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
        files.disk().delete(files.file(count));
        files.disk().forceFolder(files.folder());
        return count - 1;
    }

    private Journal.Tail readAll(ExecutorService readers, int count) throws IOException {
        Deque<Future<List<Batch>>> ahead = new ArrayDeque<>();
        long bytes = 0;
        for (int number = 1; number < count; number++) {
            int segment = number;
            long length = previousLength(number + 1);
            bytes += length;
            ahead.add(readers.submit(() -> {
                Collected found = new Collected(segment);
                new JournalScan(files, segment).sealed(length, found);
                return found.closed;
            }));
            if (ahead.size() > 4) {
                take(ahead.remove());
            }
        }
        Collected found = new Collected(count);
        Future<Long> last = readers.submit(() -> new JournalScan(files, count).last(found));
        while (!ahead.isEmpty()) {
            take(ahead.remove());
        }
        long length = read(last);
        cut(count, length);
        for (Batch batch : found.closed) {
            batches.take(batch);
        }
        return new Journal.Tail(count, length, bytes + length);
    }

    /**
     * What is intact in the last segment may never have been forced, for the process was killed between write and force. From
     * here on it counts, so it is forced first. A stop in here changes nothing: the next start does the same.
     */
    private void cut(int number, long length) throws IOException {
        try (Disk.DiskFile file = files.disk().open(files.file(number), true)) {
            if (file.size() != length) {
                file.truncate(length);
            }
            file.force();
        }
        files.disk().forceFolder(files.folder());
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
    private final class Collected implements JournalScan.Visitor {
        private final int segment;
        private final List<Batch> closed = new ArrayList<>();
        private List<Batch.Found> open = new ArrayList<>();

        Collected(int segment) {
            this.segment = segment;
        }

        @Override
        public void frame(Frame.Type type, long offset, ByteBuffer payload) throws IOException {
            switch (type) {
                case DECISION -> open.add(new Batch.Found.Decision(entry(segment, offset, payload)));
                case STATEMENT -> open.add(statement(segment, offset, payload));
                case LOG -> {
                    byte[] kept = new byte[payload.remaining()];
                    payload.get(kept);
                    closed.add(new Batch(open, Bytes.copyOf(kept)));
                    open = new ArrayList<>();
                }
                case SEGMENT, BATCH -> {}
            }
        }
    }

    private static Batch.Found statement(int segment, long offset, ByteBuffer payload) {
        try {
            StatementRecord record = StatementCodec.record(payload);
            return new Batch.Found.Statement(
                    Journal.location(segment, offset), record.stream(), record.number(), record.pae());
        } catch (BufferUnderflowException e) {
            throw Journal.damaged(segment, offset);
        }
    }

    private Entry entry(int segment, long offset, ByteBuffer payload) throws IOException {
        try {
            RecordCodec.Head head = RecordCodec.head(payload);
            return new Entry(
                    Journal.location(segment, offset),
                    head.decisionId(),
                    head.caller(),
                    head.kind(),
                    head.runId(),
                    head.fileName(),
                    head.fileName() != null && named.size(head.fileName()) != RecordCodec.partLength(head, payload),
                    head.stream(),
                    head.number(),
                    head.pae(),
                    head.idempotencyKey());
        } catch (BufferUnderflowException e) {
            throw Journal.damaged(segment, offset);
        }
    }
}
