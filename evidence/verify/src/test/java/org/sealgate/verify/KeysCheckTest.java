package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.Bytes;

/** Step 10 by itself: a key of 2026, revoked on the first of June or not, and the instants at which it must be good. */
class KeysCheckTest {
    private static final String REVOKED = "2026-06-01T00:00:00Z";

    private static Set<Code> found(String reason, SigningTime when) {
        Optional<TrustedKey.Revocation> revoked = reason.equals("good")
                ? Optional.empty()
                : Optional.of(new TrustedKey.Revocation(Instant.parse(REVOKED), reason.equals("compromised")));
        TestKey test = TestTrust.DECISION;
        TrustedKey key;
        try {
            key = new TrustedKey(
                    test.keyid(),
                    test.algorithm(),
                    Bytes.copyOf(test.spki()),
                    EvidenceKey.of(test.algorithm(), test.spki()),
                    test.controller(),
                    KeyRole.DECISION,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2027-01-01T00:00:00Z"),
                    revoked);
        } catch (KeyRefusedException e) {
            throw new AssertionError(e);
        }
        Problems problems = new Problems();
        KeysCheck.require(List.of(key), when, problems);
        return problems.findings().stream().map(Finding::code).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Proven: one instant counts, and nothing that came after it. */
    @ParameterizedTest(name = "{0} key, seen {1}")
    @CsvSource({
        "good, 2025-12-31T23:59:59.999Z, KEY_NOT_YET_VALID",
        "good, 2026-01-01T00:00:00Z, ",
        "good, 2026-12-31T23:59:59.999Z, ",
        "good, 2027-01-01T00:00:00Z, KEY_EXPIRED",
        "superseded, 2026-05-31T23:59:59.999Z, ",
        "superseded, 2026-06-01T00:00:00Z, KEY_REVOKED",
        "compromised, 2026-05-31T23:59:59.999Z, ",
        "compromised, 2026-06-01T00:00:00Z, KEY_REVOKED",
    })
    void provenTime_beforeTheRevocation_isGood(String reason, String seen, @Nullable String code) {
        assertEquals(codes(code), found(reason, new SigningTime.Proven(Instant.parse(seen))));
    }

    /** Claimed: the signer's word and the day of judgement both count, and a stolen key's word is worth nothing. */
    @ParameterizedTest(name = "{0} key, decided {1}, judged {2}")
    @CsvSource({
        "good, 2026-02-01T00:00:00Z, 2026-07-01T00:00:00Z, ",
        "good, 2025-02-01T00:00:00Z, 2026-07-01T00:00:00Z, KEY_NOT_YET_VALID",
        "good, 2026-02-01T00:00:00Z, 2027-01-01T00:00:00Z, KEY_EXPIRED",
        "superseded, 2026-02-01T00:00:00Z, 2026-05-01T00:00:00Z, ",
        "superseded, 2026-02-01T00:00:00Z, 2026-06-01T00:00:00Z, KEY_REVOKED",
        "superseded, 2026-07-01T00:00:00Z, 2026-05-01T00:00:00Z, KEY_REVOKED",
        "compromised, 2026-02-01T00:00:00Z, 2026-05-01T00:00:00Z, KEY_REVOKED",
    })
    void claimedTime_keyNotGoodAtBoth_isRefused(String reason, String decided, String judged, @Nullable String code) {
        assertEquals(
                codes(code), found(reason, new SigningTime.Claimed(Instant.parse(decided), Instant.parse(judged))));
    }

    private static Set<Code> codes(@Nullable String code) {
        return code == null ? Set.of() : Set.of(Code.valueOf(code));
    }
}
