package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Container;
import org.sealgate.verify.TrustRoot.TimeAuthority;

/** When a token's time counts, to the millisecond, and what step 9 says of it word for word. */
class TimeStampsTest {
    private static final byte[] CHECKPOINT = "gate.example.org/log\n1\nAAAA\n".getBytes(UTF_8);
    private static final Instant TIME = Instant.parse("2026-02-15T18:30:03.500Z");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2028-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static TimeAuthority authority(String controller, String policy, Instant from, Instant until) {
        return new TimeAuthority(controller, Bytes.copyOf(TestTsa.der(Proven.CERTIFICATE)), policy, false, from, until);
    }

    private static TimeStamps trusting(TimeAuthority... authorities) {
        return new TimeStamps(List.of(authorities), Map.of());
    }

    private static TimeStamps trusting() {
        return trusting(authority("gate-1", TestTsa.POLICY, FROM, UNTIL));
    }

    private static TokenRefusedException refused(TimeStamps stamps, byte[] token) {
        return assertThrows(TokenRefusedException.class, () -> stamps.require(token, CHECKPOINT));
    }

    /** A leaf or what is between: whoever has such a key would say when he signed with it. */
    @Test
    void certificate_ofAKeyThatMaySignSomethingElse_isRefused() throws Exception {
        Problems problems = new Problems();
        Map<String, TrustedKey> keys =
                TrustRootReader.read(TestTrust.file(), problems).orElseThrow().keys();
        TimeAuthority authority = new TimeAuthority(
                "gate-1", Bytes.copyOf(TestTsa.der(TestTsa.authority())), TestTsa.POLICY, false, FROM, UNTIL);
        TimeStamps stamps = new TimeStamps(List.of(authority), keys);
        assertEquals(
                TIME,
                stamps.require(new TestTsa(CHECKPOINT).signedBy(TestTsa.KEY).token(), CHECKPOINT)
                        .time());
        for (TestKey key : List.of(TestTrust.DECISION, TestTrust.POLICY, TestTrust.ROOT)) {
            byte[] leaf = new TestTsa(CHECKPOINT).signedBy(key).token();
            TestTsa between = new TestTsa(CHECKPOINT).signedBy(TestTsa.KEY);
            between.certificate = TestTsa.certificate("tsa", TestTsa.KEY, "between", key, TestTsa.USAGE);
            between.sent = List.of(
                    between.certificate,
                    TestTsa.certificate("between", key, "authority", TestTsa.AUTHORITY, TimePathTest.IS_AUTHORITY));
            for (byte[] token : List.of(leaf, between.token())) {
                TokenRefusedException refused = refused(stamps, token);
                assertEquals(Code.KEY_ROLE, refused.code());
                assertEquals("one role a key, found a certificate of a key for " + key.role(), refused.getMessage());
                assertEquals(
                        TIME,
                        new TimeStamps(List.of(authority), Map.of())
                                .require(token, CHECKPOINT)
                                .time());
            }
        }
    }

