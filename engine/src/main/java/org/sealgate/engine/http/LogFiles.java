package org.sealgate.engine.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
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
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;

/** The log as any static server would show it (C2SP tlog-tiles): digests alone, for everybody. */
@Controller("/v1/log")
@ExecuteOn(TaskExecutors.BLOCKING)
final class LogFiles {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Engine engine;

    LogFiles(Engine engine) {
        this.engine = engine;
    }

    @Get("/checkpoint")
    @Produces("text/plain")
    @Operation(summary = "The newest checkpoint, a signed note; public")
    @ApiResponse(
            responseCode = "200",
            description = "C2SP tlog-checkpoint",
            content = @Content(mediaType = "text/plain"))
    @ApiResponse(responseCode = "404", description = "Nothing is logged yet", ref = "#/components/responses/Problem")
    HttpResponse<byte[]> checkpoint() throws IOException {
        return engine.logFile("checkpoint")
                .map(file -> Answer.bytes(200, TEXT, file).header(HttpHeaders.CACHE_CONTROL, "no-cache"))
                .orElseGet(() -> Answer.problem(Problem.NOT_FOUND));
    }

    @Get("/tile/{path:.+}")
    @Produces("application/octet-stream")
    @Operation(summary = "A tile of hashes or of entries; public")
    @Parameter(name = "path", in = ParameterIn.PATH, description = "`0/000`, `entries/001.p/44`: C2SP tlog-tiles")
    @ApiResponse(
            responseCode = "200",
            description = "A file that never changes",
            content = @Content(mediaType = "application/octet-stream"))
    @ApiResponse(responseCode = "404", ref = "#/components/responses/Problem")
    HttpResponse<byte[]> tile(@PathVariable String path) throws IOException {
        return engine.logFile("tile/" + path)
                .<MutableHttpResponse<byte[]>>map(
                        file -> Answer.bytes(200, BYTES, file).header(HttpHeaders.CACHE_CONTROL, FOR_EVER))
                .orElseGet(() -> Answer.problem(Problem.NOT_FOUND));
    }
}
