package org.sealgate.bundle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The number rule for documents that become evidence: every number must be one that its double carries exactly.
 *
 * <p>Otherwise one hash has two policy outcomes: RFC 8785 writes {@code 9007199254740993} as {@code 9007199254740992}, and OPA compares
 * the two as different. A number passes when its value as written equals the value of the shortest decimal of its nearest double:
 * {@code 0.1}, {@code 1.50}, {@code 1e23}, {@code -0} and {@code 9007199254740992} pass; {@code 9007199254740993},
 * {@code 1.000000000000000005} and {@code 1e-400} do not. The rule is a second step because the vectors of RFC 8785 break it.
 */
public final class ExactNumbers {
    private ExactNumbers() {}

    /**
     * Returns where every number in the value passes.
     *
     * @throws JsonException {@link JsonCode#JSON_NUMBER_PRECISION} with the pointer of the first number, in document order, that does not
     */
    public static void require(Json value) {
        new Walk().visit(value);
    }

    static boolean isExact(String number) {
        if (NumberText.isShort(number)) {
            return true;
        }
        double nearest = Double.parseDouble(number);
        if (nearest == 0 || Double.isInfinite(nearest)) {
            // zero, or lost altogether; BigDecimal must not see the exponent, which may have any number of digits
            return nearest == 0 && NumberText.isZero(number);
        }
        BigDecimal carried = new BigDecimal(ShortestDecimal.of(nearest).ecmaScript());
        return new BigDecimal(number).compareTo(carried) == 0;
    }

    /** Keeps the way to the value at hand, so that a pointer costs nothing until one is needed. */
    private static final class Walk {
        private final List<Object> path = new ArrayList<>();

        void visit(Json value) {
            switch (value) {
                case Json.Num number -> require(number);
                case Json.Arr array -> items(array);
                case Json.Obj object -> members(object);
                case Json.Str s -> {}
                case Json.Bool b -> {}
                case Json.Null n -> {}
            }
        }

        private void items(Json.Arr array) {
            for (int i = 0; i < array.items().size(); i++) {
                step(i, array.items().get(i));
            }
        }

        private void members(Json.Obj object) {
            Members members = (Members) object.members();
            for (int i = 0; i < members.size(); i++) {
                step(members.name(i), members.value(i));
            }
        }

        private void step(Object segment, Json value) {
            path.add(segment);
            visit(value);
            path.removeLast();
        }

        private void require(Json.Num number) {
            if (isExact(number.lexeme())) {
                return;
            }
            StringBuilder pointer = new StringBuilder();
            path.forEach(s -> pointer.append('/').append(JsonPointer.escape(s.toString())));
            throw new JsonException(
                    JsonCode.JSON_NUMBER_PRECISION,
                    pointer.toString(),
                    -1,
                    "a number that a double does not carry exactly");
        }
    }
}
