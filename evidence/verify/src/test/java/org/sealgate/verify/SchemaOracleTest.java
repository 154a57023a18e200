package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.facts.SchemaFile;

/** Our own reading of our schemas against a library's, over every example and many mutations of each. */
class SchemaOracleTest {
    private static final long SEED = 42;
    private static final int MUTATIONS = 300;

    @ParameterizedTest
    @EnumSource(SchemaFile.class)
    void schema_everyExampleAndItsMutations_areJudgedAsByTheOracle(SchemaFile file) throws IOException {
        SchemaRule ours = SchemaCompiler.compile(file.bytes().toArray());
        Schema oracle = oracle(file);
        Random random = new Random(SEED);
        int refused = 0;
        int accepted = 0;
        for (Json example : examples(file)) {
            for (int i = 0; i < MUTATIONS; i++) {
                Json document = i == 0 ? example : mutated(example, random);
                boolean expected = oracle.validate(JacksonTree.of(document)).isEmpty();
                SchemaPlace place = new SchemaPlace();
                boolean holds = ours.holds(document, place);
                assertEquals(expected, holds, () -> file + " " + Canonical.shown(document) + place.violations());
                assertEquals(holds, place.violations().isEmpty());
                refused += holds ? 0 : 1;
                accepted += holds ? 1 : 0;
            }
        }
        assertTrue(refused > 100 && accepted > 0, file + " " + refused + " " + accepted);
    }

    private static Schema oracle(SchemaFile file) {
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .keyword(new NonValidationKeyword("x-freeText"))
                .keyword(new NonValidationKeyword("x-open"))
                .build();
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        return SchemaRegistry.withDefaultDialect(dialect, builder -> builder.schemaRegistryConfig(config))
                .getSchema(JacksonTree.of(JsonReader.read(file.bytes().toArray())));
    }

    private static List<Json> examples(SchemaFile file) throws IOException {
        String folder = file.fileName().replaceAll("-[0-9.]+json$", "");
        List<Json> examples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(
                SharedVectors.root().resolve("schemas").resolve(folder).resolve("examples"))) {
            for (Path each : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                examples.add(JsonReader.read(Files.readAllBytes(each)));
            }
        }
        return examples;
    }

    /** One value somewhere in the document replaced, removed, added or edited. */
    private static Json mutated(Json document, Random random) {
        boolean deeper = random.nextInt(4) != 0;
        if (deeper && document instanceof Json.Obj object && !object.members().isEmpty()) {
            return mutatedMember(object, random);
        }
        if (deeper && document instanceof Json.Arr array && !array.items().isEmpty()) {
            return mutatedItem(array, random);
        }
        return replacement(document, random);
    }

    private static Json mutatedMember(Json.Obj object, Random random) {
        List<String> names = List.copyOf(object.members().keySet());
        String name = names.get(random.nextInt(names.size()));
        Json value = object.get(name);
        return switch (random.nextInt(12)) {
            case 0 -> object.without(name);
            case 1 -> object.with(name + "x", Json.NULL);
            default -> object.with(name, mutated(value == null ? Json.NULL : value, random));
        };
    }

    private static Json mutatedItem(Json.Arr array, Random random) {
        List<Json> items = new ArrayList<>(array.items());
        int at = random.nextInt(items.size());
        if (random.nextInt(8) == 0) {
            items.remove(at);
        } else {
            items.set(at, mutated(items.get(at), random));
        }
        return Json.array(items);
    }

    private static Json replacement(Json value, Random random) {
        String text = value instanceof Json.Str string ? string.value() : "text";
        return switch (random.nextInt(16)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(random.nextInt(3) - 1);
            case 3 -> new Json.Num("1.0");
            case 4 -> new Json.Num("1.5");
            case 5 -> new Json.Num("9007199254740992");
            case 6 -> Json.of("");
            case 7 -> Json.of(text + "\n");
            case 8 -> Json.of(text + "x");
            case 9 -> Json.of(text.isEmpty() ? "a" : text.substring(1));
            case 10 -> Json.of(text.replace('0', '9'));
            case 11 -> Json.of("2026-02-30T18:30:00.000Z");
            case 12 -> Json.of("é".repeat(random.nextInt(300)));
            case 13 -> Json.array(List.of());
            case 14 -> Json.object().build();
            default -> Json.array(List.of(value, value));
        };
    }

    @Test
    void schema_withAKeywordOrReferenceThatIsNotKnown_isNotCompiled() {
        for (String schema : List.of(
                "{\"unevaluatedProperties\":false}",
                "{\"$ref\":\"https://example.org/x.json\"}",
                "{\"$ref\":\"classpath:x\"}",
                "{\"format\":\"email\"}",
                "{\"format\":\"date-time\"}",
                "{\"pattern\":\"[$]\"}")) {
            byte[] bytes = schema.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThrows(IllegalArgumentException.class, () -> SchemaCompiler.compile(bytes), schema);
        }
    }
}
