package org.sealgate.policy;

/**
 * A function type of WebAssembly 1.0: at most one result.
 *
 * @param params one letter a parameter: i, l, f, d for i32, i64, f32, f64
 * @param result the result's value type, or {@link #NONE}; the byte is also the block type of a body of this type
 */
record Signature(String params, int result) {
    static final int NONE = 0x40;
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;

    static char letter(int valueType) {
        return switch (valueType) {
            case 0x7f -> 'i';
            case 0x7e -> 'l';
            case 0x7d -> 'f';
            case 0x7c -> 'd';
            default -> throw PolicyFailure.refused("value type " + valueType + " is not of WebAssembly 1.0");
        };
    }
}
