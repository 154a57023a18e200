package org.sealgate.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.engine.log.SampleWitnesses.anchors;
import static org.sealgate.engine.log.SampleWitnesses.gone;
import static org.sealgate.engine.log.SampleWitnesses.key;
import static org.sealgate.engine.log.SampleWitnesses.quorum;
import static org.sealgate.engine.log.SampleWitnesses.witness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.Witness;

/** Those outside who do not answer: who is not required keeps nobody waiting, and what is required waits not unseen. */
class SilentOutsideTest {
    /** The nine seconds that a stop waits at the most, and some for a busy machine. */
    private static final Duration CLOSED = Duration.ofSeconds(12);

    /** Who counts is there; whoever else is not keeps nobody waiting, and is named to the operator. */
    @Test
    void witness_notRequiredAndSilentOrLying_keepsNothingWaitingAndIsNamed() throws IOException {
        List<Witness> silent = List.of(
                gone("w2"),
                new SampleWitnesses.SampleWitness(key("w2"), (checkpoint, consistency) -> "no line\n"),
                new SampleWitnesses.SampleWitness(key("w2"), (checkpoint, consistency) -> "\nmore\n"),
                new SampleWitnesses.SampleWitness(key("w2"), (checkpoint, consistency) -> ""),
                new SampleWitnesses.SampleWitness(
                        key("w2"), (checkpoint, consistency) -> witness("w1").cosign(checkpoint, consistency)),
                new SampleWitnesses.SampleWitness(key("w2"), (checkpoint, consistency) -> {
                    throw new IllegalStateException("no route");
                }));
        Optional<TimeSource> time = Optional.of(data -> Bytes.copyOf(new byte[] {1}));
        for (Witness second : silent) {
            List<Witness> named = List.of(witness("w1"), second, witness("w3"));
            SampleTree tree = new SampleTree();
            tree.grow(3);
            try (Anchors anchors = anchors(tree, new Outside(named, quorum(1, named), time))) {
                SignedNote note = SignedNote.parse(
                        anchors.evidence(1, SampleTree.leaf(1)).checkpoint().toArray());
                assertTrue(note.names(key("w1")) && note.names(key("w3")), "prefer all who answer");
                assertEquals(3, note.signatures().size());
                assertEquals(1, anchors.silent());
                assertTrue(anchors.problem().orElse("").contains("w.example.org/w2: "), anchors.problem()::toString);
                assertEquals(Optional.empty(), anchors.overdue());
            }
        }
    }

