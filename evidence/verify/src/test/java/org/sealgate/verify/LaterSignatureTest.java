package org.sealgate.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * The entry in a log proves the time of one signature. Whoever steals another controller's key afterwards can still add that one's
 * signature to a statement logged long ago, and gains nothing by it.
 */
class LaterSignatureTest {
    @TempDir
    private Path folder;

    /** Signed by both controllers, with the first one's signature in the log, and the checkpoint's time proven. */
    private static ForgedBundle twice() {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        bundle.signers = List.of(TestTrust.DECISION, TestTrust.SECOND);
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

    private static byte[] stolen(TestKey key) {
        Json.Obj why = Json.object()
                .put("at", "2026-02-20T00:00:00.000Z")
                .put("reason", "compromised")
                .build();
        UnaryOperator<Json.Obj> revoked = TestTrust.key(key, row -> row.with("revoked", why));
        return TestTrust.file(payload -> {
            Json.Obj logging = TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY).apply(payload);
            Json.Obj timed = TestTrust.requiring("time").apply(logging);
            return revoked.apply(timed.with("tsa", Json.array(List.of(TestTsa.row(Proven.CERTIFICATE)))));
        });
    }

    @Test
    void key_stolenAfterItsLoggedSignature_stillCounts() {
        Verdict verdict = Attack.of("logged", LaterSignatureTest::twice)
                .trusting(stolen(TestTrust.DECISION))
                .verify(folder);
        Assertions.assertInstanceOf(
                Verdict.Admissible.class,
                verdict,
                () -> verdict.report().findings().toString());
    }

    @Test
    void key_stolenThatAddsASignatureToALoggedStatement_doesNot() {
        Attack.of("added", LaterSignatureTest::twice, Code.KEY_REVOKED)
                .trusting(stolen(TestTrust.SECOND))
                .assertRefused(folder);
    }
}
