package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Kind;

/** S002-26: every kind of record that an honest gate leaves behind verifies, and only an allow may be relied on. */
class GenuineRecordsTest {
    static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

    static List<Arguments> records() {
        return List.of(
                row("allow of a sealed run", "allow", () -> Forge.allow(Kind.SEALED_RUN)),
                row("allow of a snapshot", "allow", () -> Forge.allow(Kind.LLM_RUN_SNAPSHOT)),
                row("denial of a sealed run", "deny", () -> Forge.deny(Kind.SEALED_RUN)),
                row("denial of a snapshot", "deny", () -> Forge.deny(Kind.LLM_RUN_SNAPSHOT)),
                row("denial of a withheld snapshot", "deny", Forge::withheld),
                row("no answer of OPA", "error", () -> Forge.error("OPA_TIMEOUT")),
                row("no answer of the module", "error", () -> Forge.error("WASM_LIMIT")),
                row("disagreement", "error", () -> Forge.error("ENGINE_DISAGREE")),
                row("run exists", "error", () -> Forge.error("RUN_EXISTS")),
                row("malformed", "error", Forge::malformed));
    }

    private static Arguments row(String name, String outcome, Supplier<ForgedBundle> bundle) {
        return Arguments.of(name, outcome, bundle);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void record_genuine_isVerifiedAndOnlyAnAllowIsAdmissible(
            String name, String outcome, Supplier<ForgedBundle> bundle, @TempDir Path folder) throws Exception {
        Path file = bundle.get().write(folder);
        Verifier verifier = Verifier.trusting(TrustSource.of(Files.write(folder.resolve("root"), TestTrust.file())));
        Verdict any = verifier.verify(file, Expectations.at(AT).requireAny());
        assertEquals(Exit.OK, any.exit(), () -> any.report().findings().toString());
        assertTrue(any.verified());
        assertEquals(Optional.of(outcome), any.report().facts().map(Report.Facts::outcome));
        Verdict allow = verifier.verify(file, Expectations.at(AT));
        boolean expected = outcome.equals("allow");
        assertEquals(expected, allow instanceof Verdict.Admissible);
        assertEquals(expected ? Exit.OK : Exit.FAILED, allow.exit());
        assertEquals(
                expected ? List.of() : List.of(Code.OUTCOME_NOT_ALLOW),
                allow.report().findings().stream().map(Finding::code).toList());
    }
}
