package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;

/** What notices say to people, and where they are looked for; what is wrong with one is in the corpus. */
class NoticeAttacksTest {
    @TempDir
    Path folder;

    private Verdict verify(ForgedBundle bundle, List<Path> notices) throws IOException {
        Path root = Files.write(folder.resolve("trust-root.json"), TestTrust.file(ForgedNotice.allowing()));
        Path file = Files.write(folder.resolve("bundle.evidence.zip"), bundle.zip());
        return Verifier.trusting(TrustSource.of(root))
                .verify(file, Expectations.at(Attack.AT).noticing(notices));
    }

    @Test
    void correction_ofTheRun_leavesItAdmissibleAndSaysWhy() throws IOException {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        Path notice = Files.write(
                folder.resolve("1.notice.zip"), ForgedNotice.correction(bundle).zip());
        Verdict verdict = verify(bundle, List.of(notice));
        assertTrue(
                verdict instanceof Verdict.Admissible,
                () -> verdict.report().findings().toString());
        List<String> notes =
                verdict.report().lines().get(Step.RELEVANCE.number()).notes();
        assertEquals(
                List.of("corrected 2026-02-20T09:00:00.000Z by local-operator: RUN-002 has the right input."), notes);
    }

    @Test
    void payload_retired_leavesSignatureAndPolicyChecked_andReplayOpen() throws IOException {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        List<String> gone = List.of("input.json", "proposal.json");
        byte[] tombstone = ForgedNotice.tombstone(bundle, gone).zip();
        bundle.editParts = parts -> {
            gone.forEach(parts::remove);
            return parts;
        };
        Verdict verdict = verify(bundle, List.of(Files.write(folder.resolve("t.notice.zip"), tombstone)));
        assertEquals(Exit.INDETERMINATE, verdict.exit());
        List<Report.Line> lines = verdict.report().lines();
        for (Step step : List.of(Step.SIGNATURES, Step.PAYLOAD, Step.KEYS, Step.POLICY)) {
            assertTrue(lines.get(step.number()).result() instanceof CheckResult.Pass, step.title());
        }
        for (Step step : List.of(Step.BINDING, Step.REPLAY, Step.REDERIVATION, Step.ADMISSIBILITY)) {
            assertEquals(
                    new CheckResult.NotChecked(CheckResult.Because.UNKNOWN, "the payload was retired"),
                    lines.get(step.number()).result());
        }
        assertTrue(verdict.report().facts().isPresent());
    }

    @Test
    void path_ofNotices_namesThem_orIsAnError() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        assertThrows(NoSuchFileException.class, () -> Notices.named(many));
        Path second = Files.write(many.resolve("2.notice.zip"), "".getBytes(UTF_8));
        Files.write(many.resolve("readme.txt"), "".getBytes(UTF_8));
        Path first = Files.createDirectories(many.resolve("1"));
        Files.write(first.resolve("notice.dsse.json"), "".getBytes(UTF_8));
        assertEquals(List.of(first, second), Notices.named(many));
        assertEquals(List.of(first), Notices.named(first));
        assertEquals(List.of(second), Notices.named(second));
        Path none = folder.resolve("none");
        assertThrows(IOException.class, () -> verify(Forge.allow(Kind.SEALED_RUN), Notices.named(none)));
    }
}
