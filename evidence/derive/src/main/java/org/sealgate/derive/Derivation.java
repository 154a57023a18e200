package org.sealgate.derive;

/**
 * The version of the derivations, named by every statement as {@code "derivation":"1"}.
 *
 * <p>A verifier that meets a version it does not ship reports NOT CHECKED and exits with 3: it never guesses.
 */
public final class Derivation {
    /** The version that this package implements. */
    public static final String VERSION = "1";

    private Derivation() {}
}
