package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.engine.SampleLog;
import org.sealgate.engine.store.MemoryDisk.Survives;
import org.sealgate.engine.store.Samples.Proposal;
import org.sealgate.engine.store.StoreFailure.Reason;

/** R1, R3, R16, R17: start believes an index as far as it is whole, and what start did not read is read after it. */
class SegmentIndexTest {
    private static final Path STORE = Story.SETTINGS.store();
    private static final Path SEGMENT = STORE.resolve("journal/00000001.journal");
    private static final Path INDEX = STORE.resolve("index/00000001.index");
    private static final int DECISIONS = 5;

    /** Five decisions and a statement, each in a segment of its own; all but the last segment have an index. */
    private static MemoryDisk stored() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = open(disk)) {
            Proposal.allow(1, "svc", "RUN-A").withKey("key-a").commitTo(store);
            Samples.commitStatement(store, "gate/summaries");
            for (int n = 2; n <= DECISIONS; n++) {
                Proposal.deny(n, "svc").sized(50).commitTo(store);
            }
            store.scrub();
            assertNull(store.health().failure());
        }
        MemoryDisk left = disk.cut(Survives.EVERYTHING, 0);
        assertTrue(left.size(INDEX) > 0, "no index was made");
        return left;
    }

    private static EvidenceStore open(MemoryDisk disk) throws IOException {
        return Story.open(disk, 1, () -> Story.NOW);
    }

    private static void damage(MemoryDisk disk, Path file, int at) throws IOException {
        byte[] damaged = disk.read(file);
        damaged[at] ^= 0x10;
        disk.write(file, damaged);
    }

    /** By every way that a record can be found. */
    private static void assertWhole(EvidenceStore store) {
        assertEquals(DECISIONS, store.health().decisions());
        assertEquals(DECISIONS, store.listAll(0, 100).records().size());
        assertEquals(1, store.statements("gate/summaries").size());
        assertTrue(store.find(Samples.id(1)).isPresent());
    }

    @Test
    void store_withIndexes_isTheSameAsWithout() throws IOException {
        MemoryDisk disk = stored();
        try (EvidenceStore store = open(disk)) {
            assertWhole(store);
            Story.takesMore(store, disk);
        }
    }

    /** The segment is damaged behind start's back, which is how one sees that start did not read it. */
    @Test
    void damage_inAClosedSegment_isRefusedByStartOrStopsTheStoreAndIsRefusedByTheNextStart() throws IOException {
        MemoryDisk whole = stored();
        int length = whole.read(SEGMENT).length;
        int later = 0;
        for (int at = 0; at < length; at++) {
            MemoryDisk disk = whole.cut(Survives.EVERYTHING, 0);
            damage(disk, SEGMENT, at);
            boolean isStarted = false;
            try (EvidenceStore store = open(disk)) {
                isStarted = true;
                assertEquals(DECISIONS, store.health().decisions());
                store.scrub();
                awaitStopped(store, "segment 1 of the journal is damaged at byte ");
                later++;
            } catch (StoreFailure refused) {
                assertFalse(isStarted, "closing refused");
                assertEquals(Reason.CORRUPT, refused.reason());
            }
            StoreFailure next = assertThrows(StoreFailure.class, () -> open(disk), "byte " + at);
            assertEquals(Reason.CORRUPT, next.reason());
            assertTrue(String.valueOf(next.getMessage()).contains("segment 1 of the journal is damaged at byte"));
        }
        // of so few records start compares every named file, so it meets damage in those
        assertTrue(later > 0, "start read all of the segment, so the index was not believed");
    }

    /** Nobody is acknowledged any more. */
    private static void awaitStopped(EvidenceStore store, String why) {
        StoreFailure refused = assertThrows(StoreFailure.class, () -> {
            for (long n = 200; n < 300; n++) {
                Proposal.deny(n, "svc").commitTo(store);
            }
        });
        assertTrue(
                List.of(Reason.CORRUPT, Reason.DISK, Reason.FAILED_UNTIL_RESTART)
                        .contains(refused.reason()),
                refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
        assertTrue(String.valueOf(store.health().failure()).contains(why));
    }

    /** What a power cut leaves of an index, and what a disk does to it. */
    @Test
    void index_thatIsNotWhole_isNoneAndIsMadeAgain() throws IOException {
        MemoryDisk whole = stored();
        byte[] index = whole.read(INDEX);
        for (int at = 0; at < index.length; at++) {
            MemoryDisk disk = whole.cut(Survives.EVERYTHING, 0);
            if (at % 2 == 0) {
                damage(disk, INDEX, at);
            } else {
                disk.write(INDEX, Arrays.copyOf(index, at));
            }
            try (EvidenceStore store = open(disk)) {
                assertWhole(store);
                assertEquals(-1, disk.size(INDEX), "it was believed, or left, at byte " + at);
                store.scrub();
                assertNull(store.health().failure());
            }
            assertEquals(Bytes.copyOf(index), Bytes.copyOf(disk.read(INDEX)));
        }
    }

    private interface Change {
        void apply(MemoryDisk disk) throws IOException;
    }

    private record Unfit(String why, Change change) {}

    /** Genuine, and not of this segment as it is. */
    @Test
    void index_ofAnother_isNone() throws IOException {
        List<Unfit> table = List.of(
                new Unfit(
                        "of the next segment",
                        disk -> disk.write(INDEX, disk.read(STORE.resolve("index/00000002.index")))),
                new Unfit("of the same number with another nonce", disk -> {
                    byte[] other = disk.read(INDEX);
                    other[8] ^= 1;
                    disk.write(INDEX, sealed(other));
                }),
                new Unfit(
                        "longer than its segment",
                        disk -> disk.write(INDEX, Arrays.copyOf(disk.read(INDEX), disk.read(SEGMENT).length + 1))),
                new Unfit("of a shorter segment", disk -> {
                    byte[] other = disk.read(INDEX);
                    other[31] ^= 1;
                    disk.write(INDEX, sealed(other));
                }));
        for (Unfit row : table) {
            MemoryDisk disk = stored();
            row.change.apply(disk);
            try (EvidenceStore store = open(disk)) {
                assertWhole(store);
                assertEquals(-1, disk.size(INDEX), row.why);
            }
        }
    }

    /** Whole by its own hash and yet wrong: start cannot know, so the store stops when the segment has been read. */
    @Test
    void index_thatLies_stopsTheStoreAndIsGoneAtTheNextStart() throws IOException {
        MemoryDisk disk = stored();
        byte[] lies = disk.read(INDEX);
        int name = new String(lies, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("key-a");
        lies[name] = 'K';
        disk.write(INDEX, sealed(lies));
        try (EvidenceStore store = open(disk)) {
            store.scrub();
            awaitStopped(store, "index/00000001.index said something else than segment 1 of the journal");
        }
        try (EvidenceStore store = open(disk)) {
            assertWhole(store);
            Story.takesMore(store, disk);
        }
    }

    private static byte[] sealed(byte[] index) {
        byte[] content = Arrays.copyOf(index, index.length - Digest.BYTES);
        System.arraycopy(Digest.sha256(content).bytes(), 0, index, content.length, Digest.BYTES);
        return index;
    }

    /** An error of the disk is no damage: it may be gone at the next look. */
    @Test
    void segment_thatCannotBeReadForAWhile_isReadLater_andStopsTheStoreOnlyInTheEnd() throws IOException {
        HostileDisk disk = new HostileDisk(stored(), Integer.MAX_VALUE, HostileDisk.Ill.FAILS);
        try (EvidenceStore store = Story.open(disk, 1, () -> Story.NOW)) {
            for (int look = 0; look < 9; look++) {
                disk.failReads(1);
                store.scrub();
            }
            disk.failReads(0);
            store.scrub();
            Proposal.deny(100, "svc").commitTo(store);
            assertNull(store.health().failure());
            for (int look = 0; look < 10; look++) {
                disk.failReads(1);
                store.scrub();
            }
            disk.failReads(0);
            awaitStopped(store, "of the journal cannot be read");
        }
    }

    /** fsck, which believes nothing, reads both. */
    @Test
    void index_thatLies_isNamedByTheAudit(@TempDir Path folder) throws IOException {
        StoreSettings settings = new StoreSettings(
                folder.resolve("store"), folder.resolve("restricted"), 1, Story.SETTINGS.ticketPatience());
        EvidenceStore.initialise(settings);
        try (EvidenceStore store = EvidenceStore.open(settings, () -> Story.NOW, SampleLog.at(() -> Story.NOW))) {
            Proposal.deny(1, "svc").commitTo(store);
            Proposal.deny(2, "svc").commitTo(store);
            store.scrub();
        }
        assertEquals(List.of(), audit(settings));
        Path index = settings.store().resolve("index/00000001.index");
        byte[] lies = Files.readAllBytes(index);
        lies[40] ^= 1;
        Files.delete(index);
        Files.write(index, sealed(lies));
        Files.write(settings.store().resolve("index/00000009.index"), lies);
        Files.write(settings.store().resolve("index/foreign"), lies);
        assertEquals(
                List.of(
                        "index/00000001.index: it says something else than its segment; delete it, it is made again",
                        "index/00000009.index: an index of a segment that none follows",
                        "index/foreign: a foreign file"),
                audit(settings));
    }

    private static List<String> audit(StoreSettings settings) throws IOException {
        List<String> damage = new ArrayList<>();
        JournalAudit.read(settings.store(), new JournalAudit.Visitor() {
            @Override
            public void decision(StoredRecord record) {}

            @Override
            public void statement(StatementRecord record) {}

            @Override
            public void log(Bytes kept) {}

            @Override
            public void damage(String place, String what) {
                damage.add(place + ": " + what);
            }
        });
        return damage;
    }

    @Test
    void segment_cutShortOrGone_isRefusedWhateverItsIndexSays() throws IOException {
        MemoryDisk disk = stored();
        disk.write(SEGMENT, Arrays.copyOf(disk.read(SEGMENT), disk.read(SEGMENT).length - 1));
        assertEquals(
                Reason.CORRUPT,
                assertThrows(StoreFailure.class, () -> open(disk)).reason());
        disk.delete(SEGMENT);
        assertEquals(
                Reason.CORRUPT,
                assertThrows(StoreFailure.class, () -> open(disk)).reason());
    }

    /** A power cut takes a segment of which nothing was forced, and the index of the one before is left. */
    @Test
    void index_ofTheLastSegment_isForgotten() throws IOException {
        MemoryDisk disk = stored();
        Path index = STORE.resolve("index/"
                + SegmentIndexes.name(disk.names(STORE.resolve("journal")).size()));
        disk.write(index, disk.read(INDEX));
        try (EvidenceStore store = open(disk)) {
            assertWhole(store);
            assertEquals(-1, disk.size(index));
        }
    }

    @Test
    void index_thatCannotBeWritten_isNoReasonToStop() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = open(disk)) {
            Proposal.deny(1, "svc").commitTo(store);
            Proposal.deny(2, "svc").commitTo(store);
            disk.write(STORE.resolve("index"), new byte[0]); // a file where the folder should be
            store.scrub();
            assertNull(store.health().failure());
            Proposal.deny(3, "svc").commitTo(store);
        }
    }
}
