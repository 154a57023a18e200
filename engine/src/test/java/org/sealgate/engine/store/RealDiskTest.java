package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.SampleLog;
import org.sealgate.engine.store.Samples.Proposal;
import org.sealgate.engine.store.StoreFailure.Reason;

/** R1, R16: files, locks and kills of this machine. */
class RealDiskTest {
    @TempDir
    Path home;

    private EvidenceStore open() {
        return EvidenceStore.open(StoreSettings.in(home), Instant::now, SampleLog.at(Instant::now));
    }

    @Test
    void everyFile_isReadableByItsOwnerAlone_andArtifactsByTheGroup() throws IOException {
        EvidenceStore.initialise(StoreSettings.in(home));
        try (EvidenceStore store = open()) {
            Proposal.allow(1, "svc", "RUN-A").commitTo(store);
            Bytes object = Samples.bytes("an object");
            store.objects().put("svc", object.sha256(), new ByteArrayInputStream(object.toArray()), 100);
            store.restricted().newSalt(Samples.id(2));
        }
        TreeMap<String, String> wrong = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.filter(path -> !path.equals(home)).toList()) {
                String expected = Files.isDirectory(path)
                        ? "rwx------"
                        : path.toString().matches(".*/(artifacts|log)/.*") ? "r--r-----" : "rw-------";
                String found = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!found.equals(expected)) {
                    wrong.put(path.toString(), found);
                }
            }
        }
        assertEquals(new TreeMap<>(), wrong);
    }

    @Test
    void folder_thatHoldsNoStore_isRefusedAndNotMade() throws IOException {
        StoreFailure failure = assertThrows(StoreFailure.class, this::open);
        assertEquals(Reason.NOT_INITIALISED, failure.reason());
        try (Stream<Path> all = Files.list(home)) {
            assertEquals(0, all.count());
        }
    }

    private record Gone(String what, String name) {}

    /** R16. A disk that is not mounted, a folder left out of a restore: a new log by the same keys would be a second one. */
    @Test
    void store_thatWasMadeAndIsGone_isRefusedAndNotMadeAgain() throws IOException {
        for (Gone row : List.of(
                new Gone("the folder", "store"),
                new Gone("what is in it", "store/format"),
                new Gone("the secret", "restricted/request.secret"))) {
            EvidenceStore.initialise(StoreSettings.in(home));
            open().close();
            Path aside = home.resolveSibling(home.getFileName() + ".aside");
            Files.move(home.resolve(row.name), aside);
            EvidenceStore.initialise(StoreSettings.in(home));
            StoreFailure failure = assertThrows(StoreFailure.class, this::open, row.what);
            assertEquals(Reason.NOT_INITIALISED, failure.reason(), row.what);
            assertTrue(String.valueOf(failure.getMessage()).contains("mount the disk that has it"), row.what);
            assertTrue(Files.notExists(home.resolve(row.name)), row.what);
            Files.move(aside, home.resolve(row.name));
            open().close();
        }
    }

    @Test
    void initialise_twice_changesNothing() {
        EvidenceStore.initialise(StoreSettings.in(home));
        Bytes mac;
        try (EvidenceStore store = open()) {
            mac = store.restricted().requestMac(new byte[] {1}, new byte[] {2});
            Proposal.deny(1, "svc").commitTo(store);
        }
        EvidenceStore.initialise(StoreSettings.in(home));
        try (EvidenceStore store = open()) {
            assertEquals(mac, store.restricted().requestMac(new byte[] {1}, new byte[] {2}));
            assertTrue(!mac.equals(store.restricted().requestMac(new byte[] {1, 2}, new byte[0])), "parts are apart");
            assertEquals(1, store.health().decisions());
        }
    }

    /** S002-13: nothing is written through a link, and it is told. */
    @Test
    void fileName_thatIsALink_isLeftAsItIs() throws IOException {
        EvidenceStore.initialise(StoreSettings.in(home));
        Proposal leading = Proposal.allow(1, "svc", "RUN-A");
        Proposal dangling = Proposal.allow(2, "svc", "RUN-B");
        Path target = Files.write(home.resolve("target"), new byte[] {1, 2});
        try (EvidenceStore store = open()) {
            Proposal.allow(9, "svc", "RUN-Z").commitTo(store);
            Path taken = Files.createSymbolicLink(home.resolve("store").resolve(leading.fileName()), target);
            Path nowhere = home.resolve("nowhere");
            Path link = Files.createSymbolicLink(home.resolve("store").resolve(dangling.fileName()), nowhere);

            assertInstanceOf(
                    RunClaim.NameOccupied.class,
                    store.claim(Samples.run("RUN-A", "svc", "request RUN-A"), Duration.ofSeconds(1)));
            StoreFailure failure = assertThrows(StoreFailure.class, () -> dangling.commitTo(store));

            assertEquals(Reason.NAMED_FILE, failure.reason());
            assertEquals(List.of(dangling.fileName()), store.health().foreignFiles());
            assertEquals(target, Files.readSymbolicLink(taken));
            assertEquals(2, Files.size(target));
            assertEquals(nowhere, Files.readSymbolicLink(link));
            assertTrue(Files.notExists(nowhere));
        }
    }

    @Test
    void store_openedTwice_isRefusedInThisProcessAndInAnother() throws Exception {
        EvidenceStore.initialise(StoreSettings.in(home));
        try (EvidenceStore store = open()) {
            assertEquals(
                    Reason.LOCKED, assertThrows(StoreFailure.class, this::open).reason());
            Process child = child("0");
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.startsWith("LOCKED"), said);
            Proposal.deny(1, "svc").commitTo(store);
        }
        open().close();
    }

    @Test
    void orphans_ofAStoppedProcess_areSwept() throws IOException {
        EvidenceStore.initialise(StoreSettings.in(home));
        try (EvidenceStore store = open()) {
            store.restricted().newSalt(Samples.id(1));
            store.restricted().newSalt(Samples.id(2));
            assertThrows(IllegalStateException.class, () -> store.restricted().newSalt(Samples.id(2)));
            assertThrows(
                    IllegalArgumentException.class, () -> store.restricted().newSalt("../x"));
            Proposal.deny(2, "svc").commitTo(store);
        }
        Files.write(home.resolve("store/tmp/17"), new byte[9]);
        try (EvidenceStore store = open()) {
            assertTrue(store.restricted().salt(Samples.id(1)).isEmpty());
            assertEquals(
                    32, store.restricted().salt(Samples.id(2)).orElseThrow().size());
            assertTrue(Files.notExists(home.resolve("store/tmp/17")));
        }
    }

    @Test
    void restart_showsWhatWasShownBefore() {
        EvidenceStore.initialise(StoreSettings.in(home));
        List<Page> before;
        try (EvidenceStore store = open()) {
            for (int n = 1; n <= 30; n++) {
                String caller = n % 3 == 0 ? "other" : "svc";
                (n % 4 == 0 ? Proposal.allow(n, caller, "RUN-" + n) : Proposal.deny(n, caller)).commitTo(store);
            }
            before = pages(store);
        }
        try (EvidenceStore store = open()) {
            assertEquals(before, pages(store));
            List<StoredRecord> all = new ArrayList<>();
            store.each(all::add);
            assertEquals(all, store.listAll(0, 100).records());
            all.forEach(record -> assertEquals(
                    record, store.find(record.decision().decisionId()).orElseThrow()));
            assertEquals(List.of(), store.list("nobody", 0, 10).records());
            assertTrue(store.find(Samples.id(99)).isEmpty());
            assertInstanceOf(
                    RunClaim.Taken.class, store.claim(Samples.run("RUN-4", "eve", "r"), java.time.Duration.ZERO));
        }
    }

    /** A caller's records in pages of seven: each once, in order, and the cursor stays at the end. */
    private static List<Page> pages(EvidenceStore store) {
        List<Page> pages = new ArrayList<>();
        long cursor = 0;
        do {
            pages.add(store.list("svc", cursor, 7));
            cursor = pages.getLast().next();
        } while (!pages.getLast().records().isEmpty());
        assertEquals(20, cursor);
        assertEquals(20, pages.stream().mapToInt(page -> page.records().size()).sum());
        return pages;
    }

    private Process child(String threads) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        StoreUnderLoad.class.getName(),
                        home.toString(),
                        threads)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void process_killedUnderLoad_losesNothingThatItAcknowledged() throws Exception {
        EvidenceStore.initialise(StoreSettings.in(home));
        Set<String> acknowledged = new java.util.HashSet<>();
        for (int round = 0; round < 5; round++) {
            int before = acknowledged.size();
            Process child = child("8");
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                // killed after another number of answers each round, in the middle of whatever it does
                killAfter(child, out, 20 + 37 * round, acknowledged);
            }
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
            assertTrue(acknowledged.size() > before, "the child wrote nothing");
            try (EvidenceStore store = open()) {
                for (String id : acknowledged) {
                    DecisionRecord decision = store.find(id).orElseThrow().decision();
                    if (decision.fileName() != null) {
                        Path file = home.resolve("store").resolve(decision.fileName());
                        assertEquals(decision.fileContent(), Bytes.copyOf(Files.readAllBytes(file)));
                    }
                }
                assertEquals(List.of(), store.auditFiles());
                Set<String> seen = JournalCheck.read(new PosixDisk(), home.resolve("store")).stream()
                        .map(JournalCheck.Seen::decisionId)
                        .collect(Collectors.toSet());
                assertTrue(seen.containsAll(acknowledged));
                assertEquals(seen.size(), store.health().decisions());
                LogCheck log = JournalCheck.log(new PosixDisk(), home.resolve("store"));
                assertEquals(seen.size(), log.shown(new PosixDisk(), home.resolve("store/log")));
            }
        }
    }

    private static void killAfter(Process child, BufferedReader out, int answers, Set<String> acknowledged)
            throws IOException {
        int seen = 0;
        // a line that the kill has cut is no answer
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.length() == "ack ".length() + 36) {
                acknowledged.add(line.substring(4));
            }
            if (++seen == answers) {
                // by its handle, which leaves what it had already said to be read
                child.toHandle().destroyForcibly();
            }
        }
    }
}
