package org.sealgate.derive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The one spelling of a time in our documents: {@code 2026-02-15T18:30:00.131Z}. */
public final class Times {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /** RFC 3339 in UTC with exactly three decimals, cut (not rounded) to the millisecond. */
    public static String format(Instant time) {
        return MILLIS.format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** The stamp of a file name, {@code 20260215T183000Z} (row S002-12). */
    public static String stamp(Instant time) {
        return STAMP.format(time);
    }
}
