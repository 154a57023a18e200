package org.sealgate.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.VerifierKey;

/** Trust roots whose log policy is none, or has keys that nobody should trust: refused before any checkpoint is read. */
class LogPolicyTrustTest {
    private static final String LOG = "log " + TestLog.KEY.key().text() + "\n";

    static List<Attack> policies() {
        return List.of(
                policy("no quorum", LOG, Code.STATEMENT_SCHEMA),
                policy("an unknown line", LOG + "mirror m\nquorum none\n", Code.STATEMENT_SCHEMA),
                policy("a quorum of nobody", LOG + "quorum w1\n", Code.STATEMENT_SCHEMA),
                policy("a log twice", LOG + LOG + "quorum none\n", Code.STATEMENT_SCHEMA),
                policy(
                        "the log as its own witness",
                        LOG + "witness w " + witness(TestLog.KEY.key().key()) + "\nquorum w\n",
                        Code.STATEMENT_SCHEMA),
                policy("a key id of another name", LOG.replace("gate.", "gate2.") + "quorum none\n", Code.KEY_ENCODING),
                policy(
                        "a witness's key as a log",
                        "log " + TestLog.W1.key().text() + "\nquorum none\n",
                        Code.KEY_ENCODING),
                policy("a log at the neutral point", point("01" + "00".repeat(31)), Code.KEY_WEAK),
                policy("a log at a point of order eight", point(ORDER_8), Code.KEY_WEAK),
                policy("a log whose point is not reduced", point("ed" + "ff".repeat(30) + "7f"), Code.KEY_WEAK),
                policy("a log off the curve", point("02" + "00".repeat(31)), Code.KEY_WEAK),
                Attack.of(
                                "the log's key signs decisions too",
                                () -> Forge.allow(org.sealgate.bundle.Kind.SEALED_RUN),
                                Code.KEY_ROLE)
                        .trusting(TestTrust.file(LogPolicyTrustTest::twoRoles)));
    }

    private static final String ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    private static Attack policy(String name, String text, Code code) {
        return Logged.attack(name, logged -> logged, code)
                .trusting(TestTrust.file(TestTrust.logging(TestLog.ORIGIN, text)));
    }

    private static String point(String hex) {
        Bytes point = Bytes.copyOf(HexFormat.of().parseHex(hex));
        return "log " + new VerifierKey(TestLog.ORIGIN, VerifierKey.Type.ED25519, point).text() + "\nquorum none\n";
    }

    private static String witness(Bytes point) {
        return new VerifierKey("w.example.org", VerifierKey.Type.COSIGNATURE_V1, point).text();
    }

    private static Json.Obj twoRoles(Json.Obj payload) {
        String prefix = "302a300506032b6570032100";
        byte[] spki = HexFormat.of()
                .parseHex(prefix
                        + HexFormat.of().formatHex(TestLog.KEY.key().key().toArray()));
        List<Json> rows = new ArrayList<>(payload.objects("keys"));
        rows.add(TestTrust.DECISION
                .row()
                .with("algorithm", Json.of("ed25519"))
                .with("keyid", Json.of(Digest.sha256(spki).hex()))
                .with("spki", Json.of(Base64.getEncoder().encodeToString(spki))));
        return TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY).apply(payload.with("keys", Json.array(rows)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void trustRoot_withThisPolicy_isRefused(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }
}
