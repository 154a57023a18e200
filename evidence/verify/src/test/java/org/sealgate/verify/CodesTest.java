package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.ContainerCode;
import org.sealgate.bundle.EnvelopeCode;
import org.sealgate.bundle.JsonCode;
import org.sealgate.bundle.LogProofCode;
import org.sealgate.bundle.RefusalCode;

/** The catalogue of codes: each is found by some check. */
class CodesTest {
    /** Reasons that the protocol has no name of their own for. */
    private static final Set<RefusalCode> NAMELESS = Set.of(
            JsonCode.JSON_LIMIT,
            JsonCode.JSON_SHAPE,
            LogProofCode.LOG_POLICY,
            LogProofCode.LOG_CONSISTENCY,
            LogProofCode.LOG_TILE);

    @Test
    void code_each_isFoundBySomeCheck() throws IOException {
        String sources = sources("evidence/verify") + sources("evidence/derive");
        List<Code> unused = new ArrayList<>();
        for (Code code : Code.values()) {
            boolean used = sources.contains("Code." + code + ",")
                    || sources.contains("Code." + code + ";")
                    || sources.contains("Code." + code + "\n")
                    || sources.contains("\"" + code + "\"")
                    || isBundles(code);
            if (!used) {
                unused.add(code);
            }
        }
        assertEquals(List.of(), unused);
    }

    private static String sources(String module) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files =
                Files.walk(SharedVectors.root().resolve(module).resolve("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (!file.endsWith("Code.java")) {
                    all.append(Files.readString(file).replaceAll("Code[.](\\w+)\\s*[:)?]", "Code.$1,"));
                }
            }
        }
        return all.toString();
    }

    private static boolean isBundles(Code code) {
        return Stream.of(JsonCode.values(), EnvelopeCode.values(), ContainerCode.values(), LogProofCode.values())
                .flatMap(Stream::of)
                .anyMatch(each -> each.name().equals(code.name()));
    }

    @Test
    void code_ofTheBundle_hasOneOfTheSameName() {
        Stream.of(JsonCode.values(), EnvelopeCode.values(), ContainerCode.values(), LogProofCode.values())
                .flatMap(Stream::of)
                .forEach(each -> {
                    Code code = Problems.codeOf(each, Code.STATEMENT_SCHEMA);
                    boolean nameless = NAMELESS.contains(each);
                    assertTrue(nameless || code.name().equals(each.name()));
                });
    }

    @Test
    void code_advice_isOneSentence() {
        for (Code code : Code.values()) {
            assertTrue(code.advice().endsWith(".") && code.advice().length() < 160, code.name());
        }
    }

    @Test
    void exit_worstOfSeveral_followsTheProtocol() {
        List<Exit> worstFirst =
                List.of(Exit.USAGE, Exit.UNSIGNED, Exit.UNTRUSTED, Exit.FAILED, Exit.INDETERMINATE, Exit.OK);
        for (int i = 0; i < worstFirst.size(); i++) {
            for (int j = i; j < worstFirst.size(); j++) {
                assertEquals(worstFirst.get(i), worstFirst.get(i).worse(worstFirst.get(j)));
                assertEquals(worstFirst.get(i), worstFirst.get(j).worse(worstFirst.get(i)));
            }
        }
    }
}
