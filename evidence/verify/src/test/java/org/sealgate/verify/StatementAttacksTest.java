package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 6 and 7: statements that are none, and files that are not the signed ones. All of it signed by the decision key. */
class StatementAttacksTest {
    private static final Kind KIND = Kind.SEALED_RUN;
    private static final String SOURCE = "policy/src/test-policy.rego";

    private static ForgedBundle payload(UnaryOperator<String> edit) {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.editPayload = bytes -> edit.apply(new String(bytes, UTF_8)).getBytes(UTF_8);
        return bundle;
    }

    private static ForgedBundle statement(UnaryOperator<Json.Obj> edit) {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.statement = edit.apply(bundle.statement);
        return bundle;
    }

    private static ForgedBundle predicate(UnaryOperator<Json.Obj> edit) {
        return Forge.allow(KIND).predicate(edit);
    }

    static List<Attack> payloads() {
        return List.of(
                Attack.of(
                        "not canonical",
                        () -> payload(text -> text.replace("{\"_type\":", "{ \"_type\":")),
                        Code.PAYLOAD_NOT_CANONICAL),
                Attack.of(
                        "a member twice",
                        () -> payload(text ->
                                text.replace("\"outcome\":\"allow\"", "\"outcome\":\"allow\",\"outcome\":\"allow\"")),
                        Code.JSON_DUPLICATE_KEY),
                Attack.of(
                        "a number that no double carries",
                        () -> payload(text -> text.replace("\"number\":42", "\"number\":9007199254740993")),
                        Code.JSON_NUMBER_PRECISION),
                Attack.of("trailing data", () -> payload(text -> text + " {}"), Code.JSON_TRAILING),
                Attack.of("no object", () -> payload(text -> "[]"), Code.STATEMENT_SCHEMA),
                Attack.of(
                        "another statement type",
                        () -> statement(s -> s.with("_type", Json.of("https://in-toto.io/Statement/v0.1"))),
                        Code.STATEMENT_TYPE),
                Attack.of(
                        "a look-alike predicate type",
                        () -> statement(
                                s -> s.with("predicateType", Json.of("https://sealgate.org/policy-decisіon/v1"))),
                        Code.PREDICATE_TYPE),
                Attack.of(
                        "a release's predicate type",
                        () -> statement(
                                s -> s.with("predicateType", Json.of("https://sealgate.org/policy-release/v1"))),
                        Code.PREDICATE_TYPE),
                Attack.of(
                        "an unknown member",
                        () -> predicate(p -> p.with("approved", Json.of(true))),
                        Code.STATEMENT_SCHEMA),
                Attack.of("a member missing", () -> predicate(p -> p.without("nonce")), Code.STATEMENT_SCHEMA),
                Attack.of(
                        "an allow with a cause",
                        () -> predicate(p -> p.with("cause", Json.of("RUN_EXISTS"))),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "another phase",
                        () -> Forge.allow(KIND).evaluation(e -> e.with("phase", Json.of("render"))),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "file list out of order",
                        () -> predicate(StatementAttacksTest::reversed),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "an issuer that the controller may not speak for",
                        StatementAttacksTest::otherIssuer,
                        Code.ISSUER_MISMATCH),
                Attack.of(
                        "a newer trust root named",
                        () -> predicate(p -> p.with("trustRootVersion", Json.of(2))),
                        Code.TRUST_ROOT_EXPIRED),
                Attack.of(
                                "a predicate type that the trust root does not allow",
                                () -> Forge.allow(KIND),
                                Code.PREDICATE_TYPE)
                        .trusting(TestTrust.file(root -> root.with(
                                "predicateTypes", Json.strings(List.of("https://sealgate.org/policy-release/v1"))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    void payload_attacked_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    private static Json.Obj reversed(Json.Obj predicate) {
        return predicate.with(
                "evidence", Json.array(predicate.objects("evidence").reversed()));
    }

    private static ForgedBundle otherIssuer() {
        return predicate(p -> p.with("issuer", p.object("issuer").with("id", Json.of("https://other.example.org"))));
    }

    static List<Attack> files() {
        return List.of(
                Attack.of("a file edited", () -> edited("input.json"), Code.FILE_DIGEST),
                Attack.of("a file longer by one byte", () -> longer("facts.json"), Code.FILE_DIGEST),
                Attack.of("a file removed", () -> removed("facts.json"), Code.FILE_MISSING),
                Attack.of("an object removed", () -> removed(object()), Code.FILE_MISSING),
                Attack.of("an object edited", () -> edited(object()), Code.FILE_DIGEST),
                Attack.of(
                        "an object under another's name, signed for",
                        StatementAttacksTest::renamedObject,
                        Code.FILE_DIGEST),
                Attack.of("a file added", () -> added("NOTES.md"), Code.FILE_EXTRA),
                Attack.of("a file added and signed for", () -> added("NOTES.md").mendList(), Code.FILE_EXTRA),
                Attack.of(
                        "a second subject, signed for",
                        () -> added("subject/other.json").mendList(),
                        Code.FILE_EXTRA),
                Attack.of(
                        "the proposal removed, list mended",
                        () -> removed("proposal.json").mendList(),
                        Code.FILE_MISSING),
                Attack.of(
                        "the facts removed, list mended",
                        () -> removed("facts.json").mendList(),
                        Code.FILE_MISSING),
                Attack.of(
                        "the input removed, list mended",
                        () -> removed("input.json").mendList(),
                        Code.FILE_MISSING),
                Attack.of(
                        "the result removed, list mended",
                        () -> removed("result.json").mendList(),
                        Code.FILE_MISSING),
                Attack.of(
                        "the envelope removed, list mended",
                        () -> removed("authority_envelope.json").mendList(),
                        Code.FILE_MISSING),
                Attack.of("the subject removed, list mended", StatementAttacksTest::noSubject, Code.FILE_MISSING),
                Attack.of(
                        "the module removed, list mended",
                        () -> removed("policy/policy.wasm").mendList(),
                        Code.FILE_MISSING),
                Attack.of("the release removed", () -> removed("policy/release.dsse.json"), Code.FILE_MISSING),
                Attack.of("another release", StatementAttacksTest::otherRelease, Code.FILE_DIGEST),
                Attack.of("the release listed as well", StatementAttacksTest::listedRelease, Code.FILE_EXTRA),
                Attack.of("a source edited", () -> edited(SOURCE), Code.FILE_DIGEST),
                Attack.of("a source removed", () -> removed(SOURCE), Code.FILE_DIGEST),
                Attack.of("a source added", () -> added("policy/src/extra.rego"), Code.FILE_DIGEST),
                Attack.of("a source listed as well", StatementAttacksTest::listedSource, Code.FILE_EXTRA),
                Attack.of(
                        "a result beside a record without an answer",
                        () -> beside(Forge.error("OPA_TIMEOUT"), "result.json"),
                        Code.FILE_EXTRA),
                Attack.of(
                        "an object beside a denial",
                        () -> beside(
                                Forge.deny(KIND),
                                "objects/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
                        Code.FILE_EXTRA),
                Attack.of(
                        "the withheld proposal beside its record",
                        () -> beside(Forge.withheld(), "proposal.json"),
                        Code.FILE_EXTRA),
                Attack.of(
                        "an input beside a malformed record",
                        () -> beside(Forge.malformed(), "input.json"),
                        Code.FILE_EXTRA,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of("a file with another's role", StatementAttacksTest::otherRole, Code.FILE_EXTRA),
                Attack.of("a log that nobody requires", () -> added("log/proof"), Code.FILE_EXTRA),
                Attack.of("a vsa that nobody requires", () -> added("vsa.dsse.json"), Code.FILE_EXTRA),
                Attack.of(
                        "checksums of other files",
                        () -> Forge.allow(KIND).checksums("00  x\n".getBytes(UTF_8)),
                        Code.PROJECTION_MISMATCH),
                Attack.of(
                        "envelope file edited, list mended",
                        StatementAttacksTest::editedEnvelopeFile,
                        Code.PROJECTION_MISMATCH),
                Attack.of("guide edited, list mended", () -> edited("REPLAY.md").mendList(), Code.PROJECTION_MISMATCH),
                Attack.of(
                        "files of two decisions mixed",
                        StatementAttacksTest::spliced,
                        Code.FILE_DIGEST,
                        Code.FILE_EXTRA,
                        Code.FILE_MISSING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void files_attacked_areRefusedWithTheirCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    static List<Attack> required() {
        return List.of(
                requiring("log", Code.LOG_PROOF_MISSING),
                requiring("witness", Code.LOG_PROOF_MISSING, Code.WITNESS_QUORUM),
                requiring("time", Code.TSA_TOKEN),
                requiring("vsa", Code.FILE_MISSING),
                requiring("sigstore", Code.FILE_MISSING));
    }

    private static Attack requiring(String proof, Code... codes) {
        return Attack.of("no " + proof + ", which the trust root requires", () -> Forge.allow(KIND), codes)
                .trusting(TestTrust.file(TestTrust.requiring(proof)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("required")
    void proof_requiredAndAbsent_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @Test
    void version_unknown_isNotCheckedAndIndeterminate(@TempDir Path folder) {
        List<Attack> later = List.of(
                Attack.of("derivation", () -> predicate(p -> p.with("derivation", Json.of("2")))),
                Attack.of(
                        "sensors",
                        () -> predicate(p -> p.with("facts", p.object("facts").with("sensors", Json.of("2"))))),
                Attack.of("kind", () -> Forge.malformed().predicate(p -> p.with("kind", Json.of("runtime-export")))),
                Attack.of(
                                "format",
                                () -> statement(s ->
                                        s.with("predicateType", Json.of("https://sealgate.org/policy-decision/v2"))))
                        .trusting(TestTrust.file(root -> root.with(
                                "predicateTypes",
                                Json.strings(List.of(
                                        "https://sealgate.org/policy-decision/v2",
                                        "https://sealgate.org/policy-release/v1"))))));
        for (Attack each : later) {
            Verdict verdict = each.asking(Expectations::requireAny).verify(folder);
            assertInstanceOf(
                    Verdict.Indeterminate.class,
                    verdict,
                    () -> each.name() + verdict.report().findings());
        }
    }

    private static ForgedBundle edited(String name) {
        ForgedBundle bundle = Forge.allow(KIND);
        byte[] content = bundle.file(name).clone();
        content[content.length / 2] ^= 1;
        bundle.files.put(name, content);
        return bundle;
    }

    private static ForgedBundle longer(String name) {
        ForgedBundle bundle = Forge.allow(KIND);
        byte[] content = bundle.file(name);
        bundle.files.put(name, java.util.Arrays.copyOf(content, content.length + 1));
        return bundle;
    }

    private static ForgedBundle removed(String name) {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.files.remove(name);
        return bundle;
    }

    private static ForgedBundle noSubject() {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.files.keySet().removeIf(name -> name.startsWith("subject/"));
        return bundle.mendList();
    }

    private static ForgedBundle added(String name) {
        return with(Forge.allow(KIND), name);
    }

    private static ForgedBundle with(ForgedBundle bundle, String name) {
        bundle.files.put(name, "{}".getBytes(UTF_8));
        return bundle;
    }

    private static ForgedBundle beside(ForgedBundle bundle, String name) {
        with(bundle, name).mendList();
        return bundle;
    }

    private static String object() {
        return Forge.allow(KIND).files.keySet().stream()
                .filter(name -> name.startsWith("objects/"))
                .findFirst()
                .orElseThrow();
    }

    private static ForgedBundle renamedObject() {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.files.put(object(), "other content".getBytes(UTF_8));
        return bundle.mendList();
    }

    private static ForgedBundle otherRelease() {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.files.put(
                "policy/release.dsse.json",
                TestRelease.of(d -> d, p -> p.with("opaVersion", Json.of("1.0.0")), TestTrust.POLICY)
                        .file("policy/release.dsse.json"));
        return bundle;
    }

    private static ForgedBundle listedRelease() {
        ForgedBundle bundle = Forge.allow(KIND);
        return row(bundle, "policy/release.dsse.json", "policy");
    }

    private static ForgedBundle listedSource() {
        return row(Forge.allow(KIND), SOURCE, "policy");
    }

    private static ForgedBundle otherRole() {
        ForgedBundle bundle = Forge.allow(KIND);
        List<Json> rows = new ArrayList<>();
        for (Json.Obj row : bundle.predicate().objects("evidence")) {
            rows.add(row.text("name").equals("facts.json") ? row.with("role", Json.of("input")) : row);
        }
        return bundle.predicate(p -> p.with("evidence", Json.array(rows)));
    }

    private static ForgedBundle row(ForgedBundle bundle, String name, String role) {
        byte[] content = bundle.file(name);
        List<Json> rows = new ArrayList<>(bundle.predicate().objects("evidence"));
        rows.add(Json.object()
                .put("name", name)
                .put("role", role)
                .put("digest", org.sealgate.bundle.Digest.sha256(content).text())
                .put("bytes", content.length)
                .build());
        rows.sort(java.util.Comparator.comparing(row -> ((Json.Obj) row).text("name")));
        return bundle.predicate(p -> p.with("evidence", Json.array(rows)));
    }

    private static ForgedBundle editedEnvelopeFile() {
        return Forge.allow(KIND)
                .json(
                        "authority_envelope.json",
                        e -> e.with("actor", e.object("actor").with("id", Json.of("chief"))))
                .mendList();
    }

    /** The statement of one decision with the files of another: all genuine. */
    private static ForgedBundle spliced() {
        ForgedBundle bundle = Forge.allow(KIND);
        ForgedBundle other = Forge.allow(Kind.LLM_RUN_SNAPSHOT);
        bundle.files.clear();
        bundle.files.putAll(other.files);
        return bundle;
    }
}
