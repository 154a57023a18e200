package org.sealgate.facts;

import java.util.Comparator;
import org.sealgate.bundle.Json;

/**
 * That a sensor flagged a value or a name: what kind of thing, where, and which detector said so. Never what it was, nor a hash of it.
 *
 * <pre>{@code {"detector":"email-1","pointer":"/meta/operator","type":"email"}}</pre>
 *
 * @param type for example {@code email}
 * @param pointer into the document as it arrived, in the masked form of {@link Pointers}
 * @param detector name and version, for example {@code email-1}
 */
public record Finding(String type, String pointer, String detector) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::pointer).thenComparing(Finding::type);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    Json json() {
        return Json.object()
                .put("type", type)
                .put("pointer", pointer)
                .put("detector", detector)
                .build();
    }
}
