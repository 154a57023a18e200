package org.sealgate.engine.release;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.sealgate.bundle.Json;

/**
 * When a release may decide.
 *
 * @param notBefore the first moment
 * @param notAfter the last one
 */
public record ReleaseWindow(Instant notBefore, Instant notAfter) {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public ReleaseWindow {
        if (!notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException("notBefore is not before notAfter: " + notBefore + ", " + notAfter);
        }
    }

    Json toJson() {
        return Json.object()
                .put("notBefore", text(notBefore))
                .put("notAfter", text(notAfter))
                .build();
    }

    /** Milliseconds and {@code Z}, as every time of ours. */
    static String text(Instant time) {
        return FORM.format(time);
    }
}
