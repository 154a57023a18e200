package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;

/** What a report says beside its findings, in its own words. */
class NotesTest {
    @TempDir
    private Path folder;

    private Report report(ForgedBundle bundle, Expectations expectations) throws IOException {
        Path trustRoot = Files.write(folder.resolve("trust-root.json"), TestTrust.file(ForgedNotice.allowing()));
        return Verifier.trusting(TrustSource.of(trustRoot))
                .verify(bundle.write(folder), expectations)
                .report();
    }

    private List<String> replayed(ForgedBundle bundle) throws IOException {
        return report(bundle, Expectations.at(Attack.AT).requireAny())
                .lines()
                .get(Step.REPLAY.number())
                .notes();
    }

    /** Nobody recorded an answer; whoever reads the evidence learns what it would have been. */
    @Test
    void replay_ofWhatWasNotAnswered_saysWhatThePolicyAnswersNow() throws IOException {
        assertEquals(
                List.of("no answer was recorded (OPA_TIMEOUT); now the policy's is allow"),
                replayed(Forge.error("OPA_TIMEOUT")));
        assertEquals(List.of(), replayed(Forge.allow(Kind.SEALED_RUN)));
    }

    @Test
    void correction_broughtAlong_isNamedByItsPlace() throws IOException {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        Path notice = Files.write(
                folder.resolve("brought.notice.zip"),
                ForgedNotice.correction(bundle).zip());
        Report report = report(bundle, Expectations.at(Attack.AT).noticing(List.of(notice)));
        assertEquals(
                List.of(notice + "/notice.dsse.json"),
                report.warnings().stream()
                        .filter(warning -> warning.code() == Code.SUPERSEDED)
                        .map(Finding::pointer)
                        .toList());
    }
}
