package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import org.sealgate.bundle.Digest;

/**
 * Removes objects that no decision names, a day after they were put. First the old ones are listed, then every record is
 * asked; an object that is pinned, or was named meanwhile, stays. A stop in here leaves objects for the next sweep, never
 * a named one without its bytes.
 */
final class ObjectSweep {
    private static final Duration AGE = Duration.ofDays(1);

    private final Disk disk;
    private final Objects objects;
    private final Records records;
    private final InstantSource clock;

    ObjectSweep(Disk disk, Objects objects, Records records, InstantSource clock) {
        this.disk = disk;
        this.objects = objects;
        this.records = records;
        this.clock = clock;
    }

    /** Returns how many were removed. */
    int run() throws IOException {
        Instant before = clock.instant().minus(AGE);
        Named named = new Named(old(before));
        named.catchUp();
        int removed = 0;
        for (String fan : Objects.fans()) {
            for (Digest digest : objects.inFan(fan)) {
                if (named.isUnnamed(digest) && objects.unlessPinned(digest, () -> remove(digest, named, before))) {
                    removed++;
                }
            }
        }
        return removed;
    }

    /** With nobody able to pin it: what was committed since the records were asked is on the index by now. */
    private boolean remove(Digest digest, Named named, Instant before) throws IOException {
        named.catchUp();
        if (!named.isUnnamed(digest) || !isOld(digest, before) || objects.isKept(digest)) {
            return false;
        }
        // marks first: a stop between leaves an object that nobody owns
        Path owners = objects.root().resolve("owners");
        for (String caller : disk.names(owners)) {
            deleteIfThere(owners.resolve(caller).resolve(digest.hex()));
        }
        deleteIfThere(objects.file(digest));
        return true;
    }

    private long[] old(Instant before) throws IOException {
        long[] prefixes = new long[64];
        int size = 0;
        for (String fan : Objects.fans()) {
            for (Digest digest : objects.inFan(fan)) {
                if (isOld(digest, before)) {
                    prefixes = size < prefixes.length ? prefixes : Arrays.copyOf(prefixes, size * 2);
                    prefixes[size++] = prefix(digest);
                }
            }
        }
        long[] sorted = Arrays.copyOf(prefixes, size);
        Arrays.sort(sorted);
        return sorted;
    }

    private boolean isOld(Digest digest, Instant before) throws IOException {
        try {
            return disk.modified(objects.file(digest)).isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void deleteIfThere(Path file) throws IOException {
        try {
            disk.delete(file);
        } catch (NoSuchFileException e) {
            // gone is gone
        }
    }

    private static long prefix(Digest digest) {
        return ByteBuffer.wrap(digest.bytes()).getLong();
    }

    /** Old objects by the first eight bytes of their digests, and which of them records name; two that share them both stay. */
    private final class Named {
        private final long[] old;
        private final BitSet named = new BitSet();
        private int asked;

        Named(long[] old) {
            this.old = old;
        }

        void catchUp() {
            int size = records.size();
            for (; asked < size; asked++) {
                if (!records.isDecision(asked)) {
                    continue;
                }
                for (Digest digest : records.at(asked).decision().shared().values()) {
                    int at = Arrays.binarySearch(old, prefix(digest));
                    if (at >= 0) {
                        named.set(at);
                    }
                }
            }
        }

        boolean isUnnamed(Digest digest) {
            int at = Arrays.binarySearch(old, prefix(digest));
            return at >= 0 && !named.get(at);
        }
    }
}
