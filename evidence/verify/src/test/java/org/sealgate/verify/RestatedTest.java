package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private static final Optional<TestKey> DECISION = Optional.of(TestTrust.DECISION);

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

    /** @param key whose entry it is; none where there is no entry */
    private List<String> check(byte[] file, Optional<TestKey> key, Set<TrustRoot.Proof> required) throws IOException {
        TreeMap<String, byte[]> parts = new TreeMap<>();
        parts.put(Names.SIGSTORE, file);
        Optional<LogCheck.Logged> entry = key.map(whose -> new LogCheck.Logged(
                Checkpoint.parse(note.text()),
                Bytes.copyOf(note.toBytes()),
                proof,
                HandMade.signed(HandMade.envelope(whose), ROOT).keys().getFirst()));
        Problems problems = new Problems();
        try (Container container = Container.open(ForgedBundle.write(folder, parts))) {
            new RestatedCheck(container, ROOT, required, problems)
                    .check(
                            new Decision(Json.object().build(), Kind.SEALED_RUN),
                            HandMade.signed(ENVELOPE, ROOT),
                            entry,
                            new TimeStamps(List.of(), Map.of()));
        }
        return HandMade.lines(problems.findings());
    }

    @Test
    void sigstore_ofTheLoggedSignature_isGood() throws IOException {
        assertEquals(List.of(), check(sigstore(), DECISION, LOGGED));
    }

    @Test
    void sigstore_ofOtherBytes_isNamedByBothDigests() throws IOException {
        byte[] other = {42};
        assertEquals(
                List.of("PROJECTION_MISMATCH at sigstore.json: expected "
                        + Digest.sha256(sigstore()).text() + ", found "
                        + Digest.sha256(other).text()),
                check(other, DECISION, LOGGED));
    }

    /** An entry of a signature that the envelope has not: nothing can be made of it. */
    @Test
    void sigstore_ofAnotherKeysEntry_cannotBeMadeAgain() throws IOException {
        assertEquals(
                List.of("PROJECTION_MISMATCH at sigstore.json: expected one that can be made again, found "
                        + Digest.sha256(sigstore()).text()),
                check(sigstore(), Optional.of(TestTrust.SECOND), LOGGED));
    }

    @Test
    void sigstore_aboutNoLog_isSaidOnce() throws IOException {
        assertEquals(
                List.of("PROJECTION_MISMATCH at sigstore.json: expected a log, which this file is about, found none"),
                check(sigstore(), Optional.empty(), Set.of(TrustRoot.Proof.SIGSTORE)));
        assertEquals(List.of(), check(sigstore(), Optional.empty(), LOGGED));
        assertEquals(List.of(), check(new byte[] {42}, DECISION, Set.of(TrustRoot.Proof.LOG)));
    }
}
