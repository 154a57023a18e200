package org.sealgate.facts;

import java.util.Optional;

/** What a caller may write into a query parameter: {@code audience}, {@code purpose}, {@code scope}. */
public final class Parameters {
    private static final int LONGEST = 100;

    private Parameters() {}

    /**
     * Why a value is refused: {@code PARAMETER_FLAGGED} where a sensor finds something in it, {@code PARAMETER_CHARACTERS} where it is not
     * of {@code [A-Za-z0-9._:/-]{1,100}}; empty where it may stand.
     */
    public static Optional<String> problem(String value) {
        if (EmailSensor.isIn(value)) {
            return Optional.of("PARAMETER_FLAGGED");
        }
        boolean plain =
                !value.isEmpty() && value.length() <= LONGEST && value.chars().allMatch(Parameters::isAllowed);
        return plain ? Optional.empty() : Optional.of("PARAMETER_CHARACTERS");
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._:/-".indexOf(c) >= 0;
    }
}
