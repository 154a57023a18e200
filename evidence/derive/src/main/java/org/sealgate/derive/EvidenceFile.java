package org.sealgate.derive;

import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * One row of a statement's {@code evidence[]}: a file of the bundle.
 *
 * @param name the name in the bundle, {@code policy/policy.wasm}
 * @param role proposal, input, result, facts, authority-envelope, subject, object, policy, schema or guide
 * @param digest SHA-256 of its bytes
 * @param bytes its size
 */
public record EvidenceFile(String name, String role, Digest digest, long bytes) implements Comparable<EvidenceFile> {
    /** A row for bytes at hand. */
    public static EvidenceFile of(String name, String role, byte[] content) {
        return new EvidenceFile(name, role, Digest.sha256(content), content.length);
    }

    Json.Obj toJson() {
        return Json.object()
                .put("name", name)
                .put("role", role)
                .put("digest", digest.text())
                .put("bytes", bytes)
                .build();
    }

    @Override
    public int compareTo(EvidenceFile other) {
        return name.compareTo(other.name);
    }
}
