package org.sealgate.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 8 to 10 with a log, witnesses and a time authority: genuine ones, tokens that prove nothing, histories that are none. */
final class CorpusProofs {
    private static final Kind KIND = Kind.SEALED_RUN;
    private static final byte[] TIMED = timed(UnaryOperator.identity());

    private CorpusProofs() {}

    static List<CorpusCase> cases() {
        List<CorpusCase> cases = new ArrayList<>(genuine());
        cases.addAll(times());
        cases.addAll(keys());
        cases.addAll(CorpusHistories.cases());
        return cases;
    }

    /** A denial with the summary that its allow would have had, signed by the gate itself. */
    private static CorpusCase summaryOfAnAllow() {
        Proven proven = new Proven();
        proven.editSummary = Proven.exchanged("\"FAILED\"", "\"PASSED\"");
        ForgedBundle bundle = proven.to(Forge.deny(KIND));
        return of(
                        "proven-the-summary-of-an-allow-beside-a-denial",
                        bundle,
                        Proven.trustRoot(UnaryOperator.identity()),
                        Code.VSA_MISMATCH,
                        Code.OUTCOME_NOT_ALLOW)
                .asking("--require", "any");
    }

    private static List<CorpusCase> genuine() {
        return List.of(
                summaryOfAnAllow(),
                of(
                        "genuine-allow-with-every-proof",
                        new Proven().to(Forge.allow(KIND)),
                        Proven.trustRoot(UnaryOperator.identity())),
                of("genuine-allow-in-a-log", Logged.in(Forge.allow(KIND), logged -> logged), TestLog.trustRoot()),
                of("genuine-allow-in-a-log-with-a-proven-time", proven(Forge.allow(KIND), tsa -> {}), TIMED),
                of(
                                "genuine-denial-in-a-log-with-a-proven-time",
                                proven(Forge.deny(KIND), tsa -> {}),
                                TIMED,
                                Code.OUTCOME_NOT_ALLOW)
                        .asking("--require", "any")
                        .ending(Exit.OK),
                of(
                        "genuine-allow-seen-by-two-witnesses",
                        Logged.in(Forge.allow(KIND), CorpusProofs::cosigned),
                        witnessed()));
    }

    private static Logged cosigned(Logged logged) {
        String text = logged.log().text();
        return logged.note(logged.log()
                .checkpoint()
                .with(List.of(TestLog.W1.cosign(text, 1_771_180_200), TestLog.W2.cosign(text, 1_771_180_201))));
    }

