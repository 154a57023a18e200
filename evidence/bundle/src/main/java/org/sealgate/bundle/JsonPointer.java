package org.sealgate.bundle;

import org.jspecify.annotations.Nullable;

/**
 * JSON Pointer, RFC 6901: {@code ""} is the document itself, {@code "/a~1b/0"} the first item of member {@code a/b}.
 */
public final class JsonPointer {
    private JsonPointer() {}

    /**
     * The value at a pointer, or null where there is none.
     *
     * @throws IllegalArgumentException where the pointer is neither empty nor starts with a slash
     */
    public static @Nullable Json find(Json root, String pointer) {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer is empty or starts with '/'");
        }
        Json here = root;
        int start = 1;
        while (start <= pointer.length()) {
            int slash = pointer.indexOf('/', start);
            int end = slash < 0 ? pointer.length() : slash;
            Json next = step(here, unescape(pointer.substring(start, end)));
            if (next == null) {
                return null;
            }
            here = next;
            start = end + 1;
        }
        return here;
    }

    /** A name as it stands in a pointer: {@code ~} becomes {@code ~0}, {@code /} becomes {@code ~1}. */
    public static String escape(String segment) {
        if (segment.indexOf('~') < 0 && segment.indexOf('/') < 0) {
            return segment;
        }
        return segment.replace("~", "~0").replace("/", "~1");
    }

    private static String unescape(String segment) {
        return segment.indexOf('~') < 0 ? segment : segment.replace("~1", "/").replace("~0", "~");
    }

    private static @Nullable Json step(Json here, String segment) {
        return switch (here) {
            case Json.Obj object -> object.get(segment);
            case Json.Arr array -> item(array, segment);
            case Json.Null n -> null;
            case Json.Bool b -> null;
            case Json.Num n -> null;
            case Json.Str s -> null;
        };
    }

    private static @Nullable Json item(Json.Arr array, String segment) {
        // RFC 6901 section 4: digits without a leading zero; nine of them always fit an int
        if (!segment.matches("0|[1-9][0-9]{0,8}")) {
            return null;
        }
        int index = Integer.parseInt(segment);
        return index < array.items().size() ? array.items().get(index) : null;
    }
}
