package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** The hand-written shape against its schema: the same verdict over the schema's examples and over every small change of them. */
final class DecisionResultTest {
    private static final Path FOLDER = Path.of(System.getProperty("sealgate.root"), "schemas", "decision-result");

    /** In place of every value, at every depth. */
    private static final List<Json> STRANGE = List.of(
            Json.NULL,
            Json.of(true),
            Json.of(0),
            Json.of(""),
            Json.of("*"),
            Json.of("pass"),
            Json.of("skip"),
            Json.of("not_applicable"),
            Json.of("warn"),
            Json.of("deny"),
            Json.of("2"),
            Json.of("A"),
            Json.of("AB"),
            Json.of("ab"),
            Json.of("a-b"),
            Json.of("ab-cd-ef-gh-ij-kl"),
            Json.of("ab-cd-ef-gh-ij"),
            Json.of("ab-c"),
            Json.of("a".repeat(20)),
            Json.of("a".repeat(21)),
            Json.of("a".repeat(64)),
            Json.of("a".repeat(65)),
            Json.of("A".repeat(64)),
            Json.of("A".repeat(65)),
            Json.of("a".repeat(100)),
            Json.of("a".repeat(101)),
            Json.of("a:b/c"),
            Json.of(".a"),
            Json.of("a\n"),
            Json.of("\u00e9\u00e9"),
            Json.of("/"),
            Json.of("/a"),
            Json.of("/a/"),
            Json.of("/a//b"),
            Json.of("/a~1b"),
            Json.of("/a b"),
            Json.of("/" + "a".repeat(64)),
            Json.of("/" + "a".repeat(65)),
            Json.of("/a".repeat(64)),
            Json.of("/a".repeat(65)),
            Json.of(("/" + "a".repeat(63)).repeat(16)),
            Json.of(("/" + "a".repeat(63)).repeat(16) + "/a"),
            Json.of("2026-01-01T00:00:00.000Z"),
            Json.of("2026-02-30T00:00:00.000Z"),
            Json.of("2028-02-29T23:59:59.999Z"),
            Json.of("2027-02-29T00:00:00.000Z"),
            Json.of("2026-13-01T00:00:00.000Z"),
            Json.of("2026-01-01T24:00:00.000Z"),
            Json.of("2026-01-01T00:60:00.000Z"),
            Json.of("2026-01-01T00:00:60.000Z"),
            Json.of("2026-01-01T00:00:00Z"),
            Json.of("2026-01-01T00:00:00.000+00:00"),
            Json.array(List.of()),
            Json.array(List.of(Json.of("*"))),
            Json.object().build());

    private final Schema schema;

    DecisionResultTest() throws IOException {
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FOLDER.resolve("decision-result-1.json")));
    }

    @Test
    void examples_haveTheVerdictOfTheirFolder() throws IOException {
        for (Path example : examples("valid")) {
            assertNull(refusal(JsonReader.read(Files.readAllBytes(example))), example.toString());
        }
        for (Path example : examples("invalid")) {
            assertTrue(refusal(JsonReader.read(Files.readAllBytes(example))) != null, example.toString());
        }
    }

    @Test
    void everySmallChange_hasTheVerdictOfTheSchema() throws IOException {
        int changes = 0;
        int taken = 0;
        for (Path example : examples("valid")) {
            for (Json changed : changes(JsonReader.read(Files.readAllBytes(example)))) {
                String refusal = refusal(changed);
                if (refusal == null || !refusal.endsWith("not in order")) {
                    String text = new String(CanonicalJson.rfc8785(changed), UTF_8);
                    assertEquals(conforms(text), refusal == null, text);
                }
                changes++;
                taken += refusal == null ? 1 : 0;
            }
        }
        assertTrue(changes > 3_000 && taken > 100, changes + " changes, " + taken + " of them harmless");
    }

    @Test
    void disorder_isRefused() throws IOException {
        Json.Obj allow = (Json.Obj) JsonReader.read(Files.readAllBytes(FOLDER.resolve("examples/valid/allow.json")));
        for (String name : List.of("checks", "gates")) {
            List<Json> items = new ArrayList<>(allow.array(name).items());
            assertTrue(refusal(allow.with(name, Json.array(items.reversed()))) != null, name + " reversed");
            items.add(items.getLast());
            assertTrue(refusal(allow.with(name, Json.array(items))) != null, name + " with one twice");
        }
        List<Json> violations = List.of(violation("/b", "AB"), violation("/b", "AA"));
        assertTrue(refusal(allow.with("violations", Json.array(violations))) != null, "violations");
        assertNull(refusal(allow.with("violations", Json.array(violations.reversed()))));
    }

    private static Json violation(String pointer, String code) {
        return Json.object()
                .put("pointer", pointer)
                .put("code", code)
                .put("severity", "warn")
                .build();
    }

    private boolean conforms(String text) {
        return schema.validate(
                        text,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
    }

    private static @Nullable String refusal(Json result) {
        try {
            DecisionResult.require(result);
            return null;
        } catch (UnusableAnswer e) {
            return e.detail();
        }
    }

    private static List<Json> changes(Json value) {
        List<Json> changes = new ArrayList<>(STRANGE);
        if (value instanceof Json.Obj object) {
            object.members().forEach((name, member) -> {
                changes.add(object.without(name));
                changes(member).forEach(changed -> changes.add(object.with(name, changed)));
            });
            changes.add(object.with("more", Json.NULL));
        } else if (value instanceof Json.Arr array) {
            List<Json> items = array.items();
            for (int i = 0; i < items.size(); i++) {
                for (Json changed : changes(items.get(i))) {
                    List<Json> copy = new ArrayList<>(items);
                    copy.set(i, changed);
                    changes.add(Json.array(copy));
                }
            }
            changes.add(Json.array(
                    Stream.concat(items.stream(), Stream.of(Json.NULL)).toList()));
        }
        return changes;
    }

    private static List<Path> examples(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("examples").resolve(folder))) {
            List<Path> sorted = files.sorted().toList();
            assertTrue(!sorted.isEmpty(), folder);
            return sorted;
        }
    }
}
