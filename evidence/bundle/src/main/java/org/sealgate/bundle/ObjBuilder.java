package org.sealgate.bundle;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Json.Obj} member by member. A name given twice is the caller's error, never the last one wins. */
public final class ObjBuilder {
    private String[] names = new String[8];
    private Json[] values = new Json[8];
    private int size;
    /** The names, from where looking through them one by one would take too long. */
    private @Nullable Set<String> seen;

    ObjBuilder() {}

    /**
     * Adds a member.
     *
     * @throws IllegalArgumentException where the name was given before
     */
    public ObjBuilder put(String name, Json value) {
        if (!isNew(name)) {
            throw new IllegalArgumentException("member given twice: " + name);
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size] = Objects.requireNonNull(value, name);
        size++;
        return this;
    }

    private boolean isNew(String name) {
        if (size == Members.LINEAR) {
            seen = new HashSet<>(Arrays.asList(names).subList(0, size));
        }
        if (seen != null) {
            return seen.add(name);
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a string, see {@link #put(String, Json)}. */
    public ObjBuilder put(String name, String value) {
        return put(name, Json.of(value));
    }

    /** Adds an integer, see {@link #put(String, Json)}. */
    public ObjBuilder put(String name, long value) {
        return put(name, Json.of(value));
    }

    /** Adds a boolean, see {@link #put(String, Json)}. */
    public ObjBuilder put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /** Adds a member, or nothing where the value is null. */
    public ObjBuilder putIfPresent(String name, @Nullable Json value) {
        return value == null ? this : put(name, value);
    }

    /** Adds a string, or nothing where the value is null. */
    public ObjBuilder putIfPresent(String name, @Nullable String value) {
        return value == null ? this : put(name, value);
    }

    /** The object, members in the order in which they were put. */
    public Json.Obj build() {
        for (int i = 0; i < size; i++) {
            Members.requireScalars(names[i]);
        }
        return new Json.Obj(new Members(Arrays.copyOf(names, size), Arrays.copyOf(values, size)));
    }
}
