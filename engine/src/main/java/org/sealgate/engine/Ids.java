package org.sealgate.engine;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Fresh identifiers; randomness comes in through the constructor. */
final class Ids {
    private final SecureRandom random;

    Ids(SecureRandom random) {
        this.random = random;
    }

    /** UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits. */
    String decisionId(Instant at) {
        byte[] bits = new byte[10];
        random.nextBytes(bits);
        long randomA = ((bits[0] & 0xFFL) << 8 | (bits[1] & 0xFFL)) & 0x0FFF;
        long high = at.toEpochMilli() << 16 | 0x7000 | randomA;
        long low = 0;
        for (int i = 2; i < 10; i++) {
            low = low << 8 | (bits[i] & 0xFF);
        }
        return new UUID(high, low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L).toString();
    }

    /** 128 random bits in padded base64. */
    String nonce() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return Base64.getEncoder().encodeToString(bits);
    }

    /** A salt of 32 random bytes. */
    byte[] salt() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return bits;
    }
}
