package org.sealgate.bundle;

/**
 * How much a document may contain. Each limit is the largest accepted value; one more is refused.
 *
 * <p>Exceeding {@code depth} is {@link JsonCode#JSON_DEPTH}, every other {@link JsonCode#JSON_LIMIT}. The size of the whole document
 * is its owner's to bound: a reader is given an array that is already in memory.
 *
 * @param depth arrays and objects inside each other; {@code []} has depth 1, {@code 7} has 0; at most 512, because the reader recurses
 * @param membersPerObject members of one object
 * @param tokens values plus member names: {@code {"a":[1,2]}} has 5
 * @param stringBytes one string or name, in bytes of UTF-8 after unescaping: {@code "\u00e9"} has 2
 * @param numberChars characters of one number as written
 */
public record JsonLimits(int depth, int membersPerObject, int tokens, int stringBytes, int numberChars) {
    /** For what a caller sends: 64 deep, 4,096 names an object, 200,000 tokens, 64 KiB a string, 64 characters a number. */
    public static final JsonLimits PROPOSAL = new JsonLimits(64, 4_096, 200_000, 64 * 1024, 64);

    /** For evidence, which holds what was accepted once: 64 deep, 65,536 names, 2,000,000 tokens, 16 MiB a string, 1,000 characters. */
    public static final JsonLimits EVIDENCE = new JsonLimits(64, 65_536, 2_000_000, 16 * 1024 * 1024, 1_000);

    /** @throws IllegalArgumentException where a limit is below 1 or the depth above 512 */
    public JsonLimits {
        if (depth < 1 || depth > 512) {
            throw new IllegalArgumentException("depth is not within 1 to 512: " + depth);
        }
        if (membersPerObject < 1 || tokens < 1 || stringBytes < 1 || numberChars < 1) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }
}
