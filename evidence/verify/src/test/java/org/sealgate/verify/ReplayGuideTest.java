package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide's appendix is what a process of its own says to three bundles of the corpus. */
class ReplayGuideTest {
    private static final Path GUIDE = SharedVectors.root().resolve("evidence/REPLAY_GUIDE.md");
    private static final String BEGIN = "<!-- transcript -->\n";
    private static final String END = "<!-- /transcript -->\n";
    private static final List<String> CASES = List.of(
            "genuine-allow-with-every-proof",
            "denial-relied-on-as-an-allow_inadmissible",
            "attack-edited-by-the-engine-with-a-new-self-hash_inadmissible");

    @Test
    void transcript_inTheGuide_isThatOfARealRun() throws Exception {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(BEGIN) + BEGIN.length();
        int to = guide.indexOf(END);
        String told = guide.substring(from, to);
        StringBuilder made = new StringBuilder();
        for (String each : CASES) {
            made.append(transcript(CorpusFile.read(CorpusFilesTest.VECTORS.resolve(each))));
        }
        if ("write".equals(System.getProperty("sealgate.vectors"))) {
            Files.writeString(GUIDE, guide.substring(0, from) + made + guide.substring(to));
            told = made.toString();
        }
        assertEquals(made.toString(), told, "-Dsealgate.vectors=write writes it anew");
    }

    private static String transcript(CorpusFile file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sealgate.verify.cli.Main"));
        command.addAll(file.arguments());
        Process process = new ProcessBuilder(command)
                .directory(file.folder().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
        int exit = process.waitFor();
        assertEquals(file.exit(), exit, file.toString());
        return "**" + file.why() + "**\n\n```\n" + file + "$ java -jar sealgate-verify.jar "
                + String.join(" ", file.arguments()) + "\n" + out + file + "$ echo $?\n" + exit + "\n```\n\n";
    }
}
