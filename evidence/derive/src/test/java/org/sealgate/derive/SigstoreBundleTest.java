package org.sealgate.derive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.LogLeaf;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.VerifierKey;

/** The evidence as Sigstore's clients read it; that they do is asked of them elsewhere. */
class SigstoreBundleTest {
    private static final VerifierKey LOG =
            VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    private static final Bytes SPKI = Bytes.copyOf(new byte[] {9});
    private static final DsseSignature SIGNATURE = new DsseSignature("k", Bytes.copyOf(new byte[] {1, 2}));
    private static final DsseEnvelope ENVELOPE =
            new DsseEnvelope("a/b", Bytes.copyOf("{}".getBytes(UTF_8)), List.of(SIGNATURE));
    private static final Digest ROOT = Digest.sha256(new byte[1]);

    private static Bytes checkpoint(String origin) {
        SignedNote note = new SignedNote(
                Checkpoint.of(origin, new TreeHead(8, ROOT)).text(), List.of(NoteSignature.of(LOG, new byte[64])));
        return Bytes.copyOf(note.toBytes());
    }

    private static byte[] file(Optional<Bytes> token) {
        TlogProof proof = new TlogProof(Optional.empty(), 7, List.of(ROOT), checkpoint(LOG.name()));
        return new SigstoreBundle(ENVELOPE, SIGNATURE, SPKI, LOG, proof, token).toBytes();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void file_ofABundle_holdsKeyEntryAndSignature() {
        Json.Obj file = Samples.read(new String(file(Optional.empty()), UTF_8));
        Json.Obj material = file.object("verificationMaterial");
        Json.Obj entry = material.objects("tlogEntries").getFirst();
        Json.Obj inclusion = entry.object("inclusionProof");
        byte[] body = LogLeaf.body(Digest.sha256(ENVELOPE.pae()), new byte[] {1, 2}, new byte[] {9})
                .toArray();
        assertEquals(base64(SPKI.sha256().bytes()), material.object("publicKey").text("hint"));
        assertEquals(false, material.has("timestampVerificationData"));
        assertEquals(List.of("7", "7"), List.of(entry.text("logIndex"), inclusion.text("logIndex")));
        assertEquals(base64(LOG.fullId().bytes()), entry.object("logId").text("keyId"));
        assertEquals(base64(body), entry.text("canonicalizedBody"));
        assertEquals("hashedrekord", entry.object("kindVersion").text("kind"));
        assertEquals(List.of(base64(ROOT.bytes())), inclusion.texts("hashes"));
        assertEquals(base64(ROOT.bytes()), inclusion.text("rootHash"));
        assertEquals("8", inclusion.text("treeSize"));
        assertEquals(
                new String(checkpoint(LOG.name()).toArray(), UTF_8),
                inclusion.object("checkpoint").text("envelope"));
        assertEquals(
                Samples.read("{\"payload\":\"e30=\",\"payloadType\":\"a/b\",\"signatures\":[{\"sig\":\"AQI=\"}]}"),
                file.object("dsseEnvelope"));
    }

    /** Around each length at which DER needs a byte more; five bytes of every response are the status. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 122, 123, 250, 251, 65_530, 65_531, 70_000})
    void token_ofAnyLength_isFoundAgain(int length) {
        Bytes token = Bytes.copyOf(new byte[length]);
        byte[] file = file(Optional.of(token));
        assertEquals(Optional.of(token), SigstoreBundle.tokenOf(file));
        byte[] response = Base64.getDecoder().decode(response(file));
        int head = length + 5 < 0x80 ? 2 : length + 5 < 0x100 ? 3 : length + 5 < 0x10000 ? 4 : 5;
        assertEquals(head + 5 + length, response.length);
        assertEquals(head == 2 ? length + 5 : 0x80 | head - 2, response[1] & 0xff);
        int written = 0;
        for (int i = 2; i < head; i++) {
            written = written << 8 | response[i] & 0xff;
        }
        assertEquals(head == 2 ? 0 : length + 5, written);
        assertArrayEquals(new byte[] {0x30, 3, 2, 1, 0}, java.util.Arrays.copyOfRange(response, head, head + 5));
    }

    private static String response(byte[] file) {
        return Samples.read(new String(file, UTF_8))
                .object("verificationMaterial")
                .object("timestampVerificationData")
                .objects("rfc3161Timestamps")
                .getFirst()
                .text("signedTimestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AA==", "MAUwAwIBAQ==", "MAYwAwIBAA==", "MIEFMAMCAQA="})
    void token_inWhatIsNoResponse_isNotFound(String response) {
        String file = new String(file(Optional.of(Bytes.copyOf(new byte[1]))), UTF_8);
        String changed = file.replace(response(file.getBytes(UTF_8)), response);
        assertEquals(Optional.empty(), SigstoreBundle.tokenOf(changed.getBytes(UTF_8)));
    }

    @Test
    void token_inAnotherFile_isNotFound() {
        for (String file : List.of(
                "",
                "{}",
                "[]",
                "{\"verificationMaterial\":{\"timestampVerificationData\":{\"rfc3161Timestamps\":[]}}}")) {
            assertEquals(Optional.empty(), SigstoreBundle.tokenOf(file.getBytes(UTF_8)));
        }
        assertEquals(Optional.empty(), SigstoreBundle.tokenOf(file(Optional.empty())));
    }

    @Test
    void logKey_ofACheckpoint_isThatOfItsOriginAndLine() {
        LogPolicy policy = LogPolicy.parse("log " + LOG.text() + "\nquorum none\n");
        assertEquals(Optional.of(LOG), SigstoreBundle.logKey(policy, checkpoint(LOG.name())));
        assertEquals(Optional.empty(), SigstoreBundle.logKey(policy, checkpoint("another.example.com")));
        assertEquals(Optional.empty(), SigstoreBundle.logKey(LogPolicy.none(), checkpoint(LOG.name())));
    }
}
