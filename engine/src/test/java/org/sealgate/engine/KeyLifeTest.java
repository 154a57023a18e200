package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.Source;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.release.PolicyArtifacts;
import org.sealgate.verify.Code;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.Finding;
import org.sealgate.verify.TrustRootPublication;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;

/** Keys made, changed and taken back under a real engine, each step judged by the verifier. R16. */
class KeyLifeTest {
    @TempDir
    static Path folder;

    private static Path original;
    private static Path bundle;
    private static PolicyArtifacts artifacts;

    /** An installation with one decision, of which every test takes a copy. */
    @BeforeAll
    static void decide() throws Exception {
        GateHome home =
                GateHome.create(folder.resolve("original"), GateHome.root().resolve("policies"), true);
        original = home.home();
        artifacts = home.artifacts();
        site(original).release(home.artifacts(), "gate-1");
        bundle = decided(original, "FIRST");
    }

    private static Site site(Path home) {
        return new Site(home, Clock.systemUTC(), new SecureRandom());
    }

    private static Path decided(Path home, String runId) throws IOException {
        try (Wiring wiring = site(home).open(TestPolicy.opa(), "gate-1")) {
            Bytes proposal = Proposals.hashed(Proposals.snapshot(runId));
            GateRequest request = Proposals.request(Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, proposal);
            Recorded answer = (Recorded) wiring.gate().decide(request);
            return new Oracle(folder, home.resolve("trust-root.json")).bundle(wiring, Proposals.PUBLISHER, answer);
        }
    }