    @Test
    void stamp_saysItsTimeAndWhatTheClockMayBeOffBy() throws TokenRefusedException {
        TimeAuthority authority = authority("gate-1", TestTsa.POLICY, FROM, UNTIL);
        TimeStamps.Stamp stamp = trusting(authority).require(new TestTsa(CHECKPOINT).token(), CHECKPOINT);
        assertEquals(
                new TimeStamps.Stamp(
                        TIME,
                        Instant.parse("2026-02-15T18:30:02.500Z"),
                        Instant.parse("2026-02-15T18:30:04.500Z"),
                        authority),
                stamp);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-15T18:30:03.500Z, 2027-01-01T00:00:00.000Z, true",
        "2026-02-15T18:30:03.501Z, 2027-01-01T00:00:00.000Z, false",
        "2026-01-01T00:00:00.000Z, 2026-02-15T18:30:03.501Z, true",
        "2026-01-01T00:00:00.000Z, 2026-02-15T18:30:03.500Z, false"
    })
    void time_countsFromTheFirstInstantToBeforeTheLast(Instant from, Instant until, boolean counts)
            throws TokenRefusedException {
        TimeStamps stamps = trusting(authority("gate-1", TestTsa.POLICY, from, until));
        byte[] token = new TestTsa(CHECKPOINT).token();
        if (counts) {
            assertEquals(TIME, stamps.require(token, CHECKPOINT).time());
        } else {
            TokenRefusedException refused = refused(stamps, token);
            assertEquals("a time from " + from + " to " + until, refused.expected());
            assertEquals(TIME.toString(), refused.actual());
        }
    }

    @Test
    void authority_isTheFirstThatTheTokenCanBeOf() throws TokenRefusedException {
        TimeAuthority otherPolicy = authority("other", "1.2.3", FROM, UNTIL);
        TimeAuthority over = authority("over", TestTsa.POLICY, FROM, TIME);
        TimeAuthority first = authority("first", TestTsa.POLICY, FROM, UNTIL);
        TimeAuthority second = authority("second", TestTsa.POLICY, FROM, UNTIL);
        byte[] token = new TestTsa(CHECKPOINT).token();
        TimeStamps.Stamp stamp = trusting(otherPolicy, over, first, second).require(token, CHECKPOINT);
        assertEquals(first, stamp.authority());
        assertEquals(
                "a time from " + FROM + " to " + TIME,
                refused(trusting(otherPolicy, over), token).expected());
        TokenRefusedException none = refused(trusting(otherPolicy), token);
        assertEquals("a policy that the trust root names", none.expected());
        assertEquals(TestTsa.POLICY, none.actual());
    }

    @Test
    void token_ofMoreThanItsMostBytes_isNotRead() {
        TokenRefusedException tooLong = refused(trusting(), new byte[TimeToken.MOST_BYTES + 1]);
        assertEquals("at most 65536 bytes", tooLong.expected());
        assertEquals("65537 bytes", tooLong.actual());
        assertNotEquals(
                "at most 65536 bytes",
                refused(trusting(), new byte[TimeToken.MOST_BYTES]).expected());
    }

    private static byte[] token(int millis) {
        TestTsa tsa = new TestTsa(CHECKPOINT);
        tsa.time = "20260215183003." + millis + "1Z";
        return tsa.token();
    }

    /** Of strangers' tokens no more is kept than 256, however many they send. */
    @Test
    void token_ofManyBundles_isJudgedOnceUntilTheMemoryIsFull() throws TokenRefusedException {
        TimeStamps stamps = trusting();
        for (int i = 0; i < 255; i++) {
            stamps.requireShared(token(i), CHECKPOINT);
        }
        byte[] last = token(255);
        TimeStamps.Stamp remembered = stamps.requireShared(last, CHECKPOINT);
        assertSame(remembered, stamps.requireShared(last, CHECKPOINT));
        byte[] oneMore = token(256);
        TimeStamps.Stamp forgotten = stamps.requireShared(oneMore, CHECKPOINT);
        TimeStamps.Stamp again = stamps.requireShared(oneMore, CHECKPOINT);
        assertEquals(forgotten, again);
        assertNotSame(forgotten, again);
        assertSame(remembered, stamps.requireShared(last, CHECKPOINT));
        assertThrows(TokenRefusedException.class, () -> stamps.requireShared(last, new byte[] {1}));
    }

    private TimeCheck.Outcome judge(Instant decidedAt, Map<String, byte[]> files) throws IOException {
        Path bundle = ForgedBundle.write(folder, new TreeMap<>(files));
        try (Container container = Container.open(bundle)) {
            return TimeCheck.of(Set.of(TrustRoot.Proof.TIME), container, Optional.empty(), trusting(), decidedAt);
        }
    }

    private static Map<String, byte[]> proven() {
        return Map.of(Names.LOG_CHECKPOINT, CHECKPOINT, Names.LOG_TOKEN, new TestTsa(CHECKPOINT).token());
    }

    private static CheckResult refused(Code code, String file, String expected, String actual) {
        return new CheckResult.Fail(List.of(new Finding(code, file, expected, actual)));
    }

    /** The clock of the token is good to a second, and others may differ by a minute; a token may be a day late. */
    @ParameterizedTest
    @CsvSource({"PT0S, ''", "PT61S, ''", "PT61.001S, TIME_ORDER", "PT-24H-1S, ''", "PT-24H-1.001S, TIME_SKEW"})
    void decision_isMadeAboutWhenItWasLogged(Duration after, String code) throws IOException {
        Instant decided = TIME.plus(after);
        TimeCheck.Outcome outcome = judge(decided, proven());
        String expected = code.equals("TIME_ORDER")
                ? "a time after the decision at " + decided
                : "a token within 24 hours of the decision at " + decided;
        CheckResult result = code.isEmpty()
                ? new CheckResult.Pass("signed by 2026-02-15T18:30:04.500Z")
                : refused(Code.valueOf(code), Names.LOG_TOKEN, expected, "the token's " + TIME);
        assertEquals(result, outcome.result());
        assertEquals(
                Optional.of(Instant.parse("2026-02-15T18:30:04.500Z")).filter(any -> code.isEmpty()), outcome.proven());
        assertEquals(List.of("the time is the word of gate-1"), outcome.notes());
    }

    @Test
    void proof_thatIsNotThere_isNamedPartByPart() throws IOException {
        Finding token =
                new Finding(Code.TSA_TOKEN, Names.LOG_TOKEN, "a token, because the trust root requires a time", "none");
        Finding checkpoint =
                new Finding(Code.TSA_TOKEN, Names.LOG_CHECKPOINT, "a checkpoint that the token is over", "none");
        byte[] any = {1};
        assertEquals(
                new CheckResult.Fail(List.of(token)),
                judge(TIME, Map.of(Names.LOG_CHECKPOINT, any)).result());
        assertEquals(
                new CheckResult.Fail(List.of(checkpoint)),
                judge(TIME, Map.of(Names.LOG_TOKEN, any)).result());
        TimeCheck.Outcome neither = judge(TIME, Map.of("x.json", any));
        assertEquals(new CheckResult.Fail(List.of(token, checkpoint)), neither.result());
        assertEquals(List.of(), neither.notes());
        assertEquals(Optional.empty(), neither.proven());
    }

    @Test
    void time_thatIsNotRequired_isNotChecked() throws IOException {
        Path bundle = ForgedBundle.write(folder, new TreeMap<>(proven()));
        try (Container container = Container.open(bundle)) {
            TimeCheck.Outcome outcome =
                    TimeCheck.of(Set.of(TrustRoot.Proof.LOG), container, Optional.empty(), trusting(), TIME);
            assertEquals(
                    new TimeCheck.Outcome(
                            new CheckResult.NotChecked(
                                    CheckResult.Because.NOT_REQUIRED, "the trust root requires no proven time"),
                            Optional.empty(),
                            List.of()),
                    outcome);
        }
    }
}
