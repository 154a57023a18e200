package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are refused with one code, or are the one spelling of the envelope that was read. */
class DsseEnvelopeFuzzTest {
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_refusedOrTheOneSpelling(byte[] bytes) {
        Cost cost = new Cost();
        try {
            DsseEnvelope envelope = DsseEnvelope.read(bytes);
            cost.requireInProportion(bytes.length);
            assertArrayEquals(bytes, envelope.toBytes());
        } catch (EnvelopeException e) {
            cost.requireInProportion(bytes.length);
            assertNotNull(e.code());
        }
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                        "{\"payload\":\"e30=\",\"payloadType\":\"application/vnd.in-toto+json\","
                                + "\"signatures\":[{\"keyid\":\"a\",\"sig\":\"AA==\"},{\"keyid\":\"\",\"sig\":\"\"}]}",
                        "{\"payload\":\"e30\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"a\",\"sig\":\"AA==\"}]}",
                        "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[]}")
                .map(text -> Arguments.of((Object) text.getBytes(UTF_8)));
    }
}
