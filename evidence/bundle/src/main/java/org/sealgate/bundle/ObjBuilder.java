package org.sealgate.bundle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Json.Obj} member by member. A name given twice is the caller's error, never the last one wins. */
public final class ObjBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    ObjBuilder() {}

    /**
     * Adds a member.
     *
     * @throws IllegalArgumentException where the name was given before
     */
    public ObjBuilder put(String name, Json value) {
        if (members.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("member given twice: " + name);
        }
        return this;
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
        return new Json.Obj(members);
    }
}
