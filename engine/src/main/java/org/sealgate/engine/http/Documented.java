package org.sealgate.engine.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
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

    /** Proposes: the claims in the query and the document in the body. */
    @Retention(RetentionPolicy.CLASS)
    @Worked
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "the decision scope claimed, [A-Za-z0-9._:/-]{1,100}",
            example = "DEC-001")
    @Parameter(
            name = "audience",
            in = ParameterIn.QUERY,
            description = "whom it is for, up to 32 times, [A-Za-z0-9._:/-]{1,100}")
    @Parameter(name = "purpose", in = ParameterIn.QUERY, description = "[A-Za-z0-9._:/-]{1,100}")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = Answer.JSON,
                            schema = @Schema(ref = "#/components/schemas/Proposal"),
                            examples = {
                                @ExampleObject(name = "llm-run-snapshots", ref = "#/components/examples/Snapshot"),
                                @ExampleObject(name = "sealed-runs", ref = "#/components/examples/SealedRun")
                            }))
    @interface Proposed {}
}
