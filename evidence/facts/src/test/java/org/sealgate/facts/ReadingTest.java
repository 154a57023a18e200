package org.sealgate.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.Kind;

class ReadingTest {
    // S002-33, and the number rule
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JSON_SHAPE | []",
                "JSON_SHAPE | `\"text\"`",
                "JSON_SYNTAX | {",
                "JSON_SYNTAX | {\"a\":NaN}",
                "JSON_SYNTAX | {\"a\":01}",
                "JSON_TRAILING | {} {}",
                "JSON_DUPLICATE_KEY | {\"a\":1,\"\\u0061\":2}",
                "JSON_LONE_SURROGATE | {\"a\":\"\\ud800\"}",
                "JSON_BOM | `\ufeff{}`",
                "JSON_NUMBER_RANGE | {\"a\":1e999}",
                "JSON_NUMBER_PRECISION | {\"a\":9007199254740993}",
                "JSON_NUMBER_PRECISION | {\"a\":1.000000000000000005}"
            })
    void body_thatTwoReadersCouldReadInTwoWays_isRefused(String code, String body) {
        JsonException refused =
                assertThrows(JsonException.class, () -> Reading.of(Kind.SEALED_RUN, body.getBytes(UTF_8)));
        assertEquals(code, refused.code().name());
    }

    @Test
    void claims_atTheTop_areSetApart() {
        List<String> claims = List.of(
                "authority_envelope",
                "hash",
                "hash_scope",
                "commit_hash",
                "gate_outcomes",
                "gates",
                "checks",
                "refusal",
                "enforcement",
                "outcome",
                "feasibility",
                "confirmations");
        StringBuilder body = new StringBuilder("{\"run_id\":\"RUN-1\",\"meta\":{\"hash\":\"inner\"}");
        claims.forEach(name -> body.append(",\"").append(name).append("\":true"));
        byte[] bytes = body.append('}').toString().getBytes(UTF_8);

        Reading reading = Reading.of(Kind.SEALED_RUN, bytes);

        assertEquals(Set.copyOf(claims), reading.claims().members().keySet());
        assertEquals(Set.of("run_id", "meta"), reading.proposal().members().keySet());
        assertEquals("inner", reading.proposal().object("meta").text("hash"), "only the top level is the gate's");
        assertEquals(14, reading.document().members().size());
        assertEquals(Digest.sha256(bytes), reading.digest());
        assertEquals(bytes.length, reading.bytes());
    }
}
