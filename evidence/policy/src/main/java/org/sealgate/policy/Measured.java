package org.sealgate.policy;

/**
 * An answer and what it cost.
 *
 * <p>Promise: {@code instructions} is the same for the same module, data, entrypoint and input on every machine, compiled or
 * interpreted, in a new instance or a used one; after {@code WASM_LIMIT} by instructions it exceeds the budget; it is 0 where
 * nothing ran. The policy build compares it with the release's budget.
 *
 * @param instructions units as {@link Metering} counts them
 */
public record Measured(PolicyAnswer answer, long instructions) {}
