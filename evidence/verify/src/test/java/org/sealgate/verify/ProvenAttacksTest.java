package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Bundles with all that a trust root can require: the proven time, the summary and the file for Sigstore's clients. */
class ProvenAttacksTest {
    @TempDir
    Path folder;

    private static Attack attack(String name, Consumer<Proven> edit, Code... codes) {
        return attack(name, UnaryOperator.identity(), edit, codes);
    }

    private static Attack attack(String name, UnaryOperator<Json.Obj> root, Consumer<Proven> edit, Code... codes) {
        return Attack.of(
                        name,
                        () -> {
                            Proven proven = new Proven();
                            edit.accept(proven);
                            return proven.to(Forge.allow(Kind.SEALED_RUN));
                        },
                        codes)
                .trusting(Proven.trustRoot(root));
    }

    static List<Attack> attacks() {
        return List.of(
                attack(
                        "a token over another checkpoint",
                        p -> p.anchored = tsa -> tsa.imprint = new byte[32],
                        Code.TSA_IMPRINT),
                attack(
                        "back-dated by more than a day",
                        p -> p.anchored = tsa -> tsa.time = "20260217183003Z",
                        Code.TIME_SKEW),
                attack(
                        "decided after it was stamped",
                        p -> p.anchored = tsa -> tsa.time = "20260215182500Z",
                        Code.TIME_ORDER),
                attack(
                        "a summary that says something else",
                        p -> p.editSummary = Proven.exchanged("2026-02-15T18:30:00.131Z", "2026-02-15T18:30:00.132Z"),
                        Code.VSA_MISMATCH),
                attack(
                        "a summary of another decision",
                        p -> p.editSummary = Proven.exchanged("0198c9f0-5d3e", "0198c9f0-5d3f"),
                        Code.VSA_MISMATCH),
                attack(
                        "a summary in another spelling",
                        p -> p.editSummary = Proven.exchanged("{\"_type\"", "{ \"_type\""),
                        Code.VSA_MISMATCH),
                attack(
                        "a summary that is no envelope",
                        p -> p.editSummaryFile = file -> new byte[] {42},
                        Code.VSA_MISMATCH),
                attack(
                        "a summary signed by the policy key",
                        p -> p.summarySigners = List.of(TestTrust.POLICY),
                        Code.KEY_ROLE,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                attack(
                        "a summary signed by a stranger",
                        p -> p.summarySigners = List.of(TestTrust.STRANGER),
                        Code.KEY_UNKNOWN,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                attack(
                        "a summary signed by the gate of another issuer",
                        ProvenAttacksTest::secondSpeaksForAnother,
                        p -> p.summarySigners = List.of(TestTrust.SECOND),
                        Code.ISSUER_MISMATCH),
                attack(
                        "a summary signed by a stolen key that is not the decision's",
                        revoked(TestTrust.SECOND, "2026-02-20T00:00:00.000Z"),
                        p -> p.summarySigners = List.of(TestTrust.SECOND),
                        Code.KEY_REVOKED));
    }

    static Json.Obj secondSpeaksForAnother(Json.Obj payload) {
        return payload.with(
                "issuers",
                Json.array(payload.objects("issuers").stream()
                        .map(row -> row.text("controller").equals("gate-2")
                                ? row.with("issuer", Json.of("https://other.example.org"))
                                : row)
                        .toList()));
    }

    static List<Attack> clients() {
        String other = Digest.sha256(new byte[1]).hex();
        return List.of(
                attack(
                        "sigstore.json with another index",
                        p -> p.editSigstore = Proven.exchanged("\"logIndex\":\"270\"", "\"logIndex\":\"271\""),
                        Code.PROJECTION_MISMATCH),
                attack(
                        "sigstore.json with a member more",
                        p -> p.editSigstore = Proven.exchanged("{\"dsseEnvelope\"", "{\"_\":0,\"dsseEnvelope\""),
                        Code.PROJECTION_MISMATCH),
                attack("sigstore.json without its token", p -> p.tokenInSigstore = false, Code.TSA_TOKEN),
                attack(
                        "sigstore.json with a token over other bytes",
                        p -> p.stamped =
                                tsa -> tsa.imprint = Digest.ofHex(other).bytes(),
                        Code.TSA_IMPRINT),
                attack(
                        "sigstore.json with a stranger's token",
                        p -> p.stamped = tsa -> tsa.signer = TestTsa.OTHER,
                        Code.TSA_TOKEN),
                aboutNoLog(),
                attack(
                        "signed after the key was stolen",
                        revoked("2026-02-15T18:30:02.000Z"),
                        p -> {},
                        Code.KEY_REVOKED));
    }

    /** No file of the log is in the bundle, because none is asked for, and the file about its entry is. */
    private static Attack aboutNoLog() {
        return Attack.of(
                        "sigstore.json about no log",
                        () -> {
                            ForgedBundle bundle = new Proven().to(Forge.allow(Kind.SEALED_RUN));
                            UnaryOperator<SortedMap<String, byte[]>> proven = bundle.editParts;
                            bundle.editParts = parts -> {
                                SortedMap<String, byte[]> left = proven.apply(parts);
                                left.keySet().removeIf(name -> name.startsWith("log/") || name.equals(Names.VSA));
                                return left;
                            };
                            return bundle;
                        },
                        Code.PROJECTION_MISMATCH)
                .trusting(TestTrust.file(TestTrust.requiring("sigstore")));
    }

    private static UnaryOperator<Json.Obj> revoked(String at) {
        return revoked(TestTrust.DECISION, at);
    }

    private static UnaryOperator<Json.Obj> revoked(TestKey stolen, String at) {
        Json.Obj why = Json.object().put("at", at).put("reason", "compromised").build();
        return TestTrust.key(stolen, key -> key.with("revoked", why));
    }

    @ParameterizedTest
    @MethodSource({"attacks", "clients"})
    void attack_onWhatIsProven_isRefusedWithItsCodes(Attack attack) {
        attack.assertRefused(folder);
    }

    @Test
    void bundle_withEveryProof_isAdmissibleAndSaysWhoseTimeItIs() {
        Attack genuine = attack("genuine", p -> {});
        Verdict verdict = genuine.verify(folder);
        assertInstanceOf(
                Verdict.Admissible.class,
                verdict,
                () -> verdict.report().findings().toString());
        Report.Line time = verdict.report().lines().stream()
                .filter(line -> line.step() == Step.TIME)
                .findFirst()
                .orElseThrow();
        assertTrue(time.notes().toString().contains("operator's own word"), time::toString);
        assertEquals(
                List.of(),
                verdict.report().warnings().stream()
                        .filter(warning -> warning.code() == Code.TIME_UNANCHORED)
                        .toList());
    }

    /** What was signed before the key was stolen stays good, where somebody saw it then. */
    @Test
    void bundle_provenBeforeItsKeyWasStolen_staysAdmissible() {
        Verdict verdict =
                attack("early", revoked("2026-02-15T18:30:06.000Z"), p -> {}).verify(folder);
        assertInstanceOf(
                Verdict.Admissible.class,
                verdict,
                () -> verdict.report().findings().toString());
    }

    /** The gate changed its key between the decision and the bundle, and has changed it again. */
    @Test
    void bundle_whoseSummaryALaterKeySigned_isAdmissible() {
        Json.Obj why = Json.object()
                .put("at", "2026-02-20T00:00:00.000Z")
                .put("reason", "superseded")
                .build();
        Verdict verdict = attack(
                        "later",
                        TestTrust.key(TestTrust.SECOND, key -> key.with("revoked", why)),
                        p -> p.summarySigners = List.of(TestTrust.SECOND))
                .verify(folder);
        assertInstanceOf(
                Verdict.Admissible.class,
                verdict,
                () -> verdict.report().findings().toString());
    }

    @Test
    void bundle_withoutAFileThatIsRequired_lacksIt() {
        for (String name : List.of(Names.VSA, Names.SIGSTORE)) {
            ForgedBundle bundle = new Proven().to(Forge.allow(Kind.SEALED_RUN));
            UnaryOperator<SortedMap<String, byte[]>> before = bundle.editParts;
            bundle.editParts = parts -> {
                var left = before.apply(parts);
                left.remove(name);
                return left;
            };
            Attack.of(name, () -> bundle, Code.FILE_MISSING)
                    .trusting(Proven.trustRoot(UnaryOperator.identity()))
                    .assertRefused(folder);
        }
    }
}
