package org.sealgate.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.facts.Actor;
import org.sealgate.facts.Context;
import org.sealgate.facts.DecisionInput;
import org.sealgate.facts.Facts;
import org.sealgate.facts.ObjectView;
import org.sealgate.facts.Reading;
import org.sealgate.facts.Redaction;
import org.sealgate.facts.RehashedObject;
import org.sealgate.facts.Request;
import org.sealgate.facts.SchemaFile;
import org.sealgate.facts.Sensors;

/** From bytes to what a policy sees: whatever intake lets through becomes an input of the published shape. */
class IntakeToInputTest {
    private static final Intake INTAKE = new Intake();
    private static final CompiledSchema INPUT = new CompiledSchema(SchemaFile.DECISION_INPUT);
    private static final String AT = "2026-02-27T12:00:00.000Z";

    private static DecisionInput input(Reading reading) {
        Redaction redaction = Redaction.of(reading);
        ObjectView view =
                digest -> digest.hex().startsWith("0") ? Optional.empty() : Optional.of(new RehashedObject(digest, 12));
        TreeMap<Digest, Boolean> present = new TreeMap<>();
        present.put(reading.digest(), true);
        Json digest = redaction.withholds()
                ? Json.object().put("saltedSha256", "0".repeat(64)).build()
                : Json.of(reading.digest().text());
        Actor actor = new Actor("svc-publisher", "service", "publisher", List.of("publisher"), "finance", "token");
        Context context = new Context(AT, "1.0.0", reading.digest(), "1.0", "0.1.0");
        Request request = new Request("DEC-001", List.of("board"), "review");
        return DecisionInput.of(
                reading,
                redaction,
                digest,
                new DecisionInput.Asked(actor, request, context),
                new Facts(Sensors.derived(reading, redaction, view, AT), present));
    }

    // the field facts of seed 002: a real LLM_OUTPUT table
    @Test
    void everyRow_ofARealTable_isAProposal() throws Exception {
        Path table = Checkout.root().resolve("../shared/vectors/prompt-os/llm_output.csv");
        Assumptions.assumeTrue(Files.exists(table), "skipped: the public vectors are not beside the checkout");
        List<String> lines = Files.readAllLines(table);
        for (String line : lines.subList(1, lines.size())) {
            byte[] body = CanonicalJson.rfc8785(snapshot(line.split(",")));
            Intake.Outcome outcome = INTAKE.read(Kind.LLM_RUN_SNAPSHOT, body);
            Reading reading = assertInstanceOf(Intake.Proposal.class, outcome, outcome::toString)
                    .reading();
            Json.Obj derived = input(reading).json().object("facts").object("derived");
            assertEquals(List.of(), derived.objects("findings"));
            assertTrue(derived.object("selfHash").bool("matches"));
            assertEquals(List.of(), INPUT.violations(input(reading).json()));
        }
        assertEquals(25, lines.size() - 1);
    }

    /** RunID, SessionDate, Model, TopActions, TopRisks, SuggestedUpdates, SealHash, confidence, NextReviewDate, Operator, Notes. */
    private static Json.Obj snapshot(String[] row) {
        Json.Obj document = Json.object()
                .put("schema_version", "1.0")
                .put(
                        "meta",
                        Json.object()
                                .put("run_id", row[0])
                                .put("session_date", row[1])
                                .put("operator", row[9])
                                .put("model", row[2])
                                .put("workbook_version", "v2")
                                .put("export_timestamp", "2026-02-27T11:59:58Z")
                                .build())
                .put("top_risks", list(row[4]))
                .put("top_actions", list(row[3]))
                .put("system_observations", Json.array(List.of()))
                .put("suggested_updates", list(row[5]))
                .put(
                        "kpis",
                        Json.object()
                                .put("summary_confidence_pct", Long.parseLong(row[7]))
                                .put("next_review_date", row[8])
                                .build())
                .build();
        return document.with("hash", Json.of(HashProfile.RFC8785_EMPTY.text(document)));
    }

    private static Json list(String cell) {
        return Json.strings(Arrays.stream(cell.split(";"))
                .map(item -> item.replaceFirst("^\\s*\\d+[).]\\s*", "").strip())
                .toList());
    }

    @Test
    void everyValidExample_ofAProposal_becomesAnInputOfItsSchema() {
        for (Kind kind : Kind.values()) {
            String folder = SchemaFile.ofProposal(kind).fileName().replaceFirst("-[0-9.]+[.]json$", "");
            for (Path example : Checkout.list(
                    Checkout.root().resolve("schemas").resolve(folder).resolve("examples/valid"))) {
                Json.Obj document = JsonReader.readObject(Checkout.read(example));
                Json.Obj hashed = kind == Kind.SEALED_RUN ? document : document.with("hash", Json.of("none"));
                Json.Obj claiming = hashed.with(
                        "checks",
                        Json.object()
                                .put("joe@example.com", "x")
                                .put("n", "joe@example.com")
                                .build());
                for (Json.Obj body : List.of(hashed, claiming)) {
                    Intake.Outcome outcome = INTAKE.read(kind, CanonicalJson.rfc8785(body));
                    DecisionInput input = input(
                            assertInstanceOf(Intake.Proposal.class, outcome).reading());
                    assertEquals(List.of(), INPUT.violations(input.json()), example.toString());
                    assertFalse(new String(input.canonical(), UTF_8).contains("joe"), example.toString());
                }
            }
        }
    }

    // R9: no body ends in anything but an outcome, and what is taken can always be asked about
    @Test
    void mutatedBodies_endInAnOutcome() {
        Random random = new Random(2);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            Kind kind = i % 2 == 0 ? Kind.LLM_RUN_SNAPSHOT : Kind.SEALED_RUN;
            byte[] body = CanonicalJson.rfc8785(kind == Kind.SEALED_RUN ? IntakeTest.draft() : IntakeTest.snapshot());
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                body[random.nextInt(body.length)] = (byte)
                        (random.nextInt(4) == 0
                                ? random.nextInt(256)
                                : " \"{}[]:,0123456789aeEtf@.-\\u".charAt(random.nextInt(27)));
            }
            if (INTAKE.read(kind, body) instanceof Intake.Proposal proposal) {
                taken++;
                assertEquals(
                        List.of(), INPUT.violations(input(proposal.reading()).json()));
            }
        }
        assertTrue(taken > 1_000, "the mutations must not all be hopeless: " + taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classpath:/schemas/grants-1.json",
                "https://sealgate.org/schemas/grants-1.json",
                "http://127.0.0.1:1/schema.json",
                "file:///etc/passwd"
            })
    void referenceOutOfTheFile_inASchema_isNotFollowed(String reference) {
        byte[] schema = ("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$ref\":\"" + reference
                        + "\"}")
                .getBytes(UTF_8);
        RuntimeException refused = assertThrows(
                RuntimeException.class, () -> new CompiledSchema(Bytes.copyOf(schema)).violations(Json.of(1)));
        assertFalse(
                String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT).contains("connection"),
                refused::toString);
    }
}
