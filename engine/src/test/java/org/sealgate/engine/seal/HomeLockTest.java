package org.sealgate.engine.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;

/** One at a time, over all processes of the machine: an engine, or a change of its keys. R16. */
class HomeLockTest {
    @TempDir
    Path home;

    /** Another process: holds the lock until its standard input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (HomeLock ignored = HomeLock.take(Path.of(args[0]))) {
                System.out.println("held");
                System.out.flush();
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void take_whileAnotherProcessHasIt_namesTheProcessAndGoesWithItsEnd() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals("held", holder.inputReader().readLine());
            String said = refusal();
            assertTrue(said.startsWith("ENGINE_RUNS: "), said);
            assertTrue(said.contains("process " + holder.pid() + " holds "), said);
            assertTrue(said.contains(home.toRealPath().resolve("lock").toString()), said);
            // having asked must not have let go of it
            assertEquals(said, refusal());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        HomeLock.take(home).close();
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(KeyProblem.class, () -> HomeLock.take(home)).getMessage());
    }

    @Test
    void take_twiceInOneProcess_isRefusedUntilTheFirstIsClosed() throws IOException {
        try (HomeLock ignored = HomeLock.take(home);
                HomeLock policy = HomeLock.takePolicy(home)) {
            assertTrue(refusal().contains("this process holds"));
        }
        HomeLock.take(home).close();
    }

    /** Whoever comes around the lock: of two changes made from one version only the first comes into force. */
    @Test
    void adopt_afterAnotherChange_leavesThatOneInForce() throws IOException {
        new Installation(home, Clock.systemUTC(), new SecureRandom()).create("https://gate.example.org", "gate-1");
        Custody custody = new Custody(home, Clock.systemUTC(), new SecureRandom());
        Bytes before = custody.current();
        Bytes first = custody.rotate(Role.DECISION, Optional.empty());
        Bytes second = custody.rotate(Role.LOG, Optional.empty());
        custody.adopt(before, first);
        KeyProblem refused = assertThrows(KeyProblem.class, () -> custody.adopt(before, second));
        assertTrue(String.valueOf(refused.getMessage()).contains("changed meanwhile"), refused::getMessage);
        assertArrayEquals(first.toArray(), Files.readAllBytes(home.resolve("trust-root.json")));
    }
}
