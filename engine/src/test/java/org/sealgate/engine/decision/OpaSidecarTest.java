package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.engine.decision.OpaSettings.Listen;

/** The pinned OPA itself: what it lets through, and that neither it nor the engine outlives the other's death. */
final class OpaSidecarTest {
    private static final String ENTRYPOINT = "sealgate/sealed_run/decision";
    private static final String ASKED = "?provenance=true&strict-builtin-errors=true";
    private static final byte[] INPUT = "{\"kind\":\"sealed-run\"}".getBytes(UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Listen.class)
    void sidecar_answersTheEntrypoint_overEitherSocket(Listen listen) throws Exception {
        try (OpaSidecar sidecar = start(listen);
                OpaClient client = new OpaClient(sidecar.endpoint(), sidecar.pin())) {
            var answered = assertInstanceOf(OpaAnswer.Answered.class, ask(client));
            assertEquals("dirHash1:aa", answered.revision());
            assertEquals(PinnedOpa.VERSION, answered.version());
            assertTrue(new String(answered.canonicalResult().toArray(), UTF_8).contains("\"outcome\":\"deny\""));
        }
    }

    record Question(String name, Cause cause, String entrypoint, String input) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Question> questions() {
        return Stream.of(
                new Question("undefined rule", Cause.OPA_UNDEFINED, "sealgate/silent/decision", "{}"),
                new Question("package that is not loaded", Cause.OPA_UNDEFINED, "sealgate/absent/decision", "{}"),
                new Question("built-in that errs", Cause.OPA_STATUS, "sealgate/erring/decision", "{}"),
                new Question("rules that contradict", Cause.OPA_STATUS, "sealgate/torn/decision", "{}"),
                new Question("rule that never ends", Cause.OPA_TIMEOUT, "sealgate/endless/decision", "{}"),
                new Question("rule that is a boolean", Cause.OPA_RESULT_SCHEMA, "sealgate/loose/decision", "{}"),
                new Question("entrypoint not allowed", Cause.OPA_STATUS, "sealgate/sealed_run/other", "{}"),
                new Question("input cut off", Cause.OPA_STATUS, ENTRYPOINT, "{\"kind\":"),
                new Question(
                        "input beyond the limit", Cause.OPA_STATUS, ENTRYPOINT, "\"" + "a".repeat(140_000) + "\""));
    }

