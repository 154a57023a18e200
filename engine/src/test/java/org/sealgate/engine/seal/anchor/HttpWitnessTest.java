package org.sealgate.engine.seal.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.VerifierKey;

/** A witness that answers as an honest one, a confused one or a hostile one would. */
class HttpWitnessTest {
    private static final NoteKey WITNESS = NoteKey.make("witness.example.org/w1", VerifierKey.Type.COSIGNATURE_V1);
    private static final NoteKey OTHER = NoteKey.make("witness.example.org/w2", VerifierKey.Type.COSIGNATURE_V1);
    private static final WitnessedLog LOG = WitnessedLog.fresh().grow(5, "leaf");

    private final List<Answer> answers = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    /** What the witness says next; the last is said again and again. */
    record Answer(int status, String type, String body) {
        static Answer size(long size) {
            return new Answer(409, "text/x.tlog.size", size + "\n");
        }

        static Answer text(int status, String body) {
            return new Answer(status, "text/plain", body);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpWitness client() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w");
        return new HttpWitness(WITNESS.key(), address, Duration.ofSeconds(5));
    }

    private static String line(NoteKey by, WitnessedLog log) {
        String text = SignedNote.parse(log.checkpoint().toArray()).text();
        long seconds = 1_771_180_203L;
        byte[] signature = by.sign(SignedNote.cosigned(text, seconds));
        byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(seconds)
                .put(signature)
                .array();
        return NoteSignature.of(by.key(), timed).line() + "\n";
    }

    private static String cosign(HttpWitness witness, WitnessedLog log) {
        return witness.cosign(log.checkpoint(), log.consistency());
    }

    private static String refused(HttpWitness witness, WitnessedLog log) {
        return assertThrows(ProofUnavailableException.class, () -> cosign(witness, log))
                .code();
    }

    @Test
    void checkpoint_firstAndNext_areSentWithWhatTheWitnessHasSeen() {
        WitnessedLog log = WitnessedLog.fresh().grow(5, "leaf");
        answers.add(Answer.text(200, line(WITNESS, log)));
        try (HttpWitness witness = client()) {
            assertEquals(line(WITNESS, log), cosign(witness, log));
            log.grow(4, "leaf");
            answers.set(0, Answer.text(200, line(OTHER, log) + line(WITNESS, log)));
            assertEquals(line(WITNESS, log), cosign(witness, log));
        }
        assertTrue(asked.get(0).startsWith("old 0\n\n" + WitnessedLog.ORIGIN + "\n5\n"), asked.get(0));
        long sent = asked.get(1).split("\n\n", -1)[0].lines().count() - 1;
        assertTrue(asked.get(1).startsWith("old 5\n"), asked.get(1));
        assertEquals(log.consistency().from(5).size(), sent);
    }

    @Test
    void size_forgotten_isToldByTheWitness() {
        answers.addAll(List.of(Answer.size(3), Answer.text(200, line(WITNESS, LOG))));
        try (HttpWitness witness = client()) {
            assertEquals(line(WITNESS, LOG), cosign(witness, LOG));
        }
        assertTrue(asked.get(1).startsWith("old 3\n"), asked.get(1));
    }

    /** One wrong answer, be it from whoever sits between, does not keep the witness from being asked again. */
    @Test
    void size_thatProvedUseless_isForgotten() {
        for (Answer wrong : List.of(Answer.size(999_999_999_999_999_999L), Answer.size(6), Answer.size(2))) {
            answers.clear();
            answers.addAll(List.of(wrong, Answer.text(404, ""), Answer.text(200, line(WITNESS, LOG))));
            if (!wrong.equals(Answer.size(2))) {
                answers.remove(1); // not asked again at once
            }
            try (HttpWitness witness = client()) {
                assertThrows(ProofUnavailableException.class, () -> cosign(witness, LOG));
                asked.clear();
                assertEquals(line(WITNESS, LOG), cosign(witness, LOG));
                assertTrue(asked.getFirst().startsWith("old 0\n"), asked.getFirst());
            }
        }
    }

    /** A refusal and its code. */
    record Row(String name, Answer answer, String code) {
        @Override
        public String toString() {
            return name + " → " + code;
        }
    }

    static List<Row> refusals() {
        WitnessedLog another = WitnessedLog.fresh().grow(6, "x");
        return List.of(
                new Row("unknown log", Answer.text(404, ""), "WITNESS_STATUS"),
                new Row("broken", Answer.text(500, ""), "WITNESS_STATUS"),
                new Row("elsewhere", Answer.text(302, ""), "WITNESS_STATUS"),
                new Row("a tree that is not extended", Answer.text(422, ""), "WITNESS_CONFLICT"),
                new Row("a larger tree", Answer.size(6), "WITNESS_CONFLICT"),
                new Row("the same size and another tree", Answer.size(5), "WITNESS_CONFLICT"),
                new Row("a size that is none", new Answer(409, "text/x.tlog.size", "05\n"), "WITNESS_CONFLICT"),
                new Row("no signature", Answer.text(200, "\n"), "WITNESS_TOKEN"),
                new Row("no note line", Answer.text(200, "thank you\n"), "WITNESS_TOKEN"),
                new Row("another witness's", Answer.text(200, line(OTHER, LOG)), "WITNESS_TOKEN"),
                new Row("over another checkpoint", Answer.text(200, line(WITNESS, another)), "WITNESS_TOKEN"),
                new Row("twice", Answer.text(200, line(WITNESS, LOG).repeat(2)), "WITNESS_TOKEN"),
                new Row("without end", Answer.text(200, "x".repeat(1 << 17)), "WITNESS_TOO_LARGE"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void answer_thatIsNoCosignature_isNamed(Row row) {
        answers.add(row.answer());
        try (HttpWitness witness = client()) {
            assertEquals(row.code(), refused(witness, LOG));
        }
    }

    @Test
    void witness_gone_isUnreachable() {
        server.stop(0);
        try (HttpWitness witness = client()) {
            assertEquals("WITNESS_UNREACHABLE", refused(witness, LOG));
        }
    }

    @Test
    void checkpoint_smallerThanWhatWasCosigned_isNotSent() {
        answers.add(Answer.text(200, line(WITNESS, LOG)));
        try (HttpWitness witness = client()) {
            cosign(witness, LOG);
            assertEquals("WITNESS_CONFLICT", refused(witness, new WitnessedLog(LOG.key).grow(4, "leaf")));
            assertEquals(1, asked.size());
        }
    }
}
