package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.sealgate.verify.Mutant.Status;

/** What PIT left alive is few, and each of it has its reason; {@code -Dsealgate.mutants=true} after a run of PIT writes the page. */
class MutantsTest {
    private static final Path EVIDENCE = SharedVectors.root().resolve("evidence");
    private static final List<String> MODULES = List.of("bundle", "derive", "facts", "policy", "verify");

    @Test
    @EnabledIfSystemProperty(named = "sealgate.mutants", matches = "true")
    void mutants_ofTheLastRun_areNoticedOrExplained() throws Exception {
        List<Mutant> runs = new ArrayList<>();
        for (String module : MODULES) {
            runs.addAll(Mutant.read(EVIDENCE.resolve(module).resolve("target/pit-reports/mutations.xml")));
        }
        Mutants mutants = new Mutants(runs, reasons());
        Files.writeString(EVIDENCE.resolve("MUTANTS.md"), mutants.page(MODULES));
        System.out.println(mutants.summary());
        assertEquals(MODULES, mutants.modules());
        assertEquals(List.of(), mutants.unexplained(), "survivors without a reason in mutants/reasons.txt");
        assertTrue(mutants.share() >= Mutants.LEAST, mutants.summary());
    }

    @Test
    void page_ofTheLastRun_hasEachModuleAndExplainsEachSurvivor() throws Exception {
        String page = Files.readString(EVIDENCE.resolve("MUTANTS.md"));
        assertTrue(page.contains("**mutants: "), page);
        assertTrue(!page.contains("**not explained**"), page);
        assertTrue(!page.contains("not run"), page);
    }

    /** A reason whose class or method is gone explains nothing. */
    @Test
    void reasons_each_areOfAMethodThatIsThere() throws Exception {
        for (String key : reasons().keySet()) {
            String[] words = key.split(" ")[0].split("\\.");
            Path source = EVIDENCE.resolve(words[0]).resolve("src/main/java/org/sealgate/" + words[0]);
            int method = words.length - 1;
            while (method > 1 && !Character.isUpperCase(words[method].charAt(0))) {
                method--;
            }
            String type =
                    String.join("/", List.of(words).subList(1, method + 1)).replaceAll("[$].*", "");
            String text = Files.readString(source.resolve(type + ".java"));
            assertTrue(
                    method + 1 == words.length
                            || text.contains(" " + words[method + 1] + "(")
                            || words[method + 1].startsWith("<"),
                    key);
        }
    }

    @Test
    void mutants_ofTwoRuns_countByTheBetter() {
        Mutant alive = mutant("a", 3, Status.SURVIVED);
        Mutants mutants = new Mutants(
                List.of(
                        alive,
                        mutant("a", 3, Status.KILLED),
                        mutant("b", 4, Status.NO_COVERAGE),
                        mutant("c", 5, Status.TIMED_OUT)),
                Map.of());
        assertEquals(200.0 / 3, mutants.share(), 1e-9);
        assertEquals(List.of(mutant("b", 4, Status.NO_COVERAGE)), mutants.unexplained());
        assertEquals(0, new Mutants(List.of(), Map.of()).share());
    }

    @Test
    void survivor_explained_byItsMutatorItsMethodOrItsClass() {
        List<Mutant> alive = List.of(mutant("a", 3, Status.SURVIVED));
        for (String key : List.of("bundle.T.a Math", "bundle.T.a", "bundle.T")) {
            Mutants mutants = new Mutants(alive, Map.of(key, "why"));
            assertEquals(List.of(), mutants.unexplained(), key);
            String page = mutants.page(List.of("bundle", "facts"));
            assertTrue(page.contains("| bundle | 1 | 0 | 0 | 1 | 0 | 0.0 % |\n| facts | not run |"), page);
            assertTrue(page.contains("\n## bundle/T.java\n\n* 3 `a`, Math: why\n"), mutants.page(MODULES));
        }
        for (String key : List.of("bundle.T.a Increments", "bundle.T.b", "policy.T")) {
            assertEquals(alive, new Mutants(alive, Map.of(key, "why")).unexplained(), key);
        }
    }

    private static Mutant mutant(String method, int line, Status status) {
        return new Mutant("bundle", "T", method, line, "Math", method, "replaced", status);
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        Stream<String> lines = new String(TestRelease.resource("../mutants/reasons.txt"), UTF_8).lines();
        lines.filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split(" \\| ", 2);
            reasons.put(parts[0], parts[1]);
        });
        return reasons;
    }
}
