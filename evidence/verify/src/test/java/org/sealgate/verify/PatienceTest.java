package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One deadline for all that a bundle's policy does. */
class PatienceTest {
    private long now = Long.MAX_VALUE - 1_000_000_000;

    @Test
    void patience_beginsWithTheFirstQuestion_andNeverGoesBelowZero() {
        Patience patience = new Patience(() -> now);
        now += 500_000_000;
        assertEquals(Duration.ofMillis(4_500), patience.left());
        now += 2_000_000_000;
        assertEquals(Duration.ofMillis(2_500), patience.left());
        now += 2_500_000_000L;
        assertEquals(Duration.ZERO, patience.left());
        now += 1;
        assertEquals(Duration.ZERO, patience.left());
    }
}
