package org.sealgate.engine.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.Archive;
import org.sealgate.engine.Corrections;

/** What is said about runs after they were sealed. */
@Controller("/v1/corrections")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class CorrectionController {
    private static final String LINES = "application/jsonl";
    private static final byte[] EMPTY = {};

    private final Engine engine;

    CorrectionController(Engine engine) {
        this.engine = engine;
    }

    @Post
    @Operation(summary = "Signs, records and logs a correction of a published run; what was sealed stays as it is")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = Answer.JSON,
                            schema = @Schema(ref = "#/components/schemas/CorrectionAsked"),
                            examples = @ExampleObject(name = "correction", ref = "#/components/examples/Correction")))
    @Documented.Worked
    @ApiResponse(
            responseCode = "201",
            description = "Recorded, logged, and on the list",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Correction")))
    @ApiResponse(responseCode = "404", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "503", ref = "#/components/responses/Later")
    HttpResponse<byte[]> correct(HttpRequest<byte[]> request) {
        Asked asked = Asked.of(request, Set.of());
        if (!asked.isWell()) {
            return Answer.problem(Problem.PARAMETER, asked.violations());
        }
        Bytes body = Bytes.copyOf(request.getBody().orElse(EMPTY));
        return switch (engine.correct(Gatekeeper.actor(request), body)) {
            case Corrections.Outcome.Corrected corrected ->
                Answer.bytes(201, Answer.JSON, corrected.body())
                        .header(HttpHeaders.LOCATION, "/v1/corrections/" + corrected.number());
            case Corrections.Outcome.NoSuchRun ignored -> Answer.problem(Problem.NOT_FOUND);
            case Corrections.Outcome.Refused refused -> {
                refused.objections().forEach(each -> asked.refuse(each.code(), each.pointer()));
                yield Answer.problem(Problem.REQUEST, asked.violations());
            }
            case Corrections.Outcome.Unavailable unavailable -> Answer.unavailable(unavailable.retryAfter());
        };
    }

    @Get
    @Produces(LINES)
    @Operation(summary = "All corrections in the order of their numbers, a line of JSON each: the PATCH_LOG")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "Follows from the signed corrections and from nothing else",
            content = @Content(mediaType = LINES))
    HttpResponse<byte[]> list() {
        return Answer.bytes(200, LINES, engine.patchLog());
    }

    @Get("/{number}")
    @Produces("application/vnd.sealgate.evidence+zip")
    @Operation(summary = "A correction with what proves it, for the verifier's --notice")
    @Parameter(name = "number", in = ParameterIn.PATH, description = "of the PATCH_LOG's line, from 1")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "A ZIP that proves itself",
            content = @Content(mediaType = "application/vnd.sealgate.evidence+zip"))
    @ApiResponse(responseCode = "404", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "503", ref = "#/components/responses/Problem")
    HttpResponse<?> notice(@PathVariable String number) {
        Optional<Archive.Bundle> notice =
                number.matches("[1-9][0-9]{0,8}") ? engine.notice(Long.parseLong(number)) : Optional.empty();
        return BundlePipe.answer(notice, number + ".notice.zip");
    }
}
