package org.sealgate.bundle;

/**
 * Why bytes were refused, by a name that never changes: the same word stands in exceptions, in a verifier's report and in the
 * corpus of attacks. Compare by identity; print {@link #name()}.
 */
public sealed interface RefusalCode permits JsonCode, EnvelopeCode, ContainerCode, LogProofCode {
    /** The code as it is printed, for example {@code JSON_DUPLICATE_KEY}. */
    String name();
}
