package org.sealgate.verify;

import java.util.Optional;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.derive.DocumentDigest;

/**
 * What the person who verifies holds in hand: {@code --artifact} and {@code --salt}, read once for all bundles.
 *
 * @param artifact its bytes
 * @param salt 32 bytes
 */
record Held(Optional<byte[]> artifact, Optional<byte[]> salt) {
    /** Whether a digest of a statement's subject can be compared at all: a salted one needs the salt. */
    boolean canCompare(Json.Obj subjectDigest) {
        return artifact.isPresent() && (salt.isPresent() || !subjectDigest.has("saltedSha256"));
    }

    /** The artifact's digest in the subject's form, as a statement spells it. */
    Json.Obj digestLike(Json.Obj subjectDigest) {
        byte[] bytes = artifact.orElseThrow();
        DocumentDigest digest = subjectDigest.has("saltedSha256")
                ? DocumentDigest.salted(salt.orElseThrow(), bytes)
                : new DocumentDigest.Plain(Digest.sha256(bytes));
        return digest.toSubjectDigest();
    }

    /** The artifact where it is the very document that a statement is about. */
    Optional<byte[]> provenDocument(Json.Obj subjectDigest) {
        boolean proven = canCompare(subjectDigest) && Canonical.same(digestLike(subjectDigest), subjectDigest);
        return proven ? artifact : Optional.empty();
    }
}
