package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.verify.Code;
import org.sealgate.verify.Exit;
import org.sealgate.verify.Sequences;
import org.sealgate.verify.Verdict;

/** R8: of 1,000 decisions none can be taken away, and no history be written again, without being named. */
class HistoryTest {
    private static final int DECISIONS = 1000;
    private static final int FORKED_AT = 20;
    private static final int COPIED_AT = 40;

    @TempDir
    static Path folder;

    private static final List<Recorded> DECIDED = new ArrayList<>();
    private static GateHome home;
    /** The log as somebody kept it when it had 40 entries. */
    private static Path kept;
    /** The same keys, the first 20 decisions, and then others. */
    private static GateHome rewritten;

    private static Path bundles;
    private static Path forked;

    @BeforeAll
    static void histories() throws Exception {
        bundles = Files.createDirectory(folder.resolve("bundles"));
        home = GateHome.create(folder.resolve("home"));
        Oracle oracle = new Oracle(bundles, home.home().resolve("trust-root.json"));
        try (Wiring wiring = home.open()) {
            decide(wiring, "RUN", FORKED_AT);
        }
        rewritten = GateHome.at(HomeFiles.copy(home.home(), folder.resolve("rewritten")), home);
        try (Wiring wiring = home.open()) {
            decide(wiring, "RUN", COPIED_AT - FORKED_AT);
            kept = HomeFiles.copy(home.home().resolve("store/log"), folder.resolve("kept"));
            decide(wiring, "RUN", DECISIONS - COPIED_AT);
            for (Recorded each : DECIDED) {
                oracle.bundle(wiring, Proposals.PUBLISHER, each);
            }
        }
        try (Wiring wiring = rewritten.open()) {
            List<Recorded> others = IntStream.range(0, COPIED_AT)
                    .mapToObj(n -> decided(wiring, "OTHER-" + n))
                    .toList();
            forked = new Oracle(folder, home.home().resolve("trust-root.json"))
                    .bundle(wiring, Proposals.PUBLISHER, others.getLast());
        }
    }

    private static void decide(Wiring wiring, String prefix, int count) {
        for (int n = 0; n < count; n++) {
            DECIDED.add(decided(wiring, prefix + "-" + DECIDED.size()));
        }
    }

    private static Recorded decided(Wiring wiring, String runId) {
        return assertInstanceOf(
                Recorded.class,
                wiring.gate()
                        .decide(Proposals.request(
                                Proposals.PUBLISHER,
                                Kind.LLM_RUN_SNAPSHOT,
                                Proposals.hashed(Proposals.snapshot(runId)))));
    }

    private static List<Fault> fsck(Path where, Optional<Path> older) {
        return new Site(where, Clock.systemUTC(), new SecureRandom())
                .fsck(older)
                .faults();
    }

