package org.sealgate.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Json;

/** The committed description is the generated one, and describes all that there is and nothing else. */
final class DescriptionTest {
    @Test
    void committedDescription_isTheGeneratedOne() throws IOException {
        try (InputStream in = HttpServer.class.getResourceAsStream("/META-INF/swagger/openapi.yml")) {
            assertTrue(in != null, "the build made no description");
            assertEquals(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    Files.readString(Description.FILE),
                    "the API has changed: cp engine/target/classes/META-INF/swagger/openapi.yml engine/openapi.yaml");
        }
    }

    @Test
    void everyRight_isDescribedAndGuardedAsItIs() throws IOException {
        Set<Right> described = EnumSet.noneOf(Right.class);
        for (Description.Operation operation : Description.read().operations()) {
            String path = operation.path().replace("{kinds}", "sealed-runs").replaceAll("\\{[a-z]+}", "x");
            Right right = Right.of(operation.method(), path).orElseThrow(() -> new AssertionError(operation));
            described.add(right);
            Json.Obj responses = operation.body().object("responses");
            assertEquals(right.isPublic(), !operation.body().has("security"), operation.toString());
            assertEquals(right.isPublic(), !responses.has("401"), operation.toString());
            assertEquals(right.isWork(), responses.has("413"), operation.toString());
        }
        assertEquals(EnumSet.allOf(Right.class), described);
    }

    @Test
    void everyReference_leadsSomewhere() throws IOException {
        Description description = Description.read();
        for (Description.Operation operation : description.operations()) {
            operation.body().object("responses").members().values().forEach(description::resolved);
        }
    }
}
