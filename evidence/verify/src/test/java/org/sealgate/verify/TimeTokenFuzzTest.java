package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;

/** Any bytes are refused as a time stamp token, or are the one spelling of a token; whose it is, is answered as plainly. */
class TimeTokenFuzzTest {
    private static final byte[] DATA = "gate.example.org/log\n1\nAAAA\n".getBytes(UTF_8);
    private static final TimeStamps STAMPS = new TimeStamps(
            List.of(new TrustRoot.TimeAuthority(
                    "gate-1",
                    Bytes.copyOf(TestTsa.der(new TestTsa(DATA).certificate)),
                    TestTsa.POLICY,
                    true,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2028-01-01T00:00:00Z"))),
            Map.of());
    private static final Set<String> KNOWN = known();

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_refusedOrTheOneSpelling(byte[] der) throws IOException {
        Cost cost = new Cost();
        TimeToken token;
        try {
            token = TimeToken.read(der);
        } catch (TokenRefusedException e) {
            cost.requireInProportion(der.length);
            return;
        }
        cost.requireInProportion(der.length);
        assertArrayEquals(der, ASN1Primitive.fromByteArray(der).getEncoded("DER"));
        judge(token, der);
    }

    /** Accepted is only what the authority has signed, and nobody makes a signature of its by chance. */
    private static void judge(TimeToken token, byte[] der) {
        Cost cost = new Cost();
        boolean accepted;
        try {
            TimeStamps.Stamp stamp = STAMPS.require(der, DATA);
            Duration off = Duration.between(stamp.time(), stamp.latest());
            assertFalse(off.isNegative() || off.compareTo(Duration.ofDays(1).plusSeconds(1)) > 0);
            accepted = true;
        } catch (TokenRefusedException e) {
            accepted = false;
        }
        cost.requireInProportion(der.length);
        if (accepted) {
            assertTrue(KNOWN.contains(statement(token)), "a statement that the authority has not made");
        }
    }

    private static String statement(TimeToken token) {
        try {
            return HexFormat.of().formatHex(token.info().getEncoded("DER"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>();
        seeds().forEach(seed -> {
            try {
                known.add(statement(TimeToken.read((byte[]) seed.get()[0])));
            } catch (TokenRefusedException e) {
                // most of the seeds are attacks
            }
        });
        return known;
    }

    static Stream<Arguments> seeds() {
        TestTsa toTheSecond = new TestTsa(DATA);
        toTheSecond.time = "20260215183003Z";
        Stream<TimeAttacksTest.Row> rows = Stream.of(
                        TimeAttacksTest.statements(),
                        TimeAttacksTest.signers(),
                        TimeAttacksTest.certificates(),
                        TimeAttacksTest.spellings())
                .flatMap(List::stream);
        return Stream.concat(
                        Stream.of(new TestTsa(DATA).token(), toTheSecond.token()),
                        rows.map(row -> row.token().get()))
                .map(token -> Arguments.of((Object) token));
    }
}
