package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.EvidenceFile;

/** What small parts say, exactly: reasons of a refusal, places of shortfalls, values that are cut. */
class ToldTest {
    private static Recorded recorded(String reasonCode, String violations) {
        String result = "{\"refusal\":{\"reasonCode\":" + reasonCode + "},\"violations\":[" + violations + "]}";
        return new Recorded(Json.object().build(), Optional.of(JsonReader.readObject(result.getBytes(UTF_8))));
    }

    private static String violation(String code, String pointer) {
        return "{\"code\":\"" + code + "\",\"pointer\":\"" + pointer + "\",\"severity\":\"block\"}";
    }

    @Test
    void reasons_ofARefusal_areItsCodesAndPlaces() {
        assertEquals(
                List.of("reason R-1", "block C-1 at the request", "block C-2 at /a/b"),
                AdmissibilityCheck.reasons(recorded("\"R-1\"", violation("C-1", "") + "," + violation("C-2", "/a/b"))));
        assertEquals(List.of(), AdmissibilityCheck.reasons(recorded("null", "")));
        assertEquals(
                List.of(), AdmissibilityCheck.reasons(new Recorded(Json.object().build(), Optional.empty())));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            many.add(violation("C-" + i, "/x"));
        }
        assertEquals(
                20,
                AdmissibilityCheck.reasons(recorded("null", String.join(",", many)))
                        .size());
    }

    /** What an allow lacks stands in the file that says so. */
    @Test
    void shortfalls_pointIntoInputOrResult(@TempDir Path folder) {
        List<String> pointers = new ArrayList<>();
        for (Attack attack : AdmissibilityAttacksTest.attacks()) {
            if (attack.verify(folder)
                            .report()
                            .lines()
                            .get(Step.ADMISSIBILITY.number())
                            .result()
                    instanceof CheckResult.Fail fail) {
                fail.findings().forEach(each -> pointers.add(each.pointer()));
            }
        }
        for (String each : pointers) {
            boolean ofTheInput = each.contains("#/facts") || each.contains("#/proposal");
            assertEquals(ofTheInput, each.startsWith("input.json#"), each);
            assertTrue(ofTheInput || each.startsWith("result.json#") || each.startsWith("decision.dsse.json#"), each);
        }
        assertTrue(pointers.stream().anyMatch(each -> each.startsWith("result.json#")), pointers::toString);
        assertTrue(pointers.stream().anyMatch(each -> each.startsWith("input.json#")), pointers::toString);
    }

    @Test
    void record_thatIsNoAllow_saysWhatItIs(@TempDir Path folder) {
        String place = "OUTCOME_NOT_ALLOW at decision.dsse.json#/predicate/outcome: expected allow, found ";
        assertEquals(List.of(place + "error OPA_TIMEOUT"), admissibility(Forge.error("OPA_TIMEOUT"), folder));
        assertEquals(List.of(place + "deny"), admissibility(Forge.deny(Kind.SEALED_RUN), folder));
    }

    private static List<String> admissibility(ForgedBundle bundle, Path folder) {
        Verdict verdict = Attack.of("told", () -> bundle).verify(folder);
        return HandMade.lines(
                verdict.report().lines().get(Step.ADMISSIBILITY.number()).result());
    }

    @Test
    void proofs_thatNobodyRequires_areSaidToBeUnchecked() {
        String vsa = "NOT CHECKED: the trust root requires no vsa";
        String sigstore = "NOT CHECKED: the trust root requires no sigstore";
        assertEquals(List.of(vsa, sigstore), ProofCheck.notes(Set.of()));
        assertEquals(List.of(vsa), ProofCheck.notes(Set.of(TrustRoot.Proof.SIGSTORE)));
        assertEquals(List.of(sigstore), ProofCheck.notes(Set.of(TrustRoot.Proof.VSA)));
    }

    /** What one issuer's bundles must carry is nothing that another's lack. */
    @Test
    void proofs_areRequiredIssuerByIssuer() {
        TrustRoot root = HandMade.root(payload -> {
            Json.Obj row = payload.objects("issuers").getFirst();
            Json.Obj other = row.with("issuer", Json.of("https://other.example.org"))
                    .with("require", row.object("require").with("vsa", Json.of(true)));
            return payload.with("issuers", Json.array(List.of(row, other)));
        });
        assertEquals(Set.of(), root.required(TestTrust.ISSUER));
        assertEquals(Set.of(TrustRoot.Proof.VSA), root.required("https://other.example.org"));
    }

    @Test
    void keys_areAskedAboutTheTimeThatIsKnown() {
        Instant time = Instant.parse("2026-02-15T18:30:00Z");
        assertEquals(
                "valid and not revoked at the proven time 2026-02-15T18:30:00Z", new SigningTime.Proven(time).asked());
        assertEquals(
                "valid and not revoked at decidedAt and at the time of judgement",
                new SigningTime.Claimed(time, time).asked());
    }

    @Test
    void value_inAFinding_isCutWhereItIsLong() {
        assertEquals("absent", Canonical.shown(null));
        String whole = "x".repeat(118);
        assertEquals('"' + whole + '"', Canonical.shown(Json.of(whole)));
        assertEquals('"' + "x".repeat(116) + "...", Canonical.shown(Json.of(whole + "y")));
    }

    @Test
    void files_together_areAsLongAsTheirContents() {
        BundleFiles files = new BundleFiles();
        assertEquals(0, files.bytes());
        for (int length : List.of(3, 5)) {
            byte[] content = new byte[length];
            files.add(new EvidenceFile("f" + length, "input", Digest.sha256(content), length), content);
        }
        assertEquals(8, files.bytes());
    }

    /** However often it is asked, by whichever of the two ways. */
    @Test
    void policy_askedManyTimes_answersTheSame() {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        PolicyRun run = new PolicyRun(bundle.file(Names.WASM), bundle.file(Names.DATA), 20_000_000);
        String entrypoint = TestRelease.standard().predicate().objects("kinds").stream()
                .filter(kind -> kind.text("kind").equals(Kind.SEALED_RUN.id()))
                .findFirst()
                .orElseThrow()
                .text("entrypoint");
        Object first = run.evaluate(entrypoint, bundle.file(Names.INPUT), new Patience());
        for (int i = 0; i < 20; i++) {
            assertEquals(first, run.evaluate(entrypoint, bundle.file(Names.INPUT), new Patience()));
        }
    }
}
