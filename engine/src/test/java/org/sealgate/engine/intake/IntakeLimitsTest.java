package org.sealgate.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Each limit of a proposal at one less, at the limit, and at one more. */
class IntakeLimitsTest {
    private static final Intake INTAKE = new Intake();

    private record Limit(String name, int limit, String code, Kind kind, IntFunction<String> body) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String text(Json json) {
        return new String(CanonicalJson.rfc8785(json), UTF_8);
    }

    /** The snapshot with one more claim: claims may be any JSON, so they reach the reader's limits undisturbed. */
    private static String claiming(String value) {
        String snapshot = text(IntakeTest.snapshot());
        return "{\"feasibility\":" + value + "," + snapshot.substring(1);
    }

    private static String snapshotWith(String list, List<Json> items) {
        return text(IntakeTest.snapshot().with(list, Json.array(items)));
    }

    private static String draftWith(String list, int files) {
        return text(IntakeTest.draft().with(list, Json.array(files(files))));
    }

    private static List<Json> files(int count) {
        return IntStream.range(0, count)
                .<Json>mapToObj(i -> Json.object()
                        .put("path", "f/" + i)
                        .put(
                                "sha256",
                                Digest.sha256(Integer.toString(i).getBytes(UTF_8))
                                        .text())
                        .build())
                .toList();
    }

    private static String padded(int bytes) {
        String body = text(IntakeTest.snapshot());
        return body + " ".repeat(bytes - body.length());
    }

    static List<Limit> limitsOfTheReader() {
        // the snapshot itself, and the name of the claim and its array
        int own = IntakeTokens.of(IntakeTest.snapshot()) + 2;
        return List.of(
                new Limit("body", 1024 * 1024, "BODY_LIMIT", Kind.LLM_RUN_SNAPSHOT, IntakeLimitsTest::padded),
                new Limit(
                        "depth",
                        64,
                        "JSON_DEPTH",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> claiming("[".repeat(n - 1) + "]".repeat(n - 1))),
                new Limit(
                        "names an object",
                        4_096,
                        "JSON_LIMIT",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> claiming(IntStream.range(0, n)
                                .mapToObj(i -> "\"n" + i + "\":0")
                                .collect(Collectors.joining(",", "{", "}")))),
                new Limit(
                        "tokens",
                        200_000,
                        "JSON_LIMIT",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> claiming("[" + String.join(",", Collections.nCopies(n - own, "0")) + "]")),
                new Limit(
                        "string",
                        65_536,
                        "JSON_LIMIT",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> snapshotWith("top_risks", List.of(Json.of("x".repeat(n))))),
                new Limit(
                        "name",
                        65_536,
                        "JSON_LIMIT",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> claiming("{\"" + "x".repeat(n) + "\":0}")),
                new Limit("number", 64, "JSON_LIMIT", Kind.LLM_RUN_SNAPSHOT, n -> claiming("1." + "0".repeat(n - 2))));
    }

    static List<Limit> limitsOfSchemas() {
        int draftsOwn = 5;
        return List.of(
                new Limit(
                        "items of a list",
                        1_000,
                        "SCHEMA_MAXITEMS",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> snapshotWith("top_actions", Collections.nCopies(n, Json.of("x")))),
                new Limit(
                        "operator",
                        200,
                        "SCHEMA_MAXLENGTH",
                        Kind.LLM_RUN_SNAPSHOT,
                        n -> text(IntakeTest.snapshot()
                                .with(
                                        "meta",
                                        IntakeTest.snapshot()
                                                .object("meta")
                                                .with("operator", Json.of("é".repeat(n)))))),
                new Limit(
                        "run id",
                        64,
                        "SCHEMA_PATTERN",
                        Kind.SEALED_RUN,
                        n -> text(IntakeTest.draft().with("run_id", Json.of("R".repeat(n))))),
                new Limit(
                        "files of a list",
                        2_000,
                        "SCHEMA_MAXITEMS",
                        Kind.SEALED_RUN,
                        n -> draftWith("artifacts_emitted", n)),
                new Limit(
                        "named objects",
                        2_000,
                        "OBJECTS_LIMIT",
                        Kind.SEALED_RUN,
                        n -> draftWith("prompts", n - draftsOwn + 1)));
    }

    @ParameterizedTest
    @MethodSource({"limitsOfTheReader", "limitsOfSchemas"})
    void limit_exceededByOne_isMalformed(Limit limit) {
        assertEquals(List.of(), codes(limit, limit.limit() - 1));
        assertEquals(List.of(), codes(limit, limit.limit()));
        assertEquals(List.of(limit.code()), codes(limit, limit.limit() + 1));
    }

    private static List<String> codes(Limit limit, int size) {
        return switch (INTAKE.read(limit.kind(), limit.body().apply(size).getBytes(UTF_8))) {
            case Intake.Proposal proposal -> List.of();
            case Intake.Malformed malformed ->
                malformed.violations().stream().map(Violation::code).toList();
        };
    }

    @Test
    void objectsTogether_exceededByOne_areMalformed() {
        long limit = 768L * 1024 * 1024;
        record Row(List<Long> sizes, boolean refused) {}
        for (Row row : List.of(
                new Row(List.of(), false),
                new Row(List.of(limit - 1), false),
                new Row(List.of(limit - 1, 1L), false),
                new Row(List.of(limit, 1L), true),
                new Row(Collections.nCopies(1_999, 1L), false),
                new Row(Collections.nCopies(2_000, 1L), false),
                new Row(Collections.nCopies(2_001, 1L), true))) {
            assertEquals(
                    row.refused() ? List.of(new Violation("OBJECTS_LIMIT", "")) : List.of(),
                    Limits.ofObjects(row.sizes()));
        }
    }

    /** Bodies of the largest size in which everything is wrong: a list of a hundred, and in bounded time. */
    @Test
    void hopelessBodies_areRefusedSoon() {
        List<String> hopeless = new ArrayList<>();
        hopeless.add("{\"top_risks\":[" + String.join(",", Collections.nCopies(199_000, "0")) + "]}");
        hopeless.add("{"
                + IntStream.range(0, 4_096)
                        .mapToObj(i -> "\"n" + i + "@example.com\":{}")
                        .collect(Collectors.joining(","))
                + "}");
        hopeless.add("{\"inputs_snapshot\":{\"files\":[" + String.join(",", Collections.nCopies(60_000, "{\"x\":1}"))
                + "]}}");
        hopeless.add("{\"meta\":{\"run_id\":\"" + "a/".repeat(32_000) + "\"}}");
        hopeless.add("{\"hash\":\"" + "x@".repeat(32_000) + "\"}");
        hopeless.add("[".repeat(500_000));
        for (String body : hopeless) {
            for (Kind kind : Kind.values()) {
                Intake.Outcome outcome = assertTimeoutPreemptively(
                        Duration.ofSeconds(5), () -> INTAKE.read(kind, body.getBytes(UTF_8)), body.substring(0, 20));
                int listed = ((Intake.Malformed) outcome).violations().size();
                assertTrue(listed >= 1 && listed <= 100, () -> body.substring(0, 20) + " gave " + listed);
            }
        }
    }
}
