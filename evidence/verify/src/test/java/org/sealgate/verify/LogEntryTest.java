package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;

/** Step 8 by itself, word for word: the entry is number 3 of 6. */
class LogEntryTest {
    private static final TrustRoot ROOT = HandMade.root(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY));
    private static final DsseEnvelope ENVELOPE = HandMade.envelope(TestTrust.DECISION);
    private static final int INDEX = 3;
    private static final String HISTORY =
            "NOT CHECKED: whether the log's history is one; --checkpoint FILE and --log DIR compare";

    private final TestLog log = new TestLog().fill(INDEX, "entry");
    private final Problems warnings = new Problems();

    @TempDir
    private Path folder;

    LogEntryTest() {
        log.add(TestLog.entry(ENVELOPE, ENVELOPE.signatures().getFirst(), TestTrust.DECISION));
        log.fill(2, "entry");
    }

    private record Run(CheckResult result, LogCheck check) {}

    private Run check(DsseEnvelope envelope, byte[] note, TlogProof proof) throws IOException {
        TreeMap<String, byte[]> parts = new TreeMap<>();
        parts.put(Decision.FILE, envelope.toBytes());
        parts.put(Names.LOG_CHECKPOINT, note);
        parts.put(Names.LOG_PROOF, proof.toBytes());
        Signed signed = HandMade.signed(envelope, ROOT);
        KnownLogs logs = KnownLogs.of(ROOT, TestTrust.ISSUER, signed.keys(), new KnownSignatures());
        try (Container container = Container.open(ForgedBundle.write(folder, parts))) {
            LogCheck check = new LogCheck(container, signed, logs, Set.of(TrustRoot.Proof.LOG), warnings);
            return new Run(check.check(Expectations.at(Instant.EPOCH)), check);
        }
    }

    private Run check(TlogProof proof) throws IOException {
        return check(ENVELOPE, log.checkpoint().toBytes(), proof);
    }

    private TlogProof genuine() {
        return log.proof(INDEX, log.checkpoint());
    }

    private Bytes entry() {
        return genuine().extra().orElseThrow();
    }

    private static String leaf(String expected, String found) {
        return "LOG_LEAF at log/proof#extra: expected the statement's own entry " + expected + ", found " + found;
    }

    @Test
    void entry_inTheLog_isNamedWithItsTree_andNoWitnessIsAWarning() throws IOException {
        Run run = check(genuine());
        assertEquals(new CheckResult.Pass("in gate.example.org/log, a tree of 6"), run.result());
        assertEquals(List.of(HISTORY), run.check().notes());
        assertEquals(
                List.of("WITNESS_NONE at log/checkpoint: expected a witness of the trust root, found none"),
                HandMade.lines(warnings.findings()));
        LogCheck.Logged logged = run.check().logged().orElseThrow();
        assertEquals(TestTrust.DECISION.keyid(), logged.key().keyid());
        assertEquals(6, logged.checkpoint().size());
    }

    @Test
    void checkpoint_cosigned_namesItsWitnesses() throws IOException {
        String text = log.text();
        SignedNote note = new SignedNote(
                text, List.of(TestLog.KEY.line(text), TestLog.W2.cosign(text, 5), TestLog.W1.cosign(text, 6)));
        Run run = check(ENVELOPE, note.toBytes(), log.proof(INDEX, note));
        assertEquals(new CheckResult.Pass("in gate.example.org/log, a tree of 6"), run.result());
        assertEquals(
                List.of("cosigned by witness.example.org/w1, witness.example.org/w2", HISTORY),
                run.check().notes());
        assertTrue(warnings.isEmpty());
    }

    @Test
    void proof_withoutAnEntry_isStillHeldAgainstTheTree() throws IOException {
        TlogProof bare = new TlogProof(
                Optional.empty(), INDEX, genuine().hashes(), genuine().checkpoint());
        String own = entry().sha256().text();
        assertEquals(List.of(leaf(own, "none")), HandMade.lines(check(bare).result()));
        TlogProof moved =
                new TlogProof(Optional.empty(), 2, genuine().hashes(), genuine().checkpoint());
        Run run = check(moved);
        List<String> lines = HandMade.lines(run.result());
        assertEquals(2, lines.size(), lines.toString());
        assertEquals(leaf(own, "none"), lines.getFirst());
        assertTrue(
                lines.getLast().startsWith("LOG_INCLUSION at log/proof: expected index 2 in a tree of 6, found "),
                lines.getLast());
        assertTrue(run.check().logged().isEmpty());
    }

    @Test
    void proof_ofAnotherEntry_namesBoth() throws IOException {
        TlogProof other = log.proof(1, log.checkpoint());
        String found = other.extra().orElseThrow().sha256().text();
        assertEquals(
                List.of(leaf(entry().sha256().text(), found)),
                HandMade.lines(check(other).result()));
    }

    @Test
    void statement_withoutASignatureThatALogTakes_hasNoEntry() throws IOException {
        Run run = check(HandMade.envelope(TestTrust.QUANTUM), log.checkpoint().toBytes(), genuine());
        assertEquals(List.of(leaf("an ECDSA P-256 signature", entry().sha256().text())), HandMade.lines(run.result()));
        assertTrue(run.check().logged().isEmpty());
    }

    @Test
    void proof_withAnotherCheckpoint_isNoProofOfThisOne() throws IOException {
        TlogProof genuine = genuine();
        TlogProof other = new TlogProof(
                genuine.extra(),
                INDEX,
                genuine.hashes(),
                Bytes.copyOf(Digest.sha256().bytes()));
        assertEquals(
                List.of("LOG_INCLUSION at log/proof: expected the bytes of log/checkpoint, found another checkpoint"),
                HandMade.lines(check(other).result()));
    }
}
