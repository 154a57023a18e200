package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.JsonPointer;

/** Where in a document a schema is looking, and what it did not like so far. */
final class SchemaPlace {
    /** A hostile document has millions, each in memory; a report shows no more of them. */
    private static final int MOST = 100;

    private final List<Violation> violations = new ArrayList<>();

    /** Names of members and indexes of items, outermost first. */
    private Object[] path = new Object[64];

    private int depth;
    private int asides;

    /**
     * What a document has that its schema does not.
     *
     * @param pointer RFC 6901; of the missing or unknown member where one is missing or unknown
     * @param keyword of JSON Schema
     */
    record Violation(String pointer, String keyword) {}

    void enter(Object segment) {
        if (depth == path.length) {
            path = java.util.Arrays.copyOf(path, 2 * depth);
        }
        path[depth++] = segment;
    }

    void leave() {
        depth--;
    }

    /** What is found until {@link #back} only decides a condition, and is no violation. */
    void aside() {
        asides++;
    }

    void back() {
        asides--;
    }

    /** Notes a violation here, if it is among the first hundred; always false. */
    boolean refuse(String keyword) {
        if (asides == 0 && violations.size() < MOST) {
            violations.add(new Violation(pointer(), keyword));
        }
        return false;
    }

    /** Notes a violation at a member of this object; always false. */
    boolean refuse(String member, String keyword) {
        enter(member);
        boolean refused = refuse(keyword);
        leave();
        return refused;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            pointer.append('/').append(JsonPointer.escape(path[i].toString()));
        }
        return pointer.toString();
    }
}
