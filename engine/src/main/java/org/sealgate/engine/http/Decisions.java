package org.sealgate.engine.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import java.util.Set;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.Archive;

/** What was decided, and the file that proves it. An id that does not exist and one of somebody else get the same answer. */
@Controller("/v1/decisions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
final class Decisions {

    private final Engine engine;

    Decisions(Engine engine) {
        this.engine = engine;
    }

    static String mediaType(int status) {
        return status < 300 ? Answer.JSON : Answer.PROBLEM;
    }

    @Get
    @Operation(summary = "Lists the caller's decisions, an auditor's all")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "cursor: `next` of the page before, 0 for the start")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 100; 20 unless told otherwise")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "In the order in which they were recorded",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Decisions")))
    @ApiResponse(responseCode = "400", ref = "#/components/responses/Problem")
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        Asked asked = Asked.of(request, Set.of("after", "limit"));
        long after = asked.number("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) asked.number("limit", 20, 1, 100);
        if (!asked.isWell()) {
            return Answer.problem(Problem.PARAMETER, asked.violations());
        }
        Archive.Stretch stretch = engine.list(Gatekeeper.actor(request), after, limit);
        List<Json.Obj> rows = stretch.decisions().stream().map(Decisions::row).toList();
        return Answer.json(
                200,
                Json.object()
                        .put("decisions", Json.array(rows))
                        .put("next", stretch.next())
                        .build());
    }

    @Get("/{id}")
    @Operation(summary = "One decision as it was answered")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "A receipt or a refusal, byte for byte",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Decision")))
    @ApiResponse(responseCode = "404", ref = "#/components/responses/Problem")
    HttpResponse<byte[]> find(HttpRequest<?> request, @PathVariable String id) {
        return engine.find(Gatekeeper.actor(request), id)
                .map(found -> Answer.bytes(200, Answer.JSON, found.body()))
                .orElseGet(() -> Answer.problem(Problem.NOT_FOUND));
    }

    @Get("/{id}/bundle")
    @Produces("application/vnd.sealgate.evidence+zip")
    @Operation(summary = "The evidence of one decision")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "A ZIP that proves itself",
            content = @Content(mediaType = "application/vnd.sealgate.evidence+zip"))
    @ApiResponse(responseCode = "404", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "503", ref = "#/components/responses/Problem")
    HttpResponse<?> bundle(HttpRequest<?> request, @PathVariable String id) {
        var bundle = engine.bundle(Gatekeeper.actor(request), id);
        return BundlePipe.answer(bundle, id + ".evidence.zip");
    }

    private static Json.Obj row(Archive.Answered answered) {
        return Json.object()
                .put("decisionId", answered.decisionId())
                .put("status", answered.status())
                .put("answer", JsonReader.read(answered.body().toArray(), JsonLimits.EVIDENCE))
                .build();
    }
}
