package org.sealgate.engine.store;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.sealgate.bundle.Bytes;

/**
 * A folder of what start needs of each closed segment: {@code index/00000001.index}. They follow from the journal, are not forced,
 * and one that is not whole, or of another segment, is none.
 */
final class SegmentIndexes {
    private final SegmentFiles segments;
    private final ProjectionFiles files;

    SegmentIndexes(SegmentFiles segments, ProjectionFiles files) {
        this.segments = segments;
        this.files = files;
    }

    static String name(int segment) {
        return String.format(Locale.ROOT, "%08d.index", segment);
    }

    /** At start: reads out what is known of a closed segment; false, and nothing read, where that is nothing. */
    boolean read(int segment, long length, SegmentContent content) throws IOException {
        Optional<byte[]> index = files.read(name(segment)).map(Bytes::toArray);
        if (index.isEmpty()) {
            return false;
        }
        SegmentHeader header = segments.header(segment);
        if (header == null
                || segments.disk().size(segments.file(segment)) < length
                || !SegmentIndex.isOf(index.get(), header, length)) {
            forget(segment);
            return false;
        }
        SegmentIndex.read(index.get(), content);
        return true;
    }

    /** At start: a power cut may have taken the segment that followed this one. */
    void forget(int segment) throws IOException {
        if (files.size(name(segment)) >= 0) {
            files.delete(name(segment));
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
        Bytes index;
        try {
            index = SegmentIndex.of(segments, segment, length, reached);
        } catch (StoreFailure damaged) {
            forget(segment);
            throw damaged;
        }
        Optional<Bytes> found = files.read(name(segment));
        if (found.isPresent()
                && !found.get().equals(index)
                && SegmentIndex.isOf(found.get().toArray(), requireHeader(segment), length)) {
            forget(segment);
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT,
                    "index/" + name(segment) + " said something else than segment " + segment
                            + " of the journal; it was deleted, start the engine once more");
        }
        if (!found.equals(Optional.of(index))) {
            put(segment, index);
        }
    }

    private void put(int segment, Bytes index) {
        try {
            files.replace(name(segment), index);
        } catch (IOException e) {
            // a full disk is no damage: start reads the segment
        }
    }

    private SegmentHeader requireHeader(int segment) throws IOException {
        SegmentHeader header = segments.header(segment);
        if (header == null) {
            throw Journal.damaged(segment, 0);
        }
        return header;
    }
}
