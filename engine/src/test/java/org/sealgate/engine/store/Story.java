package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.SampleLog;
import org.sealgate.engine.store.Samples.Proposal;

/** A bit of everything that is asked of a store, and what it acknowledged. Told on a disk where something goes wrong. */
final class Story {
    static final Path HOME = Path.of("/home");
    static final StoreSettings SETTINGS =
            new StoreSettings(HOME.resolve("store"), HOME.resolve("restricted"), 4096, Duration.ofSeconds(5));
    private static final Path LOG = SETTINGS.store().resolve("log");
    static final Instant NOW = Instant.parse("2026-02-15T18:30:00.131Z");

    private final Disk bare;
    private final Map<String, Proposal> acknowledged = new LinkedHashMap<>();
    private final Map<String, Bytes> salts = new LinkedHashMap<>();
    private final List<Digest> objects = new ArrayList<>();
    private final Set<String> checkpoints = new HashSet<>();
    private long logged;
    private int refused;

    /** @param bare the disk as an independent reader sees it */
    Story(Disk bare) {
        this.bare = bare;
    }

    static MemoryDisk emptyStore(boolean forgetsForces) throws IOException {
        MemoryDisk disk = new MemoryDisk(forgetsForces);
        disk.makeFolder(HOME);
        StoreStart.initialise(SETTINGS, disk, new Random(1));
        // the store was set up long ago, also where the disk lies about forces
        return disk.cut(MemoryDisk.Survives.EVERYTHING, 0);
    }

    static EvidenceStore open(Disk disk) throws IOException {
        return open(disk, SETTINGS.segmentBytes(), () -> NOW);
    }

    static EvidenceStore open(Disk disk, long segmentBytes, InstantSource clock) throws IOException {
        StoreSettings settings =
                new StoreSettings(SETTINGS.store(), SETTINGS.restricted(), segmentBytes, SETTINGS.ticketPatience());
        return new EvidenceStore(
                new StoreStart(settings, disk, clock, new Random(2), SampleLog.at(clock)),
                settings.ticketPatience(),
                System::nanoTime);
    }

