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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Reads the journal at start: every frame of every segment is hashed again, segments side by side, and the entries come out
 * in order. Hashing all of it costs about half a second a gigabyte and finds damage before anything is built on it.
 */
final class JournalStart {
    private final SegmentFiles files;
    private final NamedFiles named;
    private final Consumer<Entry> entries;

    JournalStart(SegmentFiles files, NamedFiles named, Consumer<Entry> entries) {
        this.files = files;
        this.named = named;
        this.entries = entries;
    }

    Journal read(long segmentBytes, RandomGenerator random) throws IOException {
        int count = withoutUnfinished(files.count());
        if (count == 0) {
            return new Journal(files, segmentBytes, random, new Journal.Tail(0, 0, 0));
        }
        try (ExecutorService readers =
                Executors.newFixedThreadPool(Math.min(4, Runtime.getRuntime().availableProcessors()))) {
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
        Deque<Future<List<Entry>>> ahead = new ArrayDeque<>();
        long bytes = 0;
        for (int number = 1; number < count; number++) {
            int segment = number;
            long length = previousLength(number + 1);
            bytes += length;
            ahead.add(readers.submit(() -> {
                List<Entry> found = new ArrayList<>();
                new JournalScan(files, segment).sealed(length, (at, payload) -> found.add(entry(segment, at, payload)));
                return found;
            }));
            if (ahead.size() > 4) {
                take(ahead.remove());
            }
        }
        while (!ahead.isEmpty()) {
            take(ahead.remove());
        }
        List<Entry> found = new ArrayList<>();
        long length = new JournalScan(files, count).last((at, payload) -> found.add(entry(count, at, payload)));
        cut(count, length);
        found.forEach(entries);
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

    private void take(Future<List<Entry>> segment) throws IOException {
        try {
            segment.get().forEach(entries);
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
