package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code evidence/vectors} is what {@link Corpus} makes, byte for byte. After a change of the format that no release has seen yet,
 * {@code -Dsealgate.vectors=write} writes it anew.
 */
class CorpusFilesTest {
    static final Path VECTORS = SharedVectors.root().resolve("evidence/vectors");
    private static final String ANEW = "after a change of the format: mvn -pl evidence/verify -am test"
            + " -Dtest=CorpusFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dsealgate.vectors=write";
    private static final long MOST_BYTES = 40L << 20;

    @Test
    void corpus_asCheckedIn_isWhatTheGeneratorMakes(@TempDir Path folder) throws IOException {
        SortedMap<String, byte[]> made = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (CorpusCase each : Corpus.cases()) {
            Path place = Files.createDirectories(folder.resolve(each.folder()));
            each.write(place);
            CorpusAnswer answer = CorpusAnswer.ofMain(place, each.arguments());
            if (answer.exit() != each.exit().status()
                    || !each.comparable(answer.codes()).equals(each.codes())) {
                wrong.add(each.name() + " expects " + each.exit().status() + " " + new TreeSet<>(each.codes())
                        + ", is answered " + answer.exit() + " " + answer.codes());
            }
            each.files().forEach((path, content) -> made.put(each.folder() + "/" + path, content));
            made.put(each.folder() + "/" + CorpusFile.NAME, each.describe(CorpusStory.of(each), answer.codes()));
        }
        assertEquals(List.of(), wrong);
        if ("write".equals(System.getProperty("sealgate.vectors"))) {
            write(made);
        }
        compare(made);
    }

    @Test
    void story_ofEachCase_isWritten_andOfNoOther() {
        Set<String> cases = new TreeSet<>();
        Corpus.cases().forEach(each -> cases.add(each.name()));
        assertEquals(cases, new TreeSet<>(CorpusStory.names()));
    }

    private static void compare(SortedMap<String, byte[]> made) throws IOException {
        assertEquals(made.keySet(), files(VECTORS), ANEW);
        for (String path : made.keySet()) {
            assertArrayEquals(made.get(path), Files.readAllBytes(VECTORS.resolve(path)), path + ": " + ANEW);
        }
        long bytes = made.values().stream().mapToLong(content -> content.length).sum();
        assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
    }

    /** The files of the cases; what lies beside their folders is prose. */
    private static Set<String> files(Path root) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = root.relativize(file);
                if (name.getNameCount() > 1) {
                    names.add(name.toString().replace('\\', '/'));
                }
            }
        }
        return names;
    }

    private static void write(SortedMap<String, byte[]> made) throws IOException {
        Files.createDirectories(VECTORS);
        for (String name : files(VECTORS)) {
            Files.delete(VECTORS.resolve(name));
        }
        try (Stream<Path> all = Files.walk(VECTORS)) {
            for (Path folder : all.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                if (!folder.equals(VECTORS)) {
                    Files.delete(folder);
                }
            }
        }
        for (String path : made.keySet()) {
            Path file = VECTORS.resolve(path);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Objects.requireNonNull(made.get(path)));
        }
    }
}
