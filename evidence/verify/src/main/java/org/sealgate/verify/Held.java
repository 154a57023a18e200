package org.sealgate.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sealgate.bundle.Json;
import org.sealgate.derive.DocumentDigest;

/**
 * What the person who verifies holds in hand: {@code --artifact} and {@code --salt}, read once for all bundles.
 *
 * @param salt 32 bytes
 */
record Held(Optional<Artifact> artifact, Optional<byte[]> salt) {
    private static final int SALT_BYTES = 32;

    /**
     * Reads both.
     *
     * @throws SaltRefusedException where the salt has not 32 bytes
     */
    static Held read(Optional<Path> artifact, Optional<Path> salt) throws IOException {
        Optional<byte[]> bytes = salt.isEmpty() ? Optional.empty() : Optional.of(salt(salt.get()));
        return new Held(
                artifact.isEmpty() ? Optional.empty() : Optional.of(Artifact.read(artifact.get(), bytes)), bytes);
    }

    private static byte[] salt(Path file) throws IOException {
        // one byte more than it may have, to see that there is more
        try (InputStream in = Files.newInputStream(file)) {
            byte[] salt = in.readNBytes(SALT_BYTES + 1);
            if (salt.length != SALT_BYTES) {
                throw new SaltRefusedException("a salt has " + SALT_BYTES + " bytes");
            }
            return salt;
        }
    }

    /** Whether a digest of a statement's subject can be compared at all: a salted one needs the salt. */
    boolean canCompare(Json.Obj subjectDigest) {
        return artifact.isPresent() && (salt.isPresent() || !subjectDigest.has("saltedSha256"));
    }

    /** The artifact's digest in the subject's form, as a statement spells it. */
    Json.Obj digestLike(Json.Obj subjectDigest) {
        Artifact held = artifact.orElseThrow();
        DocumentDigest digest = subjectDigest.has("saltedSha256")
                ? new DocumentDigest.Salted(held.salted().orElseThrow())
                : new DocumentDigest.Plain(held.digest());
        return digest.toSubjectDigest();
    }

    /** The artifact where it is the very document that a statement is about; none is larger than evidence may hold. */
    Optional<byte[]> provenDocument(Json.Obj subjectDigest) {
        boolean proven = canCompare(subjectDigest) && Canonical.same(digestLike(subjectDigest), subjectDigest);
        return proven ? artifact.flatMap(Artifact::content) : Optional.empty();
    }
}
