package org.sealgate.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TileId;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.bundle.TreeHead;
import org.sealgate.engine.log.LogRefusal.Code;

/** The log grows, shows what is forced and nothing else, and starts on nothing that it cannot have written. */
class TransparencyLogTest {
    private static Checkpoint shown(SampleTree tree) {
        SignedNote note = SignedNote.parse(tree.files.bytes("checkpoint"));
        SampleTree.Key key = new SampleTree.Key();
        note.verify(key.key(), key);
        return Checkpoint.parse(note.text());
    }

    /** Everything that a stranger needs lies in the files, and leads to the signed root. */
    private static void judge(SampleTree tree) throws IOException {
        TreeHead head = shown(tree).head();
        assertEquals(tree.leaves.size(), head.size());
        TreeHashes hashes = new TreeHashes(id -> tree.files.bytes(id.path()));
        assertEquals(head.root(), hashes.root(head.size()));
        for (long index = 0; index < head.size(); index++) {
            assertEquals(MerkleHash.leaf(SampleTree.leaf(index)), hashes.leaf(index, head.size()));
            TileId tile =
                    TileId.in(head.size(), TileId.ENTRIES, index / TileId.FULL).orElseThrow();
            List<Bytes> entries = EntryTile.decode(tree.files.bytes(tile.path()), tile.width());
            assertEquals(SampleTree.leaf(index), entries.get((int) (index % TileId.FULL)));
        }
    }

    @Test
    void log_grownInBatchesOfEverySize_leadsToItsRoot() throws IOException {
        SampleTree tree = new SampleTree();
        for (int batch : List.of(1, 1, 2, 5, 246, 1, 1, 255, 256, 300, 1)) {
            tree.grow(batch);
            judge(tree);
        }
        judge(tree.restarted());
    }

    @Test
    void partialTiles_onceTheFullOneIsThere_goAndNothingElse() throws IOException {
        SampleTree tree = new SampleTree();
        for (int n = 0; n < 260; n++) {
            tree.grow(1);
        }
        for (int idle = 0; idle < 20; idle++) {
            tree.log.publish();
        }
        judge(tree);
        assertTrue(tree.files.files.keySet().stream()
                .noneMatch(name -> name.contains("/000.p/") && !name.contains("tile/1/")));
        assertEquals(4, tree.files.names("tile/0/001.p").size());
    }

    /** It does no harm where it is, so nobody's answer waits for it. */
    @Test
    void partialTile_thatCannotBeDeleted_staysAloneAndTheLogIsShown() throws IOException {
        SampleTree tree = new SampleTree();
        tree.files.stuck = "tile/0/000.p/3";
        for (int n = 0; n < 260; n++) {
            tree.grow(1);
        }
        for (int idle = 0; idle < 20; idle++) {
            tree.log.publish();
        }
        judge(tree);
        assertEquals(List.of("3"), tree.files.names("tile/0/000.p"));
        tree.files.stuck = "";
        tree.log.publish();
        assertEquals(List.of(), tree.files.names("tile/0/000.p"));
    }

    @Test
    void batch_rolledBack_leavesNothingAndItsSizeIsSignedAnew() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(3);
        Map<String, Bytes> before = new TreeMap<>(tree.files.files);
        tree.log.append(List.of(SampleTree.leaf(77), SampleTree.leaf(78)));
        tree.log.rolledBack();
        tree.log.publish();
        assertEquals(before, tree.files.files);
        tree.grow(2);
        judge(tree);
    }

    @Test
    void batch_notForced_isShownToNobody() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(3);
        tree.append(1);
        tree.log.publish();
        assertEquals(3, shown(tree).size());
        assertEquals(3, tree.log.head().orElseThrow().tree().size());
    }

    @Test
    void folder_thatIsFull_isCaughtUpWithLater() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(250);
        tree.files.full = true;
        for (int n = 0; n < 3; n++) {
            tree.append(5);
            tree.log.forced();
            assertThrows(IOException.class, tree.log::publish);
        }
        assertEquals(250, shown(tree).size());
        tree.files.full = false;
        tree.log.publish();
        judge(tree);
    }

    @Test
    void clock_setBack_doesNotTurnLogTimeBack() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(1);
        tree.now = SampleTree.NOW.minus(Duration.ofHours(1));
        tree.grow(1);
        assertEquals(SampleTree.NOW, BatchEntry.of(tree.journal.getLast()).at());
        assertEquals(
                Code.LOG_CLOCK, assertThrows(LogRefusal.class, tree::restarted).code());
        tree.now = SampleTree.NOW;
        judge(tree.restarted());
    }

    private interface Change {
        void apply(SampleTree tree) throws IOException;
    }

    private record Refused(String what, Change change, Code code) {}

    @Test
    void start_onWhatItCannotHaveWritten_isRefusedByName() throws IOException {
        List<Refused> table = List.of(
                new Refused("last batch gone", tree -> tree.journal.removeLast(), Code.LOG_ROLLBACK),
                new Refused("first batch gone", tree -> tree.journal.removeFirst(), Code.LOG_ENTRY),
                new Refused("all batches gone", tree -> tree.journal.clear(), Code.LOG_ROLLBACK),
                new Refused("another history", TransparencyLogTest::another, Code.LOG_FORK),
                new Refused(
                        "a tile changed",
                        tree -> tree.files.files.put("tile/0/000", Bytes.copyOf(new byte[] {1})),
                        Code.LOG_FILE),
                new Refused(
                        "a wider tile",
                        tree -> tree.files.files.put("tile/0/001.p/200", Bytes.copyOf(new byte[6400])),
                        Code.LOG_ROLLBACK),
                new Refused(
                        "a leaf changed",
                        tree -> {
                            byte[] entry = tree.journal.getLast().toArray();
                            entry[30] ^= 1;
                            tree.journal.set(tree.journal.size() - 1, Bytes.copyOf(entry));
                        },
                        Code.LOG_ROOT));
        for (Refused row : table) {
            SampleTree tree = new SampleTree();
            tree.grow(200);
            tree.grow(100);
            tree.grow(3);
            row.change.apply(tree);
            LogRefusal refusal = assertThrows(LogRefusal.class, tree::restarted, row.what);
            assertEquals(row.code, refusal.code(), row.what + ": " + refusal.getMessage());
        }
    }

    /** The journal of another tree of the same key, larger than the one that was shown; its tiles are not there. */
    private static void another(SampleTree tree) throws IOException {
        SampleTree other = new SampleTree();
        other.leaves.add(Bytes.copyOf(new byte[] {1}));
        other.journal.add(other.log.append(other.leaves));
        other.log.forced();
        other.grow(400);
        tree.journal.clear();
        tree.journal.addAll(other.journal);
        tree.leaves.clear();
        tree.leaves.addAll(other.leaves);
        tree.files.files.keySet().removeIf(name -> name.startsWith("tile"));
    }

    @Test
    void start_onTornOrMissingFiles_makesThemAgain() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(200);
        tree.grow(100);
        Map<String, Bytes> whole = new TreeMap<>(tree.files.files);
        for (String name : whole.keySet()) {
            for (int kept : List.of(-1, 0, 64)) {
                byte[] file = whole.get(name).toArray();
                if (kept < 0) {
                    tree.files.files.remove(name);
                } else {
                    byte[] torn = java.util.Arrays.copyOf(file, Math.min(kept, file.length));
                    tree.files.files.put(name, Bytes.copyOf(torn));
                }
                judge(tree.restarted());
            }
        }
        assertFalse(whole.isEmpty());
    }
}
