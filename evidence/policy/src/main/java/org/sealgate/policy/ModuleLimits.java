package org.sealgate.policy;

/**
 * What a module may declare. OPA's largest runtime has about 1,000 functions, 145,000 instructions and a table of 300; a
 * module past these figures is not compiled Rego, and Endive would need more than the 512 MiB that the verifier has.
 */
final class ModuleLimits {
    static final int BYTES = 8 << 20;
    static final int TYPES = 1_000;
    static final int PARAMETERS = 50;
    static final int FUNCTIONS = 20_000;
    static final int LOCALS = 5_000;
    static final int NESTING = 1_000;
    /** Together with parameters and locals, over all functions. */
    static final int INSTRUCTIONS = 500_000;

    static final int TABLE = 65_536;
    static final int GLOBALS = 1_000;
    static final int EXPORTS = 1_000;
    static final int SEGMENTS = 100_000;
    /** Pages of 64 KiB in the 256 MiB that any policy may have. */
    static final int PAGES = (int) (PolicyLimits.MEMORY_BYTES >> 16);

    private ModuleLimits() {}
}
