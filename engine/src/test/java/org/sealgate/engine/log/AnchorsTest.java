package org.sealgate.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.bundle.Witness;
import org.sealgate.engine.log.LogRefusal.Code;

/** A bundle's proof is the first that was complete, and the same for ever after; nobody outside can make it another. */
class AnchorsTest {
    private static final Ed25519PrivateKeyParameters WITNESS = new Ed25519PrivateKeyParameters(filled(7), 0);

    private static byte[] filled(int with) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    /** Signs whatever it is shown, and counts. */
    private static Witness witness(AtomicInteger asked) {
        VerifierKey key = new VerifierKey(
                "w.example.org/w1",
                VerifierKey.Type.COSIGNATURE_V1,
                Bytes.copyOf(WITNESS.generatePublicKey().getEncoded()));
        return (checkpoint, consistency) -> {
            asked.incrementAndGet();
            SignedNote note = SignedNote.parse(checkpoint.toArray());
            byte[] signed = SignedNote.cosigned(note.text(), 1771180200);
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, WITNESS);
            signer.update(signed, 0, signed.length);
            byte[] signature = java.nio.ByteBuffer.allocate(72)
                    .putLong(1771180200)
                    .put(signer.generateSignature())
                    .array();
            return NoteSignature.of(key, signature).line() + "\n";
        };
    }

    private static Anchors anchors(SampleTree tree, List<Witness> witnesses, Optional<TimeSource> time)
            throws IOException {
        Anchors anchors = new Anchors(tree.log, tree.files, witnesses, time);
        anchors.open();
        return anchors;
    }

    @Test
    void evidence_askedForTwice_isTheSameBytesHoweverTheLogHasGrown() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(3);
        AtomicInteger asked = new AtomicInteger();
        TimeSource time = data -> Bytes.copyOf(("token " + asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
        Anchors.Evidence first;
        try (Anchors anchors = anchors(tree, List.of(witness(new AtomicInteger())), Optional.of(time))) {
            first = anchors.evidence(1, SampleTree.leaf(1));
            tree.grow(300);
            assertEquals(first, anchors.evidence(1, SampleTree.leaf(1)));
            anchors.evidence(200, SampleTree.leaf(200));
        }
        SampleTree next = tree.restarted();
        try (Anchors anchors = anchors(next, List.of(witness(new AtomicInteger())), Optional.of(time))) {
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

    private record Outside(String what, Optional<Witness> witness, Optional<TimeSource> time) {}

    @Test
    void outside_thatDoesNotAnswerOrLies_keepsTheBundleWaiting() throws IOException {
        ProofUnavailableException gone = new ProofUnavailableException("TSA_UNREACHABLE", "no route");
        List<Outside> table = List.of(
                new Outside("no time", Optional.empty(), Optional.of(data -> {
                    throw gone;
                })),
                new Outside(
                        "no witness",
                        Optional.of((checkpoint, consistency) -> {
                            throw gone;
                        }),
                        Optional.empty()),
                new Outside("a witness without a line", Optional.of((note, proof) -> "no line\n"), Optional.empty()),
                new Outside("a witness that adds text", Optional.of((note, proof) -> "\nmore\n"), Optional.empty()));
        for (Outside row : table) {
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
