package org.sealgate.facts;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pointers that do not carry what they point at. A segment that is no member of a schema becomes {@code ~unknown<n>}, one that a sensor
 * flags {@code ~email<n>}; n counts per type in the order in which names are met, so that two hidden names stay two. RFC 6901 gives
 * {@code ~u} no meaning: a masked pointer cannot be mistaken for one into the document.
 *
 * <pre>{@code
 * new Pointers().mask("/authority_envelope/joe@example.com/0")   // "/authority_envelope/~email1/0"
 * }</pre>
 *
 * Not for several threads: one is made per document.
 */
public final class Pointers {
    /** An index, at most as long as the largest that a proposal can have: a longer run of digits may be a number of someone's. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,5}");

    private final Map<String, Integer> counts = new HashMap<>();

    /** Masks a pointer whose segments are escaped as RFC 6901 says. Digits count as an index. */
    public String mask(String pointer) {
        if (pointer.isEmpty()) {
            return pointer;
        }
        StringBuilder masked = new StringBuilder();
        for (String segment : pointer.substring(1).split("/", -1)) {
            masked.append('/').append(INDEX.matcher(segment).matches() ? segment : name(unescape(segment)));
        }
        return masked.toString();
    }

    /** Masks one member name, given unescaped. */
    public String name(String name) {
        return name(name, Set.of());
    }

    /**
     * Masks one member name.
     *
     * @param taken names that the masked one may not be, because its object has them
     */
    String name(String name, Set<String> taken) {
        if (KnownNames.contains(name)) {
            return name;
        }
        String type = EmailSensor.isIn(name) ? EmailSensor.TYPE : "unknown";
        String masked = next(type);
        while (taken.contains(masked)) {
            masked = next(type);
        }
        return masked;
    }

    private String next(String type) {
        return "~" + type + counts.merge(type, 1, Integer::sum);
    }

    private static String unescape(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }
}
