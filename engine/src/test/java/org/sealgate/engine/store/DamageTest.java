package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.log.LogRefusal;
import org.sealgate.engine.store.MemoryDisk.Survives;
import org.sealgate.engine.store.Samples.Proposal;
import org.sealgate.engine.store.StoreFailure.Reason;

/** A torn tail is cut, damage in what was acknowledged is refused and named, and the two are not mixed up. */
class DamageTest {
    private static final Path FIRST = Story.SETTINGS.store().resolve("journal/00000001.journal");
    private static final long ONE_SEGMENT = 1 << 20;

    /** A store of so many denials, each a batch of its own; the process is killed, or it ends in order. */
    private static MemoryDisk stored(int denials, long segmentBytes, boolean inOrder) throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = Story.open(disk, segmentBytes, () -> Story.NOW)) {
            for (int n = 1; n <= denials; n++) {
                Proposal.deny(n, "svc").sized(50).commitTo(store);
            }
            if (!inOrder) {
                return disk.cut(Survives.EVERYTHING, 0);
            }
        }
        return disk.cut(Survives.EVERYTHING, 0);
    }

    /** Where the frames of a segment start, by the lengths in their heads. */
    private static List<Integer> frames(byte[] segment) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < segment.length; ) {
            starts.add(at);
            at += 41 + ((segment[at + 7] & 0xff) << 8 | segment[at + 8] & 0xff);
        }
        return starts;
    }

    private static int frameAt(List<Integer> starts, int position) {
        return starts.stream()
                .filter(start -> start <= position)
                .mapToInt(i -> i)
                .max()
                .orElseThrow();
    }

    @Test
    void tornTail_atEveryByteOfTheLastBatch_isCutAndNumbersGoOn() throws IOException {
        byte[] whole = stored(3, ONE_SEGMENT, false).read(FIRST);
        List<Integer> starts = frames(whole);
        int lastBatch = starts.get(starts.size() - 3);
        for (int length = lastBatch; length <= whole.length; length++) {
            for (byte[] tail : List.of(
                    new byte[0], new byte[500], Samples.filler(length, 300).toArray())) {
                byte[] torn = Arrays.copyOf(whole, length + tail.length);
                System.arraycopy(tail, 0, torn, length, tail.length);
                MemoryDisk disk = stored(0, ONE_SEGMENT, false);
                disk.write(FIRST, torn);
                // a cut zero in front of zeros is no loss
                boolean isWhole = Arrays.equals(whole, Arrays.copyOf(torn, Math.min(whole.length, torn.length)));
                int expected = isWhole ? 3 : 2;
                try (EvidenceStore store = Story.open(disk)) {
                    assertEquals(expected, store.health().decisions(), "cut at " + length);
                    assertTrue(
                            disk.size(FIRST) <= Math.max(length, isWhole ? whole.length : 0),
                            "the torn tail is still there");
                    Story.takesMore(store, disk);
                }
                assertEquals(
                        expected + 1L,
                        JournalCheck.read(disk, Story.SETTINGS.store())
                                .getLast()
                                .number());
            }
        }
    }

    @Test
    void damage_inEveryByteThatALaterBatchFollows_isRefusedWithItsPlace() throws IOException {
        byte[] whole = stored(3, ONE_SEGMENT, false).read(FIRST);
        List<Integer> starts = frames(whole);
        int lastBatch = starts.get(starts.size() - 3);
        for (int at = 0; at < lastBatch; at++) {
            refuses(whole, at, "segment 1 of the journal is damaged at byte " + frameAt(starts, at));
        }
    }

    @Test
    void damage_inEveryByteBeforeAnOrderlyEnd_isRefusedWithItsPlace() throws IOException {
        byte[] whole = stored(2, ONE_SEGMENT, true).read(FIRST);
        List<Integer> starts = frames(whole);
        for (int at = 0; at < starts.getLast(); at++) {
            refuses(whole, at, "segment 1 of the journal is damaged at byte " + frameAt(starts, at));
        }
    }

    @Test
    void damage_inASegmentThatAnotherFollows_isRefusedWithItsPlace() throws IOException {
        MemoryDisk disk = stored(4, 1, false);
        byte[] whole = disk.read(FIRST);
        List<Integer> starts = frames(whole);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            disk.write(FIRST, damaged);
            StoreFailure failure = assertThrows(StoreFailure.class, () -> Story.open(disk));
            assertEquals(Reason.CORRUPT, failure.reason());
            String place = "segment 1 of the journal is damaged at byte " + frameAt(starts, at);
            assertTrue(String.valueOf(failure.getMessage()).contains(place), failure::getMessage);
        }
    }

    /**
     * The log that was shown knows more than this journal: an operator who restores the right one still finds everything, the salts of
     * what is not in this one, and the bytes that could not be read.
     */
    @Test
    void journal_thatLacksWhatWasShown_isRefusedAndNothingIsGone() throws IOException {
        Path second = Story.SETTINGS.store().resolve("journal/00000002.journal");
        byte[] one = withSalts(3, ONE_SEGMENT).read(FIRST);
        int lastBatch = frames(one).get(frames(one).size() - 3);
        for (int at = lastBatch; at < one.length; at += 7) {
            int damaged = at;
            refusesUntouched(withSalts(3, ONE_SEGMENT), disk -> flip(disk, FIRST, damaged));
        }
        byte[] header = withSalts(2, 1).read(second);
        for (int at = 0; at < frames(header).get(1); at += 7) {
            int damaged = at;
            refusesUntouched(withSalts(2, 1), disk -> flip(disk, second, damaged));
        }
        refusesUntouched(withSalts(2, 1), disk -> disk.delete(second));
        refusesUntouched(withSalts(2, 1), disk -> {
            disk.delete(second);
            disk.delete(FIRST);
        });
    }

    private static MemoryDisk withSalts(int denials, long segmentBytes) throws IOException {
        MemoryDisk disk = stored(denials, segmentBytes, false);
        for (int n = 1; n <= denials; n++) {
            disk.write(Story.SETTINGS.restricted().resolve("salts/" + Samples.id(n)), new byte[32]);
        }
        return disk;
    }

    private static void flip(MemoryDisk disk, Path file, int at) throws IOException {
        byte[] damaged = disk.read(file);
        damaged[at] ^= 0x10;
        disk.write(file, damaged);
    }

    private static void refusesUntouched(MemoryDisk disk, Change change) throws IOException {
        change.apply(disk);
        Map<Path, Bytes> before = disk.files();
        LogRefusal refused = assertThrows(LogRefusal.class, () -> Story.open(disk));
        assertEquals(LogRefusal.Code.LOG_ROLLBACK, refused.code());
        assertEquals(before, disk.files());
    }

    private static void refuses(byte[] whole, int at, String place) throws IOException {
        MemoryDisk disk = stored(0, ONE_SEGMENT, false);
        byte[] damaged = whole.clone();
        damaged[at] ^= 0x10;
        disk.write(FIRST, damaged);
        StoreFailure failure = assertThrows(StoreFailure.class, () -> Story.open(disk), "byte " + at);
        assertEquals(Reason.CORRUPT, failure.reason());
        assertTrue(String.valueOf(failure.getMessage()).contains(place), () -> place + ", not " + failure.getMessage());
        assertEquals(Bytes.copyOf(damaged), Bytes.copyOf(disk.read(FIRST)), "a refused journal is not touched");
    }

    private interface Change {
        void apply(MemoryDisk disk) throws IOException;
    }

    private record Refused(String why, Change change, String says) {}

    @Test
    void folder_thatIsNotTheJournalThatWasWritten_isRefusedByName() throws IOException {
        Path second = FIRST.resolveSibling("00000002.journal");
        Path last = FIRST.resolveSibling("00000004.journal");
        List<Refused> table = List.of(
                new Refused("first segment gone", disk -> disk.delete(FIRST), "segment 1 of the journal is missing"),
                new Refused("middle gone", disk -> disk.delete(second), "segment 2 of the journal is missing"),
                new Refused(
                        "foreign file",
                        disk -> disk.write(FIRST.resolveSibling("notes.txt"), new byte[1]),
                        "foreign file: notes.txt"),
                new Refused("copied over another", disk -> disk.write(second, disk.read(FIRST)), "is segment 1 of"),
                new Refused("copied over the last", disk -> disk.write(last, disk.read(second)), "is segment 2 of"),
                new Refused(
                        "shortened",
                        disk -> disk.write(FIRST, Arrays.copyOf(disk.read(FIRST), 200)),
                        "segment 1 of the journal is damaged"),
                new Refused(
                        "other format",
                        disk -> disk.write(Story.SETTINGS.store().resolve("format"), new byte[3]),
                        "names another format"),
                new Refused(
                        "secret cut",
                        disk -> disk.write(Story.SETTINGS.restricted().resolve("request.secret"), new byte[31]),
                        "request.secret is not whole"));
        for (Refused row : table) {
            MemoryDisk disk = stored(4, 1, false);
            row.change.apply(disk);
            StoreFailure failure = assertThrows(StoreFailure.class, () -> Story.open(disk), row.why);
            assertEquals(Reason.CORRUPT, failure.reason(), row.why);
            assertTrue(String.valueOf(failure.getMessage()).contains(row.says), failure::getMessage);
        }
    }

    private record Posing(String how, boolean isItsNonce, long displaced, boolean isTakenForAMark) {}

    /** What a caller sends lies in the journal as it is. Only the segment's nonce, which nobody is told, makes a mark. */
    @Test
    void payload_thatPosesAsABatchMark_doesNotMakeATornTailLookForced() throws IOException {
        List<Posing> table = List.of(
                new Posing("another nonce", false, 0, false),
                new Posing("another place", true, 1, false),
                new Posing("the writer itself", true, 0, true));
        for (Posing row : table) {
            byte[] plain = withPart(Samples.filler(7, 200));
            Bytes nonce = row.isItsNonce ? nonceOf(plain) : Samples.filler(8, 16);
            byte[] posing = Arrays.copyOf(
                    new BatchMark(nonce, partAt(plain) + row.displaced).frame().array(), 200);
            byte[] whole = withPart(Bytes.copyOf(posing));
            MemoryDisk torn = stored(0, ONE_SEGMENT, false);
            // the record's last byte and what closes its batch
            torn.write(FIRST, Arrays.copyOf(whole, frames(whole).getLast() - 1));
            if (row.isTakenForAMark) {
                assertThrows(StoreFailure.class, () -> Story.open(torn), row.how);
                continue;
            }
            try (EvidenceStore store = Story.open(torn)) {
                assertEquals(1, store.health().decisions(), row.how);
            }
        }
    }

    /** The segment of a store with two decisions, the second with this part. */
    private static byte[] withPart(Bytes part) throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = Story.open(disk, ONE_SEGMENT, () -> Story.NOW)) {
            Proposal.deny(1, "svc").commitTo(store);
            Proposal second = Proposal.deny(2, "svc");
            try (Ticket ticket = store.number(second.stream(), second::statement)) {
                DecisionRecord record = second.record(ticket);
                TreeMap<String, Bytes> parts = new TreeMap<>(record.parts());
                parts.put("input.json", part);
                store.commit(ticket, Samples.withParts(record, parts)).join();
            }
            return disk.read(FIRST);
        }
    }

    private static Bytes nonceOf(byte[] segment) {
        return Bytes.copyOf(Arrays.copyOfRange(segment, 41 + 1 + 4, 41 + 1 + 4 + 16));
    }

    /** Where the part of {@link #withPart} lies in the segment. */
    private static long partAt(byte[] segment) {
        byte[] part = Samples.filler(7, 200).toArray();
        for (int at = 0; at + 200 <= segment.length; at++) {
            if (Arrays.equals(segment, at, at + 200, part, 0, 200)) {
                return at;
            }
        }
        throw new AssertionError("the part is not stored as it is");
    }

    @Test
    void record_damagedWhileTheStoreRuns_isNotReturned() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = Story.open(disk, ONE_SEGMENT, () -> Story.NOW)) {
            Proposal.deny(1, "svc").commitTo(store);
            byte[] damaged = disk.read(FIRST);
            damaged[frames(damaged).getLast() - 1] ^= 1;
            disk.write(FIRST, damaged);
            StoreFailure failure = assertThrows(StoreFailure.class, () -> store.find(Samples.id(1)));
            assertEquals(Reason.CORRUPT, failure.reason());
        }
    }
}
