package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** The main job end to end with the real OPA: what {@code ./sealgate demo} leaves behind. */
class DemoCommandTest {
    private static final Terminal TERMINAL = new Terminal();

    @TempDir
    static Path out;

    private static int status;

    @BeforeAll
    static void demo() {
        status = TERMINAL.run("demo", "--out", out);
    }

    /** Outcome, reasons and the verifier's exit status of each proposal, in their order. */
    private static List<String> expected() {
        return List.of(
                "llm-run-snapshot allow [] 0",
                "llm-run-snapshot allow [] 0",
                "llm-run-snapshot allow [INSUFFICIENT_EVIDENCE] 0",
                "llm-run-snapshot deny [PRIVACY_EMAIL] 1",
                "llm-run-snapshot deny [SELF_HASH_MISMATCH] 1",
                "llm-run-snapshot deny [EXPORT_STALE] 1",
                "llm-run-snapshot error [RUN_EXISTS] 1",
                "llm-run-snapshot error [MALFORMED] 1",
                "sealed-run allow [] 0",
                "sealed-run allow [] 0",
                "sealed-run deny [SCOPE_VIOLATION] 1",
                "sealed-run deny [POLICY_EXPIRED] 1",
                "sealed-run deny [NO_AUTHORITY] 1",
                "sealed-run deny [AUTHORITY_CLAIMED] 1",
                "sealed-run deny [MISSING_PROVENANCE] 1",
                "sealed-run deny [POLICY_HASH_MISMATCH] 1");
    }

    @Test
    void samples_proposed_endAsTheirTableSays() throws IOException {
        assertEquals(0, status, () -> TERMINAL.out() + TERMINAL.err());
        assertEquals(expected(), index(out).stream().map(DemoCommandTest::row).toList());
    }

    @Test
    void files_ofTheIndex_lieWhereItSays() throws IOException {
        for (Json.Obj each : index(out)) {
            assertTrue(Files.size(out.resolve(each.text("bundle"))) > 0, each.text("bundle"));
            boolean allowed = each.text("outcome").equals("allow");
            assertEquals(allowed, each.get("emitted") instanceof Json.Str, each.text("decisionId"));
            if (allowed) {
                String name = each.text("emitted");
                assertTrue(name.startsWith("artifacts/sealed_runs/RUN-"), name);
                // what the bundle carries is what the store keeps under the seed's own name
                assertArrayEquals(
                        Files.readAllBytes(out.resolve("home/store").resolve(name)),
                        Files.readAllBytes(out.resolve(name)),
                        name);
            }
        }
        assertEquals(
                Files.readString(out.resolve("home/trust-root.json")),
                Files.readString(out.resolve("trust-root.json")));
    }

