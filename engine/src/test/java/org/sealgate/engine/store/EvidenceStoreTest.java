package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.store.Samples.Proposal;

class EvidenceStoreTest {
    @TempDir
    Path home;

    private EvidenceStore open() {
        EvidenceStore.initialise(StoreSettings.in(home));
        return EvidenceStore.open(StoreSettings.in(home), Instant::now);
    }

    private static Committed commit(EvidenceStore store, Proposal proposal) throws Exception {
        try (Ticket ticket = store.number(
                proposal.stream(), slot -> Samples.statement(proposal.stream(), slot, proposal.decisionId()))) {
            return store.commit(ticket, proposal.record(ticket)).get();
        }
    }

    @Test
    void allow_committedAndReopened_isFoundByIdRunAndFile() throws Exception {
        Proposal proposal = Proposal.allow(1, "svc", "RUN-001");
        try (EvidenceStore store = open();
                RunClaim.Claimed claim = assertInstanceOf(
                        RunClaim.Claimed.class,
                        store.claim(Samples.run("RUN-001", "svc", "request RUN-001"), Duration.ofSeconds(1)))) {
            assertEquals(claim, claim);
            commit(store, proposal);
        }
        try (EvidenceStore store = open()) {
            StoredRecord found = store.find(proposal.decisionId()).orElseThrow();
            assertEquals(found, store.findRun(Kind.SEALED_RUN, "RUN-001").orElseThrow());
            assertEquals(
                    "emitted for RUN-001 by " + proposal.decisionId(),
                    Files.readString(home.resolve("store/artifacts/sealed_runs/RUN-001.sealed.json")));
            assertInstanceOf(
                    RunClaim.TakenBySame.class,
                    store.claim(Samples.run("RUN-001", "svc", "request RUN-001"), Duration.ofSeconds(1)));
        }
    }
}
