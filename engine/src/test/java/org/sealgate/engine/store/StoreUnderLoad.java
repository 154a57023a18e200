package org.sealgate.engine.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.sealgate.engine.SampleLog;
import org.sealgate.engine.store.Samples.Proposal;

/** A process that commits until it is killed, and says of each decision that it was acknowledged. */
final class StoreUnderLoad {
    private StoreUnderLoad() {}

    public static void main(String[] args) {
        int threads = Integer.parseInt(args[1]);
        EvidenceStore store;
        try {
            store = EvidenceStore.open(StoreSettings.in(Path.of(args[0])), Instant::now, SampleLog.at(Instant::now));
        } catch (StoreFailure e) {
            System.out.println(e.getMessage());
            return;
        }
        AtomicLong next = new AtomicLong(store.health().decisions() * 2 + 1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                while (true) {
                    commit(store, next.getAndIncrement());
                }
            });
        }
    }

    private static void commit(EvidenceStore store, long n) {
        String caller = "svc" + n % 3;
        Proposal proposal = n % 2 == 0 ? Proposal.allow(n, caller, "RUN-" + n) : Proposal.deny(n, caller);
        proposal.sized(3000).commitTo(store);
        // one write, so that lines of several threads do not mix
        System.out.print("ack " + proposal.decisionId() + "\n");
    }
}
