package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writers against CPython's and Node's own, over generated documents: one process each, a document a line in base64. */
class ForeignWritersTest {
    private static final int DOCUMENTS = 4_000;

    private static final String PYTHON = """
            import base64, json, sys
            for line in sys.stdin:
                value = json.loads(base64.b64decode(line).decode('utf-8'))
                for text in (json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False),
                             json.dumps(value, sort_keys=True),
                             json.dumps(value, indent=2, sort_keys=True)):
                    print(base64.b64encode(text.encode('utf-8')).decode('ascii'))
            """;

    private static final String NODE = """
            const write = v => v === null || typeof v !== 'object' ? JSON.stringify(v)
                : Array.isArray(v) ? '[' + v.map(write).join(',') + ']'
                : '{' + Object.keys(v).sort().map(k => JSON.stringify(k) + ':' + write(v[k])).join(',') + '}';
            const lines = require('fs').readFileSync(0, 'ascii').trim().split('\\n');
            const out = lines.map(l => Buffer.from(write(JSON.parse(Buffer.from(l, 'base64').toString('utf8')))).toString('base64'));
            process.stdout.write(out.join('\\n') + '\\n');
            """;

    @TempDir
    Path folder;

    @Test
    void python_generatedDocuments_sameBytesInAllThreeForms() throws IOException, InterruptedException {
        List<Function<Json, byte[]>> forms =
                List.of(CanonicalJson::pyCompact, CanonicalJson::pyDefault, CanonicalJson::pyIndent2);
        List<byte[]> documents = documents(3);
        List<String> printed = run("python3", "-c", PYTHON, documents);
        assertEquals(3 * DOCUMENTS, printed.size());
        for (int i = 0; i < printed.size(); i++) {
            byte[] written = forms.get(i % 3).apply(JsonReader.read(documents.get(i / 3)));
            assertEquals(decode(printed.get(i)), new String(written, UTF_8));
        }
    }

    @Test
    void node_generatedDocuments_sameBytesInRfc8785() throws IOException, InterruptedException {
        List<byte[]> documents = documents(4);
        List<String> printed = run("node", "-e", NODE, documents);
        assertEquals(DOCUMENTS, printed.size());
        for (int i = 0; i < printed.size(); i++) {
            byte[] written = CanonicalJson.rfc8785(JsonReader.read(documents.get(i)));
            assertEquals(decode(printed.get(i)), new String(written, UTF_8));
        }
    }

    private static List<byte[]> documents(long seed) {
        Random random = new Random(seed);
        List<byte[]> documents = new ArrayList<>();
        while (documents.size() < DOCUMENTS) {
            documents.add(GeneratedJson.document(random));
        }
        return documents;
    }

    private static String decode(String line) {
        return new String(Base64.getDecoder().decode(line), UTF_8);
    }

    private List<String> run(String program, String option, String script, List<byte[]> documents)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(isThere(program), "skipped: no " + program + " on this machine");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] document : documents) {
            lines.write(Base64.getEncoder().encode(document));
            lines.write('\n');
        }
        Path input = folder.resolve("input");
        Path output = folder.resolve("output");
        Files.write(input, lines.toByteArray());
        Process process = new ProcessBuilder(program, option, script)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, process.waitFor(), program + " failed");
        return Files.readAllLines(output, US_ASCII);
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
