package org.sealgate.derive;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/** One row of a statement's {@code evidence[]}: a file of the bundle. */
public final class EvidenceFile implements Comparable<EvidenceFile> {
    private final String name;
    private final String role;
    private final Digest digest;
    private final long bytes;
    /** Written out when it is asked for: who reads a statement never does. */
    private Json.@Nullable Obj json;

    /**
     * A row.
     *
     * @param name the name in the bundle, {@code policy/policy.wasm}
     * @param role proposal, input, result, facts, authority-envelope, subject, object, policy, schema or guide
     * @param digest SHA-256 of its bytes
     * @param bytes its size
     */
    public EvidenceFile(String name, String role, Digest digest, long bytes) {
        this.name = name;
        this.role = role;
        this.digest = digest;
        this.bytes = bytes;
    }

    private EvidenceFile(EvidenceFile row, Json.Obj json) {
        this.name = row.name;
        this.role = row.role;
        this.digest = row.digest;
        this.bytes = row.bytes;
        this.json = json;
    }

    /** A row for bytes at hand. */
    public static EvidenceFile of(String name, String role, byte[] content) {
        return new EvidenceFile(name, role, Digest.sha256(content), content.length);
    }

    /** The same row, for a file that bundle after bundle carries: it is written once. */
    public EvidenceFile shared() {
        return new EvidenceFile(this, CanonicalJson.kept(json()));
    }

    public String name() {
        return name;
    }

    public String role() {
        return role;
    }

    public Digest digest() {
        return digest;
    }

    public long bytes() {
        return bytes;
    }

    /** The row as it stands in a statement. */
    public Json.Obj json() {
        // immutable and the same whoever makes it, so two threads may both make it
        Json.Obj written = json;
        if (written == null) {
            written = Json.object()
                    .put("bytes", bytes)
                    .put("digest", digest.text())
                    .put("name", name)
                    .put("role", role)
                    .build();
            json = written;
        }
        return written;
    }

    /** By name, of which a bundle has each once. */
    @Override
    public int compareTo(EvidenceFile other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EvidenceFile row
                && name.equals(row.name)
                && role.equals(row.role)
                && digest.equals(row.digest)
                && bytes == row.bytes;
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return name + " " + digest;
    }
}
