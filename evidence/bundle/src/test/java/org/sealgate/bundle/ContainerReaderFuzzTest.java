package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are refused with one code, or are the very bytes that the writer makes of the parts that were read. */
class ContainerReaderFuzzTest {
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_refusedOrTheWritersOwn(byte[] bytes) throws IOException {
        Cost cost = new Cost();
        try (Container container = ZipReader.read(bytes)) {
            cost.requireInProportion(bytes.length);
            SortedMap<String, Source> parts = new TreeMap<>();
            container.parts().forEach((name, part) -> parts.put(name, Source.of(part.bytes(bytes.length))));
            assertArrayEquals(bytes, written(parts));
        } catch (ContainerException e) {
            cost.requireInProportion(bytes.length);
            assertNotNull(e.code());
        }
    }

    static byte[] written(SortedMap<String, Source> parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Container.write(out, parts);
        return out.toByteArray();
    }

    static Stream<Arguments> seeds() throws IOException {
        byte[] empty = written(new TreeMap<>());
        SortedMap<String, Source> parts = new TreeMap<>();
        parts.put("a/b.json", Source.of(new byte[] {'{', '}'}));
        parts.put("c", Source.of(new byte[0]));
        byte[] two = written(parts);
        byte[] gap = Arrays.copyOf(two, two.length + 1);
        return Stream.of(empty, two, gap, Arrays.copyOf(two, two.length - 1), new byte[22])
                .map(bytes -> Arguments.of((Object) bytes));
    }
}
