package org.sealgate.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R1, R2, R3, R14: the whole engine killed at any moment and at each system call that changes the disk, refused by the disk, and cut
 * off from power. A few of each in every run of the tests, all of them by {@code ./sealgate test --faults}; the counts are printed.
 */
class FaultsTest {
    private static final boolean ALL = Boolean.getBoolean("sealgate.faults");
    private static final int KILLS = ALL ? 200 : 3;
    private static final int CUTS = ALL ? 200 : 2;

    /** Every how many-th kill somebody keeps a copy of the log. */
    private static final int LOOKED = 20;

    private static final int MOST_CALLS = 400;

    /** What changes the disk, under its names on all machines; each is counted by itself. */
    private static final List<String> CHANGING = List.of(
            "pwrite64,?pwritev",
            "fdatasync",
            "fsync",
            "?link,linkat",
            "?unlink,unlinkat",
            "?rename,?renameat,renameat2",
            "ftruncate");

    @TempDir
    static Path folder;

    private static Path template;

    @BeforeAll
    static void makeHome() throws Exception {
        template = folder.resolve("template");
        EngineUnderFault.makeHome(template);
    }

    private static Path home(String name) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        EngineUnderFault.copy(template, home);
        return home;
    }

    private static void say(String counts) {
        System.out.println("faults: " + counts);
    }

    @Test
    void engine_killedUnderLoad_losesNothingThatItAcknowledged() throws Exception {
        Path home = home("kills");
        Random random = new Random(1);
        Caller caller = new Caller("KILL");
        List<Path> seen = new ArrayList<>();
        for (int i = 1; i <= KILLS; i++) {
            EngineUnderFault engine = EngineUnderFault.start(home, List.of());
            int answers = caller.acknowledged().size() + random.nextInt(40);
            Thread killer = Thread.ofPlatform().start(() -> killAfter(engine, caller, answers));
            caller.load(engine, 8, new AtomicBoolean());
            killer.join();
            if (i % LOOKED == 0 || i == KILLS) {
                seen.add(EngineUnderFault.seen(home, folder.resolve("seen-of-kill-" + i)));
            }
        }
        List<String> losses = Judge.losses(home, caller.acknowledged(), seen);
        say(KILLS + " kills under load, " + caller.acknowledged().size() + " acknowledged, " + losses.size() + " lost");
        assertEquals(List.of(), losses);
        assertTrue(caller.acknowledged().size() > KILLS, "nothing was acknowledged, so nothing was tried");
    }

    /** Counted in answers, so that a slow machine is killed in the middle of its work as well; some come early, some late. */
    private static void killAfter(EngineUnderFault engine, Caller caller, int answers) {
        try {
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (caller.acknowledged().size() < answers && System.nanoTime() < patience) {
                Thread.sleep(1);
            }
            engine.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> inject(String calls, String fault) {
        return tracer(calls, fault, "--seccomp-bpf");
    }

    /** Without the filter that spares the calls that nobody asks for: where it stops a call, a signal gets lost. */
    private static List<String> killAt(String calls, int number) {
        return tracer(calls, "signal=KILL:when=" + number, "-qqq");
    }

    private static List<String> tracer(String calls, String fault, String how) {
        String inject = "inject=" + calls + ":" + fault;
        return List.of("strace", "-f", how, "-qqq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", inject);
    }

    private static void assumeStrace() throws InterruptedException {
        assumeTrue(
                EngineUnderFault.run("strace", "--seccomp-bpf", "-f", "-qqq", "-o", "/dev/null", "true") == 0,
                "skipped: strace 5.3 or newer is not installed, or may not trace");
    }

    /** Killed on entering the n-th call of this name that a thread makes, for one n after the other until a whole story ran. */
    @Test
    void engine_killedAtEachSystemCall_losesNothingThatItAcknowledged() throws Exception {
        assumeStrace();
        Map<String, Integer> killed = new LinkedHashMap<>();
        int acknowledged = 0;
        List<String> losses = new ArrayList<>();
        for (String calls : ALL ? CHANGING : CHANGING.subList(0, 2)) {
            for (int number = ALL ? 1 : 6; number <= (ALL ? MOST_CALLS : 6); number++) {
                Path home = home("call-" + calls.replaceAll("\\W", "") + "-" + number);
                Caller caller = new Caller("CALL");
                boolean isKilled = isKilled(home, killAt(calls, number), caller);
                acknowledged += caller.acknowledged().size();
                losses.addAll(judged(calls + " " + number, home, caller));
                if (!isKilled) {
                    break;
                }
                killed.merge(calls, 1, Integer::sum);
            }
        }
        int kills = killed.values().stream().mapToInt(Integer::intValue).sum();
        say(kills + " kills at system calls " + killed + ", " + acknowledged + " acknowledged, " + losses.size()
                + " lost");
        assertEquals(List.of(), losses);
        assertTrue(kills >= (ALL ? 50 : 2) && acknowledged > 0, "the calls were not met, so nothing was tried");
    }

    private static List<String> judged(String fault, Path home, Caller caller) throws Exception {
        Path seen = EngineUnderFault.seen(home, home.resolveSibling(home.getFileName() + "-seen"));
        return Judge.losses(home, caller.acknowledged(), List.of(seen)).stream()
                .map(loss -> fault + ": " + loss)
                .toList();
    }

    /** Tells a story of eight proposals; whether the tracer's kill has ended it. */
    private static boolean isKilled(Path home, List<String> tracer, Caller caller) throws Exception {
        try (EngineUnderFault engine = EngineUnderFault.begin(home, tracer)) {
            boolean isWhole = engine.awaitStart() && caller.propose(engine, 8);
            boolean isKilled = engine.endedByKill();
            assertTrue(isWhole || isKilled, () -> "it ended, but not by the kill: " + engine.said());
            engine.kill();
            return isKilled;
        }
    }

    private record Refusal(String call, String error, int when) {
        @Override
        public String toString() {
            return call + " " + error + " at " + when;
        }
    }

    private static List<Refusal> refusals() {
        List<Refusal> refusals = new ArrayList<>();
        for (String error : List.of("EIO", "ENOSPC")) {
            for (String call : List.of("fdatasync", "pwrite64", "?link,linkat", "fsync")) {
                for (int when = 1; when <= (ALL ? 12 : 1); when++) {
                    refusals.add(new Refusal(call, error, ALL ? when : 3));
                }
            }
        }
        return ALL ? refusals : refusals.subList(0, 3);
    }

    /** One call refused: the caller is told, or not told at all, and the engine finds its way back without a restart. */
    @Test
    void engine_refusedByTheDiskOnce_acknowledgesNothingWithoutARecordAndRecovers() throws Exception {
        assumeStrace();
        List<String> wrong = new ArrayList<>();
        int unavailable = 0;
        List<Refusal> refusals = refusals();
        for (int i = 0; i < refusals.size(); i++) {
            Refusal refusal = refusals.get(i);
            Path home = home("refused-" + i);
            Caller caller = new Caller("DISK");
            EngineUnderFault engine = EngineUnderFault.begin(
                    home, inject(refusal.call(), "error=" + refusal.error() + ":when=" + refusal.when()));
            if (engine.awaitStart()) {
                if (!caller.propose(engine, 12)) {
                    wrong.add(refusal + ": the engine went away");
                }
                int before = caller.acknowledged().size();
                caller.propose(engine, 4);
                if (caller.acknowledged().size() == before) {
                    wrong.add(refusal + ": it did not recover");
                }
            }
            engine.kill();
            unavailable += caller.unavailable();
            wrong.addAll(judged(refusal.toString(), home, caller));
        }
        say(refusals.size() + " refusals by the disk, " + unavailable + " told so, " + wrong.size() + " wrong");
        assertEquals(List.of(), wrong);
    }

    @Test
    void power_cutUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
        try (PowerCuts cuts = PowerCuts.begin(folder.resolve("power"), template, List.of())) {
            List<String> losses = cuts.cut(CUTS);
            say(CUTS + " power cuts, " + cuts.acknowledged() + " acknowledged, " + losses.size() + " lost");
            assertEquals(List.of(), losses);
            assertTrue(cuts.acknowledged() > CUTS, "nothing was acknowledged, so nothing was tried");
        }
    }

    /** The control: with forces that do nothing the same cuts must lose something, else they cut nothing. */
    @Test
    void power_cutWithoutForces_loses() throws Exception {
        assumeStrace();
        try (PowerCuts cuts = PowerCuts.begin(
                folder.resolve("control"), template, inject("fsync,fdatasync,sync_file_range", "retval=0"))) {
            List<String> losses = cuts.cut(2);
            say("2 power cuts without forces, the control: " + losses.size() + " lost");
            assertTrue(!losses.isEmpty(), "the cuts lose nothing even without forces, so they prove nothing");
        }
    }
}
