package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * The entry in a log proves the time of one signature. Whoever steals another key afterwards, of another controller or of the same one,
 * can still add that one's signature to a statement logged long ago, and gains nothing by it.
 */
class LaterSignatureTest {
    private static final UnaryOperator<Json.Obj> BOTH =
            TestTrust.role("decision", "algorithms", Json.strings(List.of("ecdsa-p256-sha256", "ml-dsa-65")));

    @TempDir
    private Path folder;

    /** With the gate's signature in the log, the checkpoint's time proven, and this key's signature beside it. */
    private static ForgedBundle beside(TestKey key) {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        bundle.signers = List.of(TestTrust.DECISION, key);
        Logged.in(bundle, UnaryOperator.identity());
        UnaryOperator<SortedMap<String, byte[]>> logged = bundle.editParts;
        bundle.editParts = parts -> {
            SortedMap<String, byte[]> all = new TreeMap<>(logged.apply(parts));
            byte[] checkpoint = Objects.requireNonNull(all.get(Names.LOG_CHECKPOINT));
            all.put(Names.LOG_TOKEN, new TestTsa(checkpoint).token());
            return all;
        };
        return bundle;
    }

    private static byte[] root(UnaryOperator<Json.Obj> edit) {
        return TestTrust.file(payload -> {
            Json.Obj logging = TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY).apply(payload);
            Json.Obj timed = TestTrust.requiring("time").apply(logging);
            return edit.apply(timed.with("tsa", Json.array(List.of(TestTsa.row(Proven.CERTIFICATE)))));
        });
    }

    /** Taken back days after the token. */
    private static UnaryOperator<Json.Obj> revoked(TestKey key, String reason) {
        Json.Obj why = Json.object()
                .put("at", "2026-02-20T00:00:00.000Z")
                .put("reason", reason)
                .build();
        return TestTrust.key(key, row -> row.with("revoked", why));
    }

    private static UnaryOperator<Json.Obj> stolen(TestKey key) {
        return revoked(key, "compromised");
    }

    private static UnaryOperator<Json.Obj> bothStolen() {
        return root ->
                stolen(TestTrust.QUANTUM).apply(stolen(TestTrust.DECISION).apply(BOTH.apply(root)));
    }

    static List<Attack> attacks() {
        return List.of(
                Attack.of(
                                "another controllers stolen key added a signature to a logged statement",
                                () -> beside(TestTrust.SECOND),
                                Code.KEY_REVOKED)
                        .trusting(root(stolen(TestTrust.SECOND))),
                Attack.of(
                                "the second algorithms stolen key added a signature to a logged statement",
                                () -> beside(TestTrust.QUANTUM),
                                Code.KEY_REVOKED)
                        .trusting(root(bothStolen())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void key_stolenThatAddsASignatureToALoggedStatement_doesNotCount(Attack attack) {
        attack.assertRefused(folder);
    }

    /** The logged one's theft is of no account: its signature was seen before. */
    @Test
    void key_stolenThatAddsASignature_isTheOnlyOneThatIsNamed() {
        Verdict verdict = Attack.of("added", () -> beside(TestTrust.QUANTUM))
                .trusting(root(bothStolen()))
                .verify(folder);
        assertEquals(
                List.of(new Finding(
                        Code.KEY_REVOKED,
                        "trust-root.json#/keys/" + TestTrust.QUANTUM.keyid(),
                        "a proven time before the revocation",
                        "compromised")),
                verdict.report().findings());
    }

    @Test
    void key_stolenAfterItsLoggedSignature_stillCounts() {
        for (TestKey beside : List.of(TestTrust.SECOND, TestTrust.QUANTUM)) {
            assertAdmissible(beside, stolen(TestTrust.DECISION));
        }
    }

    @Test
    void keys_ofTheLoggedControllerSupersededSince_stillCount() {
        assertAdmissible(
                TestTrust.QUANTUM,
                root -> revoked(TestTrust.QUANTUM, "superseded")
                        .apply(revoked(TestTrust.DECISION, "superseded").apply(BOTH.apply(root))));
    }

    private void assertAdmissible(TestKey beside, UnaryOperator<Json.Obj> edit) {
        Verdict verdict =
                Attack.of("genuine", () -> beside(beside)).trusting(root(edit)).verify(folder);
        assertInstanceOf(
                Verdict.Admissible.class,
                verdict,
                () -> verdict.report().findings().toString());
    }
}
