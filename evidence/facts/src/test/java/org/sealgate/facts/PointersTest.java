package org.sealgate.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

class PointersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | ``",
                "/ | /~unknown1",
                "/meta/operator | /meta/operator",
                "/top_risks/0 | /top_risks/0",
                "/notes | /~unknown1",
                "/notes/more | /~unknown1/~unknown2",
                "/meta/joe@example.com | /meta/~email1",
                "/joe@example.com/jim@example.com/notes | /~email1/~email2/~unknown1",
                "/a~1b@example.com | /~email1",
                "/a~0b | /~unknown1",
                "/~email1 | /~unknown1",
                "/META | /~unknown1",
                "/01 | /~unknown1",
                "/123456 | /123456",
                "/4915112345678 | /~unknown1"
            })
    void pointer_masked_keepsOnlyWhatASchemaKnows(String pointer, String masked) {
        assertEquals(masked, new Pointers().mask(pointer));
    }

    @Test
    void knownNames_areThoseOfTheSchemas() {
        List<String> missing = new ArrayList<>();
        for (SchemaFile file : List.of(
                SchemaFile.LLM_RUN_SNAPSHOT,
                SchemaFile.SEALED_RUN_DRAFT,
                SchemaFile.SEALED_RUN,
                SchemaFile.AUTHORITY_ENVELOPE)) {
            collect(JsonReader.readObject(file.bytes().toArray()), missing);
        }
        assertTrue(missing.isEmpty(), missing::toString);
    }

    private static void collect(Json json, List<String> missing) {
        if (json instanceof Json.Arr array) {
            array.items().forEach(item -> collect(item, missing));
        } else if (json instanceof Json.Obj object) {
            if (object.get("properties") instanceof Json.Obj properties) {
                properties.members().keySet().stream()
                        .filter(name -> !KnownNames.contains(name))
                        .forEach(missing::add);
            }
            object.members().values().forEach(value -> collect(value, missing));
        }
    }
}
