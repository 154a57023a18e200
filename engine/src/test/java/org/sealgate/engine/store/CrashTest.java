package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.engine.store.HostileDisk.Ill;
import org.sealgate.engine.store.MemoryDisk.Survives;

/** R1, R2, R3, R14, R17: every change that the store makes to its disk goes wrong once, in every way. */
class CrashTest {
    private static final int NEVER = Integer.MAX_VALUE;

    private static int changesOfTheStory() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        HostileDisk counting = new HostileDisk(disk, NEVER, Ill.FAILS);
        Story story = new Story(disk);
        try (EvidenceStore store = Story.open(counting)) {
            story.tell(store);
        }
        assertEquals(0, story.refused());
        return counting.changes();
    }

    @ParameterizedTest
    @CsvSource({
        "STOPS_BEFORE, NOTHING", "STOPS_BEFORE, EVERYTHING", "STOPS_BEFORE, SOME",
        "STOPS_AFTER, NOTHING", "STOPS_AFTER, EVERYTHING", "STOPS_AFTER, SOME"
    })
    void everyChange_processOrPowerStopsThere_acknowledgedIsWholeAfterRestart(Ill ill, Survives survives)
            throws IOException {
        int changes = changesOfTheStory();
        for (int at = 1; at <= changes; at++) {
            for (int seed = 0; seed < (survives == Survives.SOME ? 4 : 1); seed++) {
                stopAt(at, ill, survives, seed);
            }
        }
    }

    private static void stopAt(int at, Ill ill, Survives survives, int seed) throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        HostileDisk hostile = new HostileDisk(disk, at, ill);
        Story story = new Story(disk);
        tellUntilStop(story, hostile);
        MemoryDisk left = disk.cut(survives, seed);
        restart(story, left, "stopped at " + hostile.wrong());
        // and the repair itself can be stopped anywhere: it is only done again
        HostileDisk again = new HostileDisk(disk.cut(survives, seed), 1 + seed * 3, Ill.STOPS_AFTER);
        tellUntilStop(new Story(left), again);
    }

    /** A record that a start takes over from a killed process is shown to callers, so no power cut may take it any more. */
    @Test
    void everyChange_processKilledThenPowerCut_whatTheStartShowedStays() throws IOException {
        int changes = changesOfTheStory();
        for (int at = 1; at <= changes; at++) {
            MemoryDisk disk = Story.emptyStore(false);
            Story story = new Story(disk);
            tellUntilStop(story, new HostileDisk(disk, at, Ill.STOPS_AFTER));
            long shown;
            try (EvidenceStore store = Story.open(disk)) {
                shown = store.health().decisions();
                MemoryDisk left = disk.cut(Survives.NOTHING, 0);
                try (EvidenceStore next = Story.open(left)) {
                    assertEquals(shown, story.verify(next, left), "after change " + at);
                }
            }
        }
    }

    private static void tellUntilStop(Story story, HostileDisk hostile) {
        try (EvidenceStore store = Story.open(hostile)) {
            story.tell(store);
        } catch (IOException | StoreFailure e) {
            assertTrue(hostile.isStopped(), e::toString);
        }
    }

    /** Opens twice, for the second start must find what the first has made of it. */
    private static void restart(Story story, MemoryDisk left, String what) throws IOException {
        try {
            int decisions;
            try (EvidenceStore store = Story.open(left)) {
                story.verify(store, left);
                Story.takesMore(store, left);
                decisions = story.verify(store, left);
            }
            try (EvidenceStore store = Story.open(left)) {
                assertEquals(decisions, story.verify(store, left));
            }
        } catch (StoreFailure e) {
            throw new AssertionError(what, e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Ill.class,
            names = {"STOPS_BEFORE", "STOPS_AFTER", "BREAKS"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyChange_diskFailsThere_nothingIsAcknowledgedAndTheStoreGoesOn(Ill ill) throws IOException {
        int changes = changesOfTheStory();
        boolean isEverFailedForGood = false;
        for (int at = 1; at <= changes; at++) {
            isEverFailedForGood |= failAt(at, ill);
        }
        boolean isRecoveryHit = ill == Ill.FAILS_FOUR_TIMES || ill == Ill.FAILS_AND_TRUNCATES_NOTHING;
        assertEquals(isRecoveryHit, isEverFailedForGood, "recovery itself failed");
    }

    /** Whether the store gave up until a restart, which it may do only where recovery failed as well. */
    private static boolean failAt(int at, Ill ill) throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        HostileDisk hostile = new HostileDisk(disk, at, ill);
        Story story = new Story(disk);
        String what = ill + " at " + at;
        boolean isFailedForGood = false;
        try (EvidenceStore store = Story.open(hostile)) {
            story.tell(store);
            assertTrue(ill != Ill.WRITES_SHORT || story.refused() == 0, what);
            hostile.relieve();
            isFailedForGood = String.valueOf(store.health().failure()).startsWith("FAILED_UNTIL_RESTART");
            if (!isFailedForGood) {
                story.goOn(store, 50);
                story.awaitTidy(store);
            }
        } catch (StoreFailure e) {
            assertTrue(story.acknowledged() == 0 || ill == Ill.FULL || ill == Ill.NO_INODES, what + ": " + e);
        }
        restart(story, disk.cut(Survives.EVERYTHING, 0), what + ": " + hostile.wrong());
        restart(story, disk.cut(Survives.NOTHING, 0), what + ": " + hostile.wrong());
        return isFailedForGood;
    }

    /** Readiness keeps callers away from a store that failed, so it has to find out by itself. */
    @Test
    void diskThatHasRoomAgain_isFoundWithoutARequest() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        HostileDisk hostile = new HostileDisk(disk, 1, Ill.FULL);
        try (EvidenceStore store = Story.open(hostile)) {
            assertThrows(
                    StoreFailure.class, () -> Samples.Proposal.deny(1, "svc").commitTo(store));
            String failure = String.valueOf(store.health().failure());
            assertTrue(failure.contains("No space left on device"), failure);
            hostile.relieve();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (store.health().failure() != null) {
                assertTrue(
                        System.nanoTime() < deadline,
                        () -> "still " + store.health().failure());
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(1, store.health().failedBatches());
            assertEquals(0, store.health().decisions());
        }
    }

    /** The journal goes on where the log cannot: then nobody may be answered, and nobody's record may pile up behind it. */
    @Test
    void logThatCannotBeShown_isNotReadyAndTakesNothingMore_untilItCan() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        HostileDisk full = new HostileDisk(disk, 1, Ill.NO_INODES);
        full.relieve();
        try (EvidenceStore store = Story.open(full)) {
            Samples.Proposal.deny(1, "svc").commitTo(store);
            full.fallIll();
            StoreFailure first = assertThrows(
                    StoreFailure.class, () -> Samples.Proposal.deny(3, "svc").commitTo(store));
            assertEquals(StoreFailure.Reason.LOG_HIDDEN, first.reason());
            assertTrue(String.valueOf(store.health().failure()).startsWith("LOG_HIDDEN"), "readiness says so");
            long journalled = store.health().journalBytes();
            for (int n = 4; n < 20; n++) {
                Samples.Proposal more = Samples.Proposal.deny(n, "svc");
                StoreFailure refused = assertThrows(StoreFailure.class, () -> more.commitTo(store));
                assertEquals(StoreFailure.Reason.LOG_HIDDEN, refused.reason());
            }
            assertEquals(journalled, store.health().journalBytes(), "nothing piles up");
            full.relieve();
            Samples.Proposal.deny(20, "svc").commitTo(store);
            assertEquals(null, store.health().failure());
            assertEquals(3, store.health().decisions());
        }
    }

    /** Whatever is thrown, wherever: the request ends, and what was acknowledged before is there after a restart. */
    @Test
    void everyChange_somethingUnheardOfIsThrownThere_whoeverWaitsIsTold() throws Exception {
        Samples.Proposal proposal = Samples.Proposal.allow(1, "svc", "RUN-A");
        int told = 0;
        for (int at = 1; at <= 40; at++) {
            MemoryDisk disk = Story.emptyStore(false);
            try (EvidenceStore store = Story.open(new HostileDisk(disk, at, Ill.BREAKS))) {
                FutureTask<Committed> waiting = new FutureTask<>(() -> proposal.commitTo(store));
                Thread.ofVirtual().start(waiting);
                waiting.get(1, TimeUnit.MINUTES);
            } catch (ExecutionException e) {
                assertInstanceOf(StoreFailure.class, e.getCause(), "at " + at);
                told++;
            } catch (IllegalStateException e) {
                // start, or closing, has met it: nobody waits
            }
            MemoryDisk left = disk.cut(Survives.EVERYTHING, 0);
            try (EvidenceStore store = Story.open(left)) {
                Story.takesMore(store, left);
            }
        }
        assertTrue(told > 5, "told " + told);
    }

    @Test
    void control_diskThatForgetsForces_losesWhatWasAcknowledged() throws IOException {
        MemoryDisk disk = Story.emptyStore(true);
        Story story = new Story(disk);
        try (EvidenceStore store = Story.open(disk)) {
            story.tell(store);
        }
        MemoryDisk left = disk.cut(Survives.NOTHING, 0);
        try (EvidenceStore store = Story.open(left)) {
            assertTrue(story.acknowledged() > 0 && store.health().decisions() == 0, "the cut must be felt");
        }
    }
}
