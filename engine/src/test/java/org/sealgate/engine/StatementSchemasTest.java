package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.store.JournalAudit;
import org.sealgate.engine.store.StatementRecord;
import org.sealgate.engine.store.StoredRecord;
import org.sealgate.facts.SchemaFile;

/** What a running engine signs besides decisions is of the schema that is published for it. */
class StatementSchemasTest {
    private static final Map<String, SchemaFile> SCHEMAS = Map.of(
            "https://sealgate.org/refusal-summary/v1", SchemaFile.REFUSAL_SUMMARY,
            "https://sealgate.org/correction/v1", SchemaFile.CORRECTION);

    @TempDir
    private Path folder;

    /** What is counted in one life of an engine. */
    private static List<SortedMap<String, Integer>> minutes() {
        return List.of(
                new TreeMap<>(Map.of("401", 3)),
                new TreeMap<>(Map.of("401", 1, "413", 2, "429", 1, "preview", 4)),
                new TreeMap<>(Map.of("preview", 1)));
    }

    @Test
    void statement_each_isOfItsSchema() throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        for (SortedMap<String, Integer> minute : minutes()) {
            try (Wiring wiring = home.open()) {
                minute.forEach((what, times) -> {
                    for (int i = 0; i < times; i++) {
                        wiring.refusals().count(what);
                    }
                });
                correct(wiring);
            }
        }
        List<Json.Obj> statements = statements(home.home().resolve("store"));
        List<String> types =
                statements.stream().map(each -> each.text("predicateType")).toList();
        assertEquals(2 * minutes().size(), types.size(), types::toString);
        for (Json.Obj statement : statements) {
            assertEquals(List.of(), violations(statement), statement::toString);
            Json.Obj odd =
                    statement.with("predicate", statement.object("predicate").with("more", Json.NULL));
            assertEquals(1, violations(odd).size(), "the schema must be able to refuse");
        }
        assertEquals(
                minutes().stream()
                        .map(minute -> minute.values().stream().toList())
                        .toList(),
                statements.stream()
                        .filter(each -> each.object("predicate").has("counts"))
                        .map(StatementSchemasTest::counts)
                        .toList());
    }

    private static List<Integer> counts(Json.Obj summary) {
        return summary.object("predicate").objects("counts").stream()
                .map(row -> (int) row.integer("count"))
                .toList();
    }

    /** Corrects the one run that there is, which the first of these engines publishes. */
    private static void correct(Wiring wiring) {
        GateRequest run = Proposals.request(
                Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("SCHEMA-1")));
        wiring.gate().decide(run);
        Bytes asked = Proposals.text(
                "{\"kind\":\"llm-run-snapshot\",\"runId\":\"SCHEMA-1\",\"reason\":\"Größer als 1 – ≠ \\ud83d\\ude00\"}");
        assertInstanceOf(
                Corrections.Outcome.Corrected.class,
                wiring.corrections().correct(Proposals.actor("local-operator", "operator"), asked));
    }

    private static List<String> violations(Json.Obj statement) {
        SchemaFile schema = Objects.requireNonNull(SCHEMAS.get(statement.text("predicateType")));
        String text = new String(schema.bytes().toArray(), UTF_8);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON)
                .validate(new String(Proposals.bytes(statement).toArray(), UTF_8), InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static List<Json.Obj> statements(Path store) throws IOException {
        List<Json.Obj> found = new ArrayList<>();
        JournalAudit.read(store, new JournalAudit.Visitor() {
            @Override
            public void decision(StoredRecord record) {}

            @Override
            public void statement(StatementRecord record) {
                found.add(Proposals.read(new String(record.payload().toArray(), UTF_8)));
            }

            @Override
            public void log(Bytes kept) {}

            @Override
            public void damage(String place, String what) {
                throw new AssertionError(place + " " + what);
            }
        });
        return found;
    }
}
