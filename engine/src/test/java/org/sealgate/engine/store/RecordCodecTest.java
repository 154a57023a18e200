package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.SampleLog;

class RecordCodecTest {
    private Repeats repeats = repeats();

    private static Repeats repeats() {
        try (StoreStart started = started()) {
            return started.repeats;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreStart started() throws IOException {
        return new StoreStart(
                Story.SETTINGS, Story.emptyStore(false), () -> NOW, new Random(5), SampleLog.at(() -> NOW));
    }

    private static final Instant NOW = Instant.parse("2026-02-15T18:30:00.131Z");

    private record Text(
            String id,
            String caller,
            String outcome,
            @Nullable String run,
            @Nullable String file,
            @Nullable String part,
            int status) {
        static final Text GOOD = new Text(Samples.id(1), "svc-ü", "allow", "RUN-A", "artifacts/a.json", "subject", 201);

        DecisionRecord record() {
            TreeMap<String, Bytes> parts = new TreeMap<>();
            parts.put("subject", Samples.filler(1, 3000));
            parts.put("empty", Samples.bytes(""));
            parts.put("𝛼", Samples.filler(2, 1));
            TreeMap<String, Digest> shared = new TreeMap<>();
            shared.put("objects/a", Samples.bytes("a").sha256());
            return new DecisionRecord(
                    id,
                    caller,
                    Kind.LLM_RUN_SNAPSHOT,
                    outcome,
                    run,
                    file,
                    part,
                    "gate/" + caller,
                    42,
                    Samples.bytes("pae").sha256(),
                    "key",
                    Samples.filler(3, 32),
                    status,
                    Samples.bytes("{}"),
                    parts,
                    shared);
        }
    }

    @Test
    void record_writtenAndRead_isTheSame() {
        repeats.keep(Samples.filler(1, 3000));
        for (DecisionRecord record :
                List.of(Text.GOOD.record(), new Text(Samples.id(2), "x", "deny", null, null, null, 409).record())) {
            ByteBuffer frame = RecordCodec.frame(record, NOW, repeats);
            assertEquals(new StoredRecord(record, NOW, 7), RecordCodec.record(Frame.payload(frame, 0), 7, repeats));
        }
    }

    @Test
    void frame_withAnyBitOfItChanged_isNotIntact() {
        ByteBuffer frame = RecordCodec.frame(Text.GOOD.record(), NOW, repeats);
        for (int at = 0; at < frame.limit(); at++) {
            ByteBuffer changed = ByteBuffer.allocate(frame.limit()).put(frame.duplicate());
            changed.flip().put(at, (byte) (frame.get(at) ^ 4));
            long length = Frame.lengthAt(changed, 0);
            assertFalse(length == changed.limit() && Frame.isIntact(changed, 0), "byte " + at);
        }
    }

    /** Not reachable but through a defect of the writer: then with a name, not with an index out of bounds. */
    @Test
    void payload_thatEndsEarly_isCorruptWhereverItEnds() {
        ByteBuffer payload = Frame.payload(RecordCodec.frame(Text.GOOD.record(), NOW, repeats), 0);
        for (int length = 1; length < payload.limit(); length++) {
            ByteBuffer cut = payload.duplicate().limit(length);
            assertThrows(StoreFailure.class, () -> RecordCodec.record(cut, 0, repeats), "cut at " + length);
        }
    }

    /** 12 KiB stored a decision leave room for what the caller gives: names and lengths cost less than 1 KiB. */
    @Test
    void frame_ofARecord_costsLittleMoreThanItsParts() {
        DecisionRecord record = Text.GOOD.record();
        int parts = record.parts().values().stream().mapToInt(Bytes::size).sum();
        assertTrue(RecordCodec.frame(record, NOW, repeats).limit() - parts < 512);
    }

    private record Cutting(String what, List<Bytes> runs, Bytes part, int cuts) {}

    private static Bytes join(Bytes... parts) {
        ByteBuffer joined =
                ByteBuffer.allocate(Arrays.stream(parts).mapToInt(Bytes::size).sum());
        Arrays.stream(parts).forEach(part -> joined.put(part.toArray()));
        return Bytes.copyOf(joined.array());
    }

    @Test
    void part_withRunsThatRepeat_isStoredWithoutThemAndReadWhole() {
        Bytes a = Samples.filler(11, 500);
        Bytes b = Samples.filler(12, 700);
        Bytes text = Samples.filler(13, 40);
        Bytes beginsLikeA = Bytes.copyOf(Arrays.copyOf(a.toArray(), 499));
        List<Cutting> table = List.of(
                new Cutting("none there", List.of(a, b), text, 0),
                new Cutting("nothing known", List.of(), join(text, a), 0),
                new Cutting("alone", List.of(a), a, 1),
                new Cutting("at the start", List.of(a), join(a, text), 1),
                new Cutting("at the end", List.of(a), join(text, a), 1),
                new Cutting("two side by side", List.of(a, b), join(b, a), 2),
                new Cutting("twice", List.of(a), join(a, text, a, text), 2),
                new Cutting("begun and not ended", List.of(a), join(text, beginsLikeA), 0),
                new Cutting("begun, then whole", List.of(a), join(beginsLikeA, a, text), 1),
                new Cutting("empty", List.of(a), Samples.bytes(""), 0));
        for (Cutting row : table) {
            Repeats known = repeats();
            row.runs.forEach(known::keep);
            assertEquals(row.cuts, known.cuts(row.part.toArray()).size(), row.what);
            DecisionRecord record = Samples.withParts(Text.GOOD.record(), new TreeMap<>(Map.of("subject", row.part)));
            ByteBuffer frame = RecordCodec.frame(record, NOW, known);
            assertEquals(
                    record,
                    RecordCodec.record(Frame.payload(frame, 0), 0, known).decision(),
                    row.what);
            RecordCodec.Head head = RecordCodec.head(Frame.payload(frame, 0));
            ByteBuffer payload = Frame.payload(frame, 0);
            RecordCodec.head(payload);
            assertEquals(row.part.size(), RecordCodec.partLength(head, payload), row.what);
            int saved = row.cuts == 2 && row.runs.size() == 2 ? a.size() + b.size() : row.cuts * a.size();
            assertTrue(frame.limit() < 700 + row.part.size() - saved, row.what);
        }
    }

    @Test
    void run_thatIsTooShort_isNotKept() {
        repeats.keep(Samples.filler(4, Repeats.LEAST_BYTES - 1));
        assertEquals(
                List.of(),
                repeats.cuts(Samples.filler(4, Repeats.LEAST_BYTES - 1).toArray()));
    }

    /** A run is an object like others: gone or changed, the record that rests on it cannot be read, and says so. */
    @Test
    void record_whoseRunIsGoneOrChanged_isCorrupt() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        Bytes run = Samples.filler(11, 500);
        try (StoreStart started =
                new StoreStart(Story.SETTINGS, disk, () -> NOW, new Random(5), SampleLog.at(() -> NOW))) {
            started.repeats.keep(run);
            DecisionRecord record = Samples.withParts(Text.GOOD.record(), new TreeMap<>(Map.of("subject", run)));
            ByteBuffer payload = Frame.payload(RecordCodec.frame(record, NOW, started.repeats), 0);
            disk.delete(started.objects.file(run.sha256()));
            assertCorrupt("gone", payload, new Repeats(started.objects));
            try (Disk.DiskFile file = disk.create(started.objects.file(run.sha256()))) {
                Disk.writeFully(file, ByteBuffer.wrap(Samples.filler(12, 500).toArray()), 0);
            }
            assertCorrupt("changed", payload, new Repeats(started.objects));
        }
    }

    private static void assertCorrupt(String what, ByteBuffer payload, Repeats repeats) {
        StoreFailure refused =
                assertThrows(StoreFailure.class, () -> RecordCodec.record(payload.duplicate(), 0, repeats), what);
        assertEquals(StoreFailure.Reason.CORRUPT, refused.reason(), what);
    }

    private record Wrong(String what, UnaryOperator<Text> change) {}

    @Test
    void record_inAWrongState_cannotBeMade() {
        List<Wrong> table = List.of(
                new Wrong("decisionId", t -> new Text("../x", t.caller, t.outcome, t.run, t.file, t.part, 201)),
                new Wrong(
                        "decisionId",
                        t -> new Text(t.id.toUpperCase(), t.caller, t.outcome, t.run, t.file, t.part, 201)),
                new Wrong("caller", t -> new Text(t.id, "", t.outcome, t.run, t.file, t.part, 201)),
                new Wrong("caller", t -> new Text(t.id, "a\nb", t.outcome, t.run, t.file, t.part, 201)),
                new Wrong("outcome", t -> new Text(t.id, t.caller, "ALLOW", t.run, t.file, t.part, 201)),
                new Wrong("without an allow", t -> new Text(t.id, t.caller, "deny", t.run, null, null, 201)),
                new Wrong("without an allow", t -> new Text(t.id, t.caller, "error", null, t.file, t.part, 201)),
                new Wrong("fileName", t -> new Text(t.id, t.caller, t.outcome, t.run, "artifacts/../x", t.part, 201)),
                new Wrong("filePart", t -> new Text(t.id, t.caller, t.outcome, t.run, t.file, null, 201)),
                new Wrong("filePart", t -> new Text(t.id, t.caller, t.outcome, t.run, t.file, "other", 201)),
                new Wrong("filePart", t -> new Text(t.id, t.caller, t.outcome, t.run, null, t.part, 201)),
                new Wrong("status", t -> new Text(t.id, t.caller, t.outcome, t.run, t.file, t.part, 99)));
        for (Wrong row : table) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> row.change.apply(Text.GOOD).record(),
                    row.what);
            assertTrue(String.valueOf(refused.getMessage()).contains(row.what), refused::getMessage);
        }
    }
}
