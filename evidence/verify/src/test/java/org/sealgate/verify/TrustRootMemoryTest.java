package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;

/** Several runs with one state folder. */
class TrustRootMemoryTest {
    private static final byte[] FIRST = TestTrust.file();
    private static final byte[] SECOND = TestTrust.file(root -> root.with("version", Json.of(2)));

    @TempDir
    private Path folder;

    private static TrustRoot root(byte[] file) {
        return TrustRootReader.read(file, new Problems()).orElseThrow();
    }

    private static List<Code> codes(Problems problems) {
        return problems.findings().stream().map(Finding::code).toList();
    }

    private Path state() {
        return folder.resolve("state").resolve(TrustRootReader.FILE);
    }

    private Problems follow(byte[] file) throws IOException {
        TrustRootMemory memory = new TrustRootMemory(folder.resolve("state"));
        Problems problems = new Problems();
        memory.require(root(file), file, problems);
        if (problems.isEmpty()) {
            memory.remember(root(file), file, problems);
        }
        return problems;
    }

    @Test
    void older_rememberedAfterANewer_isARollbackAndChangesNothing() throws IOException {
        TrustRootMemory slow = new TrustRootMemory(folder.resolve("state"));
        Problems problems = new Problems();
        slow.require(root(FIRST), FIRST, problems);
        assertEquals(List.of(), codes(problems));
        assertEquals(List.of(), codes(follow(SECOND)));
        slow.remember(root(FIRST), FIRST, problems);
        assertEquals(
                List.of("TRUST_ROOT_ROLLBACK at trust-root.json: expected version 2 or later, found version 1"),
                HandMade.lines(problems.findings()));
        assertArrayEquals(SECOND, Files.readAllBytes(state()));
    }

    @Test
    void sameVersion_inOtherBytes_isARollback() throws IOException {
        follow(FIRST);
        byte[] other = TestTrust.file(root -> root.with("expires", Json.of("2029-01-01T00:00:00.000Z")));
        assertEquals(
                List.of("TRUST_ROOT_ROLLBACK at trust-root.json: expected the bytes seen before, found version 1"),
                HandMade.lines(follow(other).findings()));
    }

    @Test
    void same_rememberedAgain_isNotWritten() throws IOException {
        follow(FIRST);
        FileTime before = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(state(), before);
        Path lock = state().resolveSibling("trust-root.lock");
        Files.delete(lock);
        assertEquals(List.of(), codes(follow(FIRST)));
        assertEquals(before, Files.getLastModifiedTime(state()));
        assertFalse(Files.exists(lock));
        assertEquals(List.of(), codes(follow(SECOND)));
        assertArrayEquals(SECOND, Files.readAllBytes(state()));
    }

    @Test
    void runs_atOnce_leaveTheNewest() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 10; round++) {
                Files.deleteIfExists(state());
                List<Callable<Problems>> runs = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    byte[] file = i % 2 == 0 ? FIRST : SECOND;
                    runs.add(() -> follow(file));
                }
                for (Future<Problems> run : threads.invokeAll(runs)) {
                    assertEquals(
                            true,
                            List.of(Code.TRUST_ROOT_ROLLBACK).containsAll(codes(run.get())),
                            run.get().findings()::toString);
                }
                assertArrayEquals(SECOND, Files.readAllBytes(state()));
            }
        }
    }
}
