package org.sealgate.engine.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;

/** Whether it lives, whether it decides, how much it did, and the trust root. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
final class Upkeep {
    private final Engine engine;
    private final Counts counts;

    Upkeep(Engine engine, Counts counts) {
        this.engine = engine;
        this.counts = counts;
    }

    @Get("/health/live")
    @Operation(summary = "Whether the process answers; public")
    @ApiResponse(
            responseCode = "200",
            description = "Live",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Live")))
    HttpResponse<byte[]> live() {
        return Answer.json(200, Json.object().put("status", "live").build());
    }

    @Get("/health/ready")
    @Operation(
            summary =
                    "Whether proposals are decided now: a canary decision in both evaluators, the store, the keys, the time stamps")
    @Documented.Guarded
    @ApiResponse(
            responseCode = "200",
            description = "Ready",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/Readiness")))
    @ApiResponse(responseCode = "503", description = "Not ready, and why", ref = "#/components/responses/Readiness")
    HttpResponse<byte[]> ready() {
        List<String> reasons = engine.problems();
        Json.Obj body = Json.object()
                .put("status", reasons.isEmpty() ? "ready" : "not-ready")
                .put("reasons", Json.strings(reasons))
                .put("warnings", Json.strings(engine.warnings()))
                .build();
        return Answer.json(reasons.isEmpty() ? 200 : 503, body);
    }

    @Get("/metrics")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Counts")
    @Documented.Guarded
    @ApiResponse(responseCode = "200", description = "Prometheus text", content = @Content(mediaType = "text/plain"))
    HttpResponse<byte[]> metrics() {
        SortedMap<String, Long> all = new TreeMap<>(counts.read());
        all.putAll(engine.gauges());
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        Bytes body = Bytes.copyOf(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Answer.bytes(200, "text/plain; version=0.0.4; charset=utf-8", body);
    }

    @Get("/v1/trust-root")
    @Operation(summary = "The trust root; public")
    @ApiResponse(
            responseCode = "200",
            description = "A signed DSSE envelope: compare its fingerprint over another channel and keep it",
            content = @Content(mediaType = Answer.JSON, schema = @Schema(ref = "#/components/schemas/TrustRoot")))
    HttpResponse<byte[]> trustRoot() {
        return Answer.bytes(200, Answer.JSON, engine.trustRoot());
    }
}
