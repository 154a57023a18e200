package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** JSONTestSuite and the list of naughty strings, from the public vectors. */
class JsonSuiteTest {
    /** What JSONTestSuite calls valid and evidence must not be; every number that it calls valid is exact. */
    private static final Set<String> DUPLICATES =
            Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @Test
    void suite_mustReject_allRefused() throws IOException {
        List<Path> files = suite("n_");
        assertEquals(188, files.size());
        for (Path file : files) {
            byte[] text = Files.readAllBytes(file);
            assertThrows(JsonException.class, () -> JsonReader.read(text), file.toString());
        }
    }

    @Test
    void suite_mustAccept_acceptedButForDuplicates() throws IOException {
        Set<String> refused = new TreeSet<>();
        for (Path file : suite("y_")) {
            try {
                ExactNumbers.require(JsonReader.read(Files.readAllBytes(file)));
            } catch (JsonException e) {
                assertEquals(JsonCode.JSON_DUPLICATE_KEY, e.code(), file.toString());
                refused.add(file.getFileName().toString());
            }
        }
        assertEquals(DUPLICATES, refused);
    }

    @Test
    void suite_mayDoEither_refusedOrRead() throws IOException {
        List<Path> files = suite("i_");
        assertEquals(35, files.size());
        for (Path file : files) {
            try {
                CanonicalJson.rfc8785(JsonReader.read(Files.readAllBytes(file)));
            } catch (JsonException e) {
                assertEquals(JsonException.class, e.getClass());
            }
        }
    }

    @Test
    void naughtyStrings_everyWriter_roundTrips() throws IOException {
        Path file = Checkout.vectors("naughty-strings").resolve("blns.json");
        Json list = JsonReader.read(Files.readAllBytes(file));
        for (Json item : ((Json.Arr) list).items()) {
            Json value = Json.object().put(((Json.Str) item).value(), item).build();
            assertEquals(value, JsonReader.read(CanonicalJson.rfc8785(value)));
            assertEquals(value, JsonReader.read(CanonicalJson.pyCompact(value)));
            assertEquals(value, JsonReader.read(CanonicalJson.pyDefault(value)));
            assertEquals(value, JsonReader.read(CanonicalJson.pyIndent2(value)));
            byte[] ascii = CanonicalJson.pyDefault(value);
            assertArrayEquals(ascii, new String(ascii, US_ASCII).getBytes(UTF_8));
        }
    }

    private static List<Path> suite(String prefix) throws IOException {
        Path folder = Checkout.vectors("json-parsing").resolve("test_parsing");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
