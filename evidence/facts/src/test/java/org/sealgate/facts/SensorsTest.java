package org.sealgate.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

class SensorsTest {
    private static Json.Obj derived(Kind kind, Json.Obj document, ObjectView view) {
        return Sensors.derived(Examples.reading(kind, document), view, Examples.AT);
    }

    private static Json.Obj ofSnapshot(Json.Obj document) {
        return derived(Kind.LLM_RUN_SNAPSHOT, document, Examples.NOTHING_THERE);
    }

    // S002-11
    @Test
    void selfHash_edited_doesNotMatch() {
        Json.Obj snapshot = Examples.snapshot();
        String right = snapshot.text("hash");
        String other = "sha256:" + "0".repeat(64);
        for (Row row : List.of(
                new Row("as made", snapshot, Json.of(right), true),
                new Row("another digest", snapshot.with("hash", Json.of(other)), Json.of(other), false),
                new Row("an edited document", snapshot.with("top_risks", Json.array(List.of())), Json.of(right), false),
                new Row("bare hex", snapshot.with("hash", Json.of(right.substring(7))), Json.NULL, false),
                new Row(
                        "upper case",
                        snapshot.with(
                                "hash", Json.of("sha256:" + right.substring(7).toUpperCase(Locale.ROOT))),
                        Json.NULL,
                        false),
                new Row("foreign text", snapshot.with("hash", Json.of("joe@example.com")), Json.NULL, false),
                new Row("empty", snapshot.with("hash", Json.of("")), Json.NULL, false),
                claimHashedOver(snapshot))) {
            Json.Obj hash = ofSnapshot(row.document()).object("selfHash");
            assertEquals(row.declared(), hash.get("declared"), row.what());
            assertEquals(row.matches(), hash.bool("matches"), row.what());
            assertEquals(row.matches() ? Json.of("rfc8785-empty") : Json.NULL, hash.get("profile"), row.what());
        }
    }

    private record Row(String what, Json.Obj document, Json declared, boolean matches) {}

    private static Row claimHashedOver(Json.Obj snapshot) {
        Json.Obj claiming = snapshot.with("outcome", Json.of("allow"));
        String hash = HashProfile.RFC8785_EMPTY.text(claiming);
        return new Row("a claim, hashed over", claiming.with("hash", Json.of(hash)), Json.of(hash), true);
    }

    // S002-28
    @Test
    void text_thatIsNoProposal_isReadAsWell() {
        assertEquals(Optional.of("email"), Sensors.flagged("ask j.rivera@example.org"));
        assertEquals(Optional.empty(), Sensors.flagged("RUN-002 has the right one"));
    }

    @Test
    void objects_namedByARun_areReadAgain() {
        Json.Obj draft = Examples.draft();
        Digest missing = Digest.sha256("llm_output".getBytes(UTF_8));
        Digest other = Digest.sha256("claims".getBytes(UTF_8));
        Map<Digest, Integer> asked = new HashMap<>();
        ObjectView view = digest -> {
            asked.merge(digest, 1, Integer::sum);
            if (digest.equals(missing)) {
                return Optional.empty();
            }
            return Optional.of(new RehashedObject(digest.equals(other) ? missing : digest, 7));
        };

        List<Json.Obj> rows = derived(Kind.SEALED_RUN, draft, view).objects("objects");

        assertEquals(
                List.of(
                        "input /inputs_snapshot/files/0 data/llm_output.csv",
                        "input /inputs_snapshot/files/1 data/claims.csv",
                        "prompt /prompts/0 prompts/triage.md",
                        "policy /policies/0 governance/POLICY_BASELINE.md",
                        "schema /schemas/0 schemas/sealed-run-1.0.json"),
                rows.stream()
                        .map(row -> row.text("role") + " " + row.text("pointer") + " " + row.text("path"))
                        .toList());
        assertEquals(Json.NULL, rows.get(0).get("rehashed"), "absent");
        assertEquals(Json.NULL, rows.get(0).get("bytes"), "absent");
        assertEquals(missing.text(), rows.get(1).text("rehashed"), "other bytes under the name");
        assertEquals(rows.get(2).text("digest"), rows.get(2).text("rehashed"));
        assertEquals(7, rows.get(2).integer("bytes"));
        assertEquals(5, asked.size());
        assertEquals(
                1, asked.values().stream().mapToInt(Integer::intValue).max().orElseThrow());
    }

    @Test
    void object_namedTwice_isReadOnce() {
        Json.Obj file =
                Examples.draft().object("inputs_snapshot").objects("files").getFirst();
        Json.Obj draft = Examples.draft().with("prompts", Json.array(List.of(file, file)));
        int[] asked = {0};
        ObjectView view = digest -> {
            asked[0] += digest.text().equals(file.text("sha256")) ? 1 : 0;
            return Optional.empty();
        };
        assertEquals(6, derived(Kind.SEALED_RUN, draft, view).objects("objects").size());
        assertEquals(1, asked[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-15T18:30:00Z, 131",
        "2026-02-15T18:29:56Z, 4131",
        "2026-02-15T18:30:01Z, -869",
        "2026-02-14T18:30:00Z, 86400131",
        "2999-01-01T00:00:00Z, -30700963799869"
    })
    void exportAge_isWhatTheClockSays(String exported, long millis) {
        Json.Obj meta = Examples.snapshot().object("meta").with("export_timestamp", Json.of(exported));
        assertEquals(millis, ofSnapshot(Examples.snapshot().with("meta", meta)).integer("exportAgeMillis"));
    }

    @Test
    void counts_perKind_areThoseOfTheLists() {
        assertEquals(
                Json.object()
                        .put("topRisks", 3)
                        .put("topActions", 3)
                        .put("systemObservations", 0)
                        .put("suggestedUpdates", 2)
                        .build(),
                ofSnapshot(Examples.snapshot()).object("counts"));
        assertEquals(
                Json.object()
                        .put("topRisks", 1)
                        .put("topActions", 1)
                        .put("suggestedUpdates", 1)
                        .put("inputs", 2)
                        .build(),
                derived(Kind.SEALED_RUN, Examples.draft(), Examples.NOTHING_THERE)
                        .object("counts"));
    }

    @Test
    void malformedDocument_givenAnyway_isRefusedByName() {
        for (Json.Obj document : List.of(
                Examples.snapshot().without("meta"),
                Examples.snapshot().without("hash"),
                Examples.snapshot().with("top_risks", Json.of(1)),
                Examples.snapshot()
                        .with("meta", Examples.snapshot().object("meta").with("export_timestamp", Json.of("now"))))) {
            assertThrows(RuntimeException.class, () -> ofSnapshot(document));
        }
    }
}
