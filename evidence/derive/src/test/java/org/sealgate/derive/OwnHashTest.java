package org.sealgate.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/** The hashes that a sealed run carries inside, held against the run's own content, whoever wrote it. */
class OwnHashTest {
    private static final String COMMIT = "/commit_hash";
    private static final String INPUTS = "/authority_envelope/provenance/deterministic_inputs_hash";
    private static final Json.Obj SEALED = sealed();
    private static final Json OTHER = Json.of("sha256:" + "0".repeat(64));

    private static Json.Obj sealed() {
        Json.Obj input = Samples.read(Samples.INPUT);
        Json.Obj draft = input.object("proposal");
        Json.Obj envelope = AuthorityEnvelope.of(
                        input, Samples.read(Samples.RESULT), Samples.read(Samples.DATA), "allow")
                .orElseThrow();
        Emitted emitted = Emitted.of(draft, draft, Bytes.copyOf(CanonicalJson.rfc8785(draft)), input, envelope);
        return JsonReader.readObject(emitted.bytes().toArray());
    }

    /** A sealed run edited, and the hashes that it then contradicts. */
    record Row(String name, UnaryOperator<Json.Obj> edit, String... contradicted) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Json.Obj scope(Json.Obj run, String member, Json value) {
        return run.with("hash_scope", run.object("hash_scope").with(member, value));
    }

    private static Json.Obj provenance(Json.Obj run, Json provenance) {
        return run.with("authority_envelope", run.object("authority_envelope").with("provenance", provenance));
    }

    private static Json.Obj inputsHash(Json.Obj run, Json hash) {
        return provenance(
                run, run.object("authority_envelope").object("provenance").with("deterministic_inputs_hash", hash));
    }

    static List<Row> runs() {
        Json none = Json.array(List.of());
        return List.of(
                new Row("as it was emitted", run -> run),
                new Row("nothing at all", run -> Json.object().build()),
                new Row(
                        "neither hash nor scope",
                        run -> run.without("hash_scope", "commit_hash", "authority_envelope")),
                new Row("another title", run -> run.with("title", Json.of("approved"))),
                new Row("another commit hash", run -> run.with("commit_hash", OTHER), COMMIT),
                new Row("commit hash in capitals", run -> run.with("commit_hash", capitals(run)), COMMIT),
                new Row("commit hash that is a number", run -> run.with("commit_hash", Json.of(7)), COMMIT),
                new Row("commit hash null", run -> run.with("commit_hash", Json.NULL), COMMIT),
                new Row("no commit hash", run -> run.without("commit_hash"), COMMIT),
                new Row("another clock in the scope", run -> scope(run, "parameters", none), COMMIT),
                new Row("other inputs", run -> scope(run, "inputs", none), COMMIT, INPUTS),
                new Row("inputs that are no list", run -> scope(run, "inputs", Json.of("none")), COMMIT, INPUTS),
                new Row(
                        "no inputs",
                        run -> run.with("hash_scope", run.object("hash_scope").without("inputs")),
                        COMMIT,
                        INPUTS),
                new Row("no scope", run -> run.without("hash_scope"), COMMIT, INPUTS),
                new Row("a scope that is no object", run -> run.with("hash_scope", none), COMMIT, INPUTS),
                new Row("another inputs hash", run -> inputsHash(run, OTHER), INPUTS),
                new Row("inputs hash that is a list", run -> inputsHash(run, none), INPUTS),
                new Row("no envelope", run -> run.without("authority_envelope"), INPUTS),
                new Row("an envelope that is a text", run -> run.with("authority_envelope", OTHER), INPUTS),
                new Row("a provenance that is null", run -> provenance(run, Json.NULL), INPUTS));
    }

    private static Json capitals(Json.Obj run) {
        return Json.of(run.text("commit_hash").toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void sealedRun_edited_contradictsTheHashesOfWhatWasEdited(Row row) {
        List<String> contradicted = OwnHash.of(Kind.SEALED_RUN, row.edit().apply(SEALED)).stream()
                .filter(hash -> !hash.expected().equals(hash.found()))
                .map(OwnHash::pointer)
                .toList();
        assertEquals(List.of(row.contradicted()), contradicted);
    }

    @Test
    void hash_each_isNamedWithWhatItShouldBeAndIs() {
        Json.Obj edited = scope(SEALED, "inputs", Json.array(List.of()));
        Json commit = Json.of(Digest.sha256(CanonicalJson.rfc8785(edited.object("hash_scope")))
                .text());
        Json inputs = Json.of("sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
        Json wasCommit = Json.of(SEALED.text("commit_hash"));
        Json wasInputs =
                Json.of(SEALED.object("authority_envelope").object("provenance").text("deterministic_inputs_hash"));
        assertEquals(
                List.of(
                        new OwnHash(COMMIT, Optional.of(commit), Optional.of(wasCommit)),
                        new OwnHash(INPUTS, Optional.of(inputs), Optional.of(wasInputs))),
                OwnHash.of(Kind.SEALED_RUN, edited));
    }

    /** Its one hash is its self hash; a member of such a name is its caller's claim. */
    @Test
    void snapshot_any_hasNone() {
        assertTrue(OwnHash.of(Kind.LLM_RUN_SNAPSHOT, SEALED.with("commit_hash", OTHER))
                .isEmpty());
    }
}
