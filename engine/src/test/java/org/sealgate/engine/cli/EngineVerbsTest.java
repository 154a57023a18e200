package org.sealgate.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;

/** The verbs that speak to a running engine, against one that is pretended. */
class EngineVerbsTest {
    private static final String RECEIPT = """
            {"decisionId":"0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b55","kind":"llm-run-snapshot","outcome":"allow",\
            "subject":{"name":"artifacts/sealed_runs/RUN-1_20260215T183000Z.json","digest":"sha256:5c1a"},\
            "statement":"sha256:77","bundle":"/v1/decisions/0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b55/bundle","violations":[]}""";
    private static final String DENIAL = """
            {"code":"denied","title":"The policy refuses this proposal","outcome":"deny","decisionId":"id-2",\
            "violations":[{"code":"PRIVACY_EMAIL","pointer":"/meta/operator","title":"E-mail address",\
            "remediation":"Remove it.\\u001b[2J"}]}""";

    @TempDir
    Path folder;

    private Path proposal;

    @BeforeEach
    void proposal() throws IOException {
        proposal = Files.writeString(folder.resolve("proposal.json"), "{\"a\": 1}");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        201,
                        RECEIPT,
                        0,
                        "✓ allow  llm-run-snapshot\n    decision 0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b55\n"),
                Arguments.of(200, RECEIPT, 0, "    digest sha256:5c1a\n"),
                Arguments.of(409, DENIAL, 1, """
                        ✗ deny  llm-run-snapshot: The policy refuses this proposal
                            PRIVACY_EMAIL at /meta/operator: E-mail address
                              do: Remove it.\\u001b[2J
                        """),
                Arguments.of(
                        503,
                        "{\"code\":\"evidence-unavailable\",\"title\":\"Not recorded\"}",
                        1,
                        "✗ refused  llm-run-snapshot: Not recorded\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answer_toSeal_saidAndExitStatusSet(int status, String body, int exit, String said) throws IOException {
        Terminal terminal = new Terminal();
        try (PretendedEngine engine = new PretendedEngine(status, body)) {
            assertEquals(exit, seal(terminal, engine, "--scope", "DEC-001", "--audience", "a", "--audience", "b"));
            assertEquals(
                    List.of(
                            "POST /v1/llm-run-snapshots?scope=DEC-001&audience=a&audience=b Bearer secret-1 {\"a\": 1}"),
                    engine.asked());
        }
        assertTrue(terminal.out().contains(said), terminal::out);
    }

    @Test
    void preview_thatWouldAllow_saysThatItIsNoEvidence() throws IOException {
        Terminal terminal = new Terminal();
        try (PretendedEngine engine =
                new PretendedEngine(200, "{\"preview\":true,\"outcome\":\"allow\",\"violations\":[]}")) {
            assertEquals(
                    0,
                    terminal.run(
                            "check",
                            proposal,
                            "--kind",
                            "sealed-run",
                            "--home",
                            engine.home(folder),
                            "--caller",
                            "other"));
            assertEquals(
                    List.of("POST /v1/decisions:preview?kind=sealed-run Bearer secret-2 {\"a\": 1}"), engine.asked());
        }
        assertTrue(terminal.out().endsWith("this is no evidence.\n"), terminal::out);
    }

