package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus for PIT, which starts each test by itself for every mutant of a line that it has come by: a case of its own for each, read
 * once, so that few are run.
 */
@EnabledIfSystemProperty(named = "sealgate.mutants.corpus", matches = "true")
class CorpusByCaseTest {
    private static List<CorpusFile> cases = List.of();

    static IntStream cases() throws IOException {
        if (cases.isEmpty()) {
            cases = CorpusFile.readAll(CorpusFilesTest.VECTORS);
        }
        return IntStream.range(0, cases.size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void case_judgedByTheLibrary_isAnsweredAsExpected(int number) throws IOException {
        CorpusFile file = cases.get(number);
        assertEquals(CorpusAnswer.expected(file), answer(file), file.toString());
    }

    private static CorpusAnswer answer(CorpusFile file) throws IOException {
        if (!file.writes()) {
            return CorpusCall.answer(file.folder(), file.arguments());
        }
        Path copy = Files.createTempDirectory("corpus");
        try {
            file.copyTo(copy);
            return CorpusCall.answer(copy, file.arguments());
        } finally {
            CorpusFile.delete(copy);
        }
    }
}
