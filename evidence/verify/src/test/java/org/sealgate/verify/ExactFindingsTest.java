package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/** What steps say word for word: what they expected and found where one thing is wrong, and what they remark where nothing is. */
class ExactFindingsTest {
    private static final String INPUT = "INPUT_BINDING input.json#";
    private static final String PREDICATE = "decision.dsse.json#/predicate/";
    private static final String SNAPSHOT_HASH = "49de8d398fe8aa1d188a38621dd46ab54f21428b99927dd23896691c6188eaaa";
    private static final String WITHHELD = "the document is withheld: its facts and its redaction were not made again "
            + "(whoever holds it and its salt can, with --artifact and --salt)";
    private static final String NO_OBJECTS =
            "the objects of a record that is no allow are not in the bundle: what their bytes were is the engine's word";
    private static final String ZEROS = "0".repeat(64);

    @TempDir
    private Path folder;

    /** A record, and all that is found wrong with it but that it is no allow. */
    record Row(String name, ForgedBundle bundle, List<String> findings) {
        Row(String name, ForgedBundle bundle, String... findings) {
            this(name, bundle, List.of(findings));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static ForgedBundle input(ForgedBundle bundle, UnaryOperator<Json.Obj> edit) {
        return bundle.json("input.json", edit).mend();
    }

    private static ForgedBundle broken(ForgedBundle bundle) {
        bundle.files.put("proposal.json", "{".getBytes(UTF_8));
        return bundle.mend();
    }

    static List<Row> binding() {
        Json digest = Json.object().put("saltedSha256", ZEROS).build();
        return List.of(
                new Row(
                        "about another kind",
                        input(Forge.deny(Kind.SEALED_RUN), i -> i.with("kind", Json.of("llm-run-snapshot"))),
                        INPUT + "/kind: sealed-run, found llm-run-snapshot",
                        "INPUT_BINDING : a record that can be judged, found org.sealgate.bundle.JsonException: "
                                + "JSON_SHAPE: expected an object at /meta"),
                new Row("withheld", Forge.withheld()),
                new Row(
                        "another withheld document",
                        input(
                                Forge.withheld(),
                                i -> i.with("document", i.object("document").with("digest", digest))),
                        INPUT + "/document/digest: {\"saltedSha256\":\""
                                + "0074ec9a5ddad50c8dc3424929e30bbc83d3c9aa68c9b439efbe03764ff02e9c\"}, found "
                                + "{\"saltedSha256\":\"" + ZEROS + "\"}"),
                new Row(
                        "a proposal that cannot be read",
                        broken(Forge.deny(Kind.SEALED_RUN)),
                        INPUT + "/document/digest: "
                                + "\"sha256:021fb596db81e6d02bf3d2586ee3981fe519f275c0ac9ca76bbcf2ebb4097d96\", found "
                                + "\"sha256:1ffee506567c41a2289254acbe945b1d1ba42ea9bf9756add3a3d5742f846ce4\"",
                        INPUT + "/document/bytes: 1, found 1558",
                        "JSON_SYNTAX proposal.json#: strict JSON, found "
                                + "JSON_SYNTAX at byte 1: the text ends, expected a name"));
    }

    /** Its schema has a statement that is no allow call its subject the proposal. */
    static List<Row> subjects() {
        ForgedBundle denial = Forge.deny(Kind.SEALED_RUN);
        Json.Obj subject = denial.statement.objects("subject").getFirst();
        Json renamed = subject.with("name", Json.of("artifacts/sealed_runs/RUN-001.sealed.json"));
        denial.statement = denial.statement.with("subject", Json.array(List.of(renamed)));
        return List.of(new Row(
                "a denial of what was published",
                denial,
                "STATEMENT_SCHEMA decision.dsse.json#/subject/0/name: policy-decision-1.json const, "
                        + "found does not hold"));
    }

    private static ForgedBundle deniedSnapshot(byte[] snapshot) {
        TestRelease denying = TestRelease.of(
                data -> data.with("test", data.object("test").with("mode", Json.of("deny"))),
                predicate -> predicate,
                TestTrust.POLICY);
        return Forge.record(Kind.LLM_RUN_SNAPSHOT, denying, snapshot, "deny");
    }

    private static ForgedBundle deniedSnapshot() {
        return deniedSnapshot(Forge.proposal(Kind.LLM_RUN_SNAPSHOT));
    }

    private static ForgedBundle selfHash(ForgedBundle bundle, String hex) {
        Json hash = Json.object()
                .put("profile", "rfc8785-empty")
                .put("value", "sha256:" + hex)
                .build();
        return bundle.predicate(predicate -> predicate.with("selfHash", hash));
    }

    private static String shownHash(String hex) {
        return "{\"profile\":\"rfc8785-empty\",\"value\":\"sha256:" + hex + "\"}";
    }

    static List<Row> selfHashes() {
        String code = "SELF_HASH_MISMATCH " + PREDICATE + "selfHash: ";
        return List.of(
                new Row("a snapshot without", deniedSnapshot()),
                new Row("a snapshot with its own", selfHash(deniedSnapshot(), SNAPSHOT_HASH)),
                new Row(
                        "a snapshot with another",
                        selfHash(deniedSnapshot(), ZEROS),
                        code + shownHash(SNAPSHOT_HASH) + ", found " + shownHash(ZEROS)),
                new Row("a snapshot that nobody holds", selfHash(Forge.withheld(), ZEROS)),
                new Row(
                        "a draft with one",
                        selfHash(Forge.deny(Kind.SEALED_RUN), ZEROS),
                        code + "absent, found " + shownHash(ZEROS)));
    }

    /** Sensors find in claims as well; without the document as many findings as withheld places are all that can be asked. */
    static List<Row> claims() {
        Json.Obj snapshot = JsonReader.readObject(Forge.proposal(Kind.LLM_RUN_SNAPSHOT));
        Json.Obj claiming = snapshot.with("hash", Json.of("j.rivera@example.com"));
        Json.Obj both = JsonReader.readObject(Forge.flagged()).with("hash", Json.of("j.rivera@example.com"));
        return List.of(
                new Row("an address in a claim", deniedSnapshot(CanonicalJson.rfc8785(claiming))),
                new Row("an address in a claim, and another", deniedSnapshot(CanonicalJson.rfc8785(both))),
                new Row(
                        "a claim shown after all",
                        input(
                                deniedSnapshot(CanonicalJson.rfc8785(both)),
                                i -> i.with(
                                        "claims", Json.object().put("hash", "x").build())),
                        "FACTS_MISMATCH input.json#/facts/derived/findings: 1 places withheld, "
                                + "found 2 places withheld"));
    }

    static List<Row> causes() {
        UnaryOperator<Json.Obj> aborted = evaluation -> evaluation.with("cause", Json.of("WASM_ABORT"));
        return List.of(
                new Row("no answer", Forge.error("OPA_TIMEOUT")),
                new Row(
                        "no answer, by another cause",
                        Forge.error("OPA_TIMEOUT").evaluation(aborted),
                        "OUTCOME_MISMATCH " + PREDICATE + "cause: WASM_ABORT, found OPA_TIMEOUT",
                        "OUTCOME_MISMATCH " + PREDICATE + "outcome: error WASM_ABORT, found error OPA_TIMEOUT"),
                new Row("two answers", Forge.error("ENGINE_DISAGREE")),
                new Row(
                        "two answers, by another cause",
                        Forge.error("ENGINE_DISAGREE").evaluation(aborted),
                        "OUTCOME_MISMATCH " + PREDICATE + "cause: WASM_ABORT, found ENGINE_DISAGREE"));
    }

    @ParameterizedTest
    @MethodSource({"binding", "subjects", "selfHashes", "claims", "causes"})
    void record_withOneThingWrong_isToldOfThatAlone(Row row) {
        Verdict verdict = Attack.of("", row::bundle).verify(folder);
        assertEquals(row.findings(), told(verdict));
    }

    /** Step 13 is left out: its deadline is a clock's, and these rows ask nothing of it. */
    private static List<String> told(Verdict verdict) {
        return verdict.report().findings().stream()
                .filter(finding -> finding.code() != Code.OUTCOME_NOT_ALLOW)
                .filter(finding -> finding.code().step() != Step.REPLAY)
                .map(finding -> finding.code() + " " + finding.pointer() + ": " + finding.expected() + ", found "
                        + finding.actual())
                .toList();
    }

    private static Report.Line line(Verdict verdict, Step step) {
        return verdict.report().lines().stream()
                .filter(line -> line.step() == step)
                .findFirst()
                .orElseThrow();
    }

    private static String word(int objects) {
        return "the engine's word: actor svc-publisher by token, clock 2026-02-15T18:30:00.131Z, " + objects
                + " objects looked up";
    }

    /** A record and what is remarked at step 12. */
    record Remark(String name, ForgedBundle bundle, List<String> notes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Remark> remarks() {
        return List.of(
                new Remark("an allow with objects", Forge.allow(Kind.SEALED_RUN), List.of(word(5))),
                new Remark("an allow without", Forge.allow(Kind.LLM_RUN_SNAPSHOT), List.of(word(0))),
                new Remark("a denial with objects", Forge.deny(Kind.SEALED_RUN), List.of(word(5), NO_OBJECTS)),
                new Remark("a denial without", deniedSnapshot(), List.of(word(0))),
                new Remark("a withheld document", Forge.withheld(), List.of(WITHHELD, word(0))));
    }

    @ParameterizedTest
    @MethodSource("remarks")
    void record_inOrder_isRemarkedOn(Remark remark) {
        Report.Line line = line(Attack.of("", remark::bundle).verify(folder), Step.BINDING);
        assertEquals(new CheckResult.Pass("input, facts and subject belong together"), line.result());
        assertEquals(remark.notes(), line.notes());
    }

    @ParameterizedTest
    @CsvSource({"true, about the artifact given", "false, as far as it was asked"})
    void relevance_saysWhetherAnArtifactWasCompared(boolean given, String detail) throws IOException {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        String subject = bundle.files.tailMap("subject/").firstKey();
        Path artifact = Files.write(folder.resolve("artifact"), bundle.file(subject));
        Expectations holding = new Expectations(
                Attack.AT,
                Expectations.Require.ALLOW,
                Optional.of(artifact).filter(any -> given),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Verdict verdict = Attack.of("", () -> bundle).asking(any -> holding).verify(folder);
        assertEquals(new CheckResult.Pass(detail), line(verdict, Step.RELEVANCE).result());
    }

    private static ForgedBundle later(ForgedBundle bundle) {
        bundle.statement = bundle.statement.with("predicateType", Json.of("https://sealgate.org/policy-decision/v2"));
        return bundle;
    }

    private Verdict trustingLater(ForgedBundle bundle) {
        byte[] root = TestTrust.file(payload -> payload.with(
                "predicateTypes",
                Json.strings(List.of(
                        "https://sealgate.org/policy-decision/v1", "https://sealgate.org/policy-decision/v2"))));
        return Attack.of("", () -> bundle).trusting(root).verify(folder);
    }

    @Test
    void statement_ofALaterVersion_staysOpen() {
        Verdict verdict = trustingLater(later(Forge.allow(Kind.SEALED_RUN)));
        assertEquals(
                new CheckResult.NotChecked(
                        CheckResult.Because.UNKNOWN,
                        "a later version of the format: https://sealgate.org/policy-decision/v2"),
                line(verdict, Step.PAYLOAD).result());
        assertEquals(Exit.INDETERMINATE, verdict.exit());
    }

    /** What is wrong with it by any version is not left open. */
    @Test
    void statement_ofALaterVersionInAnotherSpelling_isRefused() {
        ForgedBundle bundle = later(Forge.allow(Kind.SEALED_RUN));
        bundle.editPayload = payload -> (new String(payload, UTF_8) + "\n").getBytes(UTF_8);
        Verdict verdict = trustingLater(bundle);
        assertEquals(
                List.of("PAYLOAD_NOT_CANONICAL decision.dsse.json: RFC 8785, found another spelling"), told(verdict));
        assertEquals(Exit.FAILED, verdict.exit());
    }

    /** Published is what was allowed: an error after an allow has the envelope of a run that never was. */
    @ParameterizedTest
    @ValueSource(strings = {"allow", "deny", "RUN_EXISTS", "OPA_TIMEOUT"})
    void run_isThatOfAnAllow(String ending) {
        Kind kind = Kind.SEALED_RUN;
        ForgedBundle bundle = Forge.record(kind, TestRelease.standard(), Forge.proposal(kind), ending);
        Optional<String> run = new Decision(bundle.statement, kind).runId();
        assertEquals(Optional.of("RUN-4f1c2a9e").filter(any -> ending.equals("allow")), run);
    }

    /** The schema of trust roots wants every role; were one not there, nobody could fill it. */
    @Test
    void role_thatATrustRootHasNot_isFilledByNobody() {
        Problems problems = new Problems();
        TrustRoot root = TrustRootReader.read(TestTrust.file(), problems).orElseThrow();
        assertEquals(List.of(), problems.findings());
        TrustRoot without = new TrustRoot(
                root.envelope(),
                root.version(),
                root.issuedAt(),
                root.expires(),
                root.issuers(),
                Map.of(),
                root.keys(),
                root.predicateTypes(),
                root.logPolicy(),
                root.timeAuthorities());
        List<TrustedKey> keys = List.copyOf(root.keys().values());
        assertEquals(List.of(), Signers.lacking("x.json", root, KeyRole.DECISION, keys));
        assertEquals(
                List.of(new Finding(Code.SIGNATURE_THRESHOLD, "x.json", "a role decision in the trust root", "none")),
                Signers.lacking("x.json", without, KeyRole.DECISION, keys));
    }

    @Test
    void key_thatHasRunOut_isNamedWithBothTimes() {
        String pointer = "KEY_EXPIRED trust-root.json#/keys/" + TestTrust.DECISION.keyid();
        byte[] root = TestTrust.file(
                TestTrust.key(TestTrust.DECISION, row -> row.with("validUntil", Json.of("2026-02-01T00:00:00.000Z"))));
        Verdict verdict =
                Attack.of("", () -> Forge.allow(Kind.SEALED_RUN)).trusting(root).verify(folder);
        assertEquals(
                List.of(
                        pointer + ": before 2026-02-01T00:00:00Z, found decidedAt " + Forge.DECIDED,
                        pointer + ": before 2026-02-01T00:00:00Z, found the time of judgement " + Attack.AT),
                told(verdict));
    }
}
