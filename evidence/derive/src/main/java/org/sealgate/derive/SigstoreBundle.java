package org.sealgate.derive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.LogLeaf;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.VerifierKey;

/**
 * The evidence as Sigstore's clients read it: {@code sigstore.json}, a bundle v0.3 of the P-256 signature with its entry in our own log.
 *
 * <p>Everything in it follows from other files of the bundle but the token over the signature. With a {@link SigstoreTrust trusted root}
 * and the key it verifies offline in cosign, sigstore-go and sigstore-js.
 *
 * @param envelope whose one P-256 signature it is about
 * @param signature that one
 * @param spki its key, DER
 * @param logKey of the log that the proof is of
 * @param proof of the entry
 * @param token RFC 3161 TimeStampToken over the signature's bytes, DER; empty where no time is required
 */
public record SigstoreBundle(
        DsseEnvelope envelope,
        DsseSignature signature,
        Bytes spki,
        VerifierKey logKey,
        TlogProof proof,
        Optional<Bytes> token) {
    /** Its name in a bundle. */
    public static final String FILE = "sigstore.json";

    private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /** PKIStatusInfo { granted }: what a token is wrapped in beside itself. */
    private static final byte[] GRANTED = {0x30, 0x03, 0x02, 0x01, 0x00};

    /**
     * The file, in rfc8785.
     *
     * @throws org.sealgate.bundle.LogProofException where the proof's checkpoint cannot be read
     */
    public byte[] toBytes() {
        var material = Json.object()
                .put(
                        "publicKey",
                        Json.object().put("hint", base64(spki.sha256().bytes())).build())
                .put("tlogEntries", Json.array(List.of(entry())));
        token.ifPresent(bytes -> material.put("timestampVerificationData", timestamps(bytes)));
        return CanonicalJson.rfc8785(Json.object()
                .put("mediaType", MEDIA_TYPE)
                .put("verificationMaterial", material.build())
                .put("dsseEnvelope", dsse())
                .build());
    }

    /**
     * Of a policy's logs the one that has signed this checkpoint, by name and key id; that the signature holds is for others to ask.
     *
     * @throws org.sealgate.bundle.LogProofException where it cannot be read
     */
    public static Optional<VerifierKey> logKey(LogPolicy policy, Bytes checkpoint) {
        SignedNote note = SignedNote.parse(checkpoint.toArray());
        return policy.logsOf(Checkpoint.parse(note.text()).origin()).stream()
                .filter(note::names)
                .findFirst();
    }

    private Json.Obj dsse() {
        // without the keyid: clients compute theirs in another way, and pass over a signature that names another
        Json one = Json.object().put("sig", base64(signature.sig().toArray())).build();
        return Json.object()
                .put("payload", base64(envelope.payload().toArray()))
                .put("payloadType", envelope.payloadType())
                .put("signatures", Json.array(List.of(one)))
                .build();
    }

    private Json.Obj entry() {
        Bytes body = LogLeaf.body(Digest.sha256(envelope.pae()), signature.sig().toArray(), spki.toArray());
        String index = Long.toString(proof.index());
        return Json.object()
                .put("logIndex", index)
                .put(
                        "logId",
                        Json.object()
                                .put("keyId", base64(SigstoreTrust.logId(logKey)))
                                .build())
                .put(
                        "kindVersion",
                        Json.object()
                                .put("kind", "hashedrekord")
                                .put("version", "0.0.2")
                                .build())
                .put("inclusionProof", inclusion(index))
                .put("canonicalizedBody", base64(body.toArray()))
                .build();
    }

    private Json.Obj inclusion(String index) {
        byte[] note = proof.checkpoint().toArray();
        var tree = Checkpoint.parse(SignedNote.parse(note).text()).head();
        return Json.object()
                .put("logIndex", index)
                .put("rootHash", base64(tree.root().bytes()))
                .put("treeSize", Long.toString(tree.size()))
                .put(
                        "hashes",
                        Json.strings(proof.hashes().stream()
                                .map(hash -> base64(hash.bytes()))
                                .toList()))
                .put(
                        "checkpoint",
                        Json.object()
                                .put("envelope", new String(note, StandardCharsets.UTF_8))
                                .build())
                .build();
    }

    private static Json.Obj timestamps(Bytes token) {
        Json one = Json.object()
                .put("signedTimestamp", base64(response(token.toArray())))
                .build();
        return Json.object().put("rfc3161Timestamps", Json.array(List.of(one))).build();
    }

    /**
     * The token in a file that somebody claims to be one of these, unjudged; empty where none is found.
     *
     * @param file as it lies in a bundle
     */
    public static Optional<Bytes> tokenOf(byte[] file) {
        try {
            List<Json.Obj> all = JsonReader.readObject(file)
                    .object("verificationMaterial")
                    .object("timestampVerificationData")
                    .objects("rfc3161Timestamps");
            byte[] response = Base64.getDecoder().decode(all.getFirst().text("signedTimestamp"));
            // a head of an element has two bytes to five; only one number of them makes the same file again
            for (int head = 2; head <= 5; head++) {
                int from = Math.min(head + GRANTED.length, response.length);
                byte[] token = Arrays.copyOfRange(response, from, response.length);
                if (Arrays.equals(response(token), response)) {
                    return Optional.of(Bytes.copyOf(token));
                }
            }
            return Optional.empty();
        } catch (JsonException | IllegalArgumentException | java.util.NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** TimeStampResp { PKIStatusInfo { granted }, token }, DER. */
    private static byte[] response(byte[] token) {
        int length = GRANTED.length + token.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
        out.write(0x30);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
        out.writeBytes(GRANTED);
        out.writeBytes(token);
        return out.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
