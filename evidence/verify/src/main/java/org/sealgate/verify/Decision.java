package org.sealgate.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.EvidenceFile;

/**
 * A signed statement {@code policy-decision/v1} that has passed its schema: from here on every member that is asked for is there.
 *
 * @param statement the in-toto Statement
 * @param kind one that this verifier knows
 */
record Decision(Json.Obj statement, Kind kind) {
    /** Where findings about the statement point: into the payload of the envelope. */
    static final String FILE = "decision.dsse.json";

    static final String ALLOW = "allow";
    static final String DENY = "deny";
    static final String ERROR = "error";

    Json.Obj predicate() {
        return statement.object("predicate");
    }

    String id() {
        return predicate().text("decisionId");
    }

    String outcome() {
        return predicate().text("outcome");
    }

    boolean isAllow() {
        return outcome().equals(ALLOW);
    }

    /** Why it is an error; empty for an allow and a denial. */
    Optional<String> cause() {
        return Optional.ofNullable(predicate().textOrNull("cause"));
    }

    /** A proposal that was no proposal: nothing was evaluated. */
    boolean isMalformed() {
        return cause().filter("MALFORMED"::equals).isPresent();
    }

    Instant decidedAt() {
        return Instant.parse(decidedAtText());
    }

    String decidedAtText() {
        return predicate().text("decidedAt");
    }

    /** The one evaluation of a record that is not malformed. */
    Json.Obj evaluation() {
        return predicate().objects("evaluations").getFirst();
    }

    /** Whether a result was recorded: a policy that gave no answer has none. */
    boolean hasResult() {
        return !isMalformed() && evaluation().has("result");
    }

    /** The answer of one evaluator, if it gave one. */
    Optional<Json.Obj> answer(String evaluator) {
        return evaluation().objects("answers").stream()
                .filter(answer -> answer.text("evaluator").equals(evaluator))
                .findFirst();
    }

    Json.Obj subject() {
        return statement.objects("subject").getFirst();
    }

    String subjectName() {
        return subject().text("name");
    }

    /** Plain or salted, as a statement spells it. */
    Json.Obj subjectDigest() {
        return subject().object("digest");
    }

    /** Whether the document is withheld: then only a salted digest of it stands anywhere. */
    boolean isWithheld() {
        return subjectDigest().has("saltedSha256");
    }

    Optional<Json.Obj> authorityEnvelope() {
        @Nullable Json envelope = predicate().get("authorityEnvelope");
        return envelope instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
    }

    /** The run that was published; empty where nothing was. */
    Optional<String> runId() {
        return authorityEnvelope()
                .filter(envelope -> isAllow())
                .map(envelope -> envelope.object("provenance").text("run_id"));
    }

    /** Every file of the bundle but the fixed unsigned ones. */
    List<EvidenceFile> evidence() {
        return predicate().objects("evidence").stream()
                .map(row -> new EvidenceFile(
                        row.text("name"), row.text("role"), Digest.parse(row.text("digest")), row.integer("bytes")))
                .toList();
    }

    Json.Obj policy() {
        return predicate().object("policy");
    }
}
