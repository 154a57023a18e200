package org.sealgate.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

class RedactionTest {
    private static Redaction of(String document) {
        return Redaction.of(Reading.of(Kind.SEALED_RUN, document.getBytes(UTF_8)));
    }

    private static String text(Json json) {
        return new String(CanonicalJson.rfc8785(json), UTF_8);
    }

    /** Document; proposal and claims as a policy sees them; pointers of the findings. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // values, deep and in lists
                "{\"title\":\"joe@example.com\"} | {\"title\":{\"withheld\":\"email\"}} | {} | /title",
                "{\"outputs\":{\"top_risks\":[\"fine\",\"ask joe@example.com\"]}}"
                        + " | {\"outputs\":{\"top_risks\":[\"fine\",{\"withheld\":\"email\"}]}} | {} | /outputs/top_risks/1",
                // claims are read by the same sensors
                "{\"hash\":\"joe@example.com\"} | {} | {\"hash\":{\"withheld\":\"email\"}} | /hash",
                "{\"gates\":[{\"note\":\"joe@example.com\"}]}"
                        + " | {} | {\"gates\":[{\"note\":{\"withheld\":\"email\"}}]} | /gates/0/~unknown1",
                // names: the member goes with its value
                "{\"refusal\":{\"joe@example.com\":\"secret\"}}"
                        + " | {} | {\"refusal\":{\"~email1\":{\"withheld\":\"email\"}}} | /refusal/~email1",
                "{\"refusal\":{\"joe@example.com\":1,\"jim@example.com\":{\"jo@example.com\":2}}}"
                        + " | {} | {\"refusal\":{\"~email1\":{\"withheld\":\"email\"},\"~email2\":{\"withheld\":\"email\"}}}"
                        + " | /refusal/~email1 /refusal/~email2",
                "{\"joe@example.com\":1} | {\"~email1\":{\"withheld\":\"email\"}} | {} | /~email1",
                // a name that looks like a mask is not overwritten
                "{\"refusal\":{\"~email1\":\"kept\",\"joe@example.com\":1}}"
                        + " | {} | {\"refusal\":{\"~email1\":\"kept\",\"~email2\":{\"withheld\":\"email\"}}} | /refusal/~email2",
                "{\"refusal\":{\"joe@example.com\":1,\"~email1\":\"kept\"}}"
                        + " | {} | {\"refusal\":{\"~email1\":\"kept\",\"~email2\":{\"withheld\":\"email\"}}} | /refusal/~email2",
                // two hidden names of one place in the alphabet stay two findings
                "{\"checks\":{\"a\":\"a@example.com\",\"b\":\"b@example.com\"}}"
                        + " | {} | {\"checks\":{\"a\":{\"withheld\":\"email\"},\"b\":{\"withheld\":\"email\"}}}"
                        + " | /checks/~unknown1 /checks/~unknown2"
            })
    void flagged_valuesAndNames_areWithheld(String document, String proposal, String claims, String pointers) {
        Redaction redaction = of(document);
        assertEquals(proposal, text(redaction.proposal()));
        assertEquals(claims, text(redaction.claims()));
        assertEquals(
                List.of(pointers.split(" ")),
                redaction.findings().stream().map(Finding::pointer).toList());
        assertTrue(redaction.withholds());
        assertFalse(redaction.findings().toString().contains("example.com"));
    }

    @Test
    void nothingFlagged_isNotCopied() {
        Reading reading = Examples.reading(Kind.SEALED_RUN, Examples.draft());
        Redaction redaction = Redaction.of(reading);
        assertFalse(redaction.withholds());
        assertEquals(reading.proposal(), redaction.proposal());
        assertSame(reading.proposal().get("outputs"), redaction.proposal().get("outputs"));
    }

    @Test
    void longString_atTheLimit_standsAndBeyondIsShortened() {
        // two bytes a character, so that bytes and not characters count
        for (int bytes : new int[] {4095, 4096, 4097, 5000}) {
            String value = "é".repeat(bytes / 2) + (bytes % 2 == 0 ? "" : "e");
            Json expected = bytes <= 4096
                    ? Json.of(value)
                    : Json.object()
                            .put("digest", Digest.sha256(value.getBytes(UTF_8)).text())
                            .put("bytes", bytes)
                            .build();
            Json.Obj document =
                    Json.object().put("title", value).put("outcome", value).build();
            Redaction redaction = Redaction.of(Examples.reading(Kind.SEALED_RUN, document));
            assertEquals(expected, redaction.proposal().get("title"), bytes + " bytes");
            assertEquals(expected, redaction.claims().get("outcome"), bytes + " bytes");
            assertFalse(redaction.withholds(), "a long string is no finding");
        }
    }

    @Test
    void longString_thatIsFlagged_isWithheldWithoutDigest() {
        Redaction redaction = of("{\"title\":\"" + "x".repeat(5000) + " joe@example.com\"}");
        assertEquals("{\"title\":{\"withheld\":\"email\"}}", text(redaction.proposal()));
    }

    @Test
    void redaction_ofTheSameBytes_isTheSame() {
        String document = "{\"refusal\":{\"z@example.com\":1,\"a@example.com\":2,\"x\":\"y@example.com\"}}";
        assertEquals(of(document).findings(), of(document).findings());
        assertEquals(text(of(document).claims()), text(of(document).claims()));
        Json again = JsonReader.read(CanonicalJson.rfc8785(of(document).claims()));
        assertEquals(of(document).claims(), again, "what is recorded reads back as it was");
    }
}
