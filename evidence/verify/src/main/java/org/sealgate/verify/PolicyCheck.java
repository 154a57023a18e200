package org.sealgate.verify;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.derive.ReleaseRules;

/**
 * Step 11: the decision was made by the policy that its files are, in force at the time, by the rule for its kind, and both engines say
 * that they ran it.
 */
final class PolicyCheck {
    private static final String POLICY = Decision.FILE + "#/predicate/policy/";
    private static final String EVALUATION = Decision.FILE + "#/predicate/evaluations/0/";

    private final Release release;
    private final Decision decision;
    private final Problems problems;

    PolicyCheck(Release release, Decision decision, Problems problems) {
        this.release = release;
        this.decision = decision;
        this.problems = problems;
    }

    /** What the release demands of the decision's kind; nothing where it does not name the kind. */
    Optional<ReleaseRules> check(SigningTime when, Optional<String> expected) {
        named();
        window();
        KeysCheck.require(release.signers(), when, problems);
        expected.ifPresent(digest -> problems.requireEqual(
                Code.POLICY_UNEXPECTED, Names.RELEASE, digest, release.digest().text()));
        answers();
        return entrypoint();
    }

    private void named() {
        Json.Obj named = decision.policy();
        Json.Obj released = release.predicate();
        require("version", released.text("version"), named);
        require("bundle", released.text("bundle"), named);
        require("wasm", released.text("wasm"), named);
        require("data", released.text("data"), named);
        require("files", released.text("files"), named);
    }

    private void require(String member, String released, Json.Obj named) {
        problems.requireEqual(Code.POLICY_DIGEST, POLICY + member, released, named.text(member));
    }

    private void window() {
        Json.Obj window = release.predicate().object("window");
        Instant from = Instant.parse(window.text("notBefore"));
        Instant until = Instant.parse(window.text("notAfter"));
        Instant decided = decision.decidedAt();
        if (decided.isBefore(from) || !decided.isBefore(until)) {
            problems.add(Code.POLICY_WINDOW, Names.RELEASE + "#/window", from + " to " + until, decided.toString());
        }
    }

    /** A sidecar with another revision, or another module, answers another question. */
    private void answers() {
        decision.answer("opa-http")
                .ifPresent(answer -> problems.requireEqual(
                        Code.POLICY_DIGEST,
                        EVALUATION + "answers/revision",
                        release.predicate().text("files"),
                        answer.text("revision")));
        decision.answer("wasm")
                .ifPresent(answer -> problems.requireEqual(
                        Code.POLICY_WASM_MISMATCH,
                        EVALUATION + "answers/module",
                        release.predicate().text("wasm"),
                        answer.text("module")));
    }

    private Optional<ReleaseRules> entrypoint() {
        @Nullable ReleaseRules rules = rules();
        if (rules == null) {
            problems.add(
                    Code.POLICY_ENTRYPOINT,
                    Names.RELEASE + "#/kinds",
                    decision.kind().id(),
                    "no such kind");
            return Optional.empty();
        }
        problems.requireEqual(
                Code.POLICY_ENTRYPOINT,
                EVALUATION + "entrypoint",
                rules.entrypoint(),
                decision.evaluation().text("entrypoint"));
        return Optional.of(rules);
    }

    private @Nullable ReleaseRules rules() {
        try {
            return ReleaseRules.of(release.predicate(), decision.kind().id());
        } catch (IllegalArgumentException | JsonException e) {
            // its only two ways to say that the release does not name the kind, or asks nothing of it
            return null;
        }
    }
}
