package org.sealgate.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.facts.SchemaFile;

/** The schemas as files: each valid by the meta-schema, each with examples that it accepts and refuses, none with room for a secret. */
class SchemasTest {
    private static final Path SCHEMAS = Checkout.root().resolve("schemas");

    private static Path folder(SchemaFile file) {
        return SCHEMAS.resolve(file.fileName().replaceFirst("-[0-9.]+[.]json$", ""));
    }

    private static Stream<Path> examples(String verdict) {
        return Arrays.stream(SchemaFile.values())
                .flatMap(file -> Checkout.list(folder(file).resolve("examples").resolve(verdict)).stream());
    }

    static Stream<Path> valid() {
        return examples("valid");
    }

    static Stream<Path> invalid() {
        return examples("invalid");
    }

    private static SchemaFile schemaOf(Path example) {
        return Arrays.stream(SchemaFile.values())
                .filter(file -> example.startsWith(folder(file)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void folders_andClassPath_holdTheSameSchemas() {
        List<String> inFolders = Checkout.list(SCHEMAS).stream()
                .filter(Files::isDirectory)
                .flatMap(folder -> Checkout.list(folder).stream())
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".json"))
                .sorted()
                .toList();
        assertEquals(
                Arrays.stream(SchemaFile.values())
                        .map(SchemaFile::fileName)
                        .sorted()
                        .toList(),
                inFolders);
        for (SchemaFile file : SchemaFile.values()) {
            assertEquals(
                    Json.of(new String(Checkout.read(folder(file).resolve(file.fileName())), UTF_8)),
                    Json.of(new String(file.bytes().toArray(), UTF_8)),
                    file.fileName());
        }
    }

    @ParameterizedTest
    @EnumSource(SchemaFile.class)
    void schema_byTheMetaSchema_isValid(SchemaFile file) {
        // an invalid schema loads without a word and then accepts too much
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        String text = new String(file.bytes().toArray(), UTF_8);
        assertEquals(List.of(), meta.validate(text, InputFormat.JSON));
        assertFalse(
                meta.validate("{\"type\":\"strin\"}", InputFormat.JSON).isEmpty(),
                "the meta-schema must be able to refuse");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validExample_bySchema_passes(Path example) {
        assertEquals(List.of(), violations(example));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void invalidExample_bySchema_failsAtItsKeyword(Path example) {
        String keyword = example.getFileName().toString().replaceFirst("-.*", "");
        List<String> codes = violations(example).stream()
                .map(violation -> violation.code().replace("MINCONTAINS", "CONTAINS"))
                .toList();
        assertTrue(codes.contains("SCHEMA_" + keyword.toUpperCase(Locale.ROOT)), () -> example + " gave " + codes);
    }

    private static List<Violation> violations(Path example) {
        return new CompiledSchema(schemaOf(example)).violations(JsonReader.read(Checkout.read(example)));
    }

    @ParameterizedTest
    @EnumSource(SchemaFile.class)
    void schema_anywhere_leavesNoRoomForFreeText(SchemaFile file) {
        List<String> loose = new ArrayList<>();
        Json.Obj schema = JsonReader.readObject(file.bytes().toArray());
        inspect(schema, "", loose);
        assertEquals(List.of(), loose);
    }

    @Test
    void looseSchemas_inspected_areFound() {
        for (String schema : List.of(
                "{\"type\":\"string\"}",
                "{\"type\":\"string\",\"maxLength\":9}",
                "{\"type\":\"string\",\"x-freeText\":true}",
                "{\"type\":[\"string\",\"null\"],\"pattern\":\"a\"}",
                "{}",
                "{\"type\":\"object\",\"properties\":{}}",
                "{\"type\":\"object\",\"additionalProperties\":true}",
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
                "{\"type\":\"array\",\"maxItems\":1}",
                "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"a\":{\"title\":\"b\"}}}",
                "{\"$ref\":\"https://example.org/a.json\"}",
                "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}")) {
            List<String> loose = new ArrayList<>();
            inspect(JsonReader.readObject(schema.getBytes(UTF_8)), "", loose);
            assertFalse(loose.isEmpty(), schema);
        }
    }

    /** Follows what describes a value; conditions and negations only narrow it. */
    private static void inspect(Json.Obj schema, String at, List<String> loose) {
        if (!isBounded(schema)) {
            loose.add(at + " " + schema.members().keySet());
        }
        for (String maps : List.of("properties", "$defs")) {
            if (schema.get(maps) instanceof Json.Obj map) {
                map.members().forEach((name, sub) -> inspectAny(sub, at + "/" + maps + "/" + name, loose));
            }
        }
        for (String lists : List.of("anyOf", "oneOf")) {
            if (schema.get(lists) instanceof Json.Arr list) {
                list.items().forEach(sub -> inspectAny(sub, at + "/" + lists, loose));
            }
        }
        for (String single : List.of("items", "additionalProperties", "propertyNames")) {
            inspectAny(schema.get(single), at + "/" + single, loose);
        }
    }

    private static void inspectAny(@Nullable Json sub, String at, List<String> loose) {
        if (sub instanceof Json.Obj schema) {
            inspect(schema, at, loose);
        }
    }

    private static boolean isBounded(Json.Obj schema) {
        if (schema.get("$ref") instanceof Json.Str ref) {
            return ref.value().startsWith("#");
        }
        if (Stream.of("enum", "const", "anyOf", "oneOf").anyMatch(schema::has)) {
            return true;
        }
        if (schema.get("type") instanceof Json.Arr types) {
            return Set.of("integer", "boolean", "null")
                    .containsAll(types.items().stream()
                            .map(t -> ((Json.Str) t).value())
                            .toList());
        }
        String type =
                schema.get("type") instanceof Json.Str text ? text.value() : schema.has("pattern") ? "string" : "none";
        return Map.of(
                        "string",
                                schema.has("pattern")
                                        || schema.has("format")
                                        || (schema.has("x-freeText") && schema.has("maxLength")),
                        "object", isClosed(schema),
                        "array", schema.has("maxItems") && (schema.has("items") || schema.integer("maxItems") == 0),
                        "integer", true,
                        "number", true,
                        "boolean", true,
                        "null", true)
                .getOrDefault(type, false);
    }

    private static boolean isClosed(Json.Obj schema) {
        Json more = schema.get("additionalProperties");
        // names that are data need a pattern; x-open gives the reason why the shape is judged elsewhere
        return Json.of(false).equals(more)
                || (more instanceof Json.Obj && schema.has("propertyNames"))
                || schema.has("x-open");
    }
}
