package org.sealgate.engine.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer;

/** Proposals and previews of them. The body is bound as bytes: a framework's reader would forgive what the gate must refuse. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class ProposalController {
    private static final byte[] EMPTY = {};

    private final Engine engine;
    private final Counts counts;

    ProposalController(Engine engine, Counts counts) {
        this.engine = engine;
        this.counts = counts;
    }

    @Post("/{kinds}")
    HttpResponse<byte[]> propose(HttpRequest<byte[]> request, @PathVariable String kinds) {
        Optional<Kind> kind = Kind.byPlural(kinds);
        if (kind.isEmpty()) {
            return Answer.problem(Problem.NOT_FOUND);
        }
        return switch (Asked.proposal(request, kind.get(), request.getBody().orElse(EMPTY))) {
            case Asked.Proposed.Refused refused -> Answer.problem(Problem.PARAMETER, refused.violations());
            case Asked.Proposed.Well well -> answer(engine.decide(well.request()));
        };
    }

    @Post("/decisions:preview")
    HttpResponse<byte[]> preview(HttpRequest<byte[]> request) {
        Asked asked = Asked.of(request, Set.of("scope", "audience", "purpose", "kind"));
        Optional<Kind> kind = asked.parameter("kind").flatMap(Kind::byId);
        if (kind.isEmpty()) {
            asked.refuse("PARAMETER_KIND", "/query/kind");
            return Answer.problem(Problem.PARAMETER, asked.violations());
        }
        return switch (Asked.proposal(request, kind.get(), request.getBody().orElse(EMPTY))) {
            case Asked.Proposed.Refused refused -> Answer.problem(Problem.PARAMETER, refused.violations());
            case Asked.Proposed.Well well -> preview(engine.preview(well.request()));
        };
    }

    private HttpResponse<byte[]> answer(GateAnswer answer) {
        counts.decided(finding(answer));
        return switch (answer) {
            case GateAnswer.Recorded recorded ->
                Answer.bytes(recorded.status(), Decisions.mediaType(recorded.status()), recorded.body());
            case GateAnswer.InProgress ignored -> Answer.problem(Problem.IN_PROGRESS);
            case GateAnswer.KeyReused ignored -> Answer.problem(Problem.KEY_REUSED);
            case GateAnswer.Unavailable unavailable -> Answer.unavailable(unavailable.retryAfter());
        };
    }

    private static String finding(GateAnswer answer) {
        return switch (answer) {
            case GateAnswer.Recorded recorded -> recorded.finding().name();
            case GateAnswer.InProgress ignored -> "IN_PROGRESS";
            case GateAnswer.KeyReused ignored -> "KEY_REUSED";
            case GateAnswer.Unavailable ignored -> "UNAVAILABLE";
        };
    }

    /** The status that a proposal would get: who looks at the status alone must not take a no for a yes. */
    private static HttpResponse<byte[]> preview(Json.Obj preview) {
        int status = switch (preview.text("outcome")) {
            case "allow" -> 200;
            case "deny" -> 409;
            default -> "MALFORMED".equals(preview.textOrNull("cause")) ? 422 : 503;
        };
        return Answer.json(status, preview);
    }
}
