package org.sealgate.engine.decision;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** R5: who waits for a turn waits no longer than its deadline. */
final class TurnsTest {
    private static final Deadline PASSED = Deadline.after(Duration.ZERO);

    @Test
    void turn_whileAllAreTaken_comesWhenOneEnds() throws Exception {
        Turns turns = new Turns(2);
        assertTrue(turns.begin(PASSED));
        assertTrue(turns.begin(PASSED));
        assertFalse(turns.begin(PASSED));
        CompletableFuture<Boolean> third =
                CompletableFuture.supplyAsync(() -> turns.begin(Deadline.after(Duration.ofMinutes(1))));
        turns.end();
        assertTrue(third.get(1, TimeUnit.MINUTES));
        assertFalse(turns.begin(PASSED));
    }

    @Test
    void turn_ofAnInterruptedThread_doesNotCome() throws Exception {
        Turns turns = new Turns(1);
        assertTrue(turns.begin(PASSED));
        CompletableFuture<Boolean> came = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            boolean began = turns.begin(Deadline.after(Duration.ofMinutes(1)));
            came.complete(began || !Thread.currentThread().isInterrupted());
        });
        waiting.interrupt();
        assertFalse(came.get(1, TimeUnit.MINUTES));
    }
}
