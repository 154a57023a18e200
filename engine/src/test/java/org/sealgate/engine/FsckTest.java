package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.engine.fsck.Report;

/** Whatever is done to what is stored is named, and what was not touched is not. */
class FsckTest {
    private static final int DECISIONS = 7;

    @TempDir
    static Path folder;

    private static GateHome home;

    @BeforeAll
    static void store() throws Exception {
        home = GateHome.create(folder.resolve("home"));
        try (Wiring wiring = home.open()) {
            for (int n = 0; n < DECISIONS; n++) {
                decide(wiring, "FSCK-" + n);
            }
            wiring.refusals().count("401");
        }
    }

    private static void decide(Wiring wiring, String runId) {
        GateRequest request = Proposals.request(
                Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot(runId)));
        Recorded answer = assertInstanceOf(Recorded.class, wiring.gate().decide(request));
        assertEquals(201, answer.status());
    }

    private static Report look(Path where, Optional<Path> older) {
        return new Site(where, Clock.systemUTC(), new SecureRandom()).fsck(older);
    }

    private interface Change {
        void apply(Path store) throws IOException;
    }

    private record Touched(String what, Change change, Fault.Kind kind, String named) {}

    @Test
    void store_untouched_isWell() {
        Report report = look(home.home(), Optional.of(home.home()));
        assertEquals(List.of(), report.faults());
        assertEquals(DECISIONS, report.decisions());
        assertEquals(DECISIONS + 1, report.entries(), "with the summary of what was refused");
    }

    private static List<Touched> filesTouched() {
        return List.of(
                new Touched(
                        "file gone",
                        store -> Files.delete(artifact(store, 2)),
                        Fault.Kind.MISSING,
                        "artifacts/sealed_runs/FSCK-2_"),
                new Touched(
                        "file changed",
                        store -> HomeFiles.write(artifact(store, 3), new byte[3]),
                        Fault.Kind.DIFFERENT,
                        "artifacts/sealed_runs/FSCK-3_"),
                new Touched(
                        "file added",
                        store -> HomeFiles.write(store.resolve("artifacts/sealed_runs/FSCK-9_x.json"), new byte[3]),
                        Fault.Kind.EXTRA,
                        "artifacts/sealed_runs/FSCK-9_x.json"),
                new Touched("object gone", store -> Files.delete(object(store)), Fault.Kind.MISSING, "object sha256:"),
                new Touched(
                        "object changed",
                        store -> HomeFiles.write(object(store), new byte[3]),
                        Fault.Kind.DIFFERENT,
                        "object sha256:"));
    }

    private static List<Touched> logTouched() {
        return List.of(
                new Touched(
                        "checkpoint gone",
                        store -> Files.delete(store.resolve("log/checkpoint")),
                        Fault.Kind.MISSING,
                        "log/checkpoint"),
                new Touched(
                        "tile gone",
                        store -> Files.delete(store.resolve("log/tile/0/000.p/8")),
                        Fault.Kind.MISSING,
                        "log/tile/0/000.p/8"),
                new Touched(
                        "tile changed",
                        store -> HomeFiles.write(store.resolve("log/tile/0/000.p/8"), new byte[256]),
                        Fault.Kind.DIFFERENT,
                        "log/tile/0/000.p/8"),
                new Touched(
                        "entries changed",
                        store -> HomeFiles.write(store.resolve("log/tile/entries/000.p/8"), new byte[256]),
                        Fault.Kind.DIFFERENT,
                        "log/tile/entries/000.p/8"),
                new Touched(
                        "a larger tile",
                        store -> HomeFiles.write(store.resolve("log/tile/0/000.p/9"), new byte[288]),
                        Fault.Kind.EXTRA,
                        "log/tile/0/000.p/9"),
                new Touched(
                        "journal damaged",
                        store -> {
                            byte[] segment = Files.readAllBytes(segment(store));
                            segment[segment.length / 2] ^= 1;
                            HomeFiles.write(segment(store), segment);
                        },
                        Fault.Kind.DIFFERENT,
                        "journal/00000001.journal at byte "),
                new Touched(
                        "an index of nothing",
                        store -> HomeFiles.write(
                                Files.createDirectory(store.resolve("index")).resolve("00000001.index"), new byte[3]),
                        Fault.Kind.DIFFERENT,
                        "index/00000001.index"));
    }

    @Test
    void store_touched_isNamedByWhatWasTouched() throws IOException {
        List<Touched> table = new ArrayList<>(filesTouched());
        table.addAll(logTouched());
        for (Touched row : table) {
            Path copy = copy(row.what());
            row.change().apply(copy.resolve("store"));
            List<Fault> faults = look(copy, Optional.empty()).faults();
            assertTrue(
                    faults.stream()
                            .anyMatch(fault ->
                                    fault.kind() == row.kind() && fault.what().startsWith(row.named())),
                    () -> row.what() + ": " + faults);
        }
    }

    /** Each decision once, its frame cut out as if it had never been written. */
    @Test
    void decision_deleted_isNamed() throws IOException {
        for (int n = 0; n < DECISIONS; n++) {
            Path copy = copy("deleted " + n);
            HomeFiles.cut(copy.resolve("store"), n);
            List<String> missing = look(copy, Optional.empty()).faults().stream()
                    .filter(fault -> fault.kind() == Fault.Kind.MISSING)
                    .map(fault -> fault.what() + ": " + fault.detail())
                    .toList();
            String entry = "entry " + n + " of the log: ";
            String number = n + 1 < DECISIONS ? "number " + (n + 1) + " of gate-1/" : "the newest of its stream";
            assertTrue(
                    missing.stream().anyMatch(line -> line.startsWith(entry) && line.contains(number)),
                    () -> number + " in " + missing);
        }
    }

    /** The operator decides otherwise, signs everything again with the engine's own keys, and hopes that nobody kept a copy. */
    @Test
    void history_writtenAgain_isNamedByTheOlderCopy() throws Exception {
        Path other = copy("history");
        HomeFiles.delete(other.resolve("store"));
        HomeFiles.delete(other.resolve("store.made"));
        HomeFiles.delete(other.resolve("restricted"));
        GateHome again = GateHome.at(other, home);
        try (Wiring wiring = again.open()) {
            decide(wiring, "FSCK-0");
            decide(wiring, "OTHER");
        }
        List<Fault> shorter = look(other, Optional.of(home.home())).faults();
        assertTrue(
                shorter.stream()
                        .anyMatch(fault -> fault.what().equals("entry 0 of the log")
                                && fault.detail().startsWith("LOG_FORK")),
                shorter::toString);
        List<Fault> cut = look(home.home(), Optional.of(longer("LATER"))).faults();
        assertTrue(
                cut.stream()
                        .anyMatch(fault -> fault.what().equals("entry 8 of the log")
                                && fault.detail().startsWith("LOG_ROLLBACK")),
                cut::toString);
    }

    private static List<Touched> copiesTouched() {
        return List.of(
                new Touched(
                        "old tile gone",
                        log -> Files.delete(log.resolve("tile/0/000.p/8")),
                        Fault.Kind.MISSING,
                        "the older copy: tile/0/000 is not in it"),
                new Touched(
                        "old tile changed",
                        log -> HomeFiles.write(log.resolve("tile/0/000.p/8"), new byte[256]),
                        Fault.Kind.DIFFERENT,
                        "the older copy: its tiles are not those of its own checkpoint"),
                new Touched(
                        "old tile cut off",
                        log -> HomeFiles.write(log.resolve("tile/0/000.p/8"), new byte[255]),
                        Fault.Kind.DIFFERENT,
                        "the older copy: its tiles are not those of its own checkpoint"),
                new Touched(
                        "no old checkpoint",
                        log -> Files.delete(log.resolve("checkpoint")),
                        Fault.Kind.MISSING,
                        "the older copy: no checkpoint in "),
                new Touched(
                        "old checkpoint changed",
                        log -> {
                            String note = Files.readString(log.resolve("checkpoint"));
                            HomeFiles.write(
                                    log.resolve("checkpoint"),
                                    note.replace("\n8\n", "\n9\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                        },
                        Fault.Kind.DIFFERENT,
                        "the older copy: LOG_SIGNATURE"));
    }

    /** A bad copy is named as such, and accuses nobody. */
    @Test
    void olderCopy_touched_isNamedAndNothingElseIs() throws IOException {
        for (Touched row : copiesTouched()) {
            Path log = HomeFiles.copy(
                    home.home().resolve("store/log"), folder.resolve(row.what().replace(' ', '-')));
            row.change().apply(log);
            List<Fault> faults = look(home.home(), Optional.of(log)).faults();
            assertEquals(1, faults.size(), () -> row.what() + ": " + faults);
            Fault fault = faults.getFirst();
            assertEquals(row.kind(), fault.kind(), row.what());
            assertTrue((fault.what() + ": " + fault.detail()).startsWith(row.named()), () -> row.what() + ": " + fault);
        }
    }

    @Test
    void olderCopy_signedByAnotherLog_isNamedAndNothingElseIs() throws Exception {
        GateHome stranger = GateHome.create(folder.resolve("stranger"));
        try (Wiring wiring = stranger.open()) {
            decide(wiring, "STRANGER");
        }
        List<Fault> faults = look(home.home(), Optional.of(stranger.home())).faults();
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.getFirst().detail().startsWith("no log key of the trust root"), faults::toString);
    }

    /** What the older checkpoint signs is enough to show that something is another; the tiles only say what. */
    @Test
    void olderCopy_withoutTiles_stillShowsForkAndRollback() throws Exception {
        Path later = HomeFiles.copy(longer("ROLLED").resolve("store/log"), folder.resolve("rolled-back-log"));
        HomeFiles.delete(later.resolve("tile"));
        List<Fault> cut = look(home.home(), Optional.of(later)).faults();
        assertTrue(
                cut.stream()
                        .anyMatch(fault -> fault.what().equals("entry 8 of the log")
                                && fault.detail().startsWith("LOG_ROLLBACK: the older copy has 9 entries")),
                cut::toString);
        List<Fault> fork = look(longer("FORKED"), Optional.of(later)).faults();
        assertTrue(
                fork.stream()
                        .anyMatch(fault -> fault.what().equals("the first 9 entries of the log")
                                && fault.detail().startsWith("LOG_FORK")),
                fork::toString);
        assertEquals(2, fork.size(), fork::toString);
    }

    /** The same store, one decision later. */
    private static Path longer(String name) throws Exception {
        Path later = copy(name);
        try (Wiring wiring = GateHome.at(later, home).open()) {
            decide(wiring, "FSCK-" + name);
        }
        return later;
    }

    private static Path segment(Path store) {
        return store.resolve("journal/00000001.journal");
    }

    private static Path artifact(Path store, int n) throws IOException {
        try (Stream<Path> all = Files.list(store.resolve("artifacts/sealed_runs"))) {
            return all.filter(file -> file.getFileName().toString().startsWith("FSCK-" + n))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A schema, which every record names by way of its listing. */
    private static Path object(Path store) throws IOException {
        try (Stream<Path> all = Files.walk(store.resolve("objects/sha256"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> contains(file, "https://sealgate.org/schemas/decision-input-1.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("\"" + text + "\"");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path copy(String name) throws IOException {
        return HomeFiles.copy(home.home(), folder.resolve(name.replace(' ', '-')));
    }
}
