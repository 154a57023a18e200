package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.EvidenceFile;

/** Step 12: the hashes inside an emitted document, be that document anything at all; listed and signed by the engine itself. */
class OwnHashesTest {
    private static final String ENTRY = "subject/RUN-4f1c2a9e_20260215T183000Z.sealed.json#";
    private static final String COMMIT = ENTRY + "/commit_hash: ";
    private static final String INPUTS = ENTRY + "/authority_envelope/provenance/deterministic_inputs_hash: ";
    private static final String ZEROS = "\"sha256:" + "0".repeat(64) + "\"";

    @TempDir
    private Path folder;

    /** A record, and what is said of the hashes inside its document. */
    record Row(String name, ForgedBundle bundle, List<String> findings) {
        Row(String name, ForgedBundle bundle, String... findings) {
            this(name, bundle, List.of(findings));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Row bytes(String name, byte[] document) {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        bundle.files.put(bundle.files.tailMap("subject/").firstKey(), document);
        return new Row(name, bundle.mend());
    }

    private static Row text(String name, String document) {
        return bytes(name, document.getBytes(UTF_8));
    }

    private static String emitted(UnaryOperator<String> edit) {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        return edit.apply(
                new String(bundle.file(bundle.files.tailMap("subject/").firstKey()), UTF_8));
    }

    /** What has no hashes that could be read contradicts nothing; that it is the wrong document is said all the same. */
    static List<Row> unreadable() {
        return List.of(
                text("nothing", ""),
                text("half a document", "{"),
                text("a list", "[]"),
                text("a text", "\"commit_hash\""),
                text("null", "null"),
                text("an empty object", "{}"),
                text("a list too deep", "[".repeat(65) + "]".repeat(65)),
                text("an object too deep", "{\"hash_scope\":".repeat(65) + "1" + "}".repeat(65)),
                text("more tokens than are read", "[" + "0,".repeat(2_000_000) + "0]"),
                text("a member twice", emitted(run -> "{\"commit_hash\":\"\"," + run.substring(1))),
                text("half a character", emitted(run -> "{\"a\":\"\\ud800\"," + run.substring(1))),
                text("a number out of range", emitted(run -> "{\"a\":1e999," + run.substring(1))),
                text("trailing data", emitted(run -> run + "{}")),
                text("a byte order mark", emitted(run -> "\ufeff" + run)),
                bytes("UTF-16", emitted(run -> run).getBytes(UTF_16)),
                bytes("no text", new byte[] {(byte) 0xff, (byte) 0xfe, 0}),
                text("spaces", emitted(run -> run.replace("{\"", "{ \""))));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void document_withoutHashesToRead_isTheWrongOneAndNoMore(Row row) {
        assertEquals(List.of(), told(row.bundle(), Code.RUN_HASH));
        assertEquals(2, told(row.bundle(), Code.SUBJECT_MISMATCH).size());
    }

    private static Row edited(String name, UnaryOperator<Json.Obj> edit, String... findings) {
        return new Row(name, CorpusSubjects.resealed(edit), findings);
    }

    private static Json.Obj otherInputs(Json.Obj run) {
        return run.with("hash_scope", run.object("hash_scope").with("inputs", Json.array(List.of())));
    }

    private static ForgedBundle withoutOriginal() {
        ForgedBundle bundle = CorpusSubjects.resealed(run -> run.with("commit_hash", Json.NULL));
        bundle.files.put("proposal.json", "{".getBytes(UTF_8));
        return bundle.mend();
    }

    static List<Row> contradictions() {
        String commit = "\"sha256:7f4609500891fc8a0378034cc55e88649a8620af6fe8fb78f687b0c73b99efc3\"";
        String inputs = "\"sha256:4d2bdc6bfefc5b19e63e8a894b70fcdcca1691dc58c900ecf9c8b0bf0938f578\"";
        return List.of(
                new Row("as emitted", Forge.allow(Kind.SEALED_RUN)),
                edited("another title", run -> run.with("title", Json.of("approved"))),
                edited(
                        "another commit hash",
                        run -> run.with("commit_hash", Json.of("sha256:" + "0".repeat(64))),
                        COMMIT + commit + ", found " + ZEROS),
                edited("no commit hash", run -> run.without("commit_hash"), COMMIT + commit + ", found absent"),
                edited(
                        "no scope",
                        run -> run.without("hash_scope"),
                        COMMIT + "absent, found " + commit,
                        INPUTS + "absent, found " + inputs),
                edited("no envelope", run -> run.without("authority_envelope"), INPUTS + inputs + ", found absent"),
                edited(
                        "other inputs",
                        OwnHashesTest::otherInputs,
                        COMMIT + "\"sha256:47c60fff5de494c563bc297da1ef3b65ea15b49ed6660ba86330de00b936b090\", found "
                                + commit,
                        INPUTS + "\"sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945\", found "
                                + inputs),
                new Row(
                        "another commit hash beside a proposal that cannot be read",
                        withoutOriginal(),
                        COMMIT + commit + ", found null"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void document_thatContradictsItself_isToldWhere(Row row) {
        assertEquals(row.findings(), told(row.bundle(), Code.RUN_HASH));
    }

    /** A snapshot is published as it came, and what it claims of itself is nobody's hash. */
    @Test
    void snapshot_thatClaimsHashes_isNotAskedForThem() {
        Json.Obj snapshot = JsonReader.readObject(Forge.proposal(Kind.LLM_RUN_SNAPSHOT))
                .with("commit_hash", Json.of("sha256:" + "0".repeat(64)))
                .with("hash_scope", Json.object().build());
        Json hash = Json.of(HashProfile.RFC8785_EMPTY.text(snapshot));
        byte[] proposal = CanonicalJson.rfc8785(snapshot.with("hash", hash));
        ForgedBundle bundle = Forge.record(Kind.LLM_RUN_SNAPSHOT, TestRelease.standard(), proposal, "allow");
        Verdict verdict = Attack.of("", () -> bundle).verify(folder);
        assertEquals(Exit.OK, verdict.exit(), () -> verdict.report().findings().toString());
    }

    @Test
    void file_thatWasOnlyHashed_isNotKept() {
        BundleFiles files = new BundleFiles();
        files.add(EvidenceFile.of("a", "subject", new byte[] {1}));
        files.add(EvidenceFile.of("b", "subject", new byte[] {2}), new byte[] {2});
        assertEquals(Optional.empty(), files.kept("a"));
        assertArrayEquals(new byte[] {2}, files.kept("b").orElseThrow());
        assertEquals(Optional.empty(), files.kept("c"));
    }

    /** The draft that was denied lies in no bundle as a sealed run. */
    @Test
    void denial_ofASealedRun_hasNoHashesInside() {
        assertEquals(List.of(), told(Forge.deny(Kind.SEALED_RUN), Code.RUN_HASH));
    }

    private List<String> told(ForgedBundle bundle, Code code) {
        Verdict verdict = Attack.of("", () -> bundle).verify(folder);
        assertTrue(verdict.report().findings().stream()
                .noneMatch(finding -> finding.expected().equals("a record that can be judged")));
        return verdict.report().findings().stream()
                .filter(finding -> finding.code() == code)
                .map(finding -> finding.pointer() + ": " + finding.expected() + ", found " + finding.actual())
                .toList();
    }
}