    private static byte[] witnessed() {
        return TestTrust.file(payload -> TestTrust.requiring("witness")
                .apply(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY).apply(payload)));
    }

    static CorpusCase of(String name, ForgedBundle bundle, byte[] root, Code... codes) {
        return CorpusCase.of(name, bundle.zip(), root, List.of(), codes);
    }

    /** The trust root with the tests' log and time authority, both required, edited before it is signed. */
    private static byte[] timed(UnaryOperator<Json.Obj> edit) {
        Certificate own = TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, TestTsa.USAGE);
        return TestTrust.file(payload -> edit.apply(TestTrust.requiring("time")
                .apply(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY).apply(payload))
                .with("tsa", Json.array(List.of(TestTsa.row(own))))));
    }

    /** The bundle with its entry in a log and a token over that log's checkpoint. */
    private static ForgedBundle proven(ForgedBundle bundle, Consumer<TestTsa> edit) {
        Logged.in(bundle, logged -> logged);
        UnaryOperator<SortedMap<String, byte[]>> logged = bundle.editParts;
        bundle.editParts = parts -> {
            SortedMap<String, byte[]> all = new TreeMap<>(logged.apply(parts));
            TestTsa tsa = new TestTsa(Objects.requireNonNull(all.get("log/checkpoint")));
            edit.accept(tsa);
            all.put("log/checkpoint.tsr", tsa.token());
            return all;
        };
        return bundle;
    }

    private static CorpusCase time(String name, Consumer<TestTsa> edit, Code... codes) {
        return of("time-" + name, proven(Forge.allow(KIND), edit), TIMED, codes);
    }

    private static List<CorpusCase> times() {
        return List.of(
                time(
                        "token-over-other-bytes",
                        tsa -> tsa.imprint = Digest.sha256(new byte[1]).bytes(),
                        Code.TSA_IMPRINT),
                time(
                        "token-over-a-sha-1-digest",
                        tsa -> {
                            tsa.imprintAlgorithm = TestTsa.SHA1;
                            tsa.imprint = new byte[20];
                        },
                        Code.TSA_IMPRINT),
                time("token-before-the-decision", tsa -> tsa.time = "20260215182858Z", Code.TIME_ORDER),
                time("token-within-what-clocks-differ-by", tsa -> tsa.time = "20260215182859.2Z"),
                time("token-more-than-a-day-after-the-decision", tsa -> tsa.time = "20260216183002Z", Code.TIME_SKEW),
                time("token-of-another-policy", tsa -> tsa.policy = "1.3.6.1.4.1.32473.3161.2", Code.TSA_TOKEN),
                time(
                        "token-with-an-altered-signature",
                        tsa -> tsa.editSignature = CorpusProofs::flipped,
                        Code.TSA_TOKEN),
                time("token-by-another-key", tsa -> tsa.signer = TestTsa.OTHER, Code.TSA_TOKEN),
                time(
                        "token-with-two-signers",
                        tsa -> tsa.editSigners = signers -> List.of(signers.getFirst(), signers.getFirst()),
                        Code.TSA_TOKEN),
                time("token-by-a-stranger", CorpusProofs::stranger, Code.TSA_TOKEN),
                usage("certificate-without-the-usage"),
                usage("certificate-with-the-usage-not-critical", TestTsa.usage(false, KeyPurposeId.id_kp_timeStamping)),
                usage("certificate-for-servers", TestTsa.usage(true, KeyPurposeId.id_kp_serverAuth)),
                issued("certificate-of-the-authoritys", TestTsa.KEY),
                issued("certificate-of-the-decision-key", TestTrust.DECISION, Code.KEY_ROLE),
                file("token-with-trailing-bytes", token -> Arrays.copyOf(token, token.length + 1)),
                file("token-cut", token -> Arrays.copyOf(token, token.length - 1)),
                file("token-larger-than-any", token -> new byte[TimeToken.MOST_BYTES + 1]),
                without("no-token", "log/checkpoint.tsr", Code.TSA_TOKEN),
                without("no-checkpoint-under-the-token", "log/checkpoint", Code.TSA_TOKEN, Code.LOG_PROOF_MISSING));
    }

    private static byte[] flipped(byte[] signature) {
        signature[signature.length - 1] ^= 1;
        return signature;
    }

    private static void stranger(TestTsa tsa) {
        tsa.signer = TestTsa.OTHER;
        tsa.certificate = TestTsa.certificate("tsa", TestTsa.OTHER, "tsa", TestTsa.OTHER, TestTsa.USAGE);
        tsa.sent = List.of(tsa.certificate);
    }

    private static CorpusCase usage(String name, org.bouncycastle.asn1.x509.Extension... extensions) {
        Certificate other = TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, extensions);
        byte[] root = timed(payload -> payload.with("tsa", Json.array(List.of(TestTsa.row(other)))));
        ForgedBundle bundle = proven(Forge.allow(KIND), tsa -> {
            tsa.certificate = other;
            tsa.sent = List.of(other);
        });
        return of("time-" + name, bundle, root, Code.TSA_TOKEN);
    }

    /** The trust root lists an authority; the certificate for this key comes with the token. */
    private static CorpusCase issued(String name, TestKey key, Code... codes) {
        byte[] root = timed(payload -> payload.with("tsa", Json.array(List.of(TestTsa.row(TestTsa.authority())))));
        return of("time-" + name, proven(Forge.allow(KIND), tsa -> tsa.signedBy(key)), root, codes);
    }

    private static CorpusCase file(String name, UnaryOperator<byte[]> edit) {
        SortedMap<String, byte[]> parts = proven(Forge.allow(KIND), tsa -> {}).parts();
        parts.put("log/checkpoint.tsr", edit.apply(Objects.requireNonNull(parts.get("log/checkpoint.tsr"))));
        return CorpusCase.of("time-" + name, CorpusCase.zip(parts), TIMED, List.of(), Code.TSA_TOKEN);
    }

    private static CorpusCase without(String name, String file, Code... codes) {
        SortedMap<String, byte[]> parts = proven(Forge.allow(KIND), tsa -> {}).parts();
        parts.remove(file);
        return CorpusCase.of("time-" + name, CorpusCase.zip(parts), TIMED, List.of(), codes);
    }

    /** What a proven time is good for: a key is judged at that time, whatever became of it since. */
    private static List<CorpusCase> keys() {
        return List.of(
                key("key-superseded-since", "revoked", revoked("2026-02-20T00:00:00.000Z", "superseded")),
                key("key-expired-since", "validUntil", Json.of("2026-02-20T00:00:00.000Z")),
                key("key-stolen-since", "revoked", revoked("2026-02-20T00:00:00.000Z", "compromised")),
                key(
                        "key-stolen-before",
                        "revoked",
                        revoked("2026-02-15T18:30:04.000Z", "compromised"),
                        Code.KEY_REVOKED),
                ofNoEntry(),
                key("key-expired-before", "validUntil", Json.of("2026-02-15T18:30:00.000Z"), Code.KEY_EXPIRED),
                key("key-not-valid-yet", "validFrom", Json.of("2026-02-15T19:00:00.000Z"), Code.KEY_NOT_YET_VALID));
    }

    /** The token is over a checkpoint; whether the entry is below it is what the proof says, and it is gone. */
    private static CorpusCase ofNoEntry() {
        SortedMap<String, byte[]> parts = proven(Forge.allow(KIND), tsa -> {}).parts();
        parts.remove(Names.LOG_PROOF);
        Json expired = Json.of("2026-02-20T00:00:00.000Z");
        byte[] root = timed(payload -> TestTrust.key(TestTrust.DECISION, key -> key.with("validUntil", expired))
                .apply(payload));
        return CorpusCase.of(
                "proven-time-of-no-entry",
                CorpusCase.zip(parts),
                root,
                List.of(),
                Code.LOG_PROOF_MISSING,
                Code.KEY_EXPIRED);
    }

    private static Json revoked(String at, String reason) {
        return Json.object().put("at", at).put("reason", reason).build();
    }

    private static CorpusCase key(String name, String member, Json value, Code... codes) {
        byte[] root = timed(payload -> TestTrust.key(TestTrust.DECISION, key -> key.with(member, value))
                .apply(payload));
        return of("proven-time-" + name, proven(Forge.allow(KIND), tsa -> {}), root, codes);
    }
}
