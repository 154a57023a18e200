package org.sealgate.engine.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.engine.Shelf;

/** Objects by their digest: put before the proposal that names them, and never anything else under the same name. */
@Controller("/v1/objects")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ObjectController {
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final Engine engine;

    ObjectController(Engine engine) {
        this.engine = engine;
    }

    @Put("/{name}")
    @Operation(summary = "Puts an object under its digest, before a proposal names it; at most 256 MiB")
    @Parameter(name = "name", in = ParameterIn.PATH, description = "`sha256:` and 64 digits")
    @RequestBody(content = @Content(mediaType = "application/octet-stream"))
    @Documented.Worked
    @ApiResponse(
            responseCode = "201",
            description = "Stored and this caller's to name, whether it was before or not",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Kept")))
    @ApiResponse(responseCode = "422", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "503", ref = "#/components/responses/Later")
    HttpResponse<byte[]> put(HttpRequest<?> request, @PathVariable String name, @Body @Nullable InputStream body)
            throws IOException {
        Asked asked = Asked.of(request, Set.of());
        Optional<Digest> digest = digest(name);
        if (digest.isEmpty()) {
            asked.refuse("OBJECT_NAME", "/path/name");
        }
        if (!asked.isWell()) {
            return Answer.problem(Problem.PARAMETER, asked.violations());
        }
        try (InputStream in = body == null ? InputStream.nullInputStream() : body) {
            return switch (engine.put(Gatekeeper.actor(request), digest.orElseThrow(), in)) {
                case Shelf.Put.Kept kept -> kept(name, kept.bytes());
                case Shelf.Put.OtherDigest ignored -> Answer.problem(Problem.DIGEST_DIFFERS);
                case Shelf.Put.TooLarge ignored -> Answer.problem(Problem.TOO_LARGE);
                case Shelf.Put.Unavailable ignored -> Answer.problem(Problem.UNAVAILABLE);
            };
        }
    }

    @Get("/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "An object that the caller has put; to an auditor any")
    @Parameter(name = "name", in = ParameterIn.PATH, description = "`sha256:` and 64 digits")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "The bytes; the ETag is the digest",
            content = @Content(mediaType = "application/octet-stream"))
    @ApiResponse(responseCode = "304", description = "The caller has it")
    @ApiResponse(responseCode = "404", ref = "#/components/responses/Problem")
    HttpResponse<?> get(HttpRequest<?> request, @PathVariable String name) {
        Optional<InputStream> bytes = digest(name).flatMap(digest -> engine.open(Gatekeeper.actor(request), digest));
        if (bytes.isEmpty()) {
            return Answer.problem(Problem.NOT_FOUND);
        }
        String tag = "\"" + name + "\"";
        // a name stands for one content, so that whoever has some of it has this; who may not have it is told 404
        // before
        if (tag.equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))) {
            return closed(bytes.get(), HttpResponse.notModified().header(HttpHeaders.ETAG, tag));
        }
        return HttpResponse.ok(new StreamedFile(bytes.get(), MediaType.APPLICATION_OCTET_STREAM_TYPE))
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    }

    private static HttpResponse<byte[]> kept(String name, long bytes) {
        Json.Obj body = Json.object().put("digest", name).put("bytes", bytes).build();
        return Answer.json(201, body).header(HttpHeaders.LOCATION, "/v1/objects/" + name);
    }

    private static HttpResponse<?> closed(InputStream in, HttpResponse<?> response) {
        try {
            in.close();
        } catch (IOException e) {
            // only read from, and not to its end: there is nothing to lose
        }
        return response;
    }

    private static Optional<Digest> digest(String name) {
        return name.matches("sha256:[0-9a-f]{64}") ? Optional.of(Digest.parse(name)) : Optional.empty();
    }
}
