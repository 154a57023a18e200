package org.sealgate.verify;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a rule of a verifier rewritten by {@link RewrittenVerifier} off: all places that find one code, or one place. What the
 * rewritten classes call; one run at a time.
 */
public final class Switch {
    private static @Nullable String code;
    private static @Nullable String place;
    private static final Set<String> PASSED = new HashSet<>();

    private Switch() {}

    static void allOn() {
        code = null;
        place = null;
        PASSED.clear();
    }

    static void offCode(String name) {
        allOn();
        code = name;
    }

    static void offPlace(String name) {
        allOn();
        place = name;
    }

    /** The places that were come by since the last switch. */
    static Set<String> passed() {
        return Set.copyOf(PASSED);
    }

    /** Whether a finding is to be forgotten. */
    public static boolean isOff(@Nullable Object found) {
        return found == null || found.toString().equals(code);
    }

    /** The code that a place names, or nothing where the place is off. */
    public static @Nullable Object keep(Object named, String here) {
        PASSED.add(here);
        return here.equals(place) ? null : named;
    }
}
