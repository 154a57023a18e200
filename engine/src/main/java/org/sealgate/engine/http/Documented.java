package org.sealgate.engine.http;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** What the generated description says of an operation beside its own lines; the responses stand in src/main/openapi. */
final class Documented {
    private Documented() {}

    /** Behind the gatekeeper. */
    @Retention(RetentionPolicy.CLASS)
    @SecurityRequirement(name = "bearer")
    @ApiResponse(responseCode = "401", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "403", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "429", ref = "#/components/responses/Later")
    @interface Guarded {}

    /** With a body, of which the gate decides. */
    @Retention(RetentionPolicy.CLASS)
    @Guarded
    @ApiResponse(responseCode = "400", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "413", ref = "#/components/responses/Problem")
    @ApiResponse(responseCode = "415", ref = "#/components/responses/Problem")
    @interface Worked {}
}
