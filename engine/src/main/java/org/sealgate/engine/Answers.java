package org.sealgate.engine;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.engine.GateAnswer.Finding;

/**
 * The body of a recorded answer: a receipt on an allow, else the same members inside a problem (RFC 9457).
 *
 * <p>It is made before the commit and stored with the record, so that a repeat gets the very same bytes. No value of
 * the payload enters it: codes, titles and pointers only.
 */
final class Answers {
    private Answers() {}

    /** What an answer tells about its record. */
    record Facts(
            Finding finding,
            DecisionStatement statement,
            DecisionStatement.Sequence sequence,
            Digest payload,
            List<Json.Obj> violations,
            Optional<String> winner) {
        Facts {
            violations = List.copyOf(violations);
        }
    }

    static Bytes body(Facts facts) {
        var body = Json.object();
        if (facts.finding() != Finding.ALLOWED) {
            problem(facts, body);
        }
        DecisionStatement.About about = facts.statement().about();
        body.put("decisionId", about.decisionId())
                .put("kind", about.kind())
                .put("outcome", about.outcome())
                .put("decidedAt", about.decidedAt())
                .put("validUntil", about.validUntil())
                .put("subject", subject(facts.statement()))
                .put("statement", facts.payload().text())
                .put(
                        "sequence",
                        Json.object()
                                .put("stream", facts.sequence().stream())
                                .put("number", facts.sequence().number())
                                .build())
                .put("bundle", "/v1/decisions/" + about.decisionId() + "/bundle")
                .put("log", Json.NULL)
                .put("violations", Json.array(facts.violations()));
        return Bytes.copyOf(CanonicalJson.rfc8785(body.build()));
    }

    private static Json.Obj subject(DecisionStatement statement) {
        return Json.object()
                .put("name", statement.subjectName())
                .put("digest", statement.subject().toJson())
                .build();
    }

    private static void problem(Facts facts, org.sealgate.bundle.ObjBuilder body) {
        String code = switch (facts.finding()) {
            case ALLOWED -> "allowed";
            case DENIED -> "denied";
            case RUN_EXISTS -> "run-exists";
            case MALFORMED -> "malformed";
            case NO_ANSWER -> "no-answer";
        };
        body.put("type", "https://sealgate.org/problems/" + code)
                .put("title", title(facts.finding()))
                .put("status", facts.finding().status())
                .put("detail", detail(facts.finding()))
                .put("code", code);
        facts.statement().about().cause().ifPresent(cause -> body.put("cause", cause));
        facts.winner().ifPresent(winner -> body.put("winner", winner));
    }

    private static String title(Finding finding) {
        return switch (finding) {
            case ALLOWED -> "Allowed";
            case DENIED -> "The policy refuses this proposal";
            case RUN_EXISTS -> "This run id is taken";
            case MALFORMED -> "The proposal cannot be read";
            case NO_ANSWER -> "The policy gave no usable answer";
        };
    }

    private static String detail(Finding finding) {
        return switch (finding) {
            case ALLOWED -> "Publish the subject and keep the bundle.";
            case DENIED -> "Do not publish. Each violation names its rule, the place in the document and the remedy.";
            case RUN_EXISTS ->
                "Do not publish. Another decision has sealed this run id; a correction is a patch, never a second run.";
            case MALFORMED -> "Do not publish. Mend the places named in violations and propose again.";
            case NO_ANSWER -> "Do not publish. The refusal is on record; propose again when /health/ready says ready.";
        };
    }
}
