package org.sealgate.derive;

import java.util.List;
import org.sealgate.bundle.Json;

/**
 * What a signed policy release demands of one kind of proposal.
 *
 * <p>Read from the release statement's predicate ({@code policy-release/v1}, member {@code kinds[]}), never from the
 * policy's own answer: a policy that forgets a check cannot forgive itself.
 *
 * @param kind the kind's id, {@code sealed-run}
 * @param entrypoint the rule that decides it, {@code sealgate/sealed_run/decision}
 * @param requiredGates the exact set of gates, each of which must pass; never empty
 * @param requiredChecks checks that must be present; never empty
 * @param notApplicable those of the checks that may say {@code not_applicable}
 * @param warnChecks those of the checks that may {@code fail} when a warning says so
 */
public record ReleaseRules(
        String kind,
        String entrypoint,
        List<String> requiredGates,
        List<String> requiredChecks,
        List<String> notApplicable,
        List<String> warnChecks) {
    public ReleaseRules {
        requiredGates = List.copyOf(requiredGates);
        requiredChecks = List.copyOf(requiredChecks);
        notApplicable = List.copyOf(notApplicable);
        warnChecks = List.copyOf(warnChecks);
        if (requiredGates.isEmpty()) {
            throw new IllegalArgumentException("requiredGates is empty for kind " + kind);
        }
        if (requiredChecks.isEmpty()) {
            throw new IllegalArgumentException("requiredChecks is empty for kind " + kind);
        }
    }

    /**
     * The rules for {@code kind} in a release predicate.
     *
     * @throws IllegalArgumentException where the release does not name the kind, or names nothing to check
     */
    public static ReleaseRules of(Json.Obj releasePredicate, String kind) {
        for (Json.Obj each : releasePredicate.objects("kinds")) {
            if (each.text("kind").equals(kind)) {
                return new ReleaseRules(
                        kind,
                        each.text("entrypoint"),
                        each.texts("requiredGates"),
                        each.texts("requiredChecks"),
                        each.texts("notApplicable"),
                        each.texts("warnChecks"));
            }
        }
        throw new IllegalArgumentException("the release names no kind " + kind);
    }
}
