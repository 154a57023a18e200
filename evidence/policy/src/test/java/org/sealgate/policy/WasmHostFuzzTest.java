package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.JsonReader;

/**
 * Any bytes as a module are answered in time and within memory; twice alike, and compiled as interpreted. Nothing is thrown, and a
 * result is one canonical object.
 */
class WasmHostFuzzTest {
    private static final byte[] INPUT = "{\"a\":[1,\"b\"]}".getBytes(StandardCharsets.UTF_8);
    private static final PolicyLimits LIMITS = new PolicyLimits(100_000, 8L << 20, Duration.ofMinutes(2));
    private static final int LONGEST_SEED = 2_000;

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void module_anyBytes_answeredWithinLimitsInBothModes(byte[] module) {
        Cost cost = new Cost();
        Measured answered = interpreted(module);
        // three times the module's memory, and what Endive makes of the module's text
        cost.requireAtMost(5_000, 3 * LIMITS.memoryBytes() + (16L << 20) + 2_000L * module.length);
        requireOneObject(answered.answer());
        assertAlike(answered, interpreted(module));
        if (answered.instructions() > 0) {
            assertAlike(answered, CompiledPolicy.compile(module, INPUT, LIMITS).evaluateMeasured("e", INPUT));
        }
    }

    private static Measured interpreted(byte[] module) {
        return CompiledPolicy.interpret(module, INPUT, LIMITS).evaluateMeasured("e", INPUT);
    }

    private static void requireOneObject(PolicyAnswer answer) {
        if (answer instanceof PolicyAnswer.Result result) {
            byte[] canonical = result.canonical().toArray();
            assertArrayEquals(canonical, CanonicalJson.rfc8785(JsonReader.readObject(canonical)));
        }
    }

    private static void assertAlike(Measured first, Measured second) {
        assertEquals(kind(first.answer()), kind(second.answer()));
        if (second.instructions() != 0) {
            assertEquals(first.instructions(), second.instructions());
        }
    }

    /** Words differ by the mode, causes do not. */
    private static Object kind(PolicyAnswer answer) {
        return answer instanceof PolicyAnswer.Failed failed ? failed.cause() : answer;
    }

    static Stream<Arguments> seeds() {
        Stream<byte[]> hostile = HostileModules.all().stream()
                .map(HostileModules.Row::module)
                .filter(module -> module.length < LONGEST_SEED);
        Stream<byte[]> good = Stream.of(
                new TinyModule().build(),
                new TinyModule().result("[{\"result\":[]}]").build(),
                new byte[] {0, 'a', 's', 'm', 1});
        return Stream.concat(good, hostile).map(module -> Arguments.of((Object) module));
    }
}
