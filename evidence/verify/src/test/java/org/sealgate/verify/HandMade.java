package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;

/** Signed bytes that are no decision, for tests of steps that do not read what was signed. */
final class HandMade {
    static final String TYPE = "text/plain";

    private HandMade() {}

    /** Signed by these keys, in this order. */
    static DsseEnvelope envelope(TestKey... keys) {
        byte[] payload = "a statement".getBytes(UTF_8);
        byte[] pae = DsseEnvelope.pae(TYPE, payload);
        List<DsseSignature> signatures =
                Arrays.stream(keys).map(key -> key.sign(pae)).toList();
        return new DsseEnvelope(TYPE, Bytes.copyOf(payload), signatures);
    }

    static TrustRoot root(UnaryOperator<Json.Obj> edit) {
        return TrustRootReader.read(TestTrust.file(edit), new Problems()).orElseThrow();
    }

    static Signed signed(DsseEnvelope envelope, TrustRoot root) {
        return new Signed(
                envelope,
                Signers.of(envelope, Decision.FILE, root, KeyRole.DECISION).keys());
    }

    /** A finding in a line: {@code CODE at place: expected …, found …}. */
    static List<String> lines(List<Finding> findings) {
        return findings.stream()
                .map(each -> each.code() + " at " + each.pointer() + ": expected " + each.expected() + ", found "
                        + each.actual())
                .toList();
    }

    static List<String> lines(CheckResult result) {
        return result instanceof CheckResult.Fail fail ? lines(fail.findings()) : List.of(result.toString());
    }
}
