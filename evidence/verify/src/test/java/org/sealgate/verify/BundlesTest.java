package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a word on the command line means. */
class BundlesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of(
                "b.evidence.zip",
                "a.evidence.zip",
                "notes.txt",
                "deep/c.evidence.zip",
                "deep/unpacked/mimetype",
                "deep/unpacked/inner.evidence.zip",
                "deep/stripped/decision.dsse.json",
                "empty/notes.txt",
                "odd[1].evidence.zip")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
    }

    private List<String> named(String word) throws IOException {
        return Bundles.named(folder + "/" + word).stream()
                .map(each -> folder.relativize(each).toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "a.evidence.zip, a.evidence.zip",
        "notes.txt, notes.txt",
        "absent.zip, absent.zip",
        "deep/unpacked, deep/unpacked",
        "deep/stripped, deep/stripped",
        "deep, deep/c.evidence.zip deep/stripped deep/unpacked",
        "*.zip, a.evidence.zip b.evidence.zip odd[1].evidence.zip",
        "?.evidence.zip, a.evidence.zip b.evidence.zip",
        "odd[1].evidence.zip, odd[1].evidence.zip",
        "**/c*, deep/c.evidence.zip",
        "de*/unpacked, deep/unpacked",
        "de*, deep/c.evidence.zip deep/stripped deep/unpacked",
        "'{a,b}.*', a.evidence.zip b.evidence.zip"
    })
    void word_meansBundles(String word, String bundles) throws IOException {
        assertEquals(List.of(bundles.split(" ")), named(word));
    }

    @Test
    void folder_meansEverythingBelowIt_sorted() throws IOException {
        assertEquals(
                List.of(
                        "a.evidence.zip",
                        "b.evidence.zip",
                        "deep/c.evidence.zip",
                        "deep/stripped",
                        "deep/unpacked",
                        "odd[1].evidence.zip"),
                named(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "*.nothing", "absent/*.zip", "[a", "{a"})
    void word_thatMeansNothing_isAnError(String word) {
        assertThrows(NoSuchFileException.class, () -> named(word));
    }

    /** Whatever order the file system has: names that begin neither with the first nor with the last. */
    @Test
    void pattern_meansItsBundles_sorted() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (char c : "mcxagzkbyfr".toCharArray()) {
            Files.writeString(many.resolve(c + ".evidence.zip"), "");
        }
        List<String> sorted = "abcfgkmrxyz"
                .chars()
                .mapToObj(c -> "many/" + (char) c + ".evidence.zip")
                .toList();
        assertEquals(sorted, named("many/*.zip"));
        assertEquals(sorted, named("many"));
    }

    @Test
    void pattern_thatCouldBeNoName_isAPatternAllTheSame() {
        String word = folder + "/*\0";
        NoSuchFileException none = assertThrows(NoSuchFileException.class, () -> Bundles.named(word));
        assertEquals(word + " means no bundle", none.getMessage());
    }
}
