package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;

/**
 * An operator who holds every key writes the log's history again and signs it again: whoever kept a checkpoint sees it. The genuine
 * bundle's entry is number 271 of 301.
 */
class LogHistoryTest {
    private static final ForgedBundle BUNDLE = Logged.in(Forge.allow(Kind.SEALED_RUN), UnaryOperator.identity());
    private static final Bytes ENTRY = entry();
    private static final int SIZE = Logged.BEFORE + 1 + Logged.BEHIND;

    @TempDir
    private Path folder;

    private static Bytes entry() {
        byte[] proof = BUNDLE.parts().get("log/proof");
        return TlogProof.parse(proof == null ? new byte[0] : proof).extra().orElseThrow();
    }

    /** The log that gave the bundle, when it was of this size. */
    private static TestLog genuine(int size) {
        TestLog log = new TestLog();
        log.fill(Math.min(size, Logged.BEFORE), "entry");
        if (size > Logged.BEFORE) {
            log.add(ENTRY);
            log.fill(size - Logged.BEFORE - 1, "entry");
        }
        return log;
    }

    /** The same log with one entry of the past left out or replaced. */
    private static TestLog rewritten(int size) {
        TestLog log = new TestLog().fill(100, "entry").fill(1, "another");
        log.fill(Logged.BEFORE - 101, "entry");
        log.add(ENTRY);
        return log.fill(size - Logged.BEFORE - 1, "entry");
    }

    /**
     * One comparison.
     *
     * @param seen the checkpoint that the reader kept; its log
     * @param now the log's files as they are now
     */
    record Case(String name, Optional<TestLog> seen, Optional<TestLog> now, Set<Code> codes, Exit exit) {
        static Case of(String name, TestLog seen, TestLog now, Code... codes) {
            return new Case(
                    name, Optional.of(seen), Optional.of(now), set(codes), codes.length == 0 ? Exit.OK : Exit.FAILED);
        }

        static Case seen(String name, TestLog seen, Code... codes) {
            return new Case(
                    name, Optional.of(seen), Optional.empty(), set(codes), codes.length == 0 ? Exit.OK : Exit.FAILED);
        }

        static Case now(String name, TestLog now, Exit exit, Code... codes) {
            return new Case(name, Optional.empty(), Optional.of(now), set(codes), exit);
        }

        private static Set<Code> set(Code... codes) {
            Set<Code> set = EnumSet.noneOf(Code.class);
            set.addAll(List.of(codes));
            return set;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                Case.of("grown", genuine(280), genuine(600)),
                Case.of("the same", genuine(SIZE), genuine(SIZE)),
                Case.of("seen before the log began", genuine(0), genuine(600)),
                Case.of("the bundle is older than what was seen", genuine(550), genuine(600)),
                Case.seen("the bundle's own checkpoint was seen", genuine(SIZE)),
                Case.seen("seen an older one, no files to compare", genuine(10)),
                Case.seen("seen another root of the bundle's size", rewritten(SIZE), Code.LOG_FORK),
                Case.of("cut behind what was seen", genuine(600), genuine(500), Code.LOG_ROLLBACK),
                Case.of("emptied", genuine(600), genuine(0), Code.LOG_ROLLBACK),
                Case.of("rewritten, and grown", genuine(280), rewritten(600), Code.LOG_FORK),
                Case.of("rewritten, and of the size that was seen", genuine(600), rewritten(600), Code.LOG_FORK),
                Case.of("rewritten behind the bundle", genuine(600), behind(600, 700), Code.LOG_FORK),
                Case.of("seen before the rewriting began", genuine(90), rewritten(600), Code.LOG_FORK),
                Case.of("rewritten and cut", genuine(600), rewritten(500), Code.LOG_ROLLBACK, Code.LOG_FORK),
                Case.now("the bundle is of a log rewritten since", rewritten(600), Exit.FAILED, Code.LOG_FORK),
                Case.now("the bundle is in the log", genuine(600), Exit.OK),
                Case.now("the copy is older than the bundle", genuine(200), Exit.INDETERMINATE));
    }

    /** Another history from behind the bundle's tree on. */
    private static TestLog behind(int from, int size) {
        return genuine(from - 50).fill(50, "another").fill(size - from, "entry");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void history_compared_isJudged(Case each) {
        judged(
                each.codes(),
                each.exit(),
                each.seen().map(this::note),
                each.now().map(this::files));
    }

    private void judged(Set<Code> codes, Exit exit, Optional<Path> seen, Optional<Path> files) {
        Attack attack = Attack.of("history", () -> BUNDLE).trusting(TestLog.trustRoot());
        Verdict verdict = attack.asking(asked -> asked.comparing(seen, files)).verify(folder);
        Set<Code> found = EnumSet.noneOf(Code.class);
        verdict.report().findings().forEach(finding -> found.add(finding.code()));
        assertEquals(codes, found, () -> verdict.report().toString());
        assertEquals(exit, verdict.exit());
    }

    private Path note(TestLog log) {
        return write("seen", log.checkpoint().toBytes());
    }

    private Path files(TestLog log) {
        return log.write(folder.resolve("log"));
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void checkpoint_thatTheReaderBringsButNoKnownLogSigned_isRefused() {
        Path stranger = write(
                "stranger",
                new SignedNote(
                                genuine(5).text(),
                                List.of(TestNoteKey.log(TestLog.ORIGIN, 77)
                                        .line(genuine(5).text())))
                        .toBytes());
        judged(Set.of(Code.LOG_SIGNATURE), Exit.FAILED, Optional.of(stranger), Optional.empty());
        Path nothing = write("nothing", "gate.example.org/log\n5\n".getBytes(UTF_8));
        judged(Set.of(Code.CHECKPOINT_SYNTAX), Exit.FAILED, Optional.of(nothing), Optional.empty());
    }

    @Test
    void tiles_damagedOrMissing_areNotTakenForAFork() throws IOException {
        Optional<Path> seen = Optional.of(note(genuine(280)));
        Path log = files(genuine(600));
        Path tile = log.resolve("tile/0/001");
        byte[] good = Files.readAllBytes(tile);
        byte[] bad = good.clone();
        bad[32 * 24] ^= 1;
        Files.write(tile, bad);
        judged(Set.of(Code.LOG_INCLUSION), Exit.FAILED, seen, Optional.of(log));
        Files.write(tile, java.util.Arrays.copyOf(good, 8191));
        judged(Set.of(Code.LOG_INCLUSION), Exit.FAILED, seen, Optional.of(log));
        Files.delete(tile);
        judged(Set.of(Code.LOG_PROOF_MISSING), Exit.FAILED, seen, Optional.of(log));
        Files.write(tile, good);
        judged(Set.of(), Exit.OK, seen, Optional.of(log));
    }

    @Test
    void comparison_ofABundleWithoutALog_isLeftOpen() {
        Verdict verdict = Attack.of("no log", () -> Forge.allow(Kind.SEALED_RUN))
                .asking(asked -> asked.comparing(Optional.of(note(genuine(5))), Optional.empty()))
                .verify(folder);
        assertEquals(Exit.INDETERMINATE, verdict.exit());
    }
}
