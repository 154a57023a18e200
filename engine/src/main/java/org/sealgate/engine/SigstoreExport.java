package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.derive.SigstoreTrust;
import org.sealgate.engine.seal.KeyProblem;

/** What Sigstore's clients need for a bundle's {@code sigstore.json}, which follows from the trust root. */
final class SigstoreExport {
    private SigstoreExport() {}

    /**
     * Name of a file to its content.
     *
     * @param trustRoot the file
     * @param chain of the operator's own time stamping authority
     */
    static SortedMap<String, Bytes> of(Bytes trustRoot, List<Bytes> chain) {
        Json.Obj payload = JsonReader.readObject(
                DsseEnvelope.read(trustRoot.toArray()).payload().toArray());
        SortedMap<String, Bytes> files = new TreeMap<>();
        files.put("trusted_root.json", Bytes.copyOf(SigstoreTrust.trustedRoot(payload, List.of(chain))));
        files.put("evidence-key.pub", key(payload));
        return files;
    }

    /** The key that signs decisions now: of several the youngest. A bundle of an older one names it by its hint. */
    private static Bytes key(Json.Obj trustRoot) {
        Json.Obj youngest = trustRoot.objects("keys").stream()
                .filter(key -> key.texts("roles").contains("decision")
                        && key.text("algorithm").equals("ecdsa-p256-sha256")
                        && key.get("revoked") == Json.NULL)
                .max(Comparator.comparing(key -> key.text("validFrom")))
                .orElseThrow(() -> new KeyProblem("the trust root lists no P-256 key for decisions"));
        byte[] lf = {'\n'};
        String body =
                Base64.getMimeEncoder(64, lf).encodeToString(Base64.getDecoder().decode(youngest.text("spki")));
        String pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
        return Bytes.copyOf(pem.getBytes(US_ASCII));
    }
}
