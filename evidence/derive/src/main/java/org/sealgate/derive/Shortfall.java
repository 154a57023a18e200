package org.sealgate.derive;

/**
 * One reason why a result does not support an allow.
 *
 * @param code the verifier's code for it, {@code GATE_NOT_PASS}
 * @param pointer where in the result (or input) it was seen, RFC 6901
 * @param expected what an allow needs
 * @param actual what was there
 */
public record Shortfall(String code, String pointer, String expected, String actual) {}
