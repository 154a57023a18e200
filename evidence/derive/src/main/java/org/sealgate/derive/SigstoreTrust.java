package org.sealgate.derive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.VerifierKey;

/**
 * Our trust root in the words of Sigstore's clients: {@code trusted_root.json}, media type 0.1. It names the logs and the time stamping
 * authorities; the key that signs decisions goes beside it, in a file of its own.
 */
public final class SigstoreTrust {
    private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

    /** SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING of 33 bytes } up to the key. */
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private SigstoreTrust() {}

    /**
     * The file, in rfc8785.
     *
     * @param trustRoot the payload of a trust root that has passed its schema
     * @param chains certificates in DER of time stamping authorities, each from its own to the one that the trust root names; for one
     *     that has no chain here that one stands alone
     */
    public static byte[] trustedRoot(Json.Obj trustRoot, List<List<Bytes>> chains) {
        List<Json> logs = new ArrayList<>();
        for (LogPolicy.LogLine log :
                LogPolicy.parse(trustRoot.text("logPolicy")).logs()) {
            logs.add(log(log.key(), trustRoot.text("issuedAt")));
        }
        List<Json> authorities = new ArrayList<>();
        Map<Bytes, List<Bytes>> known = new HashMap<>();
        chains.forEach(chain -> known.put(chain.getLast(), chain));
        for (Json.Obj tsa : trustRoot.objects("tsa")) {
            Bytes named = Bytes.copyOf(Base64.getDecoder().decode(tsa.text("certificate")));
            authorities.add(authority(tsa, known.getOrDefault(named, List.of(named))));
        }
        return CanonicalJson.rfc8785(Json.object()
                .put("mediaType", MEDIA_TYPE)
                .put("tlogs", Json.array(logs))
                .put("timestampAuthorities", Json.array(authorities))
                .build());
    }

    private static Json.Obj log(VerifierKey key, String since) {
        byte[] raw = key.key().toArray();
        ByteArrayOutputStream spki = new ByteArrayOutputStream();
        spki.writeBytes(ED25519_SPKI);
        spki.writeBytes(raw);
        return Json.object()
                .put("baseUrl", "https://" + key.name())
                .put("hashAlgorithm", "SHA2_256")
                .put(
                        "publicKey",
                        Json.object()
                                .put("rawBytes", base64(spki.toByteArray()))
                                .put("keyDetails", "PKIX_ED25519")
                                .put(
                                        "validFor",
                                        Json.object().put("start", since).build())
                                .build())
                .put("logId", Json.object().put("keyId", base64(logId(key))).build())
                .build();
    }

    /** All of what a note's key id is the first four bytes of. */
    static byte[] logId(VerifierKey key) {
        byte[] head = (key.name() + "\n").getBytes(UTF_8);
        byte[] type = {(byte) key.type().code()};
        return Digest.sha256(head, type, key.key().toArray()).bytes();
    }

    private static Json.Obj authority(Json.Obj tsa, List<Bytes> chain) {
        List<Json> certificates = new ArrayList<>();
        for (Bytes certificate : chain) {
            certificates.add(
                    Json.object().put("rawBytes", base64(certificate.toArray())).build());
        }
        return Json.object()
                .put(
                        "subject",
                        Json.object()
                                .put("organization", tsa.text("controller"))
                                .put("commonName", "time stamping authority")
                                .build())
                .put("uri", "urn:oid:" + tsa.text("policy"))
                .put(
                        "certChain",
                        Json.object()
                                .put("certificates", Json.array(certificates))
                                .build())
                .put(
                        "validFor",
                        Json.object()
                                .put("start", tsa.text("validFrom"))
                                .put("end", tsa.text("validUntil"))
                                .build())
                .build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
