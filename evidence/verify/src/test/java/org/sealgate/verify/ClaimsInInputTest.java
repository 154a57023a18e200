package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/**
 * Step 12: what a client may only claim was never given to the policy as a part of the proposal. Without the document there is nothing
 * to compare the recorded proposal with, so this is asked of the input alone.
 */
class ClaimsInInputTest {
    private static final String GREEN = "absent, found {\"risk_level\":\"GREEN\"}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authority_envelope",
                "hash_scope",
                "commit_hash",
                "gate_outcomes",
                "gates",
                "checks",
                "refusal",
                "enforcement",
                "outcome",
                "confirmations"
            })
    void claim_givenToThePolicy_isRefusedWithoutTheDocument(String claim) {
        ForgedBundle bundle = CorpusSubjects.believed(CorpusSubjects.withheldClaiming(claim), claim);
        assertEquals(List.of("INPUT_BINDING input.json#/proposal/" + claim + ": " + GREEN), told(bundle));
    }

    @Test
    void feasibility_givenToThePolicy_isRefusedWithoutTheDocument() {
        ForgedBundle bundle = CorpusSubjects.believed(CorpusSubjects.withheldClaiming("feasibility"), "feasibility");
        assertEquals(List.of("CLIENT_FEASIBILITY input.json#/proposal/feasibility: " + GREEN), told(bundle));
    }

    /** Every snapshot has one, a claim about itself that only facts may judge. */
    @Test
    void hash_givenToThePolicy_isRefusedWithoutTheDocument() {
        ForgedBundle bundle = CorpusSubjects.believed(Forge.withheld(), "hash");
        String hash = JsonReader.readObject(Forge.flagged()).text("hash");
        assertEquals(List.of("INPUT_BINDING input.json#/proposal/hash: absent, found \"" + hash + "\""), told(bundle));
    }

    @Test
    void claims_severalGivenToThePolicy_areAllNamed() {
        ForgedBundle bundle = CorpusSubjects.withheldClaiming("feasibility")
                .json(
                        "input.json",
                        input -> input.with(
                                "proposal",
                                input.object("proposal")
                                        .with("outcome", Json.of("allow"))
                                        .with("feasibility", Json.NULL)
                                        .with("gates", Json.array(List.of()))))
                .mend();
        assertEquals(
                Set.of(
                        "INPUT_BINDING input.json#/proposal/outcome: absent, found \"allow\"",
                        "CLIENT_FEASIBILITY input.json#/proposal/feasibility: absent, found null",
                        "INPUT_BINDING input.json#/proposal/gates: absent, found []"),
                Set.copyOf(told(bundle)));
    }

    /** Set apart they are what an honest engine keeps; further inside the name is the client's own. */
    @Test
    void claims_whereTheyBelong_areNoFault() {
        assertEquals(List.of(), told(CorpusSubjects.withheldClaiming("feasibility")));
        ForgedBundle inner = Forge.withheld()
                .json(
                        "input.json",
                        input -> input.with(
                                "proposal",
                                input.object("proposal")
                                        .with(
                                                "meta",
                                                input.object("proposal")
                                                        .object("meta")
                                                        .with("feasibility", Json.of("GREEN")))))
                .mend();
        assertEquals(List.of(), told(inner));
    }

    /** Whoever has the document compares all of it as well; no place is named twice by one code. */
    @Test
    void claim_givenToThePolicyWithTheDocument_isNamedOncePerPlace() {
        for (String claim : List.of("feasibility", "gates")) {
            ForgedBundle bundle = CorpusSubjects.believed(CorpusSubjects.claiming(claim), claim);
            List<String> places = told(bundle).stream()
                    .map(told -> told.substring(0, told.indexOf(": ")))
                    .toList();
            Code own = claim.equals("gates") ? Code.INPUT_BINDING : Code.CLIENT_FEASIBILITY;
            assertEquals(
                    List.of(
                            own + " input.json#/proposal/" + claim,
                            "INPUT_BINDING input.json#/proposal",
                            "INPUT_BINDING input.json#/claims"),
                    places);
        }
    }

    private List<String> told(ForgedBundle bundle) {
        Verdict verdict = Attack.of("", () -> bundle).verify(folder);
        assertEquals(Exit.FAILED, verdict.exit());
        return verdict.report().findings().stream()
                .filter(finding -> finding.code() != Code.OUTCOME_NOT_ALLOW)
                .map(finding -> finding.code() + " " + finding.pointer() + ": " + finding.expected() + ", found "
                        + finding.actual())
                .toList();
    }
}
