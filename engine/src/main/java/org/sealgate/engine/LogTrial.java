package org.sealgate.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.RefusalSummary;
import org.sealgate.derive.Times;
import org.sealgate.engine.log.Outside;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.Slot;
import org.sealgate.engine.store.StatementRecord;
import org.sealgate.engine.store.StoreSettings;
import org.sealgate.engine.store.Ticket;

/**
 * The log alone, for measuring: statements are numbered, written to the journal, forced, shown as leaf, tiles and signed checkpoint,
 * and only then answered, by the engine's own store and log. Their signature was made before; nothing decides and nothing seals.
 */
public final class LogTrial {
    private static final String ISSUER = "https://bench.sealgate.example";

    private final EvidenceStore store;
    private final Bytes signatures;

    private LogTrial(EvidenceStore store, Bytes signatures) {
        this.store = store;
        this.signatures = signatures;
    }

    /**
     * Commits as many statements as that many threads get answered in a time, each waiting for its own.
     *
     * @param home an empty folder for keys and store
     * @return answered statements a second
     */
    public static double perSecond(Path home, int threads, Duration time) throws IOException, InterruptedException {
        new Site(home, Clock.systemUTC(), new SecureRandom()).create(ISSUER, "bench");
        TrustedKeys keys = TrustedKeys.open(home);
        LogTrust trust = LogTrust.of(keys);
        StoreLog log = new StoreLog(
                new KeyFolder(home).logSigner(trust.origin()), Clock.systemUTC(), trust::leaf, Outside.nobody());
        StoreSettings where = StoreSettings.in(home);
        EvidenceStore.initialise(where);
        try (EvidenceStore store = EvidenceStore.open(where, Clock.systemUTC(), log)) {
            return new LogTrial(store, signed(new KeyFolder(home).signers(Role.DECISION))).run(threads, time);
        }
    }

    private static Bytes signed(List<StatementSigner> signers) {
        byte[] payload = payload("bench", 1, Optional.empty());
        return Sealing.signatures(Dsse.seal(DecisionStatement.PAYLOAD_TYPE, payload, signers));
    }

    private double run(int threads, Duration time) throws InterruptedException {
        AtomicLong answered = new AtomicLong();
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Thread> all = IntStream.range(0, threads)
                .mapToObj(n -> Thread.ofPlatform().start(() -> {
                    while (System.nanoTime() - end < 0) {
                        commit("bench/" + n);
                        answered.incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : all) {
            thread.join();
        }
        return answered.get() * 1e9 / (System.nanoTime() - begun);
    }

    private void commit(String stream) {
        try (Ticket ticket =
                store.number(stream, slot -> DsseEnvelope.pae(DecisionStatement.PAYLOAD_TYPE, payload(stream, slot)))) {
            Bytes payload = Bytes.copyOf(payload(stream, ticket.slot()));
            store.commit(ticket, new StatementRecord(stream, ticket.slot().number(), ticket.pae(), payload, signatures))
                    .join();
        }
    }

    private static byte[] payload(String stream, Slot slot) {
        return payload(stream, slot.number(), Optional.ofNullable(slot.previous()));
    }

    private static byte[] payload(String stream, long number, Optional<Digest> previous) {
        String now = Times.format(Instant.EPOCH);
        return new RefusalSummary(ISSUER, Settings.ENGINE_VERSION, now, now, new TreeMap<>(Map.of("401", 1L)))
                .payload(new DecisionStatement.Sequence(stream, number, previous));
    }
}
