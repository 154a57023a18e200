package org.sealgate.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

class IntakeTest {
    private static final Intake INTAKE = new Intake();

    static Json.Obj snapshot() {
        return example("llm-run-snapshot/examples/valid/whole.json");
    }

    static Json.Obj draft() {
        return example("sealed-run-draft/examples/valid/draft.json");
    }

    private static Json.Obj example(String name) {
        return JsonReader.readObject(
                Checkout.read(Checkout.root().resolve("schemas").resolve(name)));
    }

    private static List<Violation> refused(Kind kind, byte[] body) {
        return assertInstanceOf(Intake.Malformed.class, INTAKE.read(kind, body)).violations();
    }

    private static Intake.Proposal taken(Kind kind, byte[] body) {
        return assertInstanceOf(
                Intake.Proposal.class,
                INTAKE.read(kind, body),
                () -> INTAKE.read(kind, body).toString());
    }

    private static Json.Obj meta(String name, Json value) {
        return snapshot().with("meta", snapshot().object("meta").with(name, value));
    }

    // S002-33, R9; what the reader refuses has its own code and a pointer without foreign names
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JSON_SYNTAX | `` | ``",
                "JSON_SYNTAX | `` | {",
                "JSON_SYNTAX | /meta | {\"meta\":NaN}",
                "JSON_TRAILING | `` | {}[]",
                "JSON_BOM | `` | `\ufeff{}`",
                "JSON_SHAPE | `` | []",
                "JSON_SHAPE | `` | null",
                "JSON_DUPLICATE_KEY | /meta | {\"meta\":1,\"m\\u0065ta\":2}",
                "JSON_DUPLICATE_KEY | /~email1 | {\"joe@example.com\":1,\"joe@example.com\":2}",
                "JSON_DUPLICATE_KEY | /~unknown1 | {\"notes\":1,\"notes\":2}",
                "JSON_LONE_SURROGATE | /hash | {\"hash\":\"\\udc00\"}",
                "JSON_NUMBER_RANGE | /kpis/~unknown1 | {\"kpis\":{\"x\":-1e400}}",
                "JSON_NUMBER_PRECISION | /kpis/summary_confidence_pct | {\"kpis\":{\"summary_confidence_pct\":1e-400}}",
                "JSON_NUMBER_PRECISION | /top_risks/1 | {\"top_risks\":[0,9007199254740993]}"
            })
    void body_thatIsNoStrictJson_isMalformedByItsCode(String code, String pointer, String body) {
        for (Kind kind : Kind.values()) {
            assertEquals(List.of(new Violation(code, pointer)), refused(kind, body.getBytes(UTF_8)));
        }
    }

    @Test
    void badUtf8_isMalformed() {
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        assertEquals("JSON_UTF8", refused(Kind.SEALED_RUN, overlong).getFirst().code());
    }

    static Stream<Path> notJson() {
        Path folder = Checkout.root().resolve("../shared/vectors/json-parsing/test_parsing");
        return Files.isDirectory(folder) ? Checkout.list(folder).stream() : Stream.of(folder);
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void publicParsingVector_isMalformedAndNeverACrash(Path file) {
        Assumptions.assumeTrue(Files.isRegularFile(file), "skipped: the public vectors are not beside the checkout");
        // not one of them is a proposal; that none of them ends in another exception is the point
        for (Kind kind : Kind.values()) {
            assertFalse(refused(kind, Checkout.read(file)).isEmpty());
        }
    }

    private record Wrong(String code, String pointer, Json.Obj document) {}

    // S002-03, S002-04, S002-05, S002-07, S002-09, S002-10, S002-32, S004-24
    static List<Wrong> wrongSnapshots() {
        return List.of(
                new Wrong("SCHEMA_REQUIRED", "/hash", snapshot().without("hash")),
                new Wrong("SCHEMA_TYPE", "/hash", snapshot().with("hash", Json.NULL)),
                new Wrong("SCHEMA_TYPE", "/hash", snapshot().with("hash", Json.of(1))),
                new Wrong("SCHEMA_REQUIRED", "/system_observations", snapshot().without("system_observations")),
                new Wrong(
                        "SCHEMA_REQUIRED",
                        "/meta/model",
                        snapshot().with("meta", snapshot().object("meta").without("model"))),
                new Wrong("SCHEMA_TYPE", "/meta/operator", meta("operator", Json.NULL)),
                new Wrong("SCHEMA_CONST", "/meta/workbook_version", meta("workbook_version", Json.of("v3"))),
                new Wrong(
                        "SCHEMA_PATTERN",
                        "/meta/export_timestamp",
                        meta("export_timestamp", Json.of("2026-02-15T18:30:00+01:00"))),
                new Wrong(
                        "SCHEMA_FORMAT",
                        "/meta/export_timestamp",
                        meta("export_timestamp", Json.of("2026-02-29T18:30:00Z"))),
                new Wrong("SCHEMA_PATTERN", "/meta/run_id", meta("run_id", Json.of("../../etc/passwd"))),
                new Wrong("SCHEMA_PATTERN", "/meta/run_id", meta("run_id", Json.of("RUN-001\n"))),
                new Wrong("SCHEMA_NOT", "/meta/run_id", meta("run_id", Json.of("aux.txt"))),
                new Wrong(
                        "SCHEMA_ADDITIONALPROPERTIES", "/~unknown1", snapshot().with("notes", Json.of("x"))),
                new Wrong("SCHEMA_ADDITIONALPROPERTIES", "/~email1", snapshot().with("joe@example.com", Json.of("x"))),
                new Wrong("SCHEMA_ADDITIONALPROPERTIES", "/meta/~email1", meta("joe@example.com", Json.of("x"))),
                new Wrong(
                        "SCHEMA_ADDITIONALPROPERTIES",
                        "/policy_hash",
                        snapshot().with("policy_hash", Json.of("x"))),
                new Wrong(
                        "SCHEMA_TYPE",
                        "/top_risks/1",
                        snapshot().with("top_risks", Json.array(List.of(Json.of("a"), Json.of(1))))));
    }

    @ParameterizedTest
    @MethodSource("wrongSnapshots")
    void snapshot_ofAnotherShape_isMalformedAtItsPlace(Wrong wrong) {
        assertEquals(
                List.of(new Violation(wrong.code(), wrong.pointer())),
                refused(Kind.LLM_RUN_SNAPSHOT, CanonicalJson.rfc8785(wrong.document())));
    }

    static List<Wrong> wrongDrafts() {
        Json.Obj draft = draft();
        Json.Obj file = draft.object("inputs_snapshot").objects("files").getFirst();
        return List.of(
                new Wrong("SCHEMA_REQUIRED", "/policy_hash", draft.without("policy_hash")),
                new Wrong("SCHEMA_REQUIRED", "/prompts", draft.without("prompts")),
                new Wrong(
                        "SCHEMA_PATTERN", "/inputs_snapshot/files/0/path", input(file.with("path", Json.of("a/../b")))),
                new Wrong("SCHEMA_PATTERN", "/inputs_snapshot/files/0/path", input(file.with("path", Json.of("..")))),
                new Wrong("SCHEMA_PATTERN", "/inputs_snapshot/files/0/path", input(file.with("path", Json.of("/abs")))),
                new Wrong("SCHEMA_PATTERN", "/inputs_snapshot/files/0/path", input(file.with("path", Json.of("a\\b")))),
                new Wrong("SCHEMA_PATTERN", "/inputs_snapshot/files/0/path", input(file.with("path", Json.of("a//b")))),
                new Wrong(
                        "SCHEMA_PATTERN",
                        "/inputs_snapshot/files/0/path",
                        input(file.with("path", Json.of("a\u0000b")))),
                new Wrong(
                        "SCHEMA_MAXLENGTH",
                        "/inputs_snapshot/files/0/path",
                        input(file.with("path", Json.of(("a".repeat(79) + "/").repeat(3) + "b")))),
                new Wrong(
                        "SCHEMA_PATTERN",
                        "/inputs_snapshot/files/0/sha256",
                        input(file.with("sha256", Json.of("sha256:12")))),
                new Wrong(
                        "SCHEMA_ADDITIONALPROPERTIES",
                        "/inputs_snapshot/files/0/type",
                        input(file.with("type", Json.of("file")))),
                new Wrong("SCHEMA_NOT", "/run_id", draft.with("run_id", Json.of("con"))),
                new Wrong("SCHEMA_PATTERN", "/run_id", draft.with("run_id", Json.of("-rf"))),
                new Wrong(
                        "SCHEMA_ADDITIONALPROPERTIES",
                        "/meta",
                        draft.with("meta", Json.object().build())));
    }

    private static Json.Obj input(Json.Obj file) {
        return draft().with(
                        "inputs_snapshot",
                        Json.object().put("files", Json.array(List.of(file))).build());
    }

    @ParameterizedTest
    @MethodSource("wrongDrafts")
    void draft_ofAnotherShape_isMalformedAtItsPlace(Wrong wrong) {
        assertEquals(
                List.of(new Violation(wrong.code(), wrong.pointer())),
                refused(Kind.SEALED_RUN, CanonicalJson.rfc8785(wrong.document())));
    }

    @Test
    void severalThingsWrong_areAllReported() {
        Json.Obj document =
                meta("workbook_version", Json.of("v1")).without("hash", "kpis").with("notes", Json.of(1));
        assertEquals(
                List.of(
                        "SCHEMA_REQUIRED /hash",
                        "SCHEMA_REQUIRED /kpis",
                        "SCHEMA_CONST /meta/workbook_version",
                        "SCHEMA_ADDITIONALPROPERTIES /~unknown1"),
                refused(Kind.LLM_RUN_SNAPSHOT, CanonicalJson.rfc8785(document)).stream()
                        .map(v -> v.code() + " " + v.pointer())
                        .toList());
    }

    @Test
    void kinds_areNotMistakenForEachOther() {
        assertFalse(refused(Kind.SEALED_RUN, CanonicalJson.rfc8785(snapshot())).isEmpty());
        assertFalse(
                refused(Kind.LLM_RUN_SNAPSHOT, CanonicalJson.rfc8785(draft())).isEmpty());
    }

    @Test
    void malformed_carriesNoValue() {
        Json.Obj secret = meta("export_timestamp", Json.of("joe@example.com"))
                .with("joe@example.com", Json.of("joe@example.com"));
        assertFalse(refused(Kind.LLM_RUN_SNAPSHOT, CanonicalJson.rfc8785(secret))
                .toString()
                .contains("joe"));
    }

    @Test
    void validSnapshot_isAProposalWithItsClaimsApart() {
        byte[] body = CanonicalJson.rfc8785(snapshot().with("outcome", Json.of("allow")));
        Intake.Proposal proposal = taken(Kind.LLM_RUN_SNAPSHOT, body);
        assertEquals("RUN-001", proposal.runId());
        assertEquals(List.of(), proposal.objects());
        assertEquals(
                Set.of("hash", "outcome"), proposal.reading().claims().members().keySet());
        assertEquals(snapshot().without("hash"), proposal.reading().proposal());
    }

    @Test
    void validDraft_namesItsObjects() {
        Intake.Proposal proposal = taken(Kind.SEALED_RUN, CanonicalJson.rfc8785(draft()));
        assertEquals("RUN-4f1c2a9e", proposal.runId());
        assertEquals(5, proposal.objects().size());
    }

    @Test
    void emittedSealedRun_proposedAgain_isAProposalWithClaims() {
        // not malformed: that somebody brings authority of his own is for the policy to refuse, with evidence
        byte[] body = Checkout.read(Checkout.root().resolve("schemas/sealed-run/examples/valid/allow.json"));
        assertTrue(taken(Kind.SEALED_RUN, body).reading().claims().has("authority_envelope"));
    }
}
