package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.engine.decision.ScriptedOpa.Asked;
import org.sealgate.engine.decision.ScriptedOpa.Reply;

/** Who waits is taken along, who is taken along gets its own answer, and nobody is answered by another's fault. */
final class OpaQueueTest {
    private static final String RULE = "sealgate/sealed_run/decision";
    private static final String SEVERAL = "several/" + RULE;
    private static final OpaPin PIN = new OpaPin("release.tar.gz", "dirHash1:aa", PinnedOpa.VERSION);
    private static final String PROVENANCE =
            "\"provenance\":{\"version\":\"1.21.0\",\"bundles\":{\"release.tar.gz\":{\"revision\":\"dirHash1:aa\"}}}";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch held = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void endThreads() {
        held.countDown();
        threads.forEach(Thread::interrupt);
    }

    @Test
    void whoWaits_isTakenAlong_andGetsItsOwnAnswer() throws Exception {
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<FutureTask<OpaAnswer>> answers = rig.holdThenAsk(RULE, inputs(0, 13));
            assertOwnAnswers(answers);
            assertEquals(
                    List.of(
                            new Asked(RULE, inputs(0, 1)),
                            new Asked(SEVERAL, inputs(1, 9)),
                            new Asked(SEVERAL, inputs(9, 13))),
                    rig.opa.asked());
        }
    }

    @Test
    void withTwoAtATime_twoGoAlone_andTheRestTogether() throws Exception {
        try (Rig rig = new Rig(2, OpaQueueTest::honest)) {
            assertOwnAnswers(rig.holdThenAsk(RULE, inputs(0, 6)));
            assertEquals(3, rig.opa.asked().size());
            assertEquals(new Asked(SEVERAL, inputs(2, 6)), rig.opa.asked().getLast());
        }
    }

    @Test
    void anotherRule_isAskedByItself() throws Exception {
        String other = "sealgate/llm_run_snapshot/decision";
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<FutureTask<OpaAnswer>> answers = rig.hold(RULE, input(0));
            for (int i = 1; i < 7; i++) {
                answers.add(rig.queue(i % 2 == 0 ? other : RULE, input(i)));
            }
            held.countDown();
            assertOwnAnswers(answers);
            assertEquals(
                    List.of(
                            new Asked(RULE, List.of(input(0))),
                            new Asked(SEVERAL, List.of(input(1), input(3), input(5))),
                            new Asked("several/" + other, List.of(input(2), input(4), input(6)))),
                    rig.opa.asked());
        }
    }

    @Test
    void aLargeInput_isAskedByItself_andKeepsNobodyBack() throws Exception {
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<String> inputs = List.of(
                    input(0),
                    sized(1, OpaQueue.MOST_BYTES),
                    sized(2, OpaQueue.MOST_BYTES + 1),
                    sized(3, OpaQueue.MOST_BYTES));
            assertOwnAnswers(rig.holdThenAsk(RULE, inputs));
            assertEquals(
                    List.of(
                            new Asked(RULE, inputs.subList(0, 1)),
                            new Asked(SEVERAL, List.of(inputs.get(1), inputs.get(3))),
                            new Asked(RULE, inputs.subList(2, 3))),
                    rig.opa.asked());
        }
    }

    @Test
    void together_staysBelowWhatOpaTakes() throws Exception {
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<String> inputs = IntStream.range(0, 9)
                    .mapToObj(i -> i == 0 ? input(0) : sized(i, OpaQueue.MOST_BYTES))
                    .toList();
            assertOwnAnswers(rig.holdThenAsk(RULE, inputs));
            assertEquals(
                    List.of(
                            new Asked(RULE, inputs.subList(0, 1)),
                            new Asked(SEVERAL, inputs.subList(1, 8)),
                            new Asked(RULE, inputs.subList(8, 9))),
                    rig.opa.asked());
        }
    }

    /** A way to answer a query about several that answers none of them. */
    record Bad(String name, UnaryOperator<String> spoil) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> bad() {
        String second = "\"1\":" + result(2);
        return Stream.of(
                new Bad("status 500", good -> "500"),
                new Bad("never answers", good -> "hang"),
                new Bad("says nothing", good -> "{}"),
                new Bad("no json", good -> good + "x"),
                new Bad("one left out", good -> good.replace(second + ",", "")),
                new Bad("one too many", good -> good.replace(second, second + ",\"4\":" + result(0))),
                new Bad("one place twice", good -> good.replace(second, second + "," + second)),
                new Bad("another place", good -> good.replace("\"1\":", "\"01\":")),
                new Bad("one that is null", good -> good.replace(second, "\"1\":null")),
                new Bad("one that is true", good -> good.replace(second, "\"1\":true")),
                new Bad(
                        "one member more",
                        good -> good.replace(
                                second, "\"1\":{\"a\":1," + result(2).substring(1))),
                new Bad("a list", good -> "{" + PROVENANCE + ",\"result\":[" + result(1) + "]}"),
                new Bad("one result for all", good -> "{" + PROVENANCE + ",\"result\":" + result(1) + "}"),
                new Bad("another release", good -> good.replace("dirHash1:aa", "dirHash1:ab")),
                new Bad("no provenance", good -> good.replace(PROVENANCE + ",", "")),
                new Bad("an id of OPA's", good -> "{\"decision_id\":\"a-1\"," + good.substring(1)),
                new Bad("a warning", good -> "{\"warning\":{}," + good.substring(1)));
    }

    // R4, R5
    @ParameterizedTest
    @MethodSource("bad")
    void severalNotAnswered_eachIsAskedAlone_andOnlyTheFaultyFails(Bad row) throws Exception {
        ScriptedOpa.Script script = (path, inputs) -> {
            if (inputs.equals(List.of(input(3)))) {
                return new Reply(500, "{}");
            }
            Reply good = honest(path, inputs);
            if (!path.equals(SEVERAL)) {
                return good;
            }
            String body = row.spoil().apply(good.body());
            assertFalse(body.equals(good.body()), "the row changes the answer");
            if (body.equals("hang")) {
                // what it says in the end comes too late
                Thread.sleep(OpaQueue.PATIENCE.multipliedBy(4));
                return good;
            }
            return body.equals("500") ? new Reply(500, good.body()) : new Reply(200, body);
        };
        try (Rig rig = new Rig(1, script)) {
            List<FutureTask<OpaAnswer>> answers = rig.holdThenAsk(RULE, inputs(0, 5));
            OpaAnswer faulty = answers.remove(3).get(1, TimeUnit.MINUTES);
            assertEquals(
                    Cause.OPA_STATUS,
                    assertInstanceOf(OpaAnswer.Failed.class, faulty).cause());
            for (int i : new int[] {0, 1, 2, 4}) {
                assertOwnAnswer(i, answers.get(i < 3 ? i : 3));
            }
            List<Asked> asked = rig.opa.asked();
            assertEquals(new Asked(SEVERAL, inputs(1, 5)), asked.get(1));
            assertEquals(
                    inputs(1, 5),
                    asked.subList(2, asked.size()).stream()
                            .flatMap(one -> one.inputs().stream())
                            .sorted()
                            .toList());
            assertTrue(asked.stream().skip(2).allMatch(one -> one.path().equals(RULE)), asked.toString());
        }
    }

    // R5
    @Test
    void whoseDeadlinePassesWhileItWaits_isATimeout_andIsNotAskedLater() throws Exception {
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<FutureTask<OpaAnswer>> answers = rig.hold(RULE, input(0));
            Duration patience = Duration.ofMillis(200);
            long start = System.nanoTime();
            OpaAnswer late = rig.queue.ask(RULE, input(1).getBytes(UTF_8), Deadline.after(patience));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(
                    Cause.OPA_TIMEOUT,
                    assertInstanceOf(OpaAnswer.Failed.class, late).cause());
            assertTrue(took.compareTo(patience.plusMillis(100)) <= 0, () -> "took " + took);
            held.countDown();
            assertOwnAnswers(answers);
            assertEquals(List.of(new Asked(RULE, inputs(0, 1))), rig.opa.asked());
        }
    }

    // R5
    @Test
    void whoIsInAHurry_isNotKeptByTheOthers_norAreTheyByIt() throws Exception {
        Duration patience = Duration.ofMillis(300);
        ScriptedOpa.Script slow = (path, inputs) -> {
            if (path.equals(SEVERAL)) {
                Thread.sleep(patience.multipliedBy(4));
            }
            return honest(path, inputs);
        };
        try (Rig rig = new Rig(1, slow)) {
            List<FutureTask<OpaAnswer>> answers = rig.hold(RULE, input(0));
            long start = System.nanoTime();
            FutureTask<Duration> hurried = rig.start(() -> {
                rig.queue.ask(RULE, input(1).getBytes(UTF_8), Deadline.after(patience));
                return Duration.ofNanos(System.nanoTime() - start);
            });
            rig.awaitWaiting(1);
            answers.add(rig.queue(RULE, input(2)));
            held.countDown();
            Duration took = hurried.get(1, TimeUnit.MINUTES);
            assertTrue(took.compareTo(patience.plusMillis(100)) <= 0, () -> "took " + took);
            assertOwnAnswer(0, answers.get(0));
            assertOwnAnswer(2, answers.get(1));
            assertEquals(new Asked(SEVERAL, inputs(1, 3)), rig.opa.asked().get(1));
            assertTrue(rig.opa.asked().contains(new Asked(RULE, inputs(2, 3))), "asked alone in its own time");
        }
    }

    @Test
    void whoIsInterruptedWhileItWaits_goesWithoutAnAnswer_andStaysInterrupted() throws Exception {
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<FutureTask<OpaAnswer>> answers = rig.hold(RULE, input(0));
            FutureTask<Boolean> interrupted = rig.start(() -> {
                OpaAnswer answer = rig.queue.ask(RULE, input(1).getBytes(UTF_8), Deadline.after(LONG));
                return answer instanceof OpaAnswer.Failed
                        && Thread.currentThread().isInterrupted();
            });
            rig.awaitWaiting(1);
            threads.getLast().interrupt();
            assertTrue(interrupted.get(1, TimeUnit.MINUTES));
            assertEquals(0, rig.queue.waiting());
            held.countDown();
            assertOwnAnswers(answers);
        }
    }

    /** The watch that keeps the deadlines ends with the client: what it no longer keeps must not begin. */
    @Test
    void onceTheClientIsClosed_nobodyIsAskedAndNobodyWaits() throws Exception {
        try (Rig rig = new Rig(1, OpaQueueTest::honest)) {
            List<FutureTask<OpaAnswer>> answers = rig.hold(RULE, input(0));
            answers.add(rig.queue(RULE, input(1)));
            rig.client.close();
            answers.add(rig.start(() -> rig.queue.ask(RULE, input(2).getBytes(UTF_8), Deadline.after(LONG))));
            List<Cause> causes = new ArrayList<>();
            for (FutureTask<OpaAnswer> answer : answers) {
                causes.add(assertInstanceOf(OpaAnswer.Failed.class, answer.get(1, TimeUnit.MINUTES))
                        .cause());
            }
            assertEquals(List.of(Cause.OPA_RESET, Cause.OPA_UNREACHABLE, Cause.OPA_UNREACHABLE), causes);
            assertEquals(List.of(new Asked(RULE, inputs(0, 1))), rig.opa.asked());
        }
    }

    /** A queue before a scripted OPA whose first answer waits for {@link #held}. */
    private final class Rig implements AutoCloseable {
        final ScriptedOpa opa;
        final OpaQueue queue;
        private final OpaClient client;
        private final int atATime;

        Rig(int atATime, ScriptedOpa.Script script) throws Exception {
            this.atATime = atATime;
            opa = new ScriptedOpa((path, inputs) -> {
                held.await();
                return script.reply(path, inputs);
            });
            client = new OpaClient(opa.endpoint(), PIN);
            queue = new OpaQueue(client, atATime);
        }

        /** Takes every turn there is, in order. */
        List<FutureTask<OpaAnswer>> hold(String rule, String... inputs) throws Exception {
            List<FutureTask<OpaAnswer>> answers = new ArrayList<>();
            for (String input : inputs) {
                answers.add(start(() -> queue.ask(rule, input.getBytes(UTF_8), Deadline.after(LONG))));
                while (opa.asked().size() < answers.size()) {
                    Thread.sleep(1);
                }
            }
            return answers;
        }

        List<FutureTask<OpaAnswer>> holdThenAsk(String rule, List<String> inputs) throws Exception {
            List<FutureTask<OpaAnswer>> answers =
                    hold(rule, inputs.subList(0, atATime).toArray(String[]::new));
            for (String input : inputs.subList(atATime, inputs.size())) {
                answers.add(queue(rule, input));
            }
            held.countDown();
            return answers;
        }

        FutureTask<OpaAnswer> queue(String rule, String input) throws Exception {
            return queue(rule, input, Deadline.after(LONG));
        }

        /** Returns once the question waits. */
        FutureTask<OpaAnswer> queue(String rule, String input, Deadline deadline) throws Exception {
            int before = queue.waiting();
            FutureTask<OpaAnswer> answer = start(() -> queue.ask(rule, input.getBytes(UTF_8), deadline));
            awaitWaiting(before + 1);
            return answer;
        }

        void awaitWaiting(int many) throws InterruptedException {
            while (queue.waiting() < many) {
                Thread.sleep(1);
            }
        }

        <T> FutureTask<T> start(Callable<T> task) {
            FutureTask<T> future = new FutureTask<>(task);
            threads.add(Thread.ofVirtual().start(future));
            return future;
        }

        @Override
        public void close() {
            held.countDown();
            client.close();
            opa.close();
        }
    }

    private static void assertOwnAnswers(List<FutureTask<OpaAnswer>> answers) throws Exception {
        for (int i = 0; i < answers.size(); i++) {
            assertOwnAnswer(i, answers.get(i));
        }
    }

    private static void assertOwnAnswer(int i, FutureTask<OpaAnswer> answer) throws Exception {
        var answered = assertInstanceOf(OpaAnswer.Answered.class, answer.get(1, TimeUnit.MINUTES));
        String result = new String(answered.canonicalResult().toArray(), UTF_8);
        assertTrue(result.contains("\"name\":\"number_" + i + "\""), () -> i + " was answered " + result);
        assertEquals("dirHash1:aa", answered.revision());
    }

    private static List<String> inputs(int from, int to) {
        return IntStream.range(from, to).mapToObj(OpaQueueTest::input).toList();
    }

    private static String input(int i) {
        return "{\"n\":" + i + "}";
    }

    /** An input of exactly so many bytes. */
    private static String sized(int i, int bytes) {
        String bare = "{\"n\":" + i + ",\"pad\":\"\"}";
        return bare.replace("\"\"", "\"" + "a".repeat(bytes - bare.length()) + "\"");
    }

    private static Reply honest(String path, List<String> inputs) {
        List<String> results = inputs.stream()
                .map(input -> result(Integer.parseInt(input.replaceAll("\\{\"n\":([0-9]+).*", "$1"))))
                .toList();
        String result = path.startsWith("several/")
                ? IntStream.range(0, results.size())
                        .mapToObj(i -> "\"" + i + "\":" + results.get(i))
                        .collect(Collectors.joining(",", "{", "}"))
                : results.getFirst();
        return new Reply(200, "{" + PROVENANCE + ",\"result\":" + result + "}");
    }

    private static String result(int i) {
        return """
                {"resultVersion":"1","outcome":"deny","checks":[{"name":"number_%d","result":"pass"}],\
                "gates":[{"name":"inputs_hashed","result":"pass"}],\
                "refusal":{"available":true,"triggered":false,"reasonCode":null},"authority":null,"violations":[],\
                "obligations":[],"label":null}""".formatted(i);
    }
}
