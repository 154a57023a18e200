package org.sealgate.facts;

import org.sealgate.bundle.Digest;

/**
 * A file that a proposal names.
 *
 * @param role {@code input}, {@code prompt}, {@code policy} or {@code schema}
 * @param pointer to the row that names it
 * @param path as the proposal names it; only a name, never opened
 * @param digest that its bytes must have
 */
public record NamedObject(String role, String pointer, String path, Digest digest) {}