    static Stream<Arguments> explanations() {
        return Stream.of(
                Arguments.of(
                        2,
                        "✓ allow  Allowed: ",
                        "1. Confidence below the threshold (INSUFFICIENT_EVIDENCE, a warning)"),
                Arguments.of(3, "✗ deny  Refused by policy: ", "   where: /meta/operator"),
                Arguments.of(6, "Another decision has sealed this run id already", "Gates: all passed."),
                Arguments.of(7, "The document cannot be read as this kind", "1. Does not fit the schema of its kind: "),
                Arguments.of(12, "1. No grant for this caller (NO_AUTHORITY)", "Authority: none"),
                Arguments.of(15, "   rule:  policy/src/sealed-run/sealed-run.rego:", "policy_hash_matches."));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("explanations")
    void bundle_explained_saysWhyInPlainWords(int number, String first, String second) throws IOException {
        Terminal terminal = new Terminal();
        Path bundle = out.resolve(index(out).get(number).text("bundle"));
        assertEquals(0, terminal.run("explain", bundle, "--home", out.resolve("home")), terminal::err);
        assertTrue(terminal.out().contains(first), terminal::out);
        assertTrue(terminal.out().contains(second), terminal::out);
    }

    /** The log's verbs work on the files alone, whether an engine runs or not. */
    @Test
    void log_ofTheDemo_isProvenFromItsFiles() throws IOException {
        Path home = out.resolve("home");
        Path checkpoint = home.resolve("store/log/checkpoint");
        Terminal terminal = new Terminal();
        assertEquals(0, terminal.run("log", "checkpoint", "--home", home), terminal::err);
        assertEquals(Files.readString(checkpoint).strip(), terminal.out().strip());
        Path proof = out.resolve("first.proof");
        Path bundle = out.resolve(index(out).getFirst().text("bundle"));
        assertEquals(0, terminal.run("log", "proof", bundle, "--home", home, "--out", proof), terminal::err);
        assertTrue(terminal.out().contains("entry 0 of "), terminal::out);
        assertTrue(Files.readString(proof).endsWith(Files.readString(checkpoint)));
        assertEquals(0, terminal.run("log", "consistency", checkpoint, "--home", home), terminal::err);
        assertEquals(1, terminal.run("log", "proof", "999999", "--home", home));
        assertTrue(terminal.err().contains("ENTRY_ABSENT"), terminal::err);
        assertEquals(0, terminal.run("fsck", "--home", home, "--against", home), () -> terminal.out() + terminal.err());
        Path forged = Files.writeString(
                out.resolve("forged"),
                Files.readString(checkpoint).replace("\n17\n", "\n16\n").replace("\n16\n", "\n15\n"));
        assertEquals(1, terminal.run("log", "consistency", forged, "--home", home));
        assertTrue(terminal.err().contains("LOG_SIGNATURE"), terminal::err);
    }

    @Test
    void flaggedValue_explained_isNotShown() throws IOException {
        Terminal terminal = new Terminal();
        Path bundle = out.resolve(index(out).get(3).text("bundle"));
        terminal.run("explain", bundle, "--home", out.resolve("home"), "-o", "json");
        String all = terminal.out() + terminal.err() + TERMINAL.out() + TERMINAL.err();
        assertTrue(!all.contains("example.org/") && !all.contains("jane.roe"), all);
        assertTrue(!new String(Files.readAllBytes(bundle), UTF_8).contains("jane.roe"));
    }

    @Test
    void alteredBundle_explained_isRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(out.resolve(index(out).getFirst().text("bundle")));
        bytes[bytes.length / 2] ^= 1;
        Path altered = Files.write(out.resolveSibling("altered.evidence.zip"), bytes);
        Terminal terminal = new Terminal();
        assertEquals(1, terminal.run("explain", altered, "--home", out.resolve("home")));
        assertTrue(terminal.out().startsWith("✗ not genuine"), terminal::out);
        Files.delete(altered);
    }

    @Test
    void doctor_afterTheDemo_findsNothingWrong() {
        Terminal terminal = new Terminal();
        assertEquals(0, terminal.run("doctor", "--home", out.resolve("home")), terminal::out);
        assertTrue(terminal.out().contains("✓ policy  version "), terminal::out);
    }

    @Test
    void folder_ofSomebodyElse_isLeftAlone(@TempDir Path other) throws IOException {
        Path index = Files.writeString(other.resolve("index.json"), "mine");
        Terminal terminal = new Terminal();
        assertEquals(1, terminal.run("demo", "--out", other));
        assertTrue(terminal.err().startsWith("sealgate: FOLDER_TAKEN: "), terminal::err);
        assertEquals("mine", Files.readString(index));
    }

    // S002-01, S002-11, S002-26: the real table, whole, against its table of expected outcomes
    @Test
    void realTable_everyRow_sealedAndAdmissible(@TempDir Path real) throws IOException {
        Path table = Path.of(System.getProperty("sealgate.root"), "../shared/vectors/prompt-os/llm_output.csv");
        Assumptions.assumeTrue(Files.exists(table), "the public LLM_OUTPUT table is not beside the checkout");
        Terminal terminal = new Terminal();
        assertEquals(0, terminal.run("demo", "--out", real, "--source", table), () -> terminal.out() + terminal.err());
        List<String> found = new ArrayList<>(List.of("RunID,outcome,reasonCodes,verifyExit"));
        for (Json.Obj each : index(real)) {
            String name = each.text("emitted");
            found.add(String.join(
                    ",",
                    name.substring(name.lastIndexOf('/') + 1, name.indexOf('_', name.lastIndexOf('/'))),
                    each.text("outcome"),
                    String.join(" ", each.texts("reasonCodes")),
                    String.valueOf(each.integer("verifyExit"))));
        }
        try (InputStream expected = DemoCommandTest.class.getResourceAsStream("/demo/prompt-os-expected.csv")) {
            assertEquals(new String(expected.readAllBytes(), UTF_8).lines().toList(), found);
        }
    }

    private static List<Json.Obj> index(Path folder) throws IOException {
        Json.Arr rows = (Json.Arr) JsonReader.read(Files.readAllBytes(folder.resolve("index.json")));
        return rows.items().stream().map(row -> (Json.Obj) row).toList();
    }

    private static String row(Json.Obj each) {
        return each.text("kind") + " " + each.text("outcome") + " " + each.texts("reasonCodes") + " "
                + each.integer("verifyExit");
    }
}
