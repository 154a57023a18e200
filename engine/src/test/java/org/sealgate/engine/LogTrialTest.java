package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.engine.fsck.Report;

/** What the benchmark calls the log alone is the engine's store and log, and leaves one that is well. */
class LogTrialTest {
    @TempDir
    Path home;

    @Test
    void entries_ofATrial_areJournalledAndShown() throws Exception {
        double perSecond = LogTrial.perSecond(home, 16, Duration.ofSeconds(2));
        Report report = new Site(home, Clock.systemUTC(), new SecureRandom()).fsck(Optional.empty());
        assertEquals(List.of(), report.faults());
        assertTrue(report.entries() > 16 && report.entries() >= perSecond, report.entries() + " at " + perSecond);
        System.out.printf("the log alone: %.0f entries/s%n", perSecond);
    }
}
