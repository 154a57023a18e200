package org.sealgate.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads every closed segment of the journal while the store works, slowly: those that start did not read, and each one soon after it
 * was closed. Makes their indexes, and stops the store where one is damaged, as start refuses a store whose last segment is, or
 * where it cannot be read at {@value #FAILED_LOOKS} looks in a row.
 */
final class Scrub implements Closeable {
    /** Start is over, and callers that waited for it have been served. */
    private static final long BEGIN_MILLIS = 5_000;

    private static final long LOOK_MILLIS = 1_000;

    /** So much at a time, at most a hundred megabytes a second: forces of the journal must not wait behind it. */
    private static final long STEP_BYTES = 1 << 20;

    private static final long STEP_MILLIS = 10;

    /** A disk that once gave an error is asked again: that is no damage yet. */
    private static final int FAILED_LOOKS = 10;

    private final SegmentIndexes indexes;
    private final Consumer<StoreFailure> damage;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "store-scrub");
    private int next = 1;
    private int failedLooks;

    /** @param damage told once, then nothing more is read */
    Scrub(SegmentIndexes indexes, Consumer<StoreFailure> damage) {
        this.indexes = indexes;
        this.damage = damage;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (boolean more = !isClosing(BEGIN_MILLIS); more; more = !isClosing(LOOK_MILLIS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what is closed and was not read by this. */
    synchronized void look() {
        try {
            for (Optional<Long> length = indexes.closed(next); length.isPresent(); length = indexes.closed(next)) {
                indexes.check(next, length.get(), new Slowly());
                next++;
            }
            failedLooks = 0;
        } catch (StoreFailure e) {
            tell(e);
        } catch (IOException e) {
            if (++failedLooks >= FAILED_LOOKS) {
                tell(StoreFailure.disk("segment " + next + " of the journal cannot be read", e));
            }
        }
    }

    private void tell(StoreFailure found) {
        if (closing.getCount() > 0) {
            closing.countDown();
            damage.accept(found);
        }
    }

    /** Waits a little behind each step. */
    private final class Slowly implements SegmentIndex.Reached {
        private long waited;

        @Override
        public void at(long offset) throws IOException {
            if (offset - waited < STEP_BYTES) {
                return;
            }
            waited = offset;
            try {
                if (isClosing(STEP_MILLIS)) {
                    throw new IOException("closing");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private boolean isClosing(long millis) throws InterruptedException {
        return closing.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        Committer.awaitEnd(thread);
    }
}
