package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.store.StoreFailure;
import org.sealgate.facts.Actor;

/** R3: a disk that is full or read-only. Nothing is acknowledged without a record, nothing is lost, and room is found again. */
class FullDiskTest {
    private static final int TRIES = 200;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "sealgate-test", disk.toString()),
                "skipped: mounting a small disk needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static GateAnswer decide(Wiring wiring, Actor caller, String runId) {
        return wiring.gate()
                .decide(Proposals.request(caller, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot(runId))));
    }

    private static Finding finding(GateAnswer answer) {
        return assertInstanceOf(GateAnswer.Recorded.class, answer).finding();
    }

    private static List<String> recorded(Wiring wiring) {
        return wiring.archive().list(Proposals.PUBLISHER, 0, 1000).decisions().stream()
                .map(Archive.Answered::decisionId)
                .toList();
    }

    private void fill() throws IOException {
        byte[] block = new byte[4096];
        assertThrows(IOException.class, () -> {
            try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
                while (true) {
                    out.write(block);
                }
            }
        });
    }

    private static void awaitReady(Wiring wiring) throws InterruptedException {
        for (int i = 0; i < TRIES && !wiring.problems().isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertEquals(List.of(), wiring.problems());
    }

    @Test
    void disk_fullUnderTheEngine_isUnavailableAndForgetsNothing() throws Exception {
        GateHome home = GateHome.create(disk.resolve("home"));
        List<String> before;
        try (Wiring wiring = home.open()) {
            assertEquals(Finding.ALLOWED, finding(decide(wiring, Proposals.PUBLISHER, "FULL-0")));
            fill();
            // a page may have been left over, so a few may still find room; none is acknowledged that is not there
            List<GateAnswer> answers = IntStream.range(1, 30)
                    .mapToObj(i -> decide(wiring, Proposals.PUBLISHER, "FULL-" + i))
                    .toList();
            GateAnswer.Unavailable refused =
                    assertInstanceOf(GateAnswer.Unavailable.class, answers.getLast(), answers::toString);
            assertTrue(refused.retryAfter().toMillis() > 0);
            assertTrue(wiring.problems().getFirst().startsWith("store: "), wiring.problems()::toString);
            Files.delete(disk.resolve("filler"));
            awaitReady(wiring);
            assertEquals(Finding.ALLOWED, finding(decide(wiring, Proposals.PUBLISHER, "FULL-29")));
            before = recorded(wiring);
            long acknowledged = answers.stream()
                    .filter(GateAnswer.Recorded.class::isInstance)
                    .count();
            assertEquals(2 + acknowledged, before.size());
        }
        try (Wiring again = home.open()) {
            assertEquals(before, recorded(again));
            assertEquals(
                    Finding.RUN_EXISTS, finding(decide(again, Proposals.actor("svc-other", "publisher"), "FULL-29")));
        }
    }

    @Test
    void disk_readOnly_refusesToStartAndNamesTheStore() throws Exception {
        GateHome home = GateHome.create(disk.resolve("home"));
        home.open().close();
        assertTrue(run("mount", "-o", "remount,ro", disk.toString()));
        Exception refused = assertThrows(Exception.class, () -> home.open().close());
        assertTrue(
                refused instanceof StoreFailure || refused instanceof IOException || refused instanceof SiteProblem,
                refused::toString);
        assertTrue(String.valueOf(refused.getMessage()).contains("ead-only"), refused::toString);
    }
}