    private static Path copy(String name) throws IOException {
        Path home = folder.resolve(name);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                boolean socket = !Files.isDirectory(file) && !Files.isRegularFile(file);
                if (!socket) {
                    Files.copy(
                            file,
                            home.resolve(original.relativize(file)),
                            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return home;
    }

    private static Keyring keyring(Path home) {
        return new Keyring(home, Clock.systemUTC(), new SecureRandom(), KeyLifeTest::against);
    }

    private static List<Keyring.Objection> against(Bytes file, Optional<Bytes> before) {
        return TrustRootPublication.findings(file.toArray(), before.map(Bytes::toArray)).stream()
                .map(each -> new Keyring.Objection(each.code() == Code.TRUST_ROOT_SIGNATURE, each.toString()))
                .toList();
    }

    private static Verdict verdict(Path home, Path evidence, Optional<Path> state) throws IOException {
        Path root = home.resolve("trust-root.json");
        return Verifier.trusting(new TrustSource(root, Optional.empty(), state))
                .verify(evidence, Expectations.at(Instant.now()));
    }

    private static Set<Code> found(Path home, Path evidence) throws IOException {
        return codes(verdict(home, evidence, Optional.empty()));
    }

    private static Set<Code> codes(Verdict verdict) {
        return verdict.report().findings().stream().map(Finding::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String keyid(Path home, String slot) throws IOException {
        byte[] pem = Files.readAllBytes(home.resolve("keys").resolve(slot).resolve("public.pem"));
        byte[] der = java.util.Base64.getMimeDecoder()
                .decode(new String(pem, java.nio.charset.StandardCharsets.US_ASCII)
                        .replaceAll("-----[A-Z ]+-----", ""));
        return org.sealgate.bundle.Digest.sha256(der).hex();
    }

    @ParameterizedTest
    @ValueSource(strings = {"decision", "policy", "root", "log", "tsa"})
    void rotate_anyRole_oldAndNewEvidenceVerify(String role) throws Exception {
        Path home = copy("rotate-" + role);
        Path state = Files.createDirectory(folder.resolve("state-" + role));
        assertEquals(Set.of(), codes(verdict(home, bundle, Optional.of(state))));
        String before = keyid(home, role);
        Keyring.Change change = keyring(home).rotate(role, Optional.empty());
        assertTrue(change.inForce(), change.toString());
        assertEquals(2, change.version());
        assertTrue(!keyid(home, role).equals(before));
        assertTrue(Files.exists(home.resolve("keys/retired/" + role + "-" + before.substring(0, 16))));
        assertEquals(Set.of(), codes(verdict(home, bundle, Optional.of(state))));
        assertEquals(Set.of(), found(home, decided(home, "AFTER-" + role)));
        // an auditor who has seen version 2 takes version 1 no more
        assertEquals(Set.of(Code.TRUST_ROOT_ROLLBACK), codes(verdict(original, bundle, Optional.of(state))));
    }

    /** Evidence made after a rotation names version 2: whoever has version 1 alone is told to get the newer one. */
    @Test
    void evidence_ofANewerTrustRoot_isIndeterminateUnderTheOldOne() throws Exception {
        Path home = copy("newer");
        keyring(home).rotate("policy", Optional.empty());
        Verdict verdict = verdict(original, decided(home, "NEWER"), Optional.empty());
        assertEquals(Set.of(Code.TRUST_ROOT_EXPIRED), codes(verdict));
        assertEquals(3, verdict.exit().status());
    }

    /** The thief may have signed what lies there: people look at it before our key says that it is ours. */
    @Test
    void rotate_compromisedPolicyKey_leavesTheReleaseUntilItIsPromotedAgain() throws Exception {
        Path home = copy("policy-stolen");
        byte[] promotion = Files.readAllBytes(home.resolve("policy/promoted.dsse.json"));
        Keyring.Change change =
                keyring(home).rotate("policy", Optional.of(new Keyring.Withdrawal("compromised", Instant.now())));
        assertTrue(change.open().toString().contains("sealgate policy build"), change::toString);
        assertArrayEquals(promotion, Files.readAllBytes(home.resolve("policy/promoted.dsse.json")));
        assertThrows(SiteProblem.class, () -> site(home).open(TestPolicy.opa(), "gate-1"));
        site(home).release(artifacts, "gate-1");
        assertEquals(Set.of(), found(home, decided(home, "AFTER-THEFT")));
        assertEquals(provenOr(Code.KEY_REVOKED), found(home, bundle));
    }

    /** Whoever owns the policy folder waits for the next key change: it must not put their release in force. */
    @ParameterizedTest
    @ValueSource(strings = {"policy", "decision"})
    void rotate_overAPromotionThatNobodySigned_leavesItAlone(String role) throws Exception {
        Path home = copy("unsigned-" + role);
        Path promoted = home.resolve("policy/promoted.dsse.json");
        DsseEnvelope genuine = DsseEnvelope.read(Files.readAllBytes(promoted));
        DsseSignature junk = new DsseSignature(
                genuine.signatures().getFirst().keyid(),
                DsseEnvelope.read(Files.readAllBytes(home.resolve("trust-root.json")))
                        .signatures()
                        .getFirst()
                        .sig());
        byte[] forged = new DsseEnvelope(genuine.payloadType(), genuine.payload(), List.of(junk)).toBytes();
        Files.write(promoted, forged);
        Keyring.Change change = keyring(home).rotate(role, Optional.empty());
        assertTrue(change.inForce());
        assertTrue(change.open().toString().contains("sealgate policy build"), change::toString);
        assertArrayEquals(forged, Files.readAllBytes(promoted));
    }

    /** Two changes of one version would divide those who are given them; an engine that runs would go on with the old key. */
    @Test
    void rotate_whileAnEngineRuns_isRefused() throws Exception {
        Path home = copy("running");
        try (Wiring wiring = site(home).open(TestPolicy.opa(), "gate-1")) {
            SiteProblem refused =
                    assertThrows(SiteProblem.class, () -> keyring(home).rotate("decision", Optional.empty()));
            assertTrue(String.valueOf(refused.getMessage()).contains("ENGINE_RUNS"), refused::getMessage);
            assertEquals(List.of(), wiring.problems());
        }
        assertTrue(keyring(home).rotate("decision", Optional.empty()).inForce());
    }

    /** A key whose time ends while the engine runs: nothing that auditors would refuse is signed. */
    @Test
    void decide_afterTheKeyWasTakenBack_isUnavailable() throws Exception {
        Path home = copy("running-out");
        Instant end = Instant.now().plusSeconds(15);
        // what it signs until then has a minute for its token
        var why = new Keyring.Withdrawal("superseded", end.plusSeconds(60));
        keyring(home).revoke(keyid(home, "decision"), why);
        try (Wiring wiring = site(home).open(TestPolicy.opa(), "gate-1")) {
            Thread.sleep(Math.max(0, end.toEpochMilli() - System.currentTimeMillis()) + 10);
            GateRequest request = Proposals.request(
                    Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("LATE")));
            GateAnswer answer = wiring.gate().decide(request);
            assertTrue(answer instanceof GateAnswer.Unavailable, answer::toString);
            assertTrue(wiring.problems().getFirst().contains("sealgate keys rotate decision"));
        }
    }

    /** Where its time is proven the evidence is older than the revocation; where not, nobody can tell. */
    private static Set<Code> provenOr(Code code) throws IOException {
        Bytes root = Bytes.copyOf(Files.readAllBytes(original.resolve("trust-root.json")));
        boolean proven = Keyring.payload(root)
                .objects("issuers")
                .getFirst()
                .object("require")
                .bool("time");
        return proven ? Set.of() : Set.of(code);
    }

    /** A key that was stolen before it signed this is of no use, proven time or not. */
    @Test
    void revoke_keyStolenBeforeItSigned_refusesWhatItSigned() throws Exception {
        Path home = copy("stolen-before");
        Instant before = Instant.now().minus(1, ChronoUnit.HOURS);
        keyring(home).revoke(keyid(home, "decision"), new Keyring.Withdrawal("compromised", before));
        assertEquals(Set.of(Code.KEY_REVOKED), found(home, bundle));
    }

    @Test
    void revoke_decisionKey_stopsTheEngineUntilRotated() throws Exception {
        Path home = copy("revoked");
        String keyid = keyid(home, "decision");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        assertTrue(keyring(home)
                .revoke(keyid, new Keyring.Withdrawal("superseded", now))
                .inForce());
        SiteProblem problem = assertThrows(SiteProblem.class, () -> site(home).open(TestPolicy.opa(), "gate-1"));
        assertTrue(String.valueOf(problem.getMessage()).contains("sealgate keys rotate decision"), problem::getMessage);
        assertEquals(provenOr(Code.KEY_REVOKED), found(home, bundle));
        assertThrows(
                SiteProblem.class,
                () -> keyring(home).revoke(keyid, new Keyring.Withdrawal("superseded", now.plusSeconds(60))));
        assertTrue(keyring(home).rotate("decision", Optional.empty()).inForce());
        assertEquals(Set.of(), found(home, decided(home, "AFTER-REVOCATION")));
    }

    /** Threshold of two: one signature makes a draft, the second one puts it in force, and nothing less does. */
    @Test
    void sign_draftOfTwoControllers_needsBoth() throws Exception {
        Path home = copy("two");
        Path other = folder.resolve("other-home");
        Path publicKey = keyring(other).createRoot();
        Keyring.Change draft = keyring(home).add("root", "second-owner", publicKey, OptionalInt.of(2));
        assertTrue(!draft.inForce());
        assertEquals(1, draft.open().size(), draft.toString());
        assertThrows(SiteProblem.class, () -> keyring(home).rotate("decision", Optional.empty()));
        Keyring.Change alone = keyring(home).sign(draft.file(), Optional.empty());
        assertTrue(!alone.inForce());
        Keyring.Change signed = keyring(other).sign(draft.file(), Optional.of(home.resolve("trust-root.json")));
        assertEquals(List.of(), signed.open());
        assertTrue(keyring(home).sign(draft.file(), Optional.empty()).inForce());
        assertEquals(Set.of(), found(home, bundle));
        // from now on one is too few
        Keyring.Change next = keyring(home).rotate("decision", Optional.empty());
        assertTrue(!next.inForce());
        String before = keyid(home, "decision");
        keyring(other).sign(next.file(), Optional.of(home.resolve("trust-root.json")));
        assertEquals(before, keyid(home, "decision"));
        assertTrue(keyring(home).sign(next.file(), Optional.empty()).inForce());
        assertTrue(!keyid(home, "decision").equals(before));
        assertEquals(Set.of(), found(home, decided(home, "TWO")));
    }

    /** A stop between the new trust root and the new key's place: the next start carries it through. */
    @Test
    void settle_stoppedInBetween_isMadeGood() throws Exception {
        Path home = copy("stopped");
        String before = keyid(home, "decision");
        keyring(home).rotate("decision", Optional.empty());
        String after = keyid(home, "decision");
        for (String slot : List.of("decision", "decision.ml-dsa-65")) {
            Path keys = home.resolve("keys");
            Files.move(keys.resolve(slot), keys.resolve(slot + ".next"));
        }
        Files.move(home.resolve("keys/retired/decision-" + before.substring(0, 16)), home.resolve("keys/decision"));
        assertEquals(Set.of(), found(home, decided(home, "STOPPED")));
        assertEquals(after, keyid(home, "decision"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"decision/key.pem", "decision/passphrase", "decision.ml-dsa-65/key.pem"})
    void start_keyReadableByOthers_isRefusedWithTheFix(String file) throws Exception {
        Path home = copy("readable-" + file.replace('/', '-'));
        Path key = home.resolve("keys").resolve(file);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        SiteProblem problem = assertThrows(SiteProblem.class, () -> site(home).open(TestPolicy.opa(), "gate-1"));
        assertTrue(String.valueOf(problem.getMessage()).contains("chmod 600"), problem::getMessage);
    }

    /** Both signatures of one controller over the same bytes; without the second one the evidence is refused. */
    @Test
    void secondSignature_stripped_isMissed() throws Exception {
        DsseEnvelope envelope;
        Path stripped = folder.resolve("stripped.evidence.zip");
        try (Container container = Container.open(bundle)) {
            envelope = DsseEnvelope.read(
                    java.util.Objects.requireNonNull(container.parts().get("decision.dsse.json"))
                            .bytes(1 << 20));
            java.util.SortedMap<String, Source> sources = new java.util.TreeMap<>();
            for (var part : container.parts().entrySet()) {
                sources.put(part.getKey(), Source.of(part.getValue().bytes(1 << 24)));
            }
            DsseSignature first = envelope.signatures().getFirst();
            sources.put(
                    "decision.dsse.json",
                    Source.of(new DsseEnvelope(envelope.payloadType(), envelope.payload(), List.of(first)).toBytes()));
            try (var out = Files.newOutputStream(stripped)) {
                Container.write(out, sources);
            }
        }
        assertEquals(2, envelope.signatures().size());
        Json.Obj statement = JsonReader.readObject(envelope.payload().toArray());
        assertEquals(
                List.of("ecdsa-p256-sha256", "ml-dsa-65"),
                statement.object("predicate").object("signing").texts("requires"));
        assertEquals(Set.of(), found(original, bundle));
        assertTrue(found(original, stripped).contains(Code.SIGNATURE_ALGORITHM_MISSING));
    }
}
