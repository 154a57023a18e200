package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The corpus notices when a rule of the verifier is gone: every code, and every place that finds one. */
class AdequacyTest {
    @Test
    void corpus_withAnyOneRuleTurnedOff_isAnsweredInAnotherWay() throws IOException {
        Adequacy adequacy = Adequacy.measure(CorpusFile.readAll(CorpusFilesTest.VECTORS));
        System.out.println(adequacy.share());
        String report = adequacy.report();
        Path file = CorpusFilesTest.VECTORS.resolve("ADEQUACY.md");
        if ("write".equals(System.getProperty("sealgate.vectors"))) {
            Files.writeString(file, report);
        }
        assertEquals(List.of(), adequacy.unnoticed(), "codes that no case notices the loss of");
        assertEquals(List.of(), adequacy.unexplained(), "places without a case and without a reason why");
        assertEquals(
                List.of(), adequacy.wronglyExplained(), "places.txt explains what a case notices, or what is no place");
        assertTrue(Files.readString(file).contains(" codes (100.0 %)"), "-Dsealgate.vectors=write writes it anew");
    }
}
