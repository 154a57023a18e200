package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.store.Samples.Proposal;
import org.sealgate.engine.store.StoreFailure.Reason;

/** R7: one winner per run id and per file name; idempotency keys answer with what was answered first. */
class ClaimTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Story.NOW);
    private MemoryDisk disk = new MemoryDisk();
    private EvidenceStore store;

    @BeforeEach
    void open() throws IOException {
        disk = Story.emptyStore(false);
        store = Story.open(disk, 1 << 20, now::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void restart() throws IOException {
        store.close();
        store = Story.open(disk, 1 << 20, now::get);
    }

    private static RunRequest request(Kind kind, String runId, String file, String caller, String request) {
        return new RunRequest(kind, runId, "artifacts/sealed_runs/" + file, caller, Samples.bytes(request));
    }

    private record Row(String why, RunRequest second, Class<?> expected) {}

    @Test
    void runId_afterAnAllow_isTakenOrNotAsTheTableSays() throws IOException {
        Proposal.allow(1, "svc", "RUN-A").commitTo(store);
        Kind sealed = Kind.SEALED_RUN;
        String own = "RUN-A.sealed.json";
        List<Row> table = List.of(
                new Row(
                        "the same again",
                        request(sealed, "RUN-A", own, "svc", "request RUN-A"),
                        RunClaim.TakenBySame.class),
                new Row("other request", request(sealed, "RUN-A", own, "svc", "another"), RunClaim.Taken.class),
                new Row("other caller", request(sealed, "RUN-A", own, "eve", "request RUN-A"), RunClaim.Taken.class),
                new Row("other stamp", request(sealed, "RUN-A", "x.json", "svc", "another"), RunClaim.Taken.class),
                new Row(
                        "other kind, same file",
                        request(Kind.LLM_RUN_SNAPSHOT, "RUN-A", own, "svc", "request RUN-A"),
                        RunClaim.Taken.class),
                new Row(
                        "other kind",
                        request(Kind.LLM_RUN_SNAPSHOT, "RUN-A", "y.json", "svc", "r"),
                        RunClaim.Claimed.class),
                new Row("other run, same file", request(sealed, "RUN-B", own, "svc", "r"), RunClaim.Taken.class),
                new Row("other run", request(sealed, "RUN-B", "RUN-B.sealed.json", "svc", "r"), RunClaim.Claimed.class),
                new Row("other letters", request(sealed, "run-a", "run-a.json", "svc", "r"), RunClaim.Claimed.class));
        for (int round = 0; round < 2; round++) {
            for (Row row : table) {
                RunClaim claim = store.claim(row.second, SHORT);
                assertInstanceOf(row.expected, claim, row.why);
                if (claim instanceof RunClaim.Claimed ours) {
                    ours.close();
                }
                if (claim instanceof RunClaim.Taken taken) {
                    assertEquals(Samples.id(1), taken.winner().decision().decisionId(), row.why);
                }
            }
            restart();
        }
    }

    @Test
    void runId_whilePending_waitsAndThenIsOursOrTaken() throws Exception {
        RunRequest request = Samples.run("RUN-A", "svc", "request RUN-A");
        RunClaim.Claimed first = assertInstanceOf(RunClaim.Claimed.class, store.claim(request, SHORT));
        StoreFailure late = assertThrows(StoreFailure.class, () -> store.claim(request, SHORT));
        assertEquals(Reason.CLAIM_PENDING, late.reason());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<RunClaim> waiting = other.submit(() -> store.claim(request, LONG));
            first.close();
            RunClaim.Claimed second = assertInstanceOf(RunClaim.Claimed.class, waiting.get());
            Future<RunClaim> third = other.submit(() -> store.claim(request, LONG));
            Proposal proposal = Proposal.allow(1, "svc", "RUN-A");
            try (Ticket ticket = store.number(proposal.stream(), proposal::statement)) {
                store.commit(ticket, proposal.record(ticket));
                // the commit has taken it over: closing early lets nobody in
                second.close();
            }
            assertInstanceOf(RunClaim.TakenBySame.class, third.get());
        }
    }

    @Test
    void fileName_heldUnderAnotherRunId_isWaitedFor() {
        RunRequest first = request(Kind.SEALED_RUN, "RUN-A", "x.json", "svc", "r");
        RunRequest second = request(Kind.SEALED_RUN, "RUN-B", "x.json", "svc", "r");
        RunClaim.Claimed held = assertInstanceOf(RunClaim.Claimed.class, store.claim(first, SHORT));
        assertThrows(StoreFailure.class, () -> store.claim(second, SHORT));
        held.close();
        assertInstanceOf(RunClaim.Claimed.class, store.claim(second, SHORT));
    }

    @Test
    void waiters_forSeveralRunIds_areEachWokenByTheirOwn() throws Exception {
        List<RunRequest> requests = List.of(Samples.run("RUN-A", "svc", "r"), Samples.run("RUN-B", "svc", "r"));
        List<RunClaim.Claimed> held = new ArrayList<>();
        List<Future<RunClaim>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (RunRequest request : requests) {
                held.add(assertInstanceOf(RunClaim.Claimed.class, store.claim(request, SHORT)));
                waiting.add(threads.submit(() -> store.claim(request, LONG)));
                // the first has to be the first to wait
                Thread.sleep(20);
            }
            held.get(1).close();
            assertInstanceOf(RunClaim.Claimed.class, waiting.get(1).get(10, TimeUnit.SECONDS));
            held.get(0).close();
            assertInstanceOf(RunClaim.Claimed.class, waiting.get(0).get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void claimsOfACommitInFlight_outliveTheirHolder() {
        Proposal before = Proposal.deny(1, "svc");
        Proposal allow = Proposal.allow(2, "svc", "RUN-A").withKey("k1");
        RunRequest request = Samples.run("RUN-A", "svc", "request RUN-A");
        KeyRequest key = key("svc", Kind.SEALED_RUN, "k1", "request RUN-A");
        RunClaim.Claimed run = assertInstanceOf(RunClaim.Claimed.class, store.claim(request, SHORT));
        KeyClaim.Fresh fresh = assertInstanceOf(KeyClaim.Fresh.class, store.claimKey(key));
        try (Ticket first = store.number(before.stream(), before::statement);
                Ticket second = store.number(allow.stream(), allow::statement)) {
            CompletableFuture<Committed> answer = store.commit(second, allow.record(second));
            run.close();
            fresh.close();
            assertThrows(StoreFailure.class, () -> store.claim(request, SHORT));
            assertInstanceOf(KeyClaim.InProgress.class, store.claimKey(key));
            store.commit(first, before.record(first)).join();
            answer.join();
        }
        assertInstanceOf(RunClaim.TakenBySame.class, store.claim(request, SHORT));
        assertInstanceOf(KeyClaim.Answered.class, store.claimKey(key));
    }

    @Test
    void claimsOfACommitThatFailed_areFreeForTheNext() throws IOException {
        store.close();
        // an empty store changes nothing at start: make the segment, write, and the third is the force
        HostileDisk hostile = new HostileDisk(disk, 3, HostileDisk.Ill.FAILS);
        store = Story.open(hostile, 1 << 20, now::get);
        Proposal proposal = Proposal.allow(1, "svc", "RUN-A").withKey("k1");
        StoreFailure failure = assertThrows(StoreFailure.class, () -> proposal.commitTo(store));
        assertTrue(hostile.wrong().startsWith("force "), hostile::wrong);
        assertEquals(Reason.DISK, failure.reason());
        proposal.commitTo(store);
        assertEquals(1, store.health().decisions());
    }

    /** S002-13. */
    @Test
    void fileName_thatAForeignFileHas_isRefusedAndTheFileUntouched() throws IOException {
        RunRequest request = Samples.run("RUN-A", "svc", "request RUN-A");
        Proposal.allow(9, "svc", "RUN-Z").commitTo(store);
        disk.write(Story.SETTINGS.store().resolve(request.fileName()), new byte[] {1, 2});
        assertInstanceOf(RunClaim.NameOccupied.class, store.claim(request, SHORT));
        restart();
        assertInstanceOf(RunClaim.NameOccupied.class, store.claim(request, SHORT));
        assertEquals(
                Bytes.copyOf(new byte[] {1, 2}),
                Bytes.copyOf(disk.read(Story.SETTINGS.store().resolve(request.fileName()))));
    }

    @Test
    void runId_wantedBy32Threads_hasOneWinnerAlsoWhereTheFirstOnesGiveUp() throws Exception {
        AtomicInteger committed = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<RunClaim>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < 32; i++) {
                int n = i;
                all.add(threads.submit(() -> {
                    start.await();
                    RunClaim claim = store.claim(Samples.run("RUN-A", caller(n), "request RUN-A"), LONG);
                    if (claim instanceof RunClaim.Claimed ours) {
                        commitUnlessFirst(ours, Proposal.allow(n, caller(n), "RUN-A"), committed);
                    }
                    return claim;
                }));
            }
            start.countDown();
        }
        StoredRecord winner = store.findRun(Kind.SEALED_RUN, "RUN-A").orElseThrow();
        int losers = 0;
        for (int n = 0; n < 32; n++) {
            boolean isWinners = winner.decision().caller().equals(caller(n));
            switch (all.get(n).get()) {
                case RunClaim.TakenBySame same -> assertEquals(isWinners ? winner : null, same.first());
                case RunClaim.Taken taken -> assertEquals(isWinners ? null : winner, taken.winner());
                case RunClaim.NameOccupied occupied -> throw new AssertionError(occupied);
                case RunClaim.Claimed ours -> losers--;
            }
            losers++;
        }
        assertEquals(32 - 4, losers, "three gave up, one committed");
        assertEquals(1, store.health().decisions());
        restart();
        assertEquals(1, store.health().decisions());
    }

    private static String caller(int n) {
        return n % 2 == 0 ? "svc" : "other";
    }

    private void commitUnlessFirst(RunClaim.Claimed ours, Proposal proposal, AtomicInteger committed) {
        try (ours) {
            if (committed.getAndIncrement() < 3) {
                return;
            }
            try (Ticket ticket = store.number(proposal.stream(), proposal::statement)) {
                store.commit(ticket, proposal.record(ticket)).join();
            }
        }
    }

    private static KeyRequest key(String caller, Kind kind, String key, String request) {
        return new KeyRequest(caller, kind, key, Samples.bytes(request));
    }

    private record KeyRow(String why, KeyRequest second, Class<?> expected) {}

    @Test
    void key_afterAnAnswer_isAnsweredReusedOrFreshAsTheTableSays() throws IOException {
        Proposal.deny(1, "svc").withKey("k1").commitTo(store);
        Kind sealed = Kind.SEALED_RUN;
        List<KeyRow> table = List.of(
                new KeyRow("same again", key("svc", sealed, "k1", "request 1"), KeyClaim.Answered.class),
                new KeyRow("other request", key("svc", sealed, "k1", "another"), KeyClaim.Reused.class),
                new KeyRow("other caller", key("eve", sealed, "k1", "request 1"), KeyClaim.Fresh.class),
                new KeyRow("other kind", key("svc", Kind.LLM_RUN_SNAPSHOT, "k1", "request 1"), KeyClaim.Fresh.class),
                new KeyRow("other key", key("svc", sealed, "k2", "request 1"), KeyClaim.Fresh.class));
        for (int round = 0; round < 2; round++) {
            for (KeyRow row : table) {
                KeyClaim claim = store.claimKey(row.second);
                assertInstanceOf(row.expected, claim, row.why);
                if (claim instanceof KeyClaim.Fresh ours) {
                    assertInstanceOf(KeyClaim.InProgress.class, store.claimKey(row.second), row.why);
                    ours.close();
                }
                if (claim instanceof KeyClaim.Answered answered) {
                    assertEquals(409, answered.first().decision().status());
                }
            }
            restart();
        }
    }

    @Test
    void key_isForgottenAfter24Hours_andTheNewAnswerHolds() {
        KeyRequest request = key("svc", Kind.SEALED_RUN, "k1", "request 1");
        Proposal.deny(1, "svc").withKey("k1").commitTo(store);
        now.set(Story.NOW.plus(Duration.ofHours(24)).minusMillis(1));
        assertInstanceOf(KeyClaim.Answered.class, store.claimKey(request));
        now.set(Story.NOW.plus(Duration.ofHours(24)));
        assertInstanceOf(KeyClaim.Fresh.class, store.claimKey(request)).close();
        new Proposal(Samples.id(2), "svc", null, "k1", "request 1", 10).commitTo(store);
        KeyClaim.Answered again = assertInstanceOf(KeyClaim.Answered.class, store.claimKey(request));
        assertEquals(Samples.id(2), again.first().decision().decisionId());
    }

    @Test
    void record_thatTakesWhatWasNotClaimed_isRefused() {
        for (Proposal proposal : List.of(
                Proposal.allow(1, "svc", "RUN-A"), Proposal.deny(2, "svc").withKey("k1"))) {
            try (Ticket ticket = store.number(proposal.stream(), proposal::statement)) {
                DecisionRecord record = proposal.record(ticket);
                assertThrows(IllegalStateException.class, () -> store.commit(ticket, record));
            }
        }
        assertEquals(0, store.health().waiting());
    }
}
