package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One way to cheat, and all the codes that it must be answered with. Signed with the right key wherever the attacker could have it.
 *
 * @param parts of the bundle
 */
record Attack(
        String name,
        Supplier<SortedMap<String, byte[]>> parts,
        byte[] trustRoot,
        UnaryOperator<Expectations> asked,
        Set<Code> codes) {
    static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

    static Attack of(String name, Supplier<ForgedBundle> bundle, Code... codes) {
        return raw(name, () -> bundle.get().parts(), codes);
    }

    static Attack raw(String name, Supplier<SortedMap<String, byte[]>> parts, Code... codes) {
        Set<Code> expected = EnumSet.noneOf(Code.class);
        expected.addAll(Set.of(codes));
        return new Attack(name, parts, TestTrust.file(), UnaryOperator.identity(), expected);
    }

    Attack trusting(byte[] root) {
        return new Attack(name, parts, root, asked, codes);
    }

    Attack asking(UnaryOperator<Expectations> asked) {
        return new Attack(name, parts, trustRoot, asked, codes);
    }

    /** Exactly these codes, never admissible, and nothing of the payload as a fact where its signature fails. */
    void assertRefused(Path folder) {
        Verdict verdict = verify(folder);
        Set<Code> found = EnumSet.noneOf(Code.class);
        verdict.report().findings().forEach(finding -> found.add(finding.code()));
        assertEquals(codes, found, () -> verdict.report().findings().toString());
        assertNotEquals(Exit.OK, verdict.exit());
        assertFalse(verdict instanceof Verdict.Admissible);
        Exit worst = codes.stream().map(Code::exit).reduce(Exit.OK, Exit::worse);
        assertEquals(worst, verdict.exit());
    }

    Verdict verify(Path folder) {
        try {
            Path root = Files.write(folder.resolve("trust-root.json"), trustRoot);
            Path bundle = ForgedBundle.write(folder, parts.get());
            return Verifier.trusting(TrustSource.of(root)).verify(bundle, asked.apply(Expectations.at(AT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name + " → " + codes;
    }
}