    private static void assertNamed(List<Fault> faults, Fault.Kind kind, String what, String detail) {
        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.kind() == kind
                                && fault.what().startsWith(what)
                                && fault.detail().contains(detail)),
                () -> what + " " + detail + " in " + faults);
    }

    @Test
    void record_takenFromTheJournal_isNamedByFsckAsEntryAndAsNumber() throws IOException {
        for (int gone : new int[] {0, 1, 255, 256, 499, DECISIONS - 2, DECISIONS - 1}) {
            Path copy = HomeFiles.copy(home.home(), folder.resolve("without-" + gone));
            HomeFiles.cut(copy.resolve("store"), gone);
            List<Fault> faults = fsck(copy, Optional.empty());
            String number = gone + 1 < DECISIONS ? "number " + (gone + 1) + " of gate-1/" : "the newest of its stream";
            assertNamed(faults, Fault.Kind.MISSING, "entry " + gone + " of the log", number);
            HomeFiles.delete(copy);
        }
    }

    @Test
    void file_takenFromTheStore_isNamedByFsck() throws IOException {
        Path store = home.home().resolve("store");
        assertEquals(List.of(), fsck(home.home(), Optional.of(kept)));
        List<String> files = new ArrayList<>(List.of(
                "log/tile/0/000",
                "log/tile/0/003.p/232",
                "log/tile/1/000.p/3",
                "log/tile/entries/001",
                "log/tile/entries/003.p/232",
                "log/checkpoint"));
        try (var artifacts = Files.list(store.resolve("artifacts/sealed_runs"))) {
            artifacts
                    .filter(file -> file.getFileName().toString().startsWith("RUN-500_"))
                    .forEach(file -> files.add(store.relativize(file).toString()));
        }
        assertEquals(7, files.size(), "with the artifact of one run");
        for (String name : files) {
            Path aside = folder.resolve("aside");
            Files.move(store.resolve(name), aside);
            try {
                assertNamed(fsck(home.home(), Optional.empty()), Fault.Kind.MISSING, name, "");
            } finally {
                Files.move(aside, store.resolve(name));
            }
        }
    }

    /** Each of them once; the newest leaves no gap behind, which is fsck's to find. */
    @Test
    void decision_takenFromTheBundles_isNamedByTheVerifier() throws IOException {
        Oracle oracle = new Oracle(bundles, home.home().resolve("trust-root.json"));
        List<Verdict> all = new ArrayList<>();
        for (Recorded each : DECIDED) {
            Verdict verdict = oracle.judge(bundles.resolve(each.decisionId() + ".evidence.zip"));
            assertEquals(
                    Exit.OK, verdict.exit(), () -> verdict.report().findings().toString());
            all.add(verdict);
        }
        String stream = all.getFirst().report().facts().orElseThrow().place().stream();
        assertEquals(Exit.OK, Sequences.of(all, Optional.of(stream)).exit());
        for (int gone = 0; gone < DECISIONS - 1; gone++) {
            List<Verdict> rest = new ArrayList<>(all);
            rest.remove(gone);
            Sequences.Result result = Sequences.of(rest, Optional.of(stream));
            assertEquals(Exit.FAILED, result.exit());
            assertEquals(Code.SEQUENCE_GAP, result.findings().getFirst().code());
            assertEquals("number " + (gone + 1), result.findings().getFirst().expected());
        }
        Path taken = bundles.resolve(DECIDED.get(499).decisionId() + ".evidence.zip");
        Path aside = Files.move(taken, folder.resolve("taken.evidence.zip"));
        Said said = verify(bundles, "--require", "any", "--complete", stream);
        Files.move(aside, taken);
        assertEquals(Exit.FAILED.status(), said.status());
        assertTrue(said.text().contains("SEQUENCE_GAP") && said.text().contains("number 500"), said.text());
    }

    private record Said(int status, String text) {}

    /** By the verifier's command line, as an auditor calls it. */
    private static Said verify(Path bundle, String... options) {
        List<String> words = new ArrayList<>(List.of(
                bundle.toString(),
                "--trust-root",
                home.home().resolve("trust-root.json").toString()));
        words.addAll(List.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(out, true, UTF_8)) {
            int status = org.sealgate.verify.cli.Main.run(print, print, words.toArray(String[]::new));
            return new Said(status, out.toString(UTF_8));
        }
    }

    /** Written again behind entry 20 and signed with the engine's own keys: every bundle of it verifies by itself. */
    @Test
    void history_writtenAgain_isAForkToWhoeverKeptACheckpoint() {
        assertEquals(Exit.OK.status(), verify(forked, "--require", "any").status());
        List<Fault> faults = fsck(rewritten.home(), Optional.of(kept));
        assertNamed(faults, Fault.Kind.DIFFERENT, "entry 20 of the log", "LOG_FORK");
        assertEquals(1, faults.size(), faults::toString);
        assertRefused("LOG_FORK", kept, rewritten.home());
    }

    /** Shorter than what somebody has seen: 60 entries where there were 1,000. */
    @Test
    void history_cutOff_isARollbackToWhoeverKeptACheckpoint() throws IOException {
        Path seen = home.home().resolve("store/log");
        assertRefused("LOG_ROLLBACK", seen, rewritten.home());
        Path shorter = HomeFiles.copy(rewritten.home(), folder.resolve("shorter"));
        HomeFiles.delete(shorter.resolve("store/log"));
        HomeFiles.copy(kept, shorter.resolve("store/log"));
        assertNamed(fsck(rewritten.home(), Optional.of(seen)), Fault.Kind.DIFFERENT, "entry 20 of the log", "LOG_FORK");
        assertRefused("LOG_ROLLBACK", seen, shorter);
    }

    private static void assertRefused(String code, Path seen, Path shown) {
        Said said = verify(
                forked,
                "--require",
                "any",
                "--checkpoint",
                seen.resolve("checkpoint").toString(),
                "--log",
                shown.resolve("store/log").toString());
        assertEquals(Exit.FAILED.status(), said.status(), said::text);
        assertTrue(said.text().contains(code), said::text);
    }
}
