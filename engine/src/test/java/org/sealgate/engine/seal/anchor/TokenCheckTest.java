package org.sealgate.engine.seal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.ProofUnavailableException;

/** What is kept is what auditors take: the engine's check and the verifier's answer alike to one table of tokens. R6. */
class TokenCheckTest {
    private static final Path TABLE =
            Path.of(System.getProperty("sealgate.root"), "evidence", "vectors", "tokens.json");

    /** A row of the table: the verifier's own test holds it to {@code taken}. */
    record Row(String name, byte[] token, byte[] data, List<TrustedTsa> trusted, boolean taken) {
        static Row of(Json.Obj row) {
            Set<String> keys = row.texts("keys").stream().collect(Collectors.toSet());
            return new Row(
                    row.text("name"),
                    Base64.getDecoder().decode(row.text("token")),
                    Base64.getDecoder().decode(row.text("data")),
                    row.objects("tsa").stream()
                            .map(tsa -> TrustedTsa.of(tsa, keys))
                            .toList(),
                    row.bool("taken"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() throws IOException {
        String array = Files.readString(TABLE, StandardCharsets.UTF_8);
        return JsonReader.readObject(("{\"rows\":" + array + "}").getBytes(StandardCharsets.UTF_8))
                .objects("rows")
                .stream()
                .map(Row::of)
                .toList();
    }

    /** Whatever else the library throws is not caught here. */
    private static boolean isKept(Row row, byte[] token) {
        try {
            TokenCheck.of(token).require(row.trusted(), row.data());
            return true;
        } catch (ProofUnavailableException refused) {
            assertEquals("TSA_TOKEN", refused.code());
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void token_isKept_whereTheVerifierTakesIt(Row row) {
        assertEquals(row.taken(), isKept(row, row.token()));
    }

    /** As the verifier's: no byte of a token can be changed. */
    @Test
    void token_anyByteChanged_isNotKept() throws IOException {
        Random random = new Random(9);
        Set<String> kept = new TreeSet<>();
        for (Row row : rows()) {
            if (Set.of("token: good", "way: by one between", "bound by both attributes")
                    .contains(row.name())) {
                for (int at = 0; at < row.token().length; at++) {
                    byte[] changed = row.token().clone();
                    changed[at] ^= (byte) (1 << random.nextInt(8));
                    if (isKept(row, changed)) {
                        kept.add(row.name() + " at " + at);
                    }
                }
            }
        }
        assertEquals(Set.of(), kept);
    }
}
