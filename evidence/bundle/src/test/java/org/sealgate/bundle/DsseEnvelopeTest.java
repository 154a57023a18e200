package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealgate.bundle.EnvelopeCode.ENVELOPE_MEMBER;
import static org.sealgate.bundle.EnvelopeCode.ENVELOPE_SYNTAX;
import static org.sealgate.bundle.EnvelopeCode.SIGNATURE_NONE;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DsseEnvelopeTest {
    private static final String FILE =
            "{\"payload\":\"aGVsbG8=\",\"payloadType\":\"text/plain\",\"signatures\":[{\"keyid\":\"k1\",\"sig\":\"AQI=\"}]}";
    private static final String SIGNATURE = "{\"keyid\":\"k1\",\"sig\":\"AQI=\"}";

    @Test
    void read_canonicalFile_givesItsPartsAndTheSameBytes() {
        DsseEnvelope envelope = DsseEnvelope.read(FILE.getBytes(UTF_8));
        assertEquals("text/plain", envelope.payloadType());
        assertEquals(Bytes.copyOf("hello".getBytes(UTF_8)), envelope.payload());
        assertEquals(List.of(new DsseSignature("k1", Bytes.copyOf(new byte[] {1, 2}))), envelope.signatures());
        assertEquals(FILE, new String(envelope.toBytes(), UTF_8));
        assertEquals("DSSEv1 10 text/plain 5 hello", new String(envelope.pae(), UTF_8));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // another spelling of the same envelope
                arguments(FILE + "\n", ENVELOPE_SYNTAX, ""),
                arguments(" " + FILE, ENVELOPE_SYNTAX, ""),
                arguments(FILE.replace(",", ", "), ENVELOPE_SYNTAX, ""),
                arguments(FILE.replace("text/plain", "text\\/plain"), ENVELOPE_SYNTAX, ""),
                arguments(FILE.replace("\"k1\"", "\"\\u006b1\""), ENVELOPE_SYNTAX, ""),
                arguments(
                        "{\"payloadType\":\"text/plain\",\"payload\":\"aGVsbG8=\",\"signatures\":[" + SIGNATURE + "]}",
                        ENVELOPE_SYNTAX,
                        ""),
                arguments(FILE.replace("aGVsbG8=", "aGVsbG8"), ENVELOPE_SYNTAX, ""),
                arguments(FILE.replace("aGVsbG8=", "aGVsbG9="), ENVELOPE_SYNTAX, ""),
                arguments(FILE.replace("AQI=", "AQJ="), ENVELOPE_SYNTAX, ""),
                // no base64 of the standard alphabet
                arguments(FILE.replace("aGVsbG8=", "aGVs\\nbG8="), ENVELOPE_SYNTAX, "/payload"),
                arguments(FILE.replace("aGVsbG8=", "aGVsbG8=="), ENVELOPE_SYNTAX, "/payload"),
                arguments(FILE.replace("aGVsbG8=", "-_8="), ENVELOPE_SYNTAX, "/payload"),
                arguments(FILE.replace("aGVsbG8=", "\\u00e9"), ENVELOPE_SYNTAX, "/payload"),
                arguments(FILE.replace("AQI=", "A"), ENVELOPE_SYNTAX, "/signatures/0/sig"),
                // types
                arguments("[]", ENVELOPE_SYNTAX, ""),
                arguments("null", ENVELOPE_SYNTAX, ""),
                arguments(FILE.replace("\"aGVsbG8=\"", "null"), ENVELOPE_SYNTAX, "/payload"),
                arguments(FILE.replace("\"text/plain\"", "7"), ENVELOPE_SYNTAX, "/payloadType"),
                arguments(FILE.replace("text/plain", ""), ENVELOPE_SYNTAX, "/payloadType"),
                arguments(FILE.replace("[" + SIGNATURE + "]", SIGNATURE), ENVELOPE_SYNTAX, "/signatures"),
                arguments(FILE.replace("[" + SIGNATURE + "]", "null"), ENVELOPE_SYNTAX, "/signatures"),
                arguments(FILE.replace(SIGNATURE, "\"AQI=\""), ENVELOPE_SYNTAX, "/signatures/0"),
                arguments(FILE.replace("\"k1\"", "null"), ENVELOPE_SYNTAX, "/signatures/0/keyid"),
                arguments(FILE.replace("\"AQI=\"", "[1,2]"), ENVELOPE_SYNTAX, "/signatures/0/sig"),
                // members
                arguments("{}", ENVELOPE_MEMBER, ""),
                arguments(FILE.replace("\"payloadType\":\"text/plain\",", ""), ENVELOPE_MEMBER, ""),
                arguments(FILE.replace("\"payload\":", "\"aud\":\"x\",\"payload\":"), ENVELOPE_MEMBER, ""),
                arguments(FILE.replace("payloadType", "payloadtype"), ENVELOPE_MEMBER, ""),
                arguments(FILE.replace("\"keyid\":\"k1\",", ""), ENVELOPE_MEMBER, "/signatures/0"),
                arguments(FILE.replace(",\"sig\":\"AQI=\"", ""), ENVELOPE_MEMBER, "/signatures/0"),
                arguments(FILE.replace("{\"keyid\"", "{\"alg\":\"none\",\"keyid\""), ENVELOPE_MEMBER, "/signatures/0"),
                arguments(FILE.replace("{\"keyid\"", "{\"cert\":\"AAAA\",\"keyid\""), ENVELOPE_MEMBER, "/signatures/0"),
                arguments(
                        FILE.replace("]}", "," + SIGNATURE.replace("sig", "sign") + "]}"),
                        ENVELOPE_MEMBER,
                        "/signatures/1"),
                // how many signatures
                arguments(FILE.replace(SIGNATURE, ""), SIGNATURE_NONE, "/signatures"),
                arguments(withSignatures(17), ENVELOPE_SYNTAX, "/signatures"),
                // JSON itself; each character is a byte
                arguments("", JsonCode.JSON_SYNTAX, ""),
                arguments("\u00ef\u00bb\u00bf" + FILE, JsonCode.JSON_BOM, ""),
                arguments(FILE.replace("k1", "\u00ff"), JsonCode.JSON_UTF8, "/signatures/0/keyid"),
                arguments(FILE.replace("k1", "\\ud800"), JsonCode.JSON_LONE_SURROGATE, "/signatures/0/keyid"),
                arguments(FILE + FILE, JsonCode.JSON_TRAILING, ""),
                arguments(FILE.replace("]}", "],\"payload\":\"\"}"), JsonCode.JSON_DUPLICATE_KEY, "/payload"),
                arguments(FILE.replace(SIGNATURE, "[".repeat(100)), JsonCode.JSON_DEPTH, null),
                arguments(FILE.replace("\"k1\"", "1e999"), JsonCode.JSON_NUMBER_RANGE, "/signatures/0/keyid"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void read_anythingElse_refusedWithCodeAndPointer(String file, RefusalCode code, String pointer) {
        byte[] bytes = file.getBytes(ISO_8859_1);
        EnvelopeException refusal = assertThrows(EnvelopeException.class, () -> DsseEnvelope.read(bytes));
        assertEquals(code, refusal.code());
        if (pointer != null) {
            assertEquals(pointer, refusal.pointer());
        }
    }

    private static String withSignatures(int count) {
        return FILE.replace(SIGNATURE, String.join(",", Collections.nCopies(count, SIGNATURE)));
    }

    @Test
    void read_sixteenSignatures_accepted() {
        assertEquals(
                16,
                DsseEnvelope.read(withSignatures(16).getBytes(UTF_8))
                        .signatures()
                        .size());
    }

    @Test
    void read_everyByteFlipped_refusedOrAnotherEnvelope() {
        DsseEnvelope original = DsseEnvelope.read(FILE.getBytes(UTF_8));
        for (int i = 0; i < FILE.length(); i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = FILE.getBytes(UTF_8);
                flipped[i] ^= (byte) (1 << bit);
                try {
                    DsseEnvelope other = DsseEnvelope.read(flipped);
                    assertArrayEquals(flipped, other.toBytes());
                    assertEquals(false, original.equals(other), "byte " + i);
                } catch (EnvelopeException e) {
                    assertEquals(false, e.code().name().isEmpty());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/HelloWorld, hello world, DSSEv1 29 http://example.com/HelloWorld 11 hello world",
        "é, héé, DSSEv1 2 é 5 héé",
        "a b, c d, DSSEv1 3 a b 3 c d",
        "t, '', 'DSSEv1 1 t 0 '",
    })
    void pae_typeAndPayload_lengthsInBytes(String type, String payload, String expected) {
        assertEquals(expected, new String(DsseEnvelope.pae(type, payload.getBytes(UTF_8)), UTF_8));
    }

    @Test
    void pae_localeOfOtherDigits_sameBytes() {
        byte[] payload = new byte[12_345];
        byte[] expected = DsseEnvelope.pae("application/vnd.in-toto+json", payload);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertEquals("٧", String.format("%d", 7));
            assertArrayEquals(expected, DsseEnvelope.pae("application/vnd.in-toto+json", payload));
        } finally {
            Locale.setDefault(before);
        }
        String head = "DSSEv1 28 application/vnd.in-toto+json 12345 ";
        assertEquals(head.length() + payload.length, expected.length);
        assertEquals(head, new String(expected, 0, head.length(), UTF_8));
    }

    @Test
    void envelope_wrongState_cannotBeMade() {
        Bytes payload = Bytes.copyOf(new byte[0]);
        DsseSignature signature = new DsseSignature("k", payload);
        List<DsseSignature> seventeen = Collections.nCopies(17, signature);
        assertThrows(IllegalArgumentException.class, () -> new DsseEnvelope("", payload, List.of(signature)));
        assertThrows(IllegalArgumentException.class, () -> new DsseEnvelope("\ud800", payload, List.of(signature)));
        assertThrows(IllegalArgumentException.class, () -> new DsseEnvelope("t", payload, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new DsseEnvelope("t", payload, seventeen));
        assertThrows(IllegalArgumentException.class, () -> new DsseSignature("\udc00", payload));
    }
}
