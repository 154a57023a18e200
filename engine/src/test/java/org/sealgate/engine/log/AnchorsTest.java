package org.sealgate.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.engine.log.SampleWitnesses.anchors;
import static org.sealgate.engine.log.SampleWitnesses.key;
import static org.sealgate.engine.log.SampleWitnesses.quorum;
import static org.sealgate.engine.log.SampleWitnesses.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.Witness;
import org.sealgate.engine.log.LogRefusal.Code;

/** A bundle's proof is the first that was complete, and the same for ever after; nobody outside can make it another. */
class AnchorsTest {
    @Test
    void evidence_askedForTwice_isTheSameBytesHoweverTheLogHasGrown() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(3);
        AtomicInteger asked = new AtomicInteger();
        TimeSource time = data -> Bytes.copyOf(("token " + asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
        Anchors.Evidence first;
        try (Anchors anchors = anchors(tree, List.of(witness("w1")), Optional.of(time))) {
            first = anchors.evidence(1, SampleTree.leaf(1));
            tree.grow(300);
            assertEquals(first, anchors.evidence(1, SampleTree.leaf(1)));
            anchors.evidence(200, SampleTree.leaf(200));
        }
        SampleTree next = tree.restarted();
        try (Anchors anchors = anchors(next, List.of(witness("w1")), Optional.of(time))) {
            assertEquals(first, anchors.evidence(1, SampleTree.leaf(1)));
        }
    }

    @Test
    void evidence_ofEachLeaf_leadsToItsCheckpoint() throws IOException {
        SampleTree tree = new SampleTree();
        try (Anchors anchors = anchors(tree, List.of(), Optional.empty())) {
            for (int size = 1; size < 40; size++) {
                tree.grow(1);
                Anchors.Evidence evidence = anchors.evidence(size - 1, SampleTree.leaf(size - 1));
                TlogProof proof = TlogProof.parse(evidence.proof().toArray());
                assertEquals(evidence.checkpoint(), proof.checkpoint());
                SampleTree.Key key = new SampleTree.Key();
                SignedNote note = SignedNote.parse(evidence.checkpoint().toArray());
                note.verify(key.key(), key);
                var head = org.sealgate.bundle.Checkpoint.parse(note.text()).head();
                proof.inclusion(head.size()).verify(MerkleHash.leaf(SampleTree.leaf(size - 1)), head.root());
            }
        }
    }

    private record Asked(String what, List<Witness> witnesses, Optional<TimeSource> time) {}

    /** Whoever is asked now has signed the checkpoint of every bundle that is made now, also where the log has not grown since. */
    @Test
    void evidence_whenMoreIsAskedFor_isMadeAgainAndThenTheSame() throws IOException {
        Optional<TimeSource> time = Optional.of(data -> Bytes.copyOf(new byte[] {1}));
        List<Asked> asked = List.of(
                new Asked("nobody", List.of(), Optional.empty()),
                new Asked("a witness", List.of(witness("w1")), Optional.empty()),
                new Asked("the time as well", List.of(witness("w1")), time),
                new Asked("a second witness", List.of(witness("w1"), witness("w2")), time),
                new Asked("another second witness", List.of(witness("w1"), witness("w3")), time));
        SampleTree tree = new SampleTree();
        tree.grow(3);
        int files = 0;
        for (Asked row : asked) {
            Anchors.Evidence first;
            try (Anchors anchors = anchors(tree.restarted(), row.witnesses, row.time)) {
                first = anchors.evidence(1, SampleTree.leaf(1));
            }
            SignedNote note = SignedNote.parse(first.checkpoint().toArray());
            assertTrue(row.witnesses.stream().allMatch(witness -> note.names(witness.key())), row.what);
            assertEquals(1 + row.witnesses.size(), note.signatures().size(), row.what);
            assertEquals(row.time.isPresent(), first.token().isPresent(), row.what);
            assertEquals(++files, tree.files.names("anchors").size(), row.what);
            try (Anchors anchors = anchors(tree.restarted(), row.witnesses, row.time)) {
                assertEquals(first, anchors.evidence(1, SampleTree.leaf(1)), row.what);
            }
        }
    }

    /** The time of what was stamped long ago is not taken from it: today's would be too late, and be refused. */
    @Test
    void evidence_fromBeforeAWitnessWasNamed_isWhatItWas() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Optional<TimeSource> time = Optional.of(data -> Bytes.copyOf(new byte[] {(byte) asked.incrementAndGet()}));
        SampleTree tree = new SampleTree();
        tree.grow(3);
        Anchors.Evidence first;
        try (Anchors anchors = anchors(tree, List.of(), time)) {
            first = anchors.evidence(1, SampleTree.leaf(1));
        }
        List<Witness> named = List.of(witness("w1"), witness("w2"));
        try (Anchors anchors = anchors(tree.restarted(), new Outside(named, LogPolicy.none(), time))) {
            assertEquals(first, anchors.evidence(1, SampleTree.leaf(1)), "named, not required");
        }
        Anchors.Evidence required;
        try (Anchors anchors = anchors(tree.restarted(), new Outside(named.subList(0, 1), quorum(1, named), time))) {
            required = anchors.evidence(1, SampleTree.leaf(1));
            assertNotEquals(first, required, "one of them is required");
        }
        try (Anchors anchors = anchors(tree.restarted(), new Outside(named, quorum(1, named), time))) {
            assertEquals(required, anchors.evidence(1, SampleTree.leaf(1)), "the second is not required");
        }
        try (Anchors anchors = anchors(tree.restarted(), new Outside(named, LogPolicy.none(), time))) {
            assertEquals(first, anchors.evidence(1, SampleTree.leaf(1)), "of one size the first that will do");
        }
    }

