package org.sealgate.bundle;

import java.util.Base64;

/**
 * The entry of a log that stands for one signed statement: the body of Rekor v2's {@code hashedrekord} 0.0.2 in RFC 8785, so that clients
 * of Sigstore read it too. It commits to payload, signature and key: a stolen key cannot borrow an entry that another one made.
 *
 * <pre>{@code
 * {"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"…"},
 *  "signature":{"content":"…","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","publicKey":{"rawBytes":"…"}}}}}}
 * }</pre>
 *
 * <p>Of several signatures of an envelope the first of this algorithm is the one that is logged.
 */
public final class LogLeaf {
    private LogLeaf() {}

    /**
     * The entry; its leaf is {@link MerkleHash#leaf} of it.
     *
     * @param pae SHA-256 of {@link DsseEnvelope#pae()}
     * @param signature ECDSA P-256 over it, in DER
     * @param spki the key in DER (SubjectPublicKeyInfo)
     */
    public static Bytes body(Digest pae, byte[] signature, byte[] spki) {
        Json key = Json.object()
                .put("keyDetails", "PKIX_ECDSA_P256_SHA_256")
                .put("publicKey", Json.object().put("rawBytes", base64(spki)).build())
                .build();
        Json record = Json.object()
                .put(
                        "data",
                        Json.object()
                                .put("algorithm", "SHA2_256")
                                .put("digest", base64(pae.array()))
                                .build())
                .put(
                        "signature",
                        Json.object()
                                .put("content", base64(signature))
                                .put("verifier", key)
                                .build())
                .build();
        Json.Obj entry = Json.object()
                .put("apiVersion", "0.0.2")
                .put("kind", "hashedrekord")
                .put("spec", Json.object().put("hashedRekordV002", record).build())
                .build();
        return Bytes.copyOf(CanonicalJson.rfc8785(entry));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