    @Test
    void filesNamed_besideTheProposal_putFirst() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Path file = Files.writeString(folder.resolve("data/a.csv"), "x\n");
        String digest = Digest.sha256(Files.readAllBytes(file)).text();
        Files.writeString(proposal, """
                {"inputs_snapshot":{"files":[{"path":"data/a.csv","sha256":"%1$s"},{"path":"../etc/passwd","sha256":"%1$s"},\
                {"path":"absent","sha256":"%1$s"}]},"prompts":[{"path":"proposal.json","sha256":"%1$s"}]}""".formatted(digest));
        try (PretendedEngine engine = new PretendedEngine(201, RECEIPT)) {
            assertEquals(0, seal(new Terminal(), engine));
            assertEquals(
                    "PUT /v1/objects/" + digest + " Bearer secret-1 x\n",
                    engine.asked().getFirst());
            assertEquals(2, engine.asked().size(), engine.asked()::toString);
        }
    }

    static Stream<Arguments> corrections() {
        return Stream.of(
                Arguments.of(
                        201,
                        "{\"number\":7,\"corrects\":{\"decisionId\":\"id-1\"},\"subject\":{\"name\":\"a.json\"},"
                                + "\"statement\":\"sha256:77\"}",
                        0,
                        "✓ corrected  RUN-1, number 7\n    decision id-1\n    subject a.json\n    statement sha256:77\n"),
                Arguments.of(
                        400,
                        "{\"title\":\"The request cannot be read\",\"violations\":[{\"code\":\"REASON_FLAGGED\","
                                + "\"pointer\":\"/reason\"}]}",
                        1,
                        "✗ not corrected  RUN-1: The request cannot be read\n    REASON_FLAGGED at /reason\n"),
                Arguments.of(404, "{}", 1, "✗ not corrected  RUN-1: no such run was published\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corrections")
    void answer_toPatch_saidAndExitStatusSet(int status, String body, int exit, String said) throws IOException {
        Terminal terminal = new Terminal();
        try (PretendedEngine engine = new PretendedEngine(status, body)) {
            Object[] words = {
                "patch", "RUN-1", "--reason", "Wrong input.", "--home", engine.home(folder), "--caller", "other"
            };
            assertEquals(exit, terminal.run(words));
            assertEquals(
                    List.of("POST /v1/corrections Bearer secret-2"
                            + " {\"kind\":\"sealed-run\",\"reason\":\"Wrong input.\",\"runId\":\"RUN-1\"}"),
                    engine.asked());
        }
        assertTrue(terminal.out().contains(said), terminal::out);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("CALLER_UNKNOWN", 2, List.of("--kind", "sealed-run", "--caller", "nobody")),
                Arguments.of("KIND_UNKNOWN", 2, List.of("--kind", "toolpath")),
                Arguments.of("ENGINE_ANSWER", 1, List.of("--kind", "sealed-run")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void call_withAFault_refusedByItsCode(String code, int exit, List<String> options) throws IOException {
        Terminal terminal = new Terminal();
        try (PretendedEngine engine = new PretendedEngine(200, "<html>")) {
            Object[] words = Stream.concat(Stream.of("seal", proposal, "--home", engine.home(folder)), options.stream())
                    .toArray();
            assertEquals(exit, terminal.run(words));
        }
        assertTrue(terminal.err().startsWith("sealgate: " + code + ": "), terminal::err);
    }

    @Test
    void engine_thatIsNotThere_saidInASentence() throws IOException {
        Terminal terminal = new Terminal();
        PretendedEngine gone = new PretendedEngine(200, "{}");
        gone.home(folder);
        gone.close();
        assertEquals(1, terminal.run("seal", proposal, "--kind", "sealed-run", "--home", folder));
        assertTrue(terminal.err().startsWith("sealgate: ENGINE_ABSENT: no engine answers at "), terminal::err);
        Files.delete(Home.url(folder));
        Terminal second = new Terminal();
        assertEquals(1, second.run("seal", proposal, "--kind", "sealed-run", "--home", folder));
        assertTrue(second.err().startsWith("sealgate: ENGINE_ABSENT: no engine runs here"), second::err);
    }

    @Test
    void verb_thatIsMissingOrUnknown_isUsage() {
        assertEquals(2, new Terminal().run());
        assertEquals(2, new Terminal().run("publishh"));
        assertEquals(2, new Terminal().run("export"));
        assertEquals(0, new Terminal().run("--help"));
    }

    /** {@code @name} is a file of that name, whatever else a file may hold. */
    @Test
    void word_thatBeginsWithAt_isNoListOfWords() throws IOException {
        Files.writeString(folder.resolve("words"), "--help");
        for (String word : List.of("@" + folder.resolve("words"), "@words")) {
            Terminal terminal = new Terminal();
            assertEquals(2, terminal.run("seal", word, "--kind", "sealed-run", "--home", folder), terminal::out);
            assertEquals("", terminal.out());
            assertTrue(terminal.err().startsWith("sealgate: FILE_UNREADABLE: " + word), terminal::err);
        }
    }

    static Stream<List<String>> helps() {
        return Stream.of(
                List.of("explain", "a.evidence.zip", "-h"),
                List.of("explain", "--help", "a.evidence.zip"),
                List.of("explain", "-V", "a.evidence.zip"),
                List.of("explain", "-h.evidence.zip"),
                List.of("--version", "explain", "a.evidence.zip"),
                List.of("-h", "verify", "a.evidence.zip"));
    }

    @ParameterizedTest
    @MethodSource("helps")
    void help_besideAFile_isNoSuccess(List<String> words) {
        Terminal terminal = new Terminal();
        assertEquals(2, terminal.run(words.toArray()), terminal::out);
        assertEquals("", terminal.out());
        assertEquals(1, terminal.err().lines().count(), terminal::err);
    }

    /** The verifier gets every word: behind two dashes {@code --help} is a file's name, and there is no trust root for it. */
    @Test
    void words_ofVerify_arePassedOnAsTheyAre() {
        assertEquals(0, new Terminal().run("verify", "--help"));
        assertEquals(2, new Terminal().run("verify", "--", "--help"));
    }

    @Test
    void help_ofAVerb_isTold() {
        Terminal terminal = new Terminal();
        assertEquals(0, terminal.run("explain", "--help"));
        assertTrue(terminal.out().startsWith("Usage: sealgate explain "), terminal::out);
        assertEquals(0, new Terminal().run("--version"));
    }

    @Test
    void word_ofWhatATerminalObeys_isShownEscaped() {
        Terminal terminal = new Terminal();
        assertEquals(2, terminal.run("explain", "a", "-\u001b[2J\u202e"));
        assertTrue(terminal.err().contains("\\u001b[2J\\u202e"), terminal::err);
        assertFalse(terminal.err().contains("\u001b"), terminal::err);
    }

    private int seal(Terminal terminal, PretendedEngine engine, String... more) {
        Object[] words = Stream.concat(
                        Stream.of("seal", proposal, "--kind", "llm-run-snapshot", "--home", engine.home(folder)),
                        Stream.of(more))
                .toArray();
        return terminal.run(words);
    }
}
