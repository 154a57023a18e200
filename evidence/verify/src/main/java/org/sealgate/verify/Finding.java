package org.sealgate.verify;

import java.util.Objects;

/**
 * One thing that is wrong, with the evidence for it.
 *
 * <p>{@code pointer} names a file of the bundle, a JSON pointer into it, or both as {@code input.json#/document}; the
 * empty string stands for the bundle as a whole. {@code expected} and {@code actual} are text from this verifier or from
 * the bundle: whoever prints them escapes them.
 *
 * <p>Example: {@code FILE_DIGEST at input.json: expected sha256:90ab…, found sha256:17fe…}
 */
public record Finding(Code code, String pointer, String expected, String actual) {
    public Finding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(actual, "actual");
    }
}
