package org.sealgate.facts;

import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * How a proposal is named without being shown: its digest as it arrived, or a salted one where something is withheld.
 *
 * <pre>{@code {"bytes":912,"digest":"sha256:…","mediaType":"application/json"}
 * {"bytes":912,"digest":{"saltedSha256":"…"},"mediaType":"application/json"} }</pre>
 */
public final class DocumentForm {
    /** A salt has as many bytes as what it hides has bits to guess: all of SHA-256. */
    public static final int SALT_BYTES = 32;

    private final Json digest;
    private final boolean salted;

    private DocumentForm(Json digest, boolean salted) {
        this.digest = digest;
        this.salted = salted;
    }

    /** The digest of the bytes. */
    public static DocumentForm plain(Digest digest) {
        return new DocumentForm(Json.of(digest.text()), false);
    }

    /**
     * {@code {"saltedSha256": hex(SHA-256(salt ‖ document))}}.
     *
     * @throws IllegalArgumentException where the salt has not {@value #SALT_BYTES} bytes
     */
    public static DocumentForm salted(byte[] salt, byte[] document) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
        String hex = Digest.sha256(salt, document).hex();
        return new DocumentForm(Json.object().put("saltedSha256", hex).build(), true);
    }

    /** As it stands in place of a digest: a string, or the salted object. */
    public Json digest() {
        return digest;
    }

    /** Whether it tells nothing to whoever guesses the document. */
    public boolean isSalted() {
        return salted;
    }
}
