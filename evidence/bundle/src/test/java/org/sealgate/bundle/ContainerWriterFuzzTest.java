package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parts of any names and contents are refused, or are read back as they were; with one bit changed anywhere nothing is read. */
class ContainerWriterFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void write_anyParts_refusedOrReadBack(FuzzedDataProvider data) throws IOException {
        int bit = data.consumeInt(0, Integer.MAX_VALUE);
        Map<String, byte[]> contents = new TreeMap<>();
        SortedMap<String, Source> parts = new TreeMap<>();
        for (int left = data.consumeInt(0, 6); left > 0; left--) {
            String name = data.consumeBoolean() ? data.consumeAsciiString(12) : data.consumeString(12);
            byte[] content = data.consumeBytes(20);
            contents.put(name, content);
            parts.put(name, Source.of(content));
        }
        byte[] bundle;
        try {
            bundle = ContainerReaderFuzzTest.written(parts);
        } catch (ContainerException e) {
            return;
        }
        requireReadBack(contents, bundle);
        bundle[bit / 8 % bundle.length] ^= (byte) (1 << bit % 8);
        assertThrows(ContainerException.class, () -> ZipReader.read(bundle));
    }

    private static void requireReadBack(Map<String, byte[]> contents, byte[] bundle) throws IOException {
        try (Container container = ZipReader.read(bundle)) {
            assertEquals(contents.keySet(), container.parts().keySet());
            container.parts().forEach((name, part) -> assertArrayEquals(contents.get(name), part.bytes(20)));
        }
    }
}
