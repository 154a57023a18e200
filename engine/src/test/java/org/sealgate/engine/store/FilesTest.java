package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.store.MemoryDisk.Survives;
import org.sealgate.engine.store.Samples.Proposal;

/** S002-13, S002-14: named files are made once, made again when a crash took them, and never overwritten. */
class FilesTest {
    private static final Proposal PROPOSAL = Proposal.allow(1, "svc", "RUN-A");
    private static final Path FOLDER = Story.SETTINGS.store().resolve("artifacts/sealed_runs");
    private static final Path FILE = Story.SETTINGS.store().resolve(PROPOSAL.fileName());
    private static final byte[] CONTENT = Samples.bytes(PROPOSAL.emitted()).toArray();

    private interface Change {
        void apply(MemoryDisk disk) throws IOException;
    }

    private record Row(String why, Change change, boolean isForeign) {}

    private static List<Row> table() {
        byte[] edited = CONTENT.clone();
        edited[3] ^= 1;
        byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 1);
        return List.of(
                new Row("untouched", disk -> {}, false),
                new Row("gone", disk -> disk.delete(FILE), false),
                new Row("torn to nothing", disk -> disk.write(FILE, new byte[0]), false),
                new Row("torn short", disk -> disk.write(FILE, Arrays.copyOf(CONTENT, 7)), false),
                new Row("torn to zeros", disk -> disk.write(FILE, new byte[CONTENT.length]), false),
                new Row("edited", disk -> disk.write(FILE, edited), true),
                new Row("edited and cut", disk -> disk.write(FILE, Arrays.copyOf(edited, 9)), true),
                new Row("longer", disk -> disk.write(FILE, longer), true));
    }

    @Test
    void file_asFoundAtStart_isMadeAgainOrReportedAndNeverOverwritten() throws IOException {
        for (Row row : table()) {
            MemoryDisk disk = stored();
            row.change.apply(disk);
            byte[] before = disk.size(FILE) < 0 ? CONTENT : disk.read(FILE);
            try (EvidenceStore store = Story.open(disk)) {
                List<String> foreign = row.isForeign ? List.of(PROPOSAL.fileName()) : List.of();
                assertEquals(foreign, store.health().foreignFiles(), row.why);
                assertEquals(Bytes.copyOf(row.isForeign ? before : CONTENT), Bytes.copyOf(disk.read(FILE)), row.why);
                assertEquals(1, store.health().decisions(), row.why);
                assertEquals(foreign, store.auditFiles(), row.why);
            }
        }
    }

    @Test
    void audit_ofARunningStore_findsWhatStartDidNotSee() throws IOException {
        for (Row row : table()) {
            MemoryDisk disk = stored();
            try (EvidenceStore store = Story.open(disk)) {
                row.change.apply(disk);
                assertEquals(row.isForeign ? List.of(PROPOSAL.fileName()) : List.of(), store.auditFiles(), row.why);
                RunRequest request = Samples.run("RUN-A", "svc", "request RUN-A");
                assertInstanceOf(RunClaim.TakenBySame.class, store.claim(request, Duration.ofSeconds(1)), row.why);
            }
        }
    }

    @Test
    void folder_removedUnderARunningStore_isMadeAgain() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = Story.open(disk)) {
            PROPOSAL.commitTo(store);
            disk.remove(FOLDER);
            assertThrows(
                    StoreFailure.class, () -> Proposal.allow(2, "svc", "RUN-B").commitTo(store));
            Proposal.allow(3, "svc", "RUN-C").commitTo(store);
            assertEquals(List.of(), store.auditFiles());
            assertEquals(3, disk.names(FOLDER).size());
        }
    }

    /** The record is on the disk and its file is not: the caller asks again and gets the first answer, and the file. */
    @Test
    void file_thatCouldNotBeMade_isMadeWhenTheCallerAsksAgain() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        HostileDisk hostile = new HostileDisk(disk, 9, HostileDisk.Ill.FULL);
        try (EvidenceStore store = Story.open(hostile)) {
            StoreFailure failure = assertThrows(StoreFailure.class, () -> PROPOSAL.commitTo(store));
            assertEquals(StoreFailure.Reason.NAMED_FILE, failure.reason(), hostile::wrong);
            RunRequest request = Samples.run("RUN-A", "svc", "request RUN-A");
            assertThrows(StoreFailure.class, () -> store.claim(request, Duration.ofSeconds(1)));
            assertEquals(List.of(PROPOSAL.fileName()), store.health().missingFiles());
            hostile.relieve();
            assertInstanceOf(RunClaim.TakenBySame.class, store.claim(request, Duration.ofSeconds(1)));
            assertEquals(Bytes.copyOf(CONTENT), Bytes.copyOf(disk.read(FILE)));
            assertTrue(store.findRun(Kind.SEALED_RUN, "RUN-A").isPresent());
        }
    }

    @Test
    void name_thatIsNoArtifact_isRefused() {
        List<String> table = List.of(
                "",
                "artifacts",
                "artifacts/",
                "artifacts/../x",
                "artifacts/a/../../x",
                "/artifacts/x",
                "artifacts/.hidden",
                "artifacts//x",
                "artifacts/x/",
                "artifacts/x\n",
                "artifacts/x y",
                "artifacts/é",
                "artifacts/" + "x".repeat(101),
                "artifacts/a/b/c/d/e",
                "journal/x",
                "objects/x");
        for (String name : table) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new RunRequest(Kind.SEALED_RUN, "RUN-A", name, "svc", Samples.bytes("r")),
                    name);
        }
        assertTrue(NamedFiles.isName("artifacts/sealed_runs/RUN-001_20260215T183000Z.sealed.json"));
        assertTrue(NamedFiles.isName("artifacts/" + "x".repeat(100)));
    }

    private static MemoryDisk stored() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = Story.open(disk)) {
            PROPOSAL.commitTo(store);
        }
        return disk.cut(Survives.EVERYTHING, 0);
    }
}