    private record Row(String what, Optional<Witness> witness, Optional<TimeSource> time) {}

    @Test
    void outside_thatDoesNotAnswerOrLies_keepsTheBundleWaiting() throws IOException {
        ProofUnavailableException gone = new ProofUnavailableException("TSA_UNREACHABLE", "no route");
        List<Row> table = List.of(
                new Row("no time", Optional.empty(), Optional.of(data -> {
                    throw gone;
                })),
                new Row(
                        "no witness",
                        Optional.of(witness((checkpoint, consistency) -> {
                            throw gone;
                        })),
                        Optional.empty()),
                new Row(
                        "a witness without a line",
                        Optional.of(witness((note, proof) -> "no line\n")),
                        Optional.empty()),
                new Row(
                        "a witness that adds text",
                        Optional.of(witness((note, proof) -> "\nmore\n")),
                        Optional.empty()));
        for (Row row : table) {
            SampleTree tree = new SampleTree();
            tree.grow(2);
            try (Anchors anchors = anchors(tree, row.witness.stream().toList(), row.time)) {
                assertThrows(ProofUnavailableException.class, () -> anchors.evidence(0, SampleTree.leaf(0)), row.what);
                assertEquals(List.of(), tree.files.names("anchors"), row.what);
            }
        }
    }

    @Test
    void leaf_thatIsNotShownYet_isWaitedFor() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(2);
        tree.append(1);
        try (Anchors anchors = anchors(tree, List.of(), Optional.empty())) {
            assertThrows(ProofUnavailableException.class, () -> anchors.evidence(2, SampleTree.leaf(2)));
            assertEquals(2, anchors.behind());
            assertTrue(anchors.problem().isEmpty());
        }
    }

    /** What was anchored is forced: a journal that has less of it was cut, one that has other leaves is another's. */
    @Test
    void start_onAJournalThatWasAnchoredOtherwise_isRefused() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(2);
        tree.grow(2);
        try (Anchors anchors = anchors(tree, List.of(), Optional.empty())) {
            anchors.evidence(3, SampleTree.leaf(3));
        }
        assertFalse(tree.files.names("anchors").isEmpty());
        tree.files.files.keySet().removeIf(name -> !name.startsWith("anchors"));
        SampleTree cut = new SampleTree(tree.files);
        cut.grow(2);
        assertEquals(
                Code.LOG_ROLLBACK,
                assertThrows(LogRefusal.class, () -> anchors(cut, List.of(), Optional.empty()))
                        .code());
        tree.files.files.keySet().removeIf(name -> !name.startsWith("anchors"));
        SampleTree other = new SampleTree(tree.files);
        other.leaves.add(Bytes.copyOf(new byte[] {1}));
        other.journal.add(other.log.append(other.leaves));
        other.log.forced();
        other.grow(9);
        assertEquals(
                Code.LOG_FORK,
                assertThrows(LogRefusal.class, () -> anchors(other, List.of(), Optional.empty()))
                        .code());
    }
}
