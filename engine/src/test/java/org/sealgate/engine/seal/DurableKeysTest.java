package org.sealgate.engine.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss of power leaves no trust root without the keys that it lists: what reaches the disk, in which order. */
class DurableKeysTest {
    @TempDir
    Path folder;

    /** Another process, to be traced: an installation, then a rotation of its root key. */
    static final class Operator {
        private Operator() {}

        public static void main(String[] args) throws IOException {
            Path home = Path.of(args[0]);
            new Installation(home, Clock.systemUTC(), new SecureRandom()).create("https://gate.example.org", "gate-1");
            Custody custody = new Custody(home, Clock.systemUTC(), new SecureRandom());
            custody.adopt(custody.current(), custody.rotate(Role.ROOT, Optional.empty()));
        }
    }

    @Test
    void trustRoot_thatListsAKey_followsTheKeysFolderToTheDisk() throws Exception {
        Path home = folder.toRealPath().resolve("home");
        List<String> calls = traced(home);
        List<Integer> replaced = places(calls, "rename", home + "/trust-root.json\"");
        assertEquals(2, replaced.size(), calls::toString);
        int first = replaced.getFirst();
        int second = replaced.getLast();
        for (Role role : Role.values()) {
            assertForced(calls, home + "/keys/" + role.id(), 0, first);
        }
        assertForced(calls, home + "/keys", 0, first);
        assertForced(calls, home.toString(), first, second);
        assertForced(calls, home + "/keys/root.next", first, second);
        assertForced(calls, home + "/keys", first, second);
        assertForced(calls, home.toString(), second, calls.size());
        assertForced(calls, home + "/keys/retired", second, calls.size());
    }

    /** The calls that force a file or a folder, or rename one, in their order. */
    private List<String> traced(Path home) throws Exception {
        Path trace = folder.resolve("trace");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec strace -f -y -qqq -s 4096 -o \"$0\" -e trace=fsync,rename,renameat,renameat2 \"$@\"",
                        trace.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Operator.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        int status = process.waitFor();
        assumeTrue(Files.exists(trace) && Files.size(trace) > 0, "skipped: strace is not installed, or may not trace");
        assertEquals(0, status, () -> said());
        return Files.readAllLines(trace);
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Integer> places(List<String> calls, String call, String end) {
        return java.util.stream.IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).contains(" " + call) && calls.get(i).contains(end))
                .boxed()
                .toList();
    }

    private static void assertForced(List<String> calls, String path, int from, int to) {
        assertTrue(
                places(calls.subList(from, to), "fsync(", "<" + path + ">").size() > 0,
                () -> path + " is not forced between " + from + " and " + to + " of\n" + String.join("\n", calls));
    }
}
