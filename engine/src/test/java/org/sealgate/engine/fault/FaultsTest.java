package org.sealgate.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    /** Every how many-th system call of a thread is taken. */
    private static final int STRIDE = ALL ? 1 : 4;

    private static final int MOST_CALLS = 400;
    private static final String CHANGING =
            "fdatasync,fsync,pwrite64,pwritev,link,linkat,unlink,unlinkat,ftruncate,rename,renameat,renameat2";

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
        for (int i = 0; i < KILLS; i++) {
            EngineUnderFault engine = EngineUnderFault.start(home, List.of());
            Thread killer = Thread.ofPlatform().start(() -> killAfter(engine, random.nextInt(50, 600)));
            caller.load(engine, 8, new AtomicBoolean());
            killer.join();
        }
        List<String> losses = Judge.losses(home, caller.acknowledged());
        say(KILLS + " kills under load, " + caller.acknowledged().size() + " acknowledged, " + losses.size() + " lost");
        assertEquals(List.of(), losses);
        assertTrue(caller.acknowledged().size() > KILLS, "nothing was acknowledged, so nothing was tried");
    }

    private static void killAfter(EngineUnderFault engine, int millis) {
        try {
            Thread.sleep(millis);
            engine.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> inject(String calls, String fault) {
        return List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qqq",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + calls,
                "-e",
                "inject=" + calls + ":" + fault);
    }

    private static void assumeStrace() throws InterruptedException {
        assumeTrue(
                EngineUnderFault.run("strace", "--seccomp-bpf", "-f", "-qqq", "-o", "/dev/null", "true") == 0,
                "skipped: strace 5.3 or newer is not installed, or may not trace");
    }

    /** Killed on entering the n-th call of a thread, for one n after the other until a whole story ran. */
    @Test
    void engine_killedAtEachSystemCall_losesNothingThatItAcknowledged() throws Exception {
        assumeStrace();
        int killed = 0;
        int acknowledged = 0;
        List<String> losses = new ArrayList<>();
        for (int call = 1; call <= MOST_CALLS; call += STRIDE) {
            Path home = home("call-" + call);
            Caller caller = new Caller("CALL");
            boolean whole = story(home, inject(CHANGING, "signal=KILL:when=" + call), caller);
            acknowledged += caller.acknowledged().size();
            losses.addAll(Judge.losses(home, caller.acknowledged()));
            if (whole) {
                break;
            }
            killed++;
        }
        say(killed + " kills at system calls, " + acknowledged + " acknowledged, " + losses.size() + " lost");
        assertEquals(List.of(), losses);
        assertTrue(killed > 0 && acknowledged > 0, "no call was met, so nothing was tried");
    }

    /** Whether the engine outlived it. */
    private static boolean story(Path home, List<String> tracer, Caller caller) throws Exception {
        EngineUnderFault engine = EngineUnderFault.begin(home, tracer);
        try {
            boolean whole = engine.awaitStart() && caller.propose(engine, 6);
            return whole && engine.isAlive();
        } finally {
            engine.kill();
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
            for (String call : List.of("fdatasync", "pwrite64", "linkat,link", "fsync")) {
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
            Judge.losses(home, caller.acknowledged()).forEach(loss -> wrong.add(refusal + ": " + loss));
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
