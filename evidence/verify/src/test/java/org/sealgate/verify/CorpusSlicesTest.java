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

/** The corpus in a few tests instead of one a case, for PIT, which starts every test by itself for every mutant. */
@EnabledIfSystemProperty(named = "sealgate.mutants.slices", matches = "true")
class CorpusSlicesTest {
    private static final int SLICES = 48;

    private static List<CorpusFile> cases = List.of();

    static IntStream slices() throws IOException {
        if (cases.isEmpty()) {
            cases = CorpusFile.readAll(CorpusFilesTest.VECTORS);
        }
        return IntStream.range(0, SLICES);
    }

    @ParameterizedTest
    @MethodSource("slices")
    void slice_judgedByTheLibrary_isAnsweredAsExpected(int slice) throws IOException {
        for (int i = slice; i < cases.size(); i += SLICES) {
            CorpusFile file = cases.get(i);
            assertEquals(CorpusAnswer.expected(file), answer(file), file.toString());
        }
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
