package org.sealgate.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealgate.bundle.Kind;

/** All cases of {@code evidence/vectors}: genuine records, the attacks of the other tests, and what needs more than one bundle. */
final class Corpus {
    private Corpus() {}

    static List<CorpusCase> cases() {
        List<CorpusCase> cases = new ArrayList<>(genuine());
        cases.addAll(CorpusContainers.cases());
        attacks(cases, "trust-root", TrustRootAttacksTest.attacks());
        attacks(cases, "signature", SignatureAttacksTest.attacks());
        attacks(cases, "statement", StatementAttacksTest.payloads());
        attacks(cases, "files", StatementAttacksTest.files());
        attacks(cases, "proof", StatementAttacksTest.required());
        attacks(cases, "policy", PolicyAttacksTest.attacks());
        attacks(cases, "input", BindingAttacksTest.inputs());
        attacks(cases, "facts", BindingAttacksTest.facts());
        attacks(cases, "conclusion", ConclusionAttacksTest.conclusions());
        attacks(cases, "allow", AdmissibilityAttacksTest.attacks());
        attacks(cases, "attack", CorpusAttacks.attacks());
        attacks(cases, "policy", CorpusReleases.attacks());
        attacks(cases, "trust-root", CorpusTrustRoots.attacks());
        attacks(cases, "record", CorpusSubjects.attacks());
        attacks(cases, "checkpoint", CheckpointAttacksTest.syntax());
        attacks(cases, "log-signature", CheckpointAttacksTest.signatures());
        attacks(cases, "witness", CheckpointAttacksTest.witnesses());
        attacks(cases, "inclusion", LogAttacksTest.inclusion());
        attacks(cases, "entry", LogAttacksTest.leaves());
        attacks(cases, "log", LogAttacksTest.missing());
        attacks(cases, "proven", ProvenAttacksTest.attacks());
        attacks(cases, "clients", ProvenAttacksTest.clients());
        attacks(cases, "later", LaterSignatureTest.attacks());
        RefusedTrustRootsTest.refused()
                .map(row -> Attack.of(
                                row.name(),
                                () -> Forge.allow(Kind.SEALED_RUN),
                                row.codes().toArray(Code[]::new))
                        .trusting(row.file()))
                .forEach(attack -> cases.add(CorpusCase.of(attack, "refused-root")));
        cases.addAll(CorpusProofs.cases());
        cases.addAll(CorpusRuns.cases());
        cases.addAll(CorpusNotices.cases());
        requireDistinct(cases);
        return cases;
    }

    private static void attacks(List<CorpusCase> cases, String area, List<Attack> attacks) {
        attacks.forEach(attack -> cases.add(CorpusCase.of(attack, area)));
    }

    private static void requireDistinct(List<CorpusCase> cases) {
        Set<String> names = new HashSet<>();
        for (CorpusCase each : cases) {
            if (!names.add(each.name())) {
                throw new IllegalStateException("two cases of one name: " + each.name());
            }
        }
    }

    private static List<CorpusCase> genuine() {
        return List.of(
                genuine("genuine-allow-of-a-sealed-run", Forge.allow(Kind.SEALED_RUN)),
                genuine("genuine-allow-of-a-snapshot", Forge.allow(Kind.LLM_RUN_SNAPSHOT)),
                genuine("genuine-allow-by-a-policy-that-opa-compiled", compiled()),
                recorded("genuine-denial-of-a-sealed-run", Forge.deny(Kind.SEALED_RUN)),
                recorded("genuine-denial-of-a-snapshot", Forge.deny(Kind.LLM_RUN_SNAPSHOT)),
                recorded("genuine-denial-of-a-withheld-snapshot", Forge.withheld()),
                recorded("genuine-error-opa-timeout", Forge.error("OPA_TIMEOUT")),
                recorded("genuine-error-wasm-limit", Forge.error("WASM_LIMIT")),
                recorded("genuine-error-engines-disagree", Forge.error("ENGINE_DISAGREE")),
                recorded("genuine-error-run-exists", Forge.error("RUN_EXISTS")),
                recorded("genuine-error-malformed", Forge.malformed()),
                relied("denial-relied-on-as-an-allow", Forge.deny(Kind.SEALED_RUN)),
                relied("error-relied-on-as-an-allow", Forge.error("OPA_TIMEOUT")),
                relied("malformed-relied-on-as-an-allow", Forge.malformed()));
    }

    private static ForgedBundle compiled() {
        return Forge.allow(
                Kind.SEALED_RUN,
                TestRelease.of(
                        TestRelease.resource("test-policy.wasm"),
                        data -> data,
                        predicate -> predicate,
                        TestTrust.POLICY));
    }

    private static CorpusCase genuine(String name, ForgedBundle bundle) {
        return CorpusCase.of(name, bundle.zip(), TestTrust.file(), List.of());
    }

    private static CorpusCase recorded(String name, ForgedBundle bundle) {
        return CorpusCase.of(name, bundle.zip(), TestTrust.file(), List.of("--require", "any"), Code.OUTCOME_NOT_ALLOW)
                .ending(Exit.OK);
    }

    private static CorpusCase relied(String name, ForgedBundle bundle) {
        return CorpusCase.of(name, bundle.zip(), TestTrust.file(), List.of(), Code.OUTCOME_NOT_ALLOW);
    }
}
