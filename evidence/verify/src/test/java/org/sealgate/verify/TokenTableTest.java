package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code evidence/vectors/tokens.json} is what {@link TokenTable} makes, with this verifier's answers: the engine's own check, which may not
 * call the verifier, is tried on the same file. {@code -Dsealgate.vectors=write} writes it anew.
 */
class TokenTableTest {
    private static final Path FILE = SharedVectors.root().resolve("evidence/vectors/tokens.json");

    @Test
    void table_asCheckedIn_isWhatTheVerifierAnswers() throws IOException {
        byte[] made = TokenTable.file();
        if ("write".equals(System.getProperty("sealgate.vectors"))) {
            Files.write(FILE, made);
        }
        assertArrayEquals(made, Files.readAllBytes(FILE), "run this test with -Dsealgate.vectors=write, then look");
    }
}
