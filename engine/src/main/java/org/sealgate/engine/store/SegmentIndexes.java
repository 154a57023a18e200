package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.sealgate.bundle.Digest;

/**
 * A folder of what start needs of each closed segment: {@code index/00000001.index}. They follow from the journal, are not forced,
 * and one that is not whole, or of another segment, is none.
 */
final class SegmentIndexes {
    private final SegmentFiles segments;
    private final Path folder;
    private final TempFiles temps;

    SegmentIndexes(SegmentFiles segments, Path folder, TempFiles temps) {
        this.segments = segments;
        this.folder = folder;
        this.temps = temps;
    }

    static String name(int segment) {
        return String.format(Locale.ROOT, "%08d.index", segment);
    }

    private Path file(int segment) {
        return folder.resolve(name(segment));
    }

    /** At start: reads out what is known of a closed segment; false, and nothing read, where that is nothing. */
    boolean read(int segment, long length, SegmentContent content) throws IOException {
        Optional<byte[]> index = whole(segment, length);
        if (index.isEmpty() || segments.disk().size(segments.file(segment)) < length) {
            forget(segment);
            return false;
        }
        SegmentIndex.read(index.get(), content);
        return true;
    }

    private Optional<byte[]> whole(int segment, long length) throws IOException {
        SegmentHeader header = segments.header(segment);
        try (Disk.DiskFile file = segments.disk().open(file(segment), false)) {
            if (file.size() > length) {
                return Optional.empty(); // it is always shorter than its segment
            }
            ByteBuffer index = ByteBuffer.allocate(Math.toIntExact(file.size()));
            Disk.readFully(file, index, 0);
            return Optional.of(index.array()).filter(all -> header != null && SegmentIndex.isOf(all, header, length));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** At start: a power cut may have taken the segment that followed this one. */
    void forget(int segment) throws IOException {
        if (segments.disk().size(file(segment)) >= 0) {
            segments.disk().delete(file(segment));
        }
    }

    /** Length of a segment that another follows, empty where none does yet. */
    Optional<Long> closed(int segment) throws IOException {
        if (segments.disk().size(segments.file(segment + 1)) < SegmentHeader.FRAME_BYTES) {
            return Optional.empty();
        }
        SegmentHeader next = segments.header(segment + 1);
        return next == null ? Optional.empty() : Optional.of(next.previousLength());
    }

    /**
     * Reads all of a closed segment. Makes its index where there is none.
     *
     * @throws StoreFailure CORRUPT where the segment is damaged, or its index is whole and says something else: start may have built
     *     on it. Either way the next start does without that index
     */
    void check(int segment, long length, SegmentIndex.Reached reached) throws IOException {
        IndexFile made = IndexFile.begin(temps);
        try {
            Digest digest = SegmentIndex.of(segments, segment, length, made, reached);
            Optional<byte[]> found = whole(segment, length);
            if (found.isEmpty()) {
                made.name(segments.disk(), digest, folder, name(segment));
            } else if (!digest.equals(ending(found.get()))) {
                throw new StoreFailure(
                        StoreFailure.Reason.CORRUPT,
                        "index/" + name(segment) + " said something else than segment " + segment
                                + " of the journal; it was deleted, start the engine once more");
            }
        } catch (StoreFailure damaged) {
            forget(segment);
            throw damaged;
        } finally {
            made.drop();
        }
    }

    private static Digest ending(byte[] index) {
        return Digest.ofBytes(Arrays.copyOfRange(index, index.length - Digest.BYTES, index.length));
    }
}
