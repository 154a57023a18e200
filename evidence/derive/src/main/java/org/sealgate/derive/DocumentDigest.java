package org.sealgate.derive;

import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * The digest of a proposal: plain, or salted where a plain one would let a reader guess what was withheld.
 *
 * <p>Salted is {@code hex(SHA-256(salt ‖ bytes))} with a 32-byte random salt that lies in the engine's restricted
 * store and in no bundle (evidence-format.md section 3).
 */
public sealed interface DocumentDigest {
    /** SHA-256 over the raw bytes; in our documents the text {@code sha256:<hex>}. */
    record Plain(Digest digest) implements DocumentDigest {}

    /** SHA-256 over salt and raw bytes; in our documents the object {@code {"saltedSha256":"<hex>"}}. */
    record Salted(Digest digest) implements DocumentDigest {}

    /** The digest of {@code document} under {@code salt}, 32 bytes. */
    static Salted salted(byte[] salt, byte[] document) {
        if (salt.length != 32) {
            throw new IllegalArgumentException("salt has " + salt.length + " bytes, not 32");
        }
        return new Salted(Digest.sha256(salt, document));
    }

    /** As it stands in {@code input.document.digest}. */
    default Json toJson() {
        return switch (this) {
            case Plain plain -> Json.of(plain.digest().text());
            case Salted salted -> saltedJson(salted);
        };
    }

    /** As it stands in {@code subject[].digest} of an in-toto Statement. */
    default Json.Obj toSubjectDigest() {
        return switch (this) {
            case Plain plain ->
                Json.object().put("sha256", plain.digest().hex()).build();
            case Salted salted -> saltedJson(salted);
        };
    }

    private static Json.Obj saltedJson(Salted salted) {
        return Json.object().put("saltedSha256", salted.digest().hex()).build();
    }
}
