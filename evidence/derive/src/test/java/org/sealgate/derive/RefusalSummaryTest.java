package org.sealgate.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Digest;

/** The summary as it is signed, byte for byte. */
class RefusalSummaryTest {
    private static RefusalSummary summary(SortedMap<String, Long> counts) {
        return new RefusalSummary(
                "https://gate.example.org", "0.1.0", "2026-02-15T18:30:00.000Z", "2026-02-15T18:31:00.000Z", counts);
    }

    @Test
    void summary_numbered_isTheCanonicalStatement() {
        Digest previous = Digest.sha256();
        byte[] payload = summary(new TreeMap<>(Map.of("preview", 1L, "401", 3L)))
                .payload(new DecisionStatement.Sequence("gate-1/~refusals", 2, Optional.of(previous)));
        String counts = "[{\"count\":3,\"what\":\"401\"},{\"count\":1,\"what\":\"preview\"}]";
        assertEquals(
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"counts\":" + counts
                        + ",\"from\":\"2026-02-15T18:30:00.000Z\""
                        + ",\"issuer\":{\"engine\":\"0.1.0\",\"id\":\"https://gate.example.org\"}"
                        + ",\"sequence\":{\"number\":2,\"previous\":\"" + previous.text()
                        + "\",\"stream\":\"gate-1/~refusals\"},\"until\":\"2026-02-15T18:31:00.000Z\"}"
                        + ",\"predicateType\":\"https://sealgate.org/refusal-summary/v1\""
                        + ",\"subject\":[{\"digest\":{\"sha256\":\""
                        + Digest.sha256(counts.getBytes(StandardCharsets.UTF_8)).hex()
                        + "\"},\"name\":\"counts\"}]}",
                new String(payload, StandardCharsets.UTF_8));
    }

    @Test
    void summary_ofNothing_isNone() {
        for (Map<String, Long> counts : List.of(Map.<String, Long>of(), Map.of("401", 0L), Map.of("429", -1L))) {
            assertThrows(IllegalArgumentException.class, () -> summary(new TreeMap<>(counts)), counts::toString);
        }
    }
}
