package org.sealgate.derive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Grants at their edges: who, when, for what, and where exactly a shortfall lies. */
class GrantEdgesTest {
    private static final String AT = "2026-02-15T18:30:00.131Z";

    /** A change to grant and input, both as text, and the pointers of what is then short. */
    record Row(String from, String to, String... pointers) {}

    static List<Row> rows() {
        return List.of(
                new Row("\"effectiveAt\":\"2026-01-01T00:00:00.000Z\"", "\"effectiveAt\":\"" + AT + "\""),
                new Row("\"expiresAt\":\"2027-01-01T00:00:00.000Z\"", "\"expiresAt\":null"),
                new Row("\"expiresAt\":\"2027-01-01T00:00:00.000Z\"", "\"expiresAt\":\"" + AT + "\"", "/authority"),
                new Row("\"actor\":null", "\"actor\":\"svc\""),
                new Row("\"actor\":null,\"role\":\"publisher\"", "\"actor\":\"svc\",\"role\":null"),
                new Row("\"actor\":null", "\"actor\":\"other\"", "/authority"),
                new Row("\"actor\":null,\"role\":\"publisher\"", "\"actor\":null,\"role\":null", "/authority"),
                new Row("[\"sealed-run\"]", "[\"llm-run-snapshot\"]", "/authority/scope/kinds"),
                new Row("[\"sealed-run\"]", "[\"*\"]"),
                new Row(
                        "\"decisions\":[\"DEC-001\"],\"claims\":[\"*\"]",
                        "\"decisions\":[\"DEC-002\"],\"claims\":[\"*\"]",
                        "/request/scope",
                        "/proposal/scope_bound/decisions"),
                new Row(
                        "\"prompts\":[\"p1\"],\"datasets\":[\"*\"]",
                        "\"prompts\":[],\"datasets\":[\"*\"]",
                        "/proposal/scope_bound/prompts"),
                new Row(
                        "\"request\":{\"scope\":\"DEC-001\"",
                        "\"request\":{\"scope\":null",
                        "/request/scope",
                        "/proposal/decision_state/decision_id"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void grant_changed_isShortAtThesePlaces(Row row) {
        Json.Obj input = Samples.read(Samples.INPUT.replace(row.from(), row.to()));
        Json.Obj result = Samples.read(Samples.RESULT.replace(row.from(), row.to()));
        Json.Obj data = Samples.read(Samples.DATA.replace(row.from(), row.to()));
        List<String> pointers = Support.shortfalls(input, result, Samples.RULES, data).stream()
                .map(Shortfall::pointer)
                .toList();
        assertEquals(List.of(row.pointers()), pointers);
    }

    @Test
    void outcome_ofAnotherName_isNoAllow() {
        Json.Obj result = Samples.read(Samples.RESULT.replace("\"outcome\":\"allow\"", "\"outcome\":\"deny\""));
        List<Shortfall> missing =
                Support.shortfalls(Samples.read(Samples.INPUT), result, Samples.RULES, Samples.read(Samples.DATA));
        assertEquals("OUTCOME_NOT_ALLOW", missing.getFirst().code());
    }

    /** Two checks forgiven, one warning. */
    @Test
    void warnChecks_moreThanWarnings_areIncomplete() {
        ReleaseRules rules = new ReleaseRules(
                "sealed-run",
                "e",
                Samples.RULES.requiredGates(),
                Samples.RULES.requiredChecks(),
                List.of("authority_present"),
                Samples.RULES.requiredChecks());
        String warned = Samples.RESULT.replace(
                "\"violations\":[]", "\"violations\":[{\"code\":\"W\",\"pointer\":\"/a\",\"severity\":\"warn\"}]");
        String one = warned.replace(
                "\"authority_present\",\"result\":\"pass\"", "\"authority_present\",\"result\":\"fail\"");
        String two = one.replace("threshold_met\",\"result\":\"pass\"", "threshold_met\",\"result\":\"fail\"");
        assertEquals(List.of(), pointers(one, rules));
        assertEquals(List.of("/violations"), pointers(two, rules));
        assertEquals(
                List.of(),
                pointers(
                        Samples.RESULT.replace(
                                "\"authority_present\",\"result\":\"pass\"",
                                "\"authority_present\",\"result\":\"not_applicable\""),
                        rules));
    }

    private static List<String> pointers(String result, ReleaseRules rules) {
        return Support.shortfalls(Samples.read(Samples.INPUT), Samples.read(result), rules, Samples.read(Samples.DATA))
                .stream()
                .map(Shortfall::pointer)
                .toList();
    }

    @Test
    void rules_ofARelease_areThoseOfTheKind() {
        Json.Obj release = Samples.read("""
                {"kinds":[{"kind":"a","entrypoint":"x","requiredGates":["g"],"requiredChecks":["c"],"notApplicable":[],"warnChecks":[]},
                          {"kind":"b","entrypoint":"y","requiredGates":["h"],"requiredChecks":["d"],"notApplicable":["d"],"warnChecks":["d"]},
                          {"kind":"no-gates","entrypoint":"y","requiredGates":[],"requiredChecks":["d"],"notApplicable":[],"warnChecks":[]},
                          {"kind":"no-checks","entrypoint":"y","requiredGates":["h"],"requiredChecks":[],"notApplicable":[],"warnChecks":[]}]}
                """);
        assertEquals(
                new ReleaseRules("b", "y", List.of("h"), List.of("d"), List.of("d"), List.of("d")),
                ReleaseRules.of(release, "b"));
        for (String kind : List.of("c", "no-gates", "no-checks")) {
            assertThrows(IllegalArgumentException.class, () -> ReleaseRules.of(release, kind), kind);
        }
    }

    @Test
    void runId_ofEachKind_isFoundWhereTheKindKeepsIt() {
        Json.Obj both = Samples.read("{\"run_id\":\"R\",\"meta\":{\"run_id\":\"M\"}}");
        assertEquals("R", RunIdentity.runId("sealed-run", both));
        assertEquals("M", RunIdentity.runId("llm-run-snapshot", both));
        assertEquals(
                "withheld", RunIdentity.runId("sealed-run", Samples.read("{\"run_id\":{\"withheld\":\"email\"}}")));
    }

    @Test
    void scope_ofWhatAProposalNames_holdsItsListsAndTheirDigest() {
        Json.Obj scope = HashScope.of(Samples.read(Samples.INPUT));
        assertEquals(1, scope.array("inputs").items().size());
        assertEquals("sha256:bb", scope.objects("prompts").getFirst().text("sha256"));
        assertEquals(
                Digest.sha256("[{\"path\":\"a.csv\",\"sha256\":\"sha256:aa\",\"type\":\"file\"}]".getBytes(UTF_8))
                        .text(),
                HashScope.inputsHash(scope));
        Json.Obj bare =
                Samples.read(Samples.INPUT).with("proposal", Json.object().build());
        assertEquals(List.of(), HashScope.of(bare).array("inputs").items());
        assertEquals(List.of(), HashScope.of(bare).array("prompts").items());
    }

    /** A snapshot has no bound of its own: it is bound to the decision that was asked for. */
    @Test
    void envelope_withoutABound_isBoundToWhatWasAsked() {
        Json.Obj bare = Samples.read(Samples.INPUT)
                .with("proposal", Samples.read("{\"run_id\":\"R\",\"prompts\":[{\"path\":\"p\"},7]}"));
        Json.Obj result = Samples.read(Samples.RESULT.replace("\"2027-01-01T00:00:00.000Z\"", "null"));
        Json.Obj envelope = AuthorityEnvelope.of(bare, result, Samples.read(Samples.DATA), "allow")
                .orElseThrow();
        assertEquals(List.of("DEC-001"), envelope.object("scope_bound").texts("decisions"));
        assertEquals(List.of(), envelope.object("scope_bound").texts("claims"));
        assertEquals(Json.NULL, envelope.object("authority").get("expires_at"));
        assertEquals(
                0,
                envelope.object("policy_snapshot")
                        .object("prompt_hashes")
                        .members()
                        .size());
        assertEquals(
                List.of("inputs_hashed", "policy_hash_matches"),
                envelope.object("enforcement").texts("gates_checked"));
        Json.Obj unasked = bare.with("request", Samples.read("{\"scope\":null}"));
        assertEquals(
                List.of(),
                AuthorityEnvelope.of(unasked, result, Samples.read(Samples.DATA), "allow")
                        .orElseThrow()
                        .object("scope_bound")
                        .texts("decisions"));
        Json.Obj until = AuthorityEnvelope.of(bare, Samples.read(Samples.RESULT), Samples.read(Samples.DATA), "allow")
                .orElseThrow();
        assertEquals("2027-01-01T00:00:00.000Z", until.object("authority").text("expires_at"));
    }

    @Test
    void name_ofAProposal_isItsRunAndTime() {
        Json.Obj sealed = Samples.read("{\"run_id\":\"R\"}");
        Json.Obj snapshot = Samples.read("{\"meta\":{\"run_id\":\"M\",\"export_timestamp\":\"2026-02-15T18:30:00Z\"}}");
        assertEquals(
                Optional.of("artifacts/sealed_runs/R_20260215T183000Z.sealed.json"),
                Emitted.nameOf(Kind.SEALED_RUN, sealed, AT));
        assertEquals(
                Optional.of("artifacts/sealed_runs/M_20260215T183000Z.json"),
                Emitted.nameOf(Kind.LLM_RUN_SNAPSHOT, snapshot, AT));
        assertEquals(Optional.empty(), Emitted.nameOf(Kind.SEALED_RUN, snapshot, AT));
        assertEquals(Optional.empty(), Emitted.nameOf(Kind.LLM_RUN_SNAPSHOT, sealed, AT));
    }

    @Test
    void projections_ofWhatIsThere_areItsBytes() {
        assertEquals("{\"a\":1}", new String(Projections.authorityEnvelope(Samples.read("{ \"a\" : 1 }")), UTF_8));
        assertEquals(true, new String(Projections.replayGuide(), UTF_8).startsWith("#"));
    }
}
