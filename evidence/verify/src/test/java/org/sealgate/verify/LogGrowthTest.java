package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.SignedNote;

/** What was seen of a log, and what it is now, word for word; the bundle's tree has five entries. */
class LogGrowthTest {
    private static final KnownLogs LOGS = new KnownLogs(
            HandMade.root(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY)).logPolicy(),
            Set.of(TestLog.ORIGIN),
            new KnownSignatures());
    private static final int BUNDLES = 5;
    private static final String NOT_ASKED =
            "NOT CHECKED: whether the log's history is one; --checkpoint FILE and --log DIR compare";
    private static final String NO_TILES =
            "NOT CHECKED: whether one tree begins with the other; --log DIR has the tiles for that";

    @TempDir
    private Path folder;

    private static TestLog genuine(int size) {
        return new TestLog().fill(size, "entry");
    }

    /** The third entry is another one. */
    private static TestLog rewritten(int size) {
        return genuine(2).fill(1, "another").fill(size - 3, "entry");
    }

    private static Digest root(TestLog log) {
        return log.head().root();
    }

    private static String fork(String place, Digest expected, Digest found) {
        return "LOG_FORK at " + place + ": expected " + expected + ", found " + found;
    }

    /**
     * One comparison.
     *
     * @param seen the checkpoint that was kept
     * @param now the log's files
     * @param findings of which what is found is said up to the colon only, where it ends in one
     */
    record Case(
            @Nullable TestLog seen, @Nullable TestLog now, List<String> findings, List<String> notes, boolean open) {}

    private static Case good(@Nullable TestLog seen, @Nullable TestLog now, String... notes) {
        return new Case(seen, now, List.of(), List.of(notes), false);
    }

    private static Case bad(@Nullable TestLog seen, @Nullable TestLog now, String... findings) {
        return new Case(seen, now, List.of(findings), now == null ? List.of(NO_TILES) : List.of(), false);
    }

    static List<Case> cases() {
        Digest own = root(genuine(BUNDLES));
        String begins = "LOG_FORK at --log: expected a log that begins with the tree of ";
        return List.of(
                good(null, null, NOT_ASKED),
                good(genuine(3), null, NO_TILES),
                good(genuine(BUNDLES), null, NO_TILES),
                good(genuine(3), genuine(9)),
                good(genuine(9), genuine(9)),
                good(genuine(BUNDLES), genuine(BUNDLES)),
                good(null, genuine(BUNDLES)),
                good(null, genuine(6)),
                new Case(null, genuine(4), List.of(), List.of(), true),
                bad(rewritten(BUNDLES), null, fork("--checkpoint", root(rewritten(BUNDLES)), own)),
                bad(null, rewritten(BUNDLES), fork("--log", own, root(rewritten(BUNDLES)))),
                bad(null, rewritten(9), begins + "5:"),
                bad(genuine(9), rewritten(9), fork("--log", root(genuine(9)), root(rewritten(9))), begins + "5:"),
                bad(genuine(4), rewritten(9), begins + "4:", begins + "5:"),
                bad(genuine(9), genuine(8), "LOG_ROLLBACK at --log: expected at least the 9 entries seen, found 8"),
                new Case(
                        genuine(9),
                        genuine(4),
                        List.of("LOG_ROLLBACK at --log: expected at least the 9 entries seen, found 4"),
                        List.of(),
                        true));
    }

    private void judged(Case each, Optional<Path> seen, Optional<Path> now) {
        List<String> notes = new ArrayList<>();
        Problems problems = new Problems();
        LogHistory history = new LogHistory(LOGS, Expectations.at(Instant.EPOCH).comparing(seen, now), notes);
        assertEquals(seen.isPresent() || now.isPresent(), history.isAsked());
        Checkpoint bundles = Checkpoint.of(TestLog.ORIGIN, genuine(BUNDLES).head());
        history.compare(Optional.of(bundles), problems);
        List<String> found = new ArrayList<>();
        List<String> lines = HandMade.lines(problems.findings());
        for (int i = 0; i < lines.size(); i++) {
            String begun = i < each.findings().size() ? each.findings().get(i) : "";
            boolean same =
                    begun.endsWith(":") && lines.get(i).startsWith(begun.substring(0, begun.length() - 1) + ", found ");
            found.add(same ? begun : lines.get(i));
        }
        assertEquals(each.findings(), found);
        assertEquals(each.notes(), notes);
        assertEquals(each.open(), history.isOpen());
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void log_asItWasAndIs_isCompared(Case each) {
        judged(
                each,
                Optional.ofNullable(each.seen())
                        .map(log -> write("seen", log.checkpoint().toBytes())),
                Optional.ofNullable(each.now()).map(log -> log.write(folder.resolve("log"))));
    }

    @Test
    void log_signedByAStranger_isNotCompared_norTakenForNone() {
        TestLog log = genuine(9);
        Path now = log.write(folder.resolve("log"));
        SignedNote strange = new SignedNote(
                log.text(), List.of(TestNoteKey.log(TestLog.ORIGIN, 77).line(log.text())));
        write("log/checkpoint", strange.toBytes());
        Path seen = write("seen", rewritten(9).checkpoint().toBytes());
        judged(
                new Case(
                        null,
                        null,
                        List.of("LOG_SIGNATURE at --log/checkpoint: expected a signature by gate.example.org/log,"
                                + " found none"),
                        List.of(),
                        false),
                Optional.of(seen),
                Optional.of(now));
    }

    @Test
    void checkpoint_signedByAStranger_isNotCompared() {
        TestLog log = rewritten(BUNDLES);
        SignedNote strange = new SignedNote(
                log.text(), List.of(TestNoteKey.log(TestLog.ORIGIN, 77).line(log.text())));
        judged(
                bad(
                        null,
                        null,
                        "LOG_SIGNATURE at --checkpoint: expected a signature by gate.example.org/log, found none"),
                Optional.of(write("seen", strange.toBytes())),
                Optional.empty());
    }

    @Test
    void tile_missing_isNamed() throws IOException {
        Path now = genuine(9).write(folder.resolve("log"));
        Files.delete(now.resolve("tile/0/000.p/9"));
        Case each = bad(
                null,
                genuine(9),
                "LOG_PROOF_MISSING at --log: expected all tiles of the log, found none at "
                        + now.resolve("tile/0/000"));
        judged(each, Optional.empty(), Optional.of(now));
    }
}
