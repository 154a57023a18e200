package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names at the edges of the alphabet, and the most entries that a writer takes. */
class EntryNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "a.", "a_", "a-", "aA0/z.Z_9-"})
    void name_ofTheAlphabet_isTaken(String name) {
        EntryNames.require(List.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "{", "@", "[", "/", ":", ".a", "_a", "-a", "a/", "a//b", "a,", "a^", "a\u00ff", ""})
    void name_nextToTheAlphabet_isRefused(String name) {
        refused(ContainerCode.BUNDLE_NAME, () -> EntryNames.require(List.of(name)));
    }

    @Test
    void names_thatOneFolderCannotHold_areRefused() {
        List<List<String>> pairs = List.of(
                List.of("a", "a"),
                List.of("a", "A"),
                List.of("a", "a/b"),
                List.of("a/b", "A/c"),
                List.of("a/b/c", "a/B"));
        pairs.forEach(pair -> refused(ContainerCode.BUNDLE_DUPLICATE, () -> EntryNames.require(pair)));
        EntryNames.require(List.of("a/b/c", "a/b/d", "a/e", "f"));
    }

    /** With {@code mimetype}, which the writer adds. */
    @Test
    void length_ofTheMostEntries_isToldAndOfMoreRefused() {
        SortedMap<String, Source> parts = new TreeMap<>();
        while (parts.size() < 4_095) {
            parts.put("n" + parts.size(), Source.of(new byte[0]));
        }
        long length = Container.length(parts);
        parts.put("one-more", Source.of(new byte[0]));
        refused(ContainerCode.BUNDLE_LIMIT, () -> Container.length(parts));
        refused(ContainerCode.BUNDLE_LIMIT, () -> ContainerReaderFuzzTest.written(parts));
        // two headers and twice the name for each, mimetype with its content, and the end record
        long names = 10 * 2 + 90 * 3 + 900 * 4 + 3_095 * 5;
        assertEquals(4_096 * 76 + 2 * (names + 8) + 37 + 22, length);
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void refused(ContainerCode code, Action action) {
        assertEquals(code, assertThrows(ContainerException.class, action::run).code());
    }
}
