package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;
import org.sealgate.derive.SigstoreBundle;

/** The file for Sigstore's clients is of the signature that the log has, which is not the envelope's first here. */
class RestatedTest {
    private static final TrustRoot ROOT = HandMade.root(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY));
    private static final DsseEnvelope ENVELOPE = HandMade.envelope(TestTrust.QUANTUM, TestTrust.DECISION);
    private static final DsseSignature SIGNATURE = ENVELOPE.signatures().getLast();
    private static final Set<TrustRoot.Proof> LOGGED = Set.of(TrustRoot.Proof.LOG, TrustRoot.Proof.SIGSTORE);

    private final TestLog log = new TestLog().fill(3, "entry");
    private final SignedNote note;
    private final TlogProof proof;

    @TempDir
    private Path folder;

    RestatedTest() {
        int index = log.add(TestLog.entry(ENVELOPE, SIGNATURE, TestTrust.DECISION));
        note = log.fill(2, "entry").checkpoint();
        proof = log.proof(index, note);
    }

    private byte[] sigstore() {
        return new SigstoreBundle(
                        ENVELOPE,
                        SIGNATURE,
                        Bytes.copyOf(TestTrust.DECISION.spki()),
                        TestLog.KEY.key(),
                        proof,
                        Optional.empty())
                .toBytes();
    }

    private List<String> check(byte[] file, boolean withProof, boolean logged, Set<TrustRoot.Proof> required)
            throws IOException {
        TreeMap<String, byte[]> parts = new TreeMap<>();
        parts.put(Decision.FILE, ENVELOPE.toBytes());
        parts.put(Names.SIGSTORE, file);
        if (withProof) {
            parts.put(Names.LOG_PROOF, proof.toBytes());
        }
        Signed signed = HandMade.signed(ENVELOPE, ROOT);
        LogCheck.Logged entry = new LogCheck.Logged(
                Checkpoint.parse(note.text()),
                Bytes.copyOf(note.toBytes()),
                signed.entry().orElseThrow().key());
        Problems problems = new Problems();
        try (Container container = Container.open(ForgedBundle.write(folder, parts))) {
            new RestatedCheck(container, ROOT, required, problems)
                    .check(
                            new Decision(Json.object().build(), Kind.SEALED_RUN),
                            signed,
                            Optional.of(entry).filter(known -> logged),
                            new TimeStamps(List.of()));
        }
        return HandMade.lines(problems.findings());
    }

    @Test
    void sigstore_ofTheLoggedSignature_isGood() throws IOException {
        assertEquals(List.of(), check(sigstore(), true, true, LOGGED));
    }

    @Test
    void sigstore_ofOtherBytes_isNamedByBothDigests() throws IOException {
        byte[] other = {42};
        assertEquals(
                List.of("PROJECTION_MISMATCH at sigstore.json: expected "
                        + Digest.sha256(sigstore()).text() + ", found "
                        + Digest.sha256(other).text()),
                check(other, true, true, LOGGED));
    }

    @Test
    void sigstore_withoutAProofOfTheLog_cannotBeMadeAgain() throws IOException {
        assertEquals(
                List.of("PROJECTION_MISMATCH at sigstore.json: expected one that can be made again, found "
                        + Digest.sha256(sigstore()).text()),
                check(sigstore(), false, true, LOGGED));
    }

    @Test
    void sigstore_aboutNoLog_isSaidOnce() throws IOException {
        assertEquals(
                List.of("PROJECTION_MISMATCH at sigstore.json: expected a log, which this file is about, found none"),
                check(sigstore(), true, false, Set.of(TrustRoot.Proof.SIGSTORE)));
        assertEquals(List.of(), check(sigstore(), true, false, LOGGED));
        assertEquals(List.of(), check(new byte[] {42}, true, true, Set.of(TrustRoot.Proof.LOG)));
    }
}
