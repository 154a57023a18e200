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

    /** What the statement itself says of its answer; the rest of it is told beside. */
    private record Said(
            String decisionId,
            String kind,
            String outcome,
            Optional<String> cause,
            String decidedAt,
            String validUntil,
            String subjectName,
            Json subject,
            String stream,
            long number) {}

    static Bytes body(Facts facts) {
        DecisionStatement.About about = facts.statement().about();
        Said said = new Said(
                about.decisionId(),
                about.kind(),
                about.outcome(),
                about.cause(),
                about.decidedAt(),
                about.validUntil(),
                facts.statement().subjectName(),
                facts.statement().subject().toJson(),
                facts.sequence().stream(),
                facts.sequence().number());
        return body(facts.finding(), said, facts.payload(), facts.violations(), facts.winner());
    }

    /** The answer that a signed statement had, with what it does not say as it was told. */
    static Bytes again(Json.Obj statement, Digest payload, List<Json.Obj> violations, Optional<String> winner) {
        Json.Obj predicate = statement.object("predicate");
        Json.Obj subject = statement.objects("subject").getFirst();
        Json.Obj digest = subject.object("digest");
        Json.Obj sequence = predicate.object("sequence");
        Said said = new Said(
                predicate.text("decisionId"),
                predicate.text("kind"),
                predicate.text("outcome"),
                Optional.ofNullable(predicate.textOrNull("cause")),
                predicate.text("decidedAt"),
                predicate.text("validUntil"),
                subject.text("name"),
                digest.has("sha256") ? Json.of("sha256:" + digest.text("sha256")) : digest,
                sequence.text("stream"),
                sequence.integer("number"));
        return body(finding(predicate), said, payload, violations, winner);
    }

    /** How a decision ended, by its predicate. */
    static Finding finding(Json.Obj predicate) {
        return switch (predicate.text("outcome")) {
            case "allow" -> Finding.ALLOWED;
            case "deny" -> Finding.DENIED;
            default ->
                switch (predicate.text("cause")) {
                    case "RUN_EXISTS" -> Finding.RUN_EXISTS;
                    case "MALFORMED" -> Finding.MALFORMED;
                    default -> Finding.NO_ANSWER;
                };
        };
    }

    private static Bytes body(
            Finding finding, Said said, Digest payload, List<Json.Obj> violations, Optional<String> winner) {
        var body = Json.object();
        if (finding != Finding.ALLOWED) {
            problem(finding, said.cause(), winner, body);
        }
        body.put("decisionId", said.decisionId())
                .put("kind", said.kind())
                .put("outcome", said.outcome())
                .put("decidedAt", said.decidedAt())
                .put("validUntil", said.validUntil())
                .put(
                        "subject",
                        Json.object()
                                .put("name", said.subjectName())
                                .put("digest", said.subject())
                                .build())
                .put("statement", payload.text())
                .put(
                        "sequence",
                        Json.object()
                                .put("stream", said.stream())
                                .put("number", said.number())
                                .build())
                .put("bundle", "/v1/decisions/" + said.decisionId() + "/bundle")
                .put("log", Json.NULL)
                .put("violations", Json.array(violations));
        return Bytes.copyOf(CanonicalJson.rfc8785(body.build()));
    }

    private static void problem(
            Finding finding, Optional<String> cause, Optional<String> winner, org.sealgate.bundle.ObjBuilder body) {
        String code = switch (finding) {
            case ALLOWED -> "allowed";
            case DENIED -> "denied";
            case RUN_EXISTS -> "run-exists";
            case MALFORMED -> "malformed";
            case NO_ANSWER -> "no-answer";
        };
        body.put("type", "https://sealgate.org/problems/" + code)
                .put("title", title(finding))
                .put("status", finding.status())
                .put("detail", detail(finding))
                .put("code", code);
        cause.ifPresent(text -> body.put("cause", text));
        winner.ifPresent(text -> body.put("winner", text));
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
