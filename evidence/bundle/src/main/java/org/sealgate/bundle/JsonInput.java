package org.sealgate.bundle;

/** The bytes of a document, how far they are read, and at which place of the document that is. */
final class JsonInput {
    final byte[] bytes;
    final JsonLimits limits;
    int at;

    /** Per open array or object: the name being read, or null where it is an array or no name is read yet. */
    private final String[] names;

    private final int[] items;
    private int depth;
    private int tokens;

    JsonInput(byte[] bytes, JsonLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
        this.names = new String[limits.depth()];
        this.items = new int[limits.depth()];
    }

    /** The next byte that is not white space, or -1 at the end. Bytes of 0x80 and above come out as a value no token starts with. */
    int skipToToken() {
        byte[] b = bytes;
        int i = at;
        while (i < b.length) {
            byte c = b[i];
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                at = i;
                return c & 0xff;
            }
            i++;
        }
        at = i;
        return -1;
    }

    void enter() {
        if (depth == limits.depth()) {
            throw refuse(JsonCode.JSON_DEPTH, "more than " + limits.depth() + " levels");
        }
        items[depth] = -1;
        depth++;
    }

    void leave() {
        depth--;
        names[depth] = null;
    }

    void name(String name) {
        names[depth - 1] = name;
    }

    void noName() {
        names[depth - 1] = null;
    }

    void nextItem() {
        items[depth - 1]++;
    }

    void countToken() {
        if (++tokens > limits.tokens()) {
            throw refuse(JsonCode.JSON_LIMIT, "more than " + limits.tokens() + " values and names");
        }
    }

    JsonException refuse(JsonCode code, String reason) {
        return refuse(code, at, reason);
    }

    JsonException refuse(JsonCode code, int offset, String reason) {
        return new JsonException(code, pointer(), offset, reason);
    }

    /** Something else stands where a token was expected: its bytes may not even be UTF-8. */
    JsonException unexpected(String expected) {
        if (at >= bytes.length) {
            return refuse(JsonCode.JSON_SYNTAX, "the text ends, expected " + expected);
        }
        if (bytes[at] < 0 && Utf8.lengthAt(bytes, at) == 0) {
            return refuse(JsonCode.JSON_UTF8, "not UTF-8");
        }
        return refuse(JsonCode.JSON_SYNTAX, "expected " + expected);
    }

    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            if (names[i] != null) {
                pointer.append('/').append(JsonPointer.escape(names[i]));
            } else if (items[i] >= 0) {
                pointer.append('/').append(items[i]);
            }
        }
        return pointer.toString();
    }
}