    int refused() {
        return refused;
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Tells the story; whatever the store refuses, the next thing is asked of it. */
    void tell(EvidenceStore store) throws IOException {
        step(() -> put(store, "an object"));
        step(() -> commit(store, Proposal.deny(1, "svc")));
        step(() -> commit(store, Proposal.allow(2, "svc", "RUN-A").withKey("key-a")));
        step(() -> {
            Bytes salt = store.restricted().newSalt(Samples.id(3));
            commit(store, Proposal.deny(3, "svc"));
            salts.put(Samples.id(3), salt);
        });
        step(() -> commitBackwards(store, Proposal.deny(4, "svc"), Proposal.deny(5, "svc")));
        step(() -> store.number("gate/svc", Proposal.deny(6, "svc")::statement).close());
        step(() -> commitStatement(store));
        step(() -> commit(store, Proposal.deny(7, "svc").sized(5000)));
        step(store::scrub);
        step(() -> commit(store, Proposal.allow(8, "other", "RUN-B")));
        step(() -> put(store, "another object"));
        step(() -> commit(store, Proposal.deny(9, "svc")));
        step(store::scrub);
    }

    /** One more, which has to be taken. */
    void goOn(EvidenceStore store, long n) throws IOException {
        commit(store, Proposal.deny(n, "svc"));
        check();
    }

    /** No temporary file stays and no named file stays away, without a restart. */
    void awaitTidy(EvidenceStore store) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!bare.names(SETTINGS.store().resolve("tmp")).isEmpty()
                || !store.health().missingFiles().isEmpty()) {
            assertTrue(
                    System.nanoTime() < deadline,
                    "left behind: " + bare.names(SETTINGS.store().resolve("tmp")));
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** After a restart: numbers go on where the journal ends. */
    static void takesMore(EvidenceStore store, Disk disk) throws IOException {
        Proposal more = Proposal.deny(100, "svc");
        more.commitTo(store);
        assertEquals(
                more.decisionId(),
                JournalCheck.read(disk, SETTINGS.store()).getLast().decisionId());
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(Step step) throws IOException {
        try {
            step.run();
        } catch (StoreFailure e) {
            refused++;
        }
        check();
    }

    /** The independent readers find whatever was acknowledged, in the journal and in the log that others see. */
    private void check() throws IOException {
        Set<String> seen = JournalCheck.read(bare, SETTINGS.store()).stream()
                .map(JournalCheck.Seen::decisionId)
                .collect(Collectors.toSet());
        assertTrue(seen.containsAll(acknowledged.keySet()), "acknowledged and not in the journal");
        LogCheck log = JournalCheck.log(bare, SETTINGS.store());
        assertTrue(log.shown(bare, LOG) >= logged, "acknowledged and not in the log");
        if (bare.size(LOG.resolve("checkpoint")) >= 0) {
            checkpoints.add(content(bare, LOG.resolve("checkpoint")));
        }
        checkpoints.forEach(log::requireJournalled);
    }

    private static String content(Disk disk, Path file) throws IOException {
        try (Disk.DiskFile open = disk.open(file, false)) {
            ByteBuffer into = ByteBuffer.allocate((int) open.size());
            Disk.readFully(open, into, 0);
            return new String(into.array(), StandardCharsets.UTF_8);
        }
    }

    private void put(EvidenceStore store, String content) throws IOException {
        Bytes bytes = Samples.bytes(content);
        store.objects().put("svc", bytes.sha256(), new ByteArrayInputStream(bytes.toArray()), 100);
        objects.add(bytes.sha256());
    }

    private void commit(EvidenceStore store, Proposal proposal) {
        logged = Math.max(logged, proposal.commitTo(store).position() + 1);
        acknowledged.put(proposal.decisionId(), proposal);
    }

    private void commitBackwards(EvidenceStore store, Proposal first, Proposal second) {
        try (Ticket one = store.number(first.stream(), first::statement);
                Ticket two = store.number(second.stream(), second::statement)) {
            CompletableFuture<Committed> ofTwo = store.commit(two, second.record(two));
            CompletableFuture<Committed> ofOne = store.commit(one, first.record(one));
            note(ofOne, first);
            note(ofTwo, second);
        }
    }

    /** One that is no decision: a leaf like the others. */
    private void commitStatement(EvidenceStore store) {
        try {
            logged = Math.max(
                    logged, Samples.commitStatement(store, "gate/summaries").position() + 1);
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreFailure failure ? failure : e;
        }
    }

    private void note(CompletableFuture<Committed> answer, Proposal proposal) {
        try {
            logged = Math.max(logged, answer.join().position() + 1);
            acknowledged.put(proposal.decisionId(), proposal);
        } catch (CompletionException e) {
            assertInstanceOf(StoreFailure.class, e.getCause());
            refused++;
        }
    }

    /** What was acknowledged is there, whole, and what was not is there whole or not at all. Returns how many there are. */
    int verify(EvidenceStore store, Disk disk) throws IOException {
        for (Proposal proposal : acknowledged.values()) {
            StoredRecord found = store.find(proposal.decisionId())
                    .orElseThrow(() -> new AssertionError("acknowledged and lost: " + proposal));
            assertEquals(Samples.filler(proposal.decisionId().hashCode(), proposal.size()), input(found));
            if (proposal.key() != null) {
                assertEquals(
                        found,
                        store.findKey(proposal.caller(), Kind.SEALED_RUN, proposal.key())
                                .orElseThrow());
            }
        }
        for (Digest object : objects) {
            assertTrue(store.objects().has("svc", object), "an object was acknowledged and lost");
            assertEquals(object, store.objects().rehash(object).orElseThrow().digest());
        }
        salts.forEach(
                (id, salt) -> assertEquals(salt, store.restricted().salt(id).orElseThrow()));
        Set<String> files = new HashSet<>();
        store.each(record -> verifyFile(store, disk, record, files));
        assertEquals(files, new HashSet<>(namedFiles(disk)));
        for (String salt : disk.names(SETTINGS.restricted().resolve("salts"))) {
            assertTrue(store.find(salt).isPresent(), "a salt of no record");
        }
        assertEquals(List.of(), disk.names(SETTINGS.store().resolve("tmp")));
        assertEquals(List.of(), store.health().missingFiles());
        assertEquals(List.of(), store.health().foreignFiles());
        LogCheck log = JournalCheck.log(disk, SETTINGS.store());
        assertEquals(log.size(), log.shown(disk, LOG), "what is journalled is shown");
        assertTrue(log.size() >= logged, "a leaf was acknowledged and lost");
        checkpoints.forEach(log::requireJournalled);
        return (int) store.health().decisions();
    }

    private static Bytes input(StoredRecord record) {
        return record.decision().parts().getOrDefault("input.json", Bytes.copyOf(new byte[0]));
    }

    private static void verifyFile(EvidenceStore store, Disk disk, StoredRecord record, Set<String> files) {
        DecisionRecord decision = record.decision();
        if (decision.fileName() == null) {
            return;
        }
        assertEquals(
                record,
                store.findRun(decision.kind(), String.valueOf(decision.runId())).orElseThrow());
        files.add(decision.fileName().substring("artifacts/sealed_runs/".length()));
        if (disk instanceof MemoryDisk memory) {
            try {
                Path file = SETTINGS.store().resolve(decision.fileName());
                assertEquals(decision.fileContent(), Bytes.copyOf(memory.read(file)));
                assertTrue(memory.isReadOnly(file));
            } catch (IOException e) {
                throw new AssertionError("a named file is missing", e);
            }
        }
    }

    private static List<String> namedFiles(Disk disk) throws IOException {
        Path folder = SETTINGS.store().resolve("artifacts/sealed_runs");
        return disk.size(folder) < 0 ? List.of() : disk.names(folder);
    }
}