    @Test
    void witnesses_fewerThanRequired_keepTheBundleWaitingUntilTheyAnswer() throws IOException {
        List<Witness> named = List.of(witness("w1"), gone("w2"), gone("w3"));
        SampleTree tree = new SampleTree();
        tree.grow(3);
        try (Anchors anchors = anchors(tree, new Outside(named, quorum(2, named), Optional.empty()))) {
            ProofUnavailableException refused =
                    assertThrows(ProofUnavailableException.class, () -> anchors.evidence(1, SampleTree.leaf(1)));
            assertEquals("WITNESS_QUORUM", refused.code());
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("w.example.org/w3: WITNESS_UNREACHABLE: no route"));
            assertEquals(List.of(), tree.files.names("anchors"));
        }
    }

    /** A required witness whose address nobody tells is asked by nobody: no auditor would take what is made without it. */
    @Test
    void witness_requiredAndWithoutAnAddress_keepsTheBundleWaiting() throws IOException {
        SampleTree tree = new SampleTree();
        tree.grow(3);
        LogPolicy quorum = quorum(1, List.of(witness("w1")));
        try (Anchors anchors = anchors(tree, new Outside(List.of(), quorum, Optional.empty()))) {
            ProofUnavailableException refused =
                    assertThrows(ProofUnavailableException.class, () -> anchors.evidence(1, SampleTree.leaf(1)));
            assertTrue(String.valueOf(refused.getMessage()).contains("anchors.json"), refused::getMessage);
        }
    }

    /** Not a moment's outage, and long before the 24 hours after which auditors refuse the time; across a restart. */
    @Test
    void time_thatCannotBeHad_isOverdueAfterAWhileAndNotBefore() throws IOException {
        Optional<TimeSource> gone = Optional.of(data -> {
            throw new ProofUnavailableException("TSA_UNREACHABLE", "no route");
        });
        SampleTree tree = new SampleTree();
        Outside outside = new Outside(List.of(), LogPolicy.none(), gone);
        try (Anchors anchors = anchors(tree, outside)) {
            for (int hour = 0; hour < 3; hour++) {
                tree.grow(1);
                anchors.journalled();
                tree.now = tree.now.plus(Duration.ofHours(1));
            }
            assertThrows(ProofUnavailableException.class, () -> anchors.evidence(1, SampleTree.leaf(1)));
            assertEquals(Duration.ofHours(3), anchors.waited());
            assertEquals(Optional.empty(), anchors.overdue());
            assertEquals(
                    Optional.of("anchors: TSA_UNREACHABLE: no route; entries of the log wait since " + SampleTree.NOW),
                    anchors.warning());
            tree.now = SampleTree.NOW.plus(Anchors.OVERDUE);
            assertTrue(anchors.overdue().orElse("").contains("TSA_UNREACHABLE"), anchors.overdue()::toString);
        }
        SampleTree next = new SampleTree(tree.files);
        next.now = SampleTree.NOW.plus(Anchors.OVERDUE);
        AtomicInteger broken = new AtomicInteger(1);
        Optional<TimeSource> mended = Optional.of(data -> {
            if (broken.get() > 0) {
                throw new ProofUnavailableException("TSA_UNREACHABLE", "no route");
            }
            return Bytes.copyOf(new byte[] {1});
        });
        try (Anchors anchors =
                new Anchors(next.log, next.files, new Outside(List.of(), LogPolicy.none(), mended), () -> next.now)) {
            for (Bytes kept : tree.journal) {
                next.log.restore(kept);
                anchors.journalled();
            }
            next.log.open(index -> tree.leaves.get((int) index));
            anchors.open();
            assertEquals(Anchors.OVERDUE, anchors.waited(), "the journal remembers since when");
            broken.set(0);
            anchors.evidence(2, SampleTree.leaf(2));
            assertEquals(Optional.empty(), anchors.overdue());
            assertEquals(Duration.ZERO, anchors.waited());
        }
    }

    /** A rotation, or a day's pause, may follow: what was decided in the last second has its time by then. */
    @Test
    void close_coversWhatNoAnchorCovers() throws IOException {
        SampleTree tree = new SampleTree();
        List<Witness> named = List.of(gone("w1"));
        Optional<TimeSource> time = Optional.of(data -> Bytes.copyOf(new byte[] {1}));
        Anchors anchors = anchors(tree, new Outside(named, LogPolicy.none(), time));
        tree.grow(3);
        anchors.close();
        assertEquals(0, anchors.behind());
        assertEquals(1, tree.files.names("anchors").size());
    }

    /** Whoever does not answer keeps a stop waiting for seconds, not for ever, and makes nothing afterwards. */
    @Test
    void close_whileSomebodyOutsideNeverAnswers_endsInTime() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Runnable wait = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new ProofUnavailableException("TSA_TIMEOUT", "interrupted", e);
            }
        };
        Outside noTime = new Outside(List.of(), LogPolicy.none(), Optional.of(data -> {
            wait.run();
            return Bytes.copyOf(data);
        }));
        Witness hangs = new SampleWitnesses.SampleWitness(key("w1"), (checkpoint, consistency) -> {
            wait.run();
            return "";
        });
        Optional<TimeSource> time = Optional.of(data -> Bytes.copyOf(new byte[] {1}));
        Outside noWitness = new Outside(List.of(hangs), LogPolicy.none(), time);
        for (Outside outside : List.of(noTime, noWitness)) {
            SampleTree tree = new SampleTree();
            Anchors anchors = anchors(tree, outside);
            tree.grow(3);
            assertTimeout(CLOSED, anchors::close);
            int made = outside == noTime ? 0 : 1;
            assertEquals(made, tree.files.names("anchors").size());
            assertEquals(
                    List.of(),
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("log-anchors"))
                            .toList());
        }
    }
}
