package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R15: every hostile module in a process of its own that has the memory of a small verifier. */
class BoundedProcessTest {
    private static final String HEAP = "-Xmx384m";

    @Test
    void hostileModules_smallProcess_allEndWithin512MiB() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BoundedProcessTest.class.getName())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> lines = output.lines().toList();
        int mebibytes = Integer.parseInt(lines.getLast());
        assertEquals(HostileModules.all().size() + 3, lines.size() - 1, output);
        for (String line : lines.subList(0, lines.size() - 1)) {
            assertTrue(Integer.parseInt(line.substring(0, line.indexOf(' '))) <= 5_000, line);
        }
        assertTrue(mebibytes <= 512, mebibytes + " MiB");
    }

    /** One line a module, its time first; the last line is the most memory that the process ever had, in MiB. */
    public static void main(String[] arguments) throws IOException {
        HostileModules.all().forEach(row -> run(row.name(), row.module()));
        run("all the memory", touchingAllMemory());
        run(
                "all the instructions",
                new TinyModule().eval(nops(ModuleLimits.INSTRUCTIONS - 200)).build());
        run("all the functions", manyFunctions());
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElse("VmHWM: 0 kB");
        System.out.println(Integer.parseInt(peak.replaceAll("[^0-9]", "")) / 1024);
    }

    private static byte[] nops(int count) {
        return Wat.repeat(count, Wat.code(0x01));
    }

    private static byte[] touchingAllMemory() {
        return new TinyModule()
                .eval(Wat.i32(4_000), 0x40, 0, 0x1a, Wat.i32(4_000 << 16), Wat.i32(1), 0x36, 0, 0)
                .build();
    }

    private static byte[] manyFunctions() {
        TinyModule many = new TinyModule();
        for (int i = 0; i < 19_000; i++) {
            many.function(5, Wat.u32(1), Wat.u32(4), Wat.I64, nops(20));
        }
        return many.build();
    }

    private static void run(String name, byte[] module) {
        byte[] input = "{}".getBytes(StandardCharsets.UTF_8);
        long start = CpuTime.millis();
        PolicyAnswer answer =
                CompiledPolicy.interpret(module, input, HostileModules.LIMITS).evaluate("e", input);
        System.out.println(CpuTime.millis() - start + " ms: " + name + ": " + answer);
    }
}
