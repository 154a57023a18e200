package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealgate.engine.SampleLog;
import org.sealgate.engine.store.Samples.Proposal;
import org.sealgate.engine.store.StoreFailure.Reason;

/** Numbers are given in order and committed in order; none is skipped and none used twice. */
class SequenceTest {
    private final AtomicLong nanos = new AtomicLong();
    private MemoryDisk disk = new MemoryDisk();
    private EvidenceStore store;

    @BeforeEach
    void open() throws IOException {
        disk = Story.emptyStore(false);
        store = new EvidenceStore(
                new StoreStart(Story.SETTINGS, disk, () -> Story.NOW, new Random(3), SampleLog.at(() -> Story.NOW)),
                Duration.ofSeconds(5),
                nanos::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Ticket number(Proposal proposal) {
        return store.number(proposal.stream(), proposal::statement);
    }

    private static Reason reason(CompletableFuture<Committed> answer) {
        CompletionException failed = assertThrows(CompletionException.class, answer::join);
        return assertInstanceOf(StoreFailure.class, failed.getCause()).reason();
    }

    private List<String> journalled() throws IOException {
        return JournalCheck.read(disk, Story.SETTINGS.store()).stream()
                .map(JournalCheck.Seen::decisionId)
                .toList();
    }

    @Test
    void tickets_sealedInAnyOrder_areCommittedInTheOrderOfTheirNumbers() throws IOException {
        List<Proposal> proposals = new ArrayList<>();
        List<Ticket> tickets = new ArrayList<>();
        for (int n = 1; n <= 20; n++) {
            proposals.add(Proposal.deny(n, "svc"));
            tickets.add(number(proposals.getLast()));
        }
        List<Integer> order =
                new ArrayList<>(java.util.stream.IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(order, new Random(4));
        List<CompletableFuture<Committed>> answers = new ArrayList<>();
        order.forEach(
                i -> answers.add(store.commit(tickets.get(i), proposals.get(i).record(tickets.get(i)))));
        answers.forEach(CompletableFuture::join);
        assertEquals(proposals.stream().map(Proposal::decisionId).toList(), journalled());
    }

    @Test
    void ticket_givenUp_losesThoseBehindItAndNoOther() throws IOException {
        Proposal first = Proposal.deny(1, "svc");
        Proposal lost = Proposal.deny(2, "svc");
        Proposal behind = Proposal.deny(3, "svc");
        Proposal elsewhere = Proposal.deny(4, "other");
        Ticket one = number(first);
        Ticket two = number(lost);
        Ticket three = number(behind);
        Ticket four = number(elsewhere);
        CompletableFuture<Committed> ofThree = store.commit(three, behind.record(three));
        CompletableFuture<Committed> ofFour = store.commit(four, elsewhere.record(four));
        ofFour.join();
        two.close();
        assertEquals(Reason.PREDECESSOR_LOST, reason(ofThree));
        assertEquals(Reason.TICKET_LOST, reason(store.commit(two, lost.record(two))));
        store.commit(one, first.record(one)).join();
        Proposal again = Proposal.deny(3, "svc");
        again.commitTo(store);
        assertEquals(List.of(Samples.id(4), Samples.id(1), Samples.id(3)), journalled());
    }

    @Test
    void ticket_notCommittedWithinTheDeadline_isGivenUpForTheOthers() {
        Proposal slow = Proposal.deny(1, "svc");
        Proposal behind = Proposal.deny(2, "svc");
        Ticket one = number(slow);
        Ticket two = number(behind);
        CompletableFuture<Committed> ofTwo = store.commit(two, behind.record(two));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        Proposal.deny(9, "other").commitTo(store);
        assertFalse(ofTwo.isDone());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertEquals(Reason.PREDECESSOR_LOST, reason(ofTwo));
        assertEquals(Reason.TICKET_LOST, reason(store.commit(one, slow.record(one))));
        behind.commitTo(store);
        assertEquals(0, store.health().waiting());
    }

    @Test
    void number_whoseStatementFails_isNotUsedUp() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> store.number("gate/svc", slot -> {
                    throw new UnsupportedOperationException("too long");
                }));
        try (Ticket ticket = number(Proposal.deny(1, "svc"))) {
            assertEquals(1, ticket.slot().number());
            assertNull(ticket.slot().previous());
        }
    }

    @Test
    void commit_ofWhatWasNotNumbered_isRefused() {
        Proposal one = Proposal.deny(1, "svc");
        try (Ticket ticket = number(one);
                Ticket other = number(Proposal.deny(2, "svc"))) {
            DecisionRecord record = one.record(ticket);
            assertThrows(IllegalArgumentException.class, () -> store.commit(other, record));
            Committed first = store.commit(ticket, record).join();
            assertEquals(first, store.commit(ticket, record).join(), "a second time changes nothing");
        }
        assertEquals(1, store.health().decisions());
    }

    @Test
    void close_withTicketsWaiting_tellsEachThatNothingWasAcknowledged() {
        Proposal first = Proposal.deny(1, "svc");
        Proposal behind = Proposal.deny(2, "svc");
        Ticket one = number(first);
        Ticket two = number(behind);
        CompletableFuture<Committed> ofTwo = store.commit(two, behind.record(two));
        store.close();
        assertEquals(Reason.CLOSED, reason(ofTwo));
        assertTrue(store.commit(one, first.record(one)).isCompletedExceptionally());
        assertEquals(
                Reason.CLOSED,
                assertThrows(StoreFailure.class, () -> number(first)).reason());
    }

    @Test
    void number_givenWhileTheStoreCloses_isTakenBack() {
        StoreFailure failure = assertThrows(
                StoreFailure.class,
                () -> store.number("gate/svc", slot -> {
                    store.close();
                    return new byte[1];
                }));
        assertEquals(Reason.CLOSED, failure.reason());
        assertEquals(0, store.health().waiting());
    }

    /** R14: what was asked is what was recorded and what was refused. */
    @Test
    void manyThreads_someGivingUp_leaveNoGapAndEveryAnswerIsTrue() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger givenUp = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                Random random = new Random(i);
                int from = i * 100;
                all.add(threads.submit(() -> {
                    for (int n = from; n < from + 100; n++) {
                        Proposal proposal = Proposal.deny(n, n % 3 == 0 ? "other" : "svc");
                        try (Ticket ticket = number(proposal)) {
                            if (random.nextInt(10) == 0) {
                                givenUp.incrementAndGet();
                                continue;
                            }
                            store.commit(ticket, proposal.record(ticket)).join();
                            acknowledged.add(proposal.decisionId());
                        } catch (CompletionException e) {
                            assertInstanceOf(StoreFailure.class, e.getCause());
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
        assertEquals(1600, acknowledged.size() + refused.get() + givenUp.get());
        assertEquals(acknowledged, journalled().stream().collect(Collectors.toSet()));
        assertEquals(acknowledged.size(), store.health().decisions());
    }
}
