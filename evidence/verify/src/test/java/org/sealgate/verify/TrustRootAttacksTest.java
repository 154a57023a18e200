package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 2 and 10: whom a reader trusts, and when. */
class TrustRootAttacksTest {
    private static Attack trusting(String name, byte[] root, Code... codes) {
        return Attack.of(name, () -> Forge.allow(Kind.SEALED_RUN), codes).trusting(root);
    }

    private static Attack edited(String name, UnaryOperator<Json.Obj> edit, Code... codes) {
        return trusting(name, TestTrust.file(edit), codes);
    }

    private static UnaryOperator<Json.Obj> decision(String member, Json value) {
        return TestTrust.key(TestTrust.DECISION, key -> key.with(member, value));
    }

    private static Json revoked(String at, String reason) {
        return Json.object().put("at", at).put("reason", reason).build();
    }

    private static byte[] flipped() {
        byte[] file = TestTrust.file();
        String text = new String(file, java.nio.charset.StandardCharsets.UTF_8);
        int sig = text.indexOf("\"sig\":\"") + 20;
        file[sig] = (byte) (file[sig] == 'A' ? 'B' : 'A');
        return file;
    }

    static List<Attack> attacks() {
        return List.of(
                trusting("signature flipped", flipped(), Code.TRUST_ROOT_SIGNATURE),
                trusting(
                        "signed by the decision key",
                        TestTrust.signed(TestTrust.payload(), TestTrust.DECISION),
                        Code.TRUST_ROOT_SIGNATURE),
                trusting(
                        "signed by a stranger",
                        TestTrust.signed(TestTrust.payload(), TestTrust.STRANGER),
                        Code.TRUST_ROOT_SIGNATURE),
                trusting("no envelope", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), Code.ENVELOPE_MEMBER),
                trusting("no JSON", "root".getBytes(java.nio.charset.StandardCharsets.UTF_8), Code.JSON_SYNTAX),
                edited(
                        "two root signatures asked, one given",
                        TestTrust.role("root", "threshold", Json.of(2)),
                        Code.TRUST_ROOT_SIGNATURE),
                edited(
                        "threshold of nobody",
                        TestTrust.role("decision", "threshold", Json.of(0)),
                        Code.STATEMENT_SCHEMA),
                edited("an unknown member", root -> root.with("note", Json.of("x")), Code.STATEMENT_SCHEMA),
                edited(
                        "another version of the format",
                        root -> root.with("type", Json.of("https://sealgate.org/trust-root/v2")),
                        Code.STATEMENT_SCHEMA),
                edited(
                        "expired",
                        root -> root.with("expires", Json.of("2026-02-28T00:00:00.000Z")),
                        Code.TRUST_ROOT_EXPIRED),
                edited(
                        "one key for two roles",
                        decision("roles", Json.strings(List.of("decision", "policy"))),
                        Code.KEY_ROLE),
                edited("one key listed for two roles", TrustRootAttacksTest::twice, Code.KEY_ROLE),
                edited("a keyid that is not its key's", decision("keyid", Json.of("0".repeat(64))), Code.KEY_ENCODING),
                edited(
                        "a compressed key",
                        decision("spki", Json.of(Base64.getEncoder().encodeToString(compressed()))),
                        Code.KEY_ENCODING),
                edited("a key of another algorithm", decision("algorithm", Json.of("ed25519")), Code.KEY_ENCODING),
                edited("a point off the curve", TrustRootAttacksTest::weak, Code.KEY_WEAK),
                edited(
                        "root key revoked",
                        TestTrust.key(
                                TestTrust.ROOT,
                                key -> key.with("revoked", revoked("2027-01-01T00:00:00.000Z", "superseded"))),
                        Code.TRUST_ROOT_SIGNATURE),
                edited(
                        "root key too young",
                        TestTrust.key(
                                TestTrust.ROOT, key -> key.with("validFrom", Json.of("2026-01-02T00:00:00.000Z"))),
                        Code.TRUST_ROOT_SIGNATURE),
                edited(
                        "key not valid yet when it signed",
                        decision("validFrom", Json.of("2026-02-15T18:30:00.132Z")),
                        Code.KEY_NOT_YET_VALID),
                edited(
                        "key no longer valid when it signed",
                        decision("validUntil", Json.of("2026-02-15T18:30:00.131Z")),
                        Code.KEY_EXPIRED),
                edited(
                        "key no longer valid now",
                        decision("validUntil", Json.of("2026-02-28T00:00:00.000Z")),
                        Code.KEY_EXPIRED),
                edited(
                        "key revoked before it signed",
                        decision("revoked", revoked("2026-02-15T00:00:00.000Z", "superseded")),
                        Code.KEY_REVOKED),
                edited(
                        "key revoked since",
                        decision("revoked", revoked("2026-02-28T00:00:00.000Z", "superseded")),
                        Code.KEY_REVOKED),
                edited(
                        "key stolen, to be revoked later",
                        decision("revoked", revoked("2026-06-01T00:00:00.000Z", "compromised")),
                        Code.KEY_REVOKED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void trustRoot_notGood_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @Test
    void trustRoot_missing_isACallThatEvaluatesNothing(@TempDir Path folder) throws Exception {
        Verifier verifier = Verifier.trusting(TrustSource.of(folder.resolve("none")));
        Verdict verdict = verifier.verify(Forge.allow(Kind.SEALED_RUN).write(folder), Expectations.at(Attack.AT));
        assertEquals(Exit.USAGE, verdict.exit());
        assertEquals(Set.of(Code.TRUST_ROOT_MISSING), codes(verdict));
    }

    @Test
    void trustRoot_pinnedToAnotherDigest_isUntrusted(@TempDir Path folder) throws Exception {
        Path root = Files.write(folder.resolve("root"), TestTrust.file());
        String right = org.sealgate.bundle.Digest.sha256(TestTrust.file()).text();
        assertEquals(Set.of(), codes(pinned(folder, root, right)));
        Verdict wrong = pinned(folder, root, "sha256:" + "0".repeat(64));
        assertEquals(Set.of(Code.TRUST_ROOT_SIGNATURE), codes(wrong));
        assertEquals(Exit.UNTRUSTED, wrong.exit());
    }

    private static Verdict pinned(Path folder, Path root, String digest) throws Exception {
        return Verifier.trusting(new TrustSource(root, Optional.of(digest), Optional.empty()))
                .verify(Forge.allow(Kind.SEALED_RUN).write(folder), Expectations.at(Attack.AT));
    }

    /** One step after the other, with one memory: version and signer of the trust root shown, and what is found. */
    @Test
    void trustRoot_afterANewerOne_isARollback(@TempDir Path folder) throws Exception {
        TestKey stranger = TestKey.ecdsa("root", "owner", 77);
        UnaryOperator<Json.Obj> second = root -> root.with("version", Json.of(2));
        UnaryOperator<Json.Obj> taken = root -> second.apply(root).with("keys", withRoot(root, stranger));
        Object[][] steps = {
            {TestTrust.file(), Set.of()},
            {TestTrust.file(), Set.of()},
            {
                TestTrust.file(root -> root.with("expires", Json.of("2029-01-01T00:00:00.000Z"))),
                Set.of(Code.TRUST_ROOT_ROLLBACK)
            },
            {TestTrust.signed(taken.apply(TestTrust.payload()), stranger), Set.of(Code.TRUST_ROOT_SIGNATURE)},
            {TestTrust.file(root -> root.with("version", Json.of(3))), Set.of(Code.TRUST_ROOT_SIGNATURE)},
            {TestTrust.signed(taken.apply(TestTrust.payload()), stranger, TestTrust.ROOT), Set.of()},
            {TestTrust.file(), Set.of(Code.TRUST_ROOT_ROLLBACK)},
        };
        Path state = folder.resolve("state");
        for (int i = 0; i < steps.length; i++) {
            Path root = Files.write(folder.resolve("root" + i), (byte[]) steps[i][0]);
            Verdict verdict = Verifier.trusting(new TrustSource(root, Optional.empty(), Optional.of(state)))
                    .verify(Forge.allow(Kind.SEALED_RUN).write(folder), Expectations.at(Attack.AT));
            int step = i;
            assertEquals(
                    steps[i][1],
                    codes(verdict),
                    () -> "step " + step + verdict.report().findings());
        }
    }

    private static Json withRoot(Json.Obj root, TestKey other) {
        List<Json> rows = new ArrayList<>(root.objects("keys"));
        rows.add(other.row());
        return Json.array(rows);
    }

    @Test
    void keys_withoutAProvenTime_areUsedWithAWarning(@TempDir Path folder) {
        Verdict verdict = trusting("", TestTrust.file()).verify(folder);
        assertTrue(verdict.report().warnings().stream().anyMatch(w -> w.code() == Code.TIME_UNANCHORED));
        assertTrue(verdict instanceof Verdict.Admissible);
    }

    @Test
    void at_earlierThanAnExpiry_isGood(@TempDir Path folder) {
        byte[] root = TestTrust.file(r -> r.with("expires", Json.of("2026-02-28T00:00:00.000Z")));
        Verdict verdict = trusting("", root)
                .asking(e -> Expectations.at(Instant.parse("2026-02-27T00:00:00Z")))
                .verify(folder);
        assertTrue(verdict instanceof Verdict.Admissible);
    }

    private static Set<Code> codes(Verdict verdict) {
        return verdict.report().findings().stream().map(Finding::code).collect(Collectors.toSet());
    }

    private static Json.Obj twice(Json.Obj root) {
        List<Json> rows = new ArrayList<>(root.objects("keys"));
        rows.add(TestTrust.DECISION.row().with("roles", Json.strings(List.of("policy"))));
        return root.with("keys", Json.array(rows));
    }

    private static byte[] compressed() {
        byte[] short59 = java.util.Arrays.copyOf(TestTrust.DECISION.spki(), 59);
        short59[26] = 2;
        return short59;
    }

    private static Json.Obj weak(Json.Obj root) {
        byte[] off = TestTrust.DECISION.spki().clone();
        off[90] ^= 1;
        String keyid = org.sealgate.bundle.Digest.sha256(off).hex();
        return TestTrust.key(
                        TestTrust.DECISION,
                        key -> key.with("spki", Json.of(Base64.getEncoder().encodeToString(off)))
                                .with("keyid", Json.of(keyid)))
                .apply(root);
    }
}
