package org.sealgate.engine.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.StatementSigner;

/** What a key may sign while the engine runs. R16. */
class DatedSignerTest {
    private static final Instant ISSUED = Instant.parse("2026-02-15T18:30:00Z");
    private static final byte[] PAE = {1};

    @TempDir
    Path home;

    private Instant now = ISSUED;
    private final InstantSource clock = () -> now;
    private Custody custody;

    @BeforeEach
    void init() {
        Clock fixed = Clock.fixed(ISSUED, ZoneOffset.UTC);
        new Installation(home, fixed, new SecureRandom()).create("https://gate.example.org", "gate-1");
        custody = new Custody(home, fixed, new SecureRandom());
    }

    private StatementSigner signer() throws IOException {
        return TrustedKeys.open(home).whileInForce(new KeyFolder(home).signer(Role.DECISION), Role.DECISION, clock);
    }

    /** Auditors hold the token's time against the key's: the last signature leaves its token a minute. */
    private void assertSignsUntil(Instant end) throws IOException {
        StatementSigner signer = signer();
        Instant last = end.minus(TrustedKeys.TOKEN_WAIT);
        now = last.minusMillis(1);
        assertTrue(signer.sign(PAE).length > 0);
        TrustedKeys.open(home).requireInForce(signer, Role.DECISION, now);
        now = last;
        KeyOutOfForce refused = assertThrows(KeyOutOfForce.class, () -> signer.sign(PAE));
        assertTrue(String.valueOf(refused.getMessage()).contains("sealgate keys rotate"), refused::getMessage);
        assertThrows(KeyProblem.class, () -> TrustedKeys.open(home).requireInForce(signer, Role.DECISION, now));
        assertThrows(KeyProblem.class, this::signer);
    }

    @Test
    void sign_atTheEndOfTheKeysInterval_isRefused() throws IOException {
        assertSignsUntil(ISSUED.plus(TrustRootEdition.LIFE));
    }

    @Test
    void sign_whenTheRevocationComes_isRefused() throws IOException {
        Instant end = ISSUED.plusSeconds(3600);
        String keyid = new KeyFolder(home).signer(Role.DECISION).keyid();
        custody.adopt(custody.current(), custody.revoke(keyid, new Revocation(end, Revocation.Reason.SUPERSEDED)));
        assertEquals(2, TrustedKeys.open(home).version());
        assertSignsUntil(end);
    }
}
