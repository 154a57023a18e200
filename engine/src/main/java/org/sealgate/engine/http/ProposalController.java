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
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer;

/** Proposals and previews of them. The body is bound as bytes: a framework's reader would forgive what the gate must refuse. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ProposalController {
    private static final byte[] EMPTY = {};

    private final Engine engine;
    private final Counts counts;

    ProposalController(Engine engine, Counts counts) {
        this.engine = engine;
        this.counts = counts;
    }

    @Post("/{kinds}")
    @Operation(summary = "Decides, seals and records one proposal; only 201 and 200 mean publish")
    @Parameter(name = "kinds", in = ParameterIn.PATH, description = "`llm-run-snapshots` or `sealed-runs`")
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description = "a repeat within 24 h gets the first answer, [A-Za-z0-9._:/-]{1,100}")
    @Documented.Proposed
    @ApiResponse(
            responseCode = "200",
            description = "The same request again: the same receipt",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Receipt")))
    @ApiResponse(
            responseCode = "201",
            description = "Allowed, sealed and recorded: publish the subject",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Receipt")))
    @ApiResponse(
            responseCode = "409",
            description = "denied, run-exists (both on record), in-progress",
            ref = "#/components/responses/Refusal")
    @ApiResponse(
            responseCode = "422",
            description = "malformed (on record), key-reused",
            ref = "#/components/responses/Refusal")
    @ApiResponse(
            responseCode = "503",
            description = "no-answer (on record), evidence-unavailable",
            ref = "#/components/responses/NoAnswer")
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
    @Operation(summary = "Says what a proposal would be answered; no evidence")
    @Parameter(
            name = "kind",
            in = ParameterIn.QUERY,
            required = true,
            description = "`llm-run-snapshot` or `sealed-run`")
    @Documented.Proposed
    @ApiResponse(
            responseCode = "200",
            description = "It would be allowed; recorded nowhere, signed by nobody",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Preview")))
    @ApiResponse(responseCode = "409", description = "It would be denied", ref = "#/components/responses/Preview")
    @ApiResponse(responseCode = "422", description = "It cannot be read", ref = "#/components/responses/Preview")
    @ApiResponse(responseCode = "503", description = "There would be no answer", ref = "#/components/responses/Preview")
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
