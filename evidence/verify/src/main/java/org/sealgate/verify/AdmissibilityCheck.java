package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.derive.ReleaseRules;
import org.sealgate.derive.Shortfall;
import org.sealgate.derive.Support;

/**
 * Step 15: whether the decision may be relied on as an allow, by the rules of seed 002 and not by the policy's own word. Rows S002-21 to
 * S002-25, S002-30, S002-31.
 */
final class AdmissibilityCheck {
    private static final String PREDICATE = Decision.FILE + "#/predicate/";

    private AdmissibilityCheck() {}

    static void allow(Decision decision, Recorded recorded, ReleaseRules rules, Json.Obj data, Problems problems) {
        Json.Obj result = recorded.result().orElseThrow();
        for (Shortfall each : Support.shortfalls(recorded.input(), result, rules, data)) {
            String file = each.pointer().startsWith("/facts") || each.pointer().startsWith("/proposal")
                    ? Names.INPUT
                    : Names.RESULT;
            problems.add(Code.valueOf(each.code()), file + "#" + each.pointer(), each.expected(), each.actual());
        }
        boolean emitted = decision.authorityEnvelope()
                .filter(envelope -> envelope.object("enforcement").bool("enforcement_emitted"))
                .isPresent();
        if (!emitted) {
            problems.add(
                    Code.ENFORCEMENT_NOT_EMITTED,
                    PREDICATE + "authorityEnvelope/enforcement/enforcement_emitted",
                    "true",
                    "false");
        }
    }

    static void notAllow(Decision decision, Problems problems) {
        String found =
                decision.cause().map(cause -> decision.outcome() + " " + cause).orElse(decision.outcome());
        problems.add(Code.OUTCOME_NOT_ALLOW, PREDICATE + "outcome", Decision.ALLOW, found);
    }

    /** Why the policy refused, for a reader: codes and places, never values. */
    static List<String> reasons(Recorded recorded) {
        List<String> reasons = new ArrayList<>();
        recorded.result().ifPresent(result -> {
            @Nullable String reason = result.object("refusal").textOrNull("reasonCode");
            if (reason != null) {
                reasons.add("reason " + reason);
            }
            for (Json.Obj each : result.objects("violations")) {
                reasons.add(each.text("severity") + " " + each.text("code") + " at " + at(each.text("pointer")));
            }
        });
        return reasons.stream().limit(20).toList();
    }

    private static String at(String pointer) {
        return pointer.isEmpty() ? "the request" : pointer;
    }
}
