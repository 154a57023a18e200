package org.sealgate.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;

/** The trust root of the tests, and variations of it, each really signed. */
final class TestTrust {
    static final TestKey ROOT = TestKey.ecdsa("root", "owner", 1);
    static final TestKey POLICY = TestKey.ecdsa("policy", "officer", 2);
    static final TestKey DECISION = TestKey.ecdsa("decision", "gate-1", 3);
    static final TestKey SECOND = TestKey.ecdsa("decision", "gate-2", 4);
    static final TestKey QUANTUM = TestKey.mlDsa("decision", "gate-1", 5);
    static final TestKey STRANGER = TestKey.ecdsa("decision", "gate-1", 6);

    /** Who signs beside the gate, where two have to; in the trust root of {@link #audited}. */
    static final TestKey AUDIT = TestKey.ecdsa("decision", "audit-1", 7);

    static final String TYPE = "application/vnd.sealgate.trust-root+json";
    static final String ISSUER = "https://gate.example.org";

    private TestTrust() {}

    static byte[] file() {
        return file(UnaryOperator.identity());
    }

    /** With the payload edited before it is signed by its root key. */
    static byte[] file(UnaryOperator<Json.Obj> edit) {
        return signed(edit.apply(payload()), ROOT);
    }

    static byte[] signed(Json.Obj payload, TestKey... keys) {
        byte[] bytes = CanonicalJson.rfc8785(payload);
        byte[] pae = DsseEnvelope.pae(TYPE, bytes);
        List<DsseSignature> signatures =
                Arrays.stream(keys).map(key -> key.sign(pae)).toList();
        return new DsseEnvelope(TYPE, Bytes.copyOf(bytes), signatures).toBytes();
    }

    static Json.Obj payload() {
        return Json.object()
                .put("type", "https://sealgate.org/trust-root/v1")
                .put("version", 1)
                .put("issuedAt", "2026-01-01T00:00:00.000Z")
                .put("expires", "2028-01-01T00:00:00.000Z")
                .put("issuers", Json.array(List.of(issuer("gate-1"), issuer("gate-2"))))
                .put(
                        "roles",
                        Json.object()
                                .put("decision", role())
                                .put("policy", role())
                                .put("root", role())
                                .build())
                .put("keys", Json.array(List.of(ROOT.row(), POLICY.row(), DECISION.row(), SECOND.row(), QUANTUM.row())))
                .put(
                        "predicateTypes",
                        Json.strings(List.of(
                                "https://sealgate.org/policy-decision/v1",
                                "https://sealgate.org/policy-promotion/v1",
                                "https://sealgate.org/policy-release/v1")))
                .put("logPolicy", "")
                .put("tsa", Json.array(List.of()))
                .build();
    }

    /** Two controllers must sign, gate-1 and its auditor for the one issuer; gate-2 speaks for another. */
    static byte[] audited() {
        return file(payload -> {
            List<Json> keys = new ArrayList<>(payload.objects("keys"));
            keys.add(AUDIT.row());
            Json.Obj other = issuer("gate-2").with("issuer", Json.of("https://other.example.org"));
            return role("decision", "threshold", Json.of(2))
                    .apply(payload)
                    .with("issuers", Json.array(List.of(issuer("gate-1"), issuer("audit-1"), other)))
                    .with("keys", Json.array(keys));
        });
    }

    private static Json.Obj issuer(String controller) {
        return Json.object()
                .put("issuer", ISSUER)
                .put("controller", controller)
                .put("origin", Json.NULL)
                .put("require", require())
                .build();
    }

    private static Json.Obj require() {
        var require = Json.object();
        for (String proof : List.of("log", "sigstore", "time", "vsa", "witness")) {
            require.put(proof, false);
        }
        return require.build();
    }

    private static Json.Obj role() {
        return Json.object()
                .put("threshold", 1)
                .put("algorithms", Json.strings(List.of("ecdsa-p256-sha256")))
                .build();
    }

    /** Edits one key's row. */
    static UnaryOperator<Json.Obj> key(TestKey key, UnaryOperator<Json.Obj> edit) {
        return payload -> {
            List<Json> rows = new ArrayList<>();
            for (Json.Obj row : payload.objects("keys")) {
                rows.add(row.text("keyid").equals(key.keyid()) ? edit.apply(row) : row);
            }
            return payload.with("keys", Json.array(rows));
        };
    }

    /** Requires that the entries of both controllers are in this log, and knows these witnesses. */
    static UnaryOperator<Json.Obj> logging(String origin, String policy) {
        return payload -> {
            List<Json> rows = new ArrayList<>();
            for (Json.Obj row : payload.objects("issuers")) {
                rows.add(row.with("origin", Json.of(origin))
                        .with("require", row.object("require").with("log", Json.of(true))));
            }
            return payload.with("issuers", Json.array(rows)).with("logPolicy", Json.of(policy));
        };
    }

    /** Requires a proof of every issuer. */
    static UnaryOperator<Json.Obj> requiring(String proof) {
        return payload -> {
            List<Json> rows = new ArrayList<>();
            for (Json.Obj row : payload.objects("issuers")) {
                rows.add(row.with("require", row.object("require").with(proof, Json.of(true))));
            }
            return payload.with("issuers", Json.array(rows));
        };
    }

    /** Replaces members of one role. */
    static UnaryOperator<Json.Obj> role(String role, String member, Json value) {
        return payload -> payload.with(
                "roles",
                payload.object("roles")
                        .with(role, payload.object("roles").object(role).with(member, value)));
    }
}