    // R12: what OPA answers with 200 {} when nobody looks is never a pass
    @ParameterizedTest
    @MethodSource("questions")
    void questionWithoutAnswer_isItsCause(Question question) throws Exception {
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET);
                OpaClient client = new OpaClient(sidecar.endpoint(), sidecar.pin())) {
            OpaAnswer answer = client.ask(
                    question.entrypoint(), question.input().getBytes(UTF_8), Deadline.after(Duration.ofSeconds(1)));
            assertEquals(
                    question.cause(),
                    assertInstanceOf(OpaAnswer.Failed.class, answer).cause());
            assertInstanceOf(OpaAnswer.Answered.class, ask(client), "and the next question is answered");
        }
    }

    // R11: asked together or alone, OPA gives the same bytes, each input its own
    @Test
    void several_areAnsweredAsEachAlone_inTheirOrder() throws Exception {
        String entrypoint = "sealgate/echo/decision";
        List<byte[]> inputs = Stream.of("public", "internal", "embargoed", "public", "restricted", "quarantine")
                .map(label -> ("{\"label\":\"" + label + "\"}").getBytes(UTF_8))
                .toList();
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET);
                OpaClient client = new OpaClient(sidecar.endpoint(), sidecar.pin())) {
            List<OpaAnswer> alone = new ArrayList<>();
            for (byte[] input : inputs) {
                alone.add(client.ask(entrypoint, input, Deadline.after(Duration.ofSeconds(2))));
            }
            assertEquals(5, Set.copyOf(alone).size(), "five labels, five answers");
            assertEquals(alone, client.askTogether(entrypoint, inputs, Deadline.after(Duration.ofSeconds(2))));
        }
    }

    // R12: what is undefined or errs for one input is no answer to the others
    @Test
    void several_withOneThatGetsNoResult_areAllLeftOpen() throws Exception {
        byte[] good = "{\"label\":\"public\",\"list\":[1]}".getBytes(UTF_8);
        Map<String, String> without = Map.of(
                "sealgate/echo/decision", "{}",
                "sealgate/counting/decision", "{\"label\":\"public\",\"list\":[]}",
                "sealgate/absent/decision", "{}",
                "sealgate/loose/decision", "{}",
                "sealgate/endless/decision", "{}");
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET);
                OpaClient client = new OpaClient(sidecar.endpoint(), sidecar.pin())) {
            for (Map.Entry<String, String> row : without.entrySet()) {
                List<byte[]> inputs = List.of(good, row.getValue().getBytes(UTF_8));
                Deadline deadline = Deadline.after(Duration.ofSeconds(1));
                assertEquals(List.of(), client.askTogether(row.getKey(), inputs, deadline), row.getKey());
                assertInstanceOf(OpaAnswer.Answered.class, ask(client), "and the next question is answered");
            }
            for (String rule : List.of("echo", "counting")) {
                Deadline deadline = Deadline.after(Duration.ofSeconds(1));
                String entrypoint = "sealgate/" + rule + "/decision";
                assertEquals(
                        2,
                        client.askTogether(entrypoint, List.of(good, good), deadline)
                                .size(),
                        rule);
            }
        }
    }

    @Test
    void anythingButTheQuestion_isUnauthorized() throws Exception {
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET)) {
            String token = sidecar.endpoint().token();
            String post = "POST /v1/data/" + ENTRYPOINT + ASKED;
            assertEquals("200", status(sidecar, post, token));
            assertEquals("200", status(sidecar, "POST /v1/data/several/" + ENTRYPOINT + ASKED, token));
            assertEquals("200", status(sidecar, "GET /health", ""));
            List<String> refused = List.of(
                    "POST /v1/data/" + ENTRYPOINT,
                    "POST /v1/data/" + ENTRYPOINT + "?provenance=true",
                    post + "&explain=full",
                    post + "&strict-builtin-errors=false",
                    "POST /v0/data/" + ENTRYPOINT + ASKED,
                    "POST /v1/data" + ASKED,
                    "POST /v1/data/system/authz/allow" + ASKED,
                    "POST /v1/data/several" + ASKED,
                    "POST /v1/data/several/sealgate/sealed_run" + ASKED,
                    "POST /v1/data/several/sealgate/sealed_run/other" + ASKED,
                    "POST /v1/query" + ASKED,
                    "POST /v1/compile" + ASKED,
                    "GET /v1/data/" + ENTRYPOINT + ASKED,
                    "PUT /v1/data/governance",
                    "PATCH /v1/data/governance",
                    "DELETE /v1/policies/authorization/authz.rego",
                    "PUT /v1/policies/mine",
                    "GET /v1/policies",
                    "GET /v1/config",
                    "GET /v1/status",
                    "GET /metrics",
                    "GET /health?plugins",
                    "POST /");
            for (String line : refused) {
                assertEquals("401", status(sidecar, line, token), line);
            }
            for (String other :
                    List.of("", "x", token.substring(1), token + "x", token.toLowerCase(java.util.Locale.ROOT))) {
                assertEquals("401", status(sidecar, post, other), "another token");
            }
        }
    }

    @Test
    void token_isInNoFileAndOnNoCommandLine() throws Exception {
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET)) {
            String token = sidecar.endpoint().token();
            try (Stream<Path> files = Files.walk(folder.resolve("opa"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertFalse(new String(Files.readAllBytes(file), UTF_8).contains(token), file.toString());
                }
            }
            assertTrue(descendants().findAny().isPresent());
            assertFalse(descendants()
                    .anyMatch(child -> child.info().commandLine().orElse("").contains(token)));
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("opa"))));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("opa/opa.sock"))));
        }
    }

    @Test
    void opaKilled_isStartedAgainAndAnswers() throws Exception {
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET);
                OpaClient client = new OpaClient(sidecar.endpoint(), sidecar.pin())) {
            for (int i = 1; i <= 3; i++) {
                assertInstanceOf(OpaAnswer.Answered.class, ask(client));
                opa().orElseThrow().destroyForcibly();
                await(() -> ask(client) instanceof OpaAnswer.Answered && opa().isPresent());
                assertEquals(i, sidecar.restarts());
            }
        }
    }

    @Test
    void sidecarClosed_leavesNoProcess() throws Exception {
        OpaSidecar sidecar = start(Listen.UNIX_SOCKET);
        List<ProcessHandle> family = descendants().toList();
        assertTrue(family.size() >= 3, "shell, opa and guard");
        sidecar.close();
        await(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void engineKilled_takesOpaWithIt() throws Exception {
        Path bundle = bundle();
        Process engine = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineStandIn.class.getName(),
                        bundle.toString(),
                        folder.resolve("opa").toString())
                .redirectErrorStream(true)
                .start();
        assertEquals('+', engine.getInputStream().read(), "the stand-in has started its sidecar");
        List<ProcessHandle> family = engine.toHandle().descendants().toList();
        assertTrue(family.size() >= 3, "shell, opa and guard");
        engine.destroyForcibly().waitFor();
        await(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void shellKilled_takesOpaWithIt_andOpaComesBack() throws Exception {
        try (OpaSidecar sidecar = start(Listen.UNIX_SOCKET);
                OpaClient client = new OpaClient(sidecar.endpoint(), sidecar.pin())) {
            ProcessHandle before = opa().orElseThrow();
            before.parent().orElseThrow().destroyForcibly();
            await(() -> !before.isAlive() && ask(client) instanceof OpaAnswer.Answered);
        }
    }

    @Test
    void bundleThatDoesNotLoad_failsTheStartAndLeavesNoProcess() throws Exception {
        Path broken = Files.write(folder.resolve("broken.tar.gz"), new byte[] {1, 2, 3});
        OpaSettings settings = settings(broken, folder.resolve("opa"), Listen.UNIX_SOCKET);
        assertThrows(IOException.class, () -> OpaSidecar.start(settings, new SecureRandom()));
        assertTrue(Files.size(folder.resolve("opa/opa.log")) > 0);
        await(() -> descendants().findAny().isEmpty());
    }

    /** What an engine does, in a process of its own that a test may kill. */
    static final class EngineStandIn {
        private EngineStandIn() {}

        public static void main(String[] args) throws Exception {
            OpaSidecar.start(settings(Path.of(args[0]), Path.of(args[1]), Listen.UNIX_SOCKET), new SecureRandom());
            System.out.print('+');
            System.out.flush();
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    private OpaSidecar start(Listen listen) throws Exception {
        return OpaSidecar.start(settings(bundle(), folder.resolve("opa"), listen), new SecureRandom());
    }

    private static OpaSettings settings(Path bundle, Path folder, Listen listen) {
        List<String> entrypoints = Stream.of(
                        "sealed_run", "echo", "counting", "silent", "absent", "erring", "torn", "endless", "loose")
                .map(name -> "sealgate/" + name + "/decision")
                .toList();
        return new OpaSettings(
                PinnedOpa.binary(), bundle, "dirHash1:aa", PinnedOpa.VERSION, entrypoints, folder, listen);
    }

    private Path bundle() throws Exception {
        Path source = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(
                source.resolve(".manifest"),
                "{\"roots\":[\"sealgate\"],\"rego_version\":1,\"revision\":\"dirHash1:aa\"}");
        Path root = Path.of(System.getProperty("sealgate.root"));
        String deny = Files.readString(root.resolve("schemas/decision-result/examples/valid/deny.json"));
        rule(source, "sealed_run", "decision := " + deny + " if input.kind");
        String echo = "object.union(" + deny + ", {\"label\": input.label})";
        rule(source, "echo", "decision := " + echo);
        rule(source, "counting", "decision := " + echo + " if 1 / count(input.list) > 0");
        rule(source, "silent", "decision := 1 if input.absent");
        rule(source, "erring", "decision := 1 / count(input)");
        rule(source, "torn", "decision := 1\ndecision := 2");
        rule(source, "loose", "decision := true");
        rule(source, "endless", """
                n := numbers.range(1, 4000)
                decision := count([1 | some a in n; some b in n; some c in n; a + b + c == 0])""");
        Path bundle = folder.resolve("bundle.tar.gz");
        Process build = new ProcessBuilder(
                        PinnedOpa.binary().toString(), "build", "-b", source.toString(), "-o", bundle.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, build.waitFor(), said);
        return bundle;
    }

    private static void rule(Path source, String name, String rule) throws IOException {
        Files.writeString(source.resolve(name + ".rego"), "package sealgate." + name + "\n\n" + rule + "\n");
    }

    private static OpaAnswer ask(OpaClient client) {
        return client.ask(ENTRYPOINT, INPUT, Deadline.after(Duration.ofSeconds(2)));
    }

    private static String status(OpaSidecar sidecar, String line, String token) throws IOException {
        String request =
                line + " HTTP/1.1\r\nHost: opa\r\nConnection: close\r\nContent-Length: 12\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n{\"input\":{}}";
        try (SocketChannel channel = SocketChannel.open(sidecar.endpoint().address())) {
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(12);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {}
            return new String(answer.array(), 9, 3, UTF_8);
        }
    }

    private static Stream<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants();
    }

    private static java.util.Optional<ProcessHandle> opa() {
        String binary = PinnedOpa.binary().toString();
        return descendants()
                .filter(child -> child.info().command().orElse("").equals(binary))
                .findFirst();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Deadline deadline = Deadline.after(Duration.ofSeconds(10));
        while (!condition.getAsBoolean()) {
            assertFalse(deadline.remaining().isNegative(), "waited 10 s in vain");
            Thread.sleep(20);
        }
    }
}
