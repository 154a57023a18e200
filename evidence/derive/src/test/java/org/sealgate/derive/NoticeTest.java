package org.sealgate.derive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** Notices as they are signed, byte for byte. */
class NoticeTest {
    private static final Digest STATEMENT = Digest.sha256("statement".getBytes(UTF_8));
    private static final Json.Obj SUBJECT =
            JsonReader.readObject("{\"digest\":{\"sha256\":\"00\"},\"name\":\"a.json\"}".getBytes(UTF_8));
    private static final Notice.About ABOUT = new Notice.About("0198c9f0", STATEMENT, SUBJECT);
    private static final Notice.Said SAID = new Notice.Said(
            "https://gate.example.org",
            "0.1.0",
            List.of("ecdsa-p256-sha256"),
            2,
            "local-operator",
            "2026-02-20T09:00:00.000Z");
    private static final String TAIL = "\"signing\":{\"requires\":[\"ecdsa-p256-sha256\"]},\"trustRootVersion\":2}";
    private static final String ISSUER = "\"issuer\":{\"engine\":\"0.1.0\",\"id\":\"https://gate.example.org\"}";

    private static DecisionStatement.Sequence first(String stream) {
        return new DecisionStatement.Sequence("gate-1" + stream, 1, Optional.empty());
    }

    private static Correction correction(String reason) {
        return new Correction(SAID, ABOUT, "sealed-run", "RUN-1", reason);
    }

    private static Tombstone.Gone gone(String name) {
        return new Tombstone.Gone(name, STATEMENT, 3);
    }

    @Test
    void correction_numbered_isTheCanonicalStatement_andALineOfThePatchLog() {
        byte[] payload = correction("Wrong input.").payload(first(Correction.STREAM));
        String corrects = "\"corrects\":{\"decisionId\":\"0198c9f0\",\"kind\":\"sealed-run\",\"runId\":\"RUN-1\","
                + "\"statement\":\"" + STATEMENT.text() + "\"}";
        String subject = "{\"digest\":{\"sha256\":\"00\"},\"name\":\"a.json\"}";
        assertEquals(
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"by\":\"local-operator\","
                        + "\"correctedAt\":\"2026-02-20T09:00:00.000Z\"," + corrects + "," + ISSUER
                        + ",\"reason\":\"Wrong input.\",\"sequence\":{\"number\":1,\"previous\":null,"
                        + "\"stream\":\"gate-1/~corrections\"}," + TAIL
                        + ",\"predicateType\":\"https://sealgate.org/correction/v1\",\"subject\":[" + subject + "]}",
                new String(payload, UTF_8));
        assertEquals(
                "{\"by\":\"local-operator\",\"correctedAt\":\"2026-02-20T09:00:00.000Z\"," + corrects
                        + ",\"number\":1,\"reason\":\"Wrong input.\",\"subject\":" + subject + "}\n",
                new String(Correction.patchLine(JsonReader.readObject(payload)), UTF_8));
    }

    @Test
    void tombstone_numbered_isTheCanonicalStatement_itsFilesInOrder() {
        Tombstone tombstone =
                new Tombstone(SAID, ABOUT, "retention", List.of(gone("proposal.json"), gone("input.json")));
        String file = "{\"bytes\":3,\"digest\":\"" + STATEMENT.text() + "\",\"name\":\"";
        assertEquals(
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"by\":\"local-operator\",\"files\":["
                        + file + "input.json\"}," + file + "proposal.json\"}]," + ISSUER
                        + ",\"reason\":\"retention\",\"retiredAt\":\"2026-02-20T09:00:00.000Z\","
                        + "\"retires\":{\"decisionId\":\"0198c9f0\",\"statement\":\"" + STATEMENT.text() + "\"},"
                        + "\"sequence\":{\"number\":1,\"previous\":null,\"stream\":\"gate-1/~tombstones\"}," + TAIL
                        + ",\"predicateType\":\"https://sealgate.org/tombstone/v1\",\"subject\":["
                        + "{\"digest\":{\"sha256\":\"00\"},\"name\":\"a.json\"}]}",
                new String(tombstone.payload(first(Tombstone.STREAM)), UTF_8));
    }

    @Test
    void reason_ofACorrection_isOneLine() {
        for (String bad : List.of("", "  ", "two\nlines", "a\u0007", "a\u2028b", "\ud800", "x".repeat(501))) {
            assertFalse(Correction.isReason(bad), bad);
            assertThrows(IllegalArgumentException.class, () -> correction(bad), bad);
        }
        assertTrue(Correction.isReason("\ud83d\ude00".repeat(500)));
    }

    @Test
    void file_thatIsNoPayload_cannotBeRetired() {
        for (String name : List.of(
                "decision.dsse.json",
                "result.json",
                "authority_envelope.json",
                "policy/policy.wasm",
                "schemas/a.json",
                "subject/../input.json",
                "objects/a/b",
                "log/proof")) {
            assertThrows(IllegalArgumentException.class, () -> gone(name), name);
        }
    }

    @Test
    void tombstone_ofNothingOrTwiceTheSame_isNone() {
        for (List<Tombstone.Gone> files :
                List.of(List.<Tombstone.Gone>of(), List.of(gone("input.json"), gone("input.json")))) {
            assertThrows(IllegalArgumentException.class, () -> new Tombstone(SAID, ABOUT, "retention", files));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Tombstone(SAID, ABOUT, "because", List.of(gone("input.json"))));
    }
}
