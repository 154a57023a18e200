package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.verify.cli.Main;

/** The corpus, judged as PROTOCOL.md says: by the library, and by the command line within this process. */
class CorpusTest {
    /** What no line of a report may hold, whatever a bundle says: controls but for the line's end, marks that turn text round. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}&&[^\n]]|[\\p{Cf}]");

    static List<CorpusFile> cases() throws IOException {
        return CorpusFile.readAll(CorpusFilesTest.VECTORS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void case_judgedByTheLibrary_isAnsweredAsExpected(CorpusFile file, @TempDir Path copy) throws IOException {
        assertEquals(CorpusAnswer.expected(file), CorpusCall.answer(place(file, copy), file.arguments()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void case_judgedByTheCommandLine_isAnsweredAsExpected(CorpusFile file, @TempDir Path copy) throws IOException {
        assertEquals(CorpusAnswer.expected(file), CorpusAnswer.ofMain(place(file, copy), file.arguments()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void case_shownToPeople_endsInAVerdictAndNamesItsCodes(CorpusFile file, @TempDir Path copy) throws IOException {
        Path place = place(file, copy);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        String[] arguments = file.arguments().stream()
                .map(each ->
                        Files.exists(place.resolve(each)) ? place.resolve(each).toString() : each)
                .toArray(String[]::new);
        int exit = Main.run(print, print, arguments);
        String text = out.toString(UTF_8).replace("\r\n", "\n");
        assertEquals(file.exit(), exit);
        assertTrue(text.strip().lines().toList().getLast().startsWith("VERDICT: "), text);
        assertEquals(false, UNSAFE.matcher(text).find(), text);
        file.codes().forEach(code -> assertTrue(text.contains(code), () -> code + " is not in " + text));
    }

    private static Path place(CorpusFile file, Path copy) throws IOException {
        if (!file.writes()) {
            return file.folder();
        }
        file.copyTo(copy);
        return copy;
    }

    @Test
    void attack_each_isCarriedOutBySomeCase() throws IOException {
        Set<String> open = new TreeSet<>(CorpusStory.attacks());
        for (CorpusFile file : cases()) {
            boolean known = file.attack().equals("-") || CorpusStory.attacks().contains(file.attack());
            assertTrue(known, () -> file + " names an attack that nobody knows: " + file.attack());
            open.remove(file.attack());
        }
        open.removeAll(Later.ATTACKS);
        assertEquals(Set.of(), open);
    }

    @Test
    void case_nameOfItsFolder_saysTheVerdict() throws IOException {
        for (CorpusFile file : cases()) {
            assertEquals(file.exit() != 0, file.toString().endsWith("_inadmissible"), file.toString());
        }
    }

    @Test
    void corpus_withoutCasesOrWithABrokenOne_isNoCorpus(@TempDir Path folder) throws IOException {
        assertThrows(IllegalStateException.class, () -> CorpusFile.readAll(folder));
        Path one = Files.createDirectories(folder.resolve("one"));
        assertThrows(IllegalStateException.class, () -> CorpusFile.readAll(folder));
        String good = "why: w\nattack: -\narguments: a\nexit: 1\ncodes: FILE_EXTRA\n";
        Files.writeString(one.resolve(CorpusFile.NAME), good);
        assertEquals(1, CorpusFile.readAll(folder).size());
        for (String bad : List.of(
                good.replace("FILE_EXTRA", "FILE_MORE"),
                good.replace("exit: 1", "exit: one"),
                good.replace("attack: -\n", ""),
                good + "note: x\n",
                good.replace("why: w", "why: "))) {
            Files.writeString(one.resolve(CorpusFile.NAME), bad);
            assertThrows(IllegalArgumentException.class, () -> orIllegal(folder), bad);
        }
    }

    /** Both ways to refuse a case file as one. */
    private static void orIllegal(Path folder) throws IOException {
        try {
            CorpusFile.readAll(folder);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
