package org.sealgate.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.facts.SchemaFile;

/**
 * Reads a trust root and asks whether it is one: one spelling, its schema, good keys with one role each, and signed by its own root
 * keys to their threshold. That it is the <em>right</em> one only the way on which it came can tell.
 */
final class TrustRootReader {
    static final String FILE = "trust-root.json";
    private static final String LOG_POLICY = FILE + "#/logPolicy";
    private static final String PAYLOAD_TYPE = "application/vnd.sealgate.trust-root+json";

    private final Problems problems;

    private TrustRootReader(Problems problems) {
        this.problems = problems;
    }

    /** The trust root, or nothing and the reasons among the problems. */
    static Optional<TrustRoot> read(byte[] file, Problems problems) {
        return new TrustRootReader(problems).read(file);
    }

    private Optional<TrustRoot> read(byte[] file) {
        Optional<DsseEnvelope> envelope = envelope(file);
        Optional<Json.Obj> document = envelope.flatMap(this::document);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        TrustRoot root = trustRoot(envelope.orElseThrow(), document.get());
        keysOf(root.logPolicy()).forEach(key -> requireGood(key, root));
        if (problems.isEmpty()) {
            requireOrder(root);
            SoleRoles.require(root, problems);
            problems.addAll(RootSignatures.wrong(root));
            problems.addAll(RootSignatures.lacking(root, root));
        }
        return problems.isEmpty() ? Optional.of(root) : Optional.empty();
    }

    private Optional<DsseEnvelope> envelope(byte[] file) {
        try {
            return Optional.of(DsseEnvelope.read(file));
        } catch (EnvelopeException refused) {
            Problems reasons = new Problems();
            reasons.add(FILE, refused);
            // nothing is wrong with any bundle here, so its codes about signatures are not used
            Finding reason = reasons.findings().getFirst();
            Code code = reason.code() == Code.SIGNATURE_NONE ? Code.TRUST_ROOT_SIGNATURE : reason.code();
            problems.add(code, reason.pointer(), reason.expected(), reason.actual());
            return Optional.empty();
        }
    }

    private Optional<Json.Obj> document(DsseEnvelope envelope) {
        if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
            problems.add(Code.PAYLOAD_TYPE_UNSUPPORTED, FILE + "#/payloadType", PAYLOAD_TYPE, envelope.payloadType());
            return Optional.empty();
        }
        byte[] payload = envelope.payload().toArray();
        Json.Obj document;
        try {
            document = JsonReader.readObject(payload);
        } catch (JsonException refused) {
            problems.add(FILE, refused);
            return Optional.empty();
        }
        if (!Arrays.equals(payload, CanonicalJson.rfc8785(document))) {
            problems.add(Code.PAYLOAD_NOT_CANONICAL, FILE, "RFC 8785", "another spelling");
        }
        requireOneRole(document);
        if (problems.isEmpty()) {
            Schemas.require(SchemaFile.TRUST_ROOT, document, FILE, Code.STATEMENT_SCHEMA, problems);
        }
        return problems.isEmpty() ? Optional.of(document) : Optional.empty();
    }

    /** Before the schema, which would only say that a list is too long. */
    private void requireOneRole(Json.Obj document) {
        Set<String> seen = new HashSet<>();
        if (!(document.get("keys") instanceof Json.Arr keys)) {
            return;
        }
        for (int i = 0; i < keys.items().size(); i++) {
            if (!(keys.items().get(i) instanceof Json.Obj key)) {
                continue;
            }
            if (key.get("roles") instanceof Json.Arr roles && roles.items().size() > 1) {
                problems.add(Code.KEY_ROLE, FILE + "#/keys/" + i + "/roles", "one role a key", "several");
            }
            if (key.get("spki") instanceof Json.Str spki && !seen.add(spki.value())) {
                problems.add(Code.KEY_ROLE, FILE + "#/keys/" + i + "/spki", "each key once", "listed before");
            }
        }
    }

    private TrustRoot trustRoot(DsseEnvelope envelope, Json.Obj document) {
        return new TrustRoot(
                envelope,
                document.integer("version"),
                Instant.parse(document.text("issuedAt")),
                Instant.parse(document.text("expires")),
                document.objects("issuers").stream()
                        .map(TrustRootReader::issuer)
                        .toList(),
                thresholds(document.object("roles")),
                keys(document.objects("keys")),
                Set.copyOf(document.texts("predicateTypes")),
                logPolicy(document.text("logPolicy")),
                timeAuthorities(document.objects("tsa")));
    }

    private static TrustRoot.Issuer issuer(Json.Obj row) {
        Json.Obj require = row.object("require");
        Set<TrustRoot.Proof> required = EnumSet.noneOf(TrustRoot.Proof.class);
        for (TrustRoot.Proof proof : TrustRoot.Proof.values()) {
            if (require.bool(proof.name().toLowerCase(Locale.ROOT))) {
                required.add(proof);
            }
        }
        return new TrustRoot.Issuer(
                row.text("issuer"), row.text("controller"), Optional.ofNullable(row.textOrNull("origin")), required);
    }

    private List<TrustRoot.TimeAuthority> timeAuthorities(List<Json.Obj> rows) {
        List<TrustRoot.TimeAuthority> authorities = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Json.Obj row = rows.get(i);
            authorities.add(new TrustRoot.TimeAuthority(
                    row.text("controller"),
                    Bytes.copyOf(der(row.text("certificate"), FILE + "#/tsa/" + i + "/certificate")),
                    row.text("policy"),
                    row.bool("operator"),
                    Instant.parse(row.text("validFrom")),
                    Instant.parse(row.text("validUntil"))));
        }
        return authorities;
    }

    private LogPolicy logPolicy(String text) {
        if (text.isEmpty()) {
            return LogPolicy.none();
        }
        try {
            return LogPolicy.parse(text);
        } catch (LogProofException refused) {
            problems.add(LOG_POLICY, "a tlog-policy", refused);
            return LogPolicy.none();
        }
    }

    private static Stream<VerifierKey> keysOf(LogPolicy policy) {
        return Stream.concat(
                policy.logs().stream().map(LogPolicy.LogLine::key),
                policy.witnesses().stream().map(LogPolicy.WitnessLine::key));
    }

    /** Keys of logs and witnesses are as good as those of the roles, and have no role besides. */
    private void requireGood(VerifierKey key, TrustRoot root) {
        String pointer = LOG_POLICY;
        try {
            if (root.keys().containsKey(Ed25519Key.ofPoint(key.key().toArray()).keyid())) {
                problems.add(Code.KEY_ROLE, pointer, "one role a key", key.text());
            }
        } catch (KeyRefusedException refused) {
            problems.add(refused.code(), pointer, key.text(), String.valueOf(refused.getMessage()));
        }
    }

    private byte[] der(String base64, String pointer) {
        byte[] der = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(der).equals(base64)) {
            problems.add(Code.KEY_ENCODING, pointer, "canonical base64", "another spelling");
        }
        return der;
    }

    private static Map<KeyRole, TrustRoot.Threshold> thresholds(Json.Obj roles) {
        Map<KeyRole, TrustRoot.Threshold> thresholds = new EnumMap<>(KeyRole.class);
        for (String name : roles.members().keySet()) {
            Json.Obj role = roles.object(name);
            thresholds.put(
                    KeyRole.of(name),
                    new TrustRoot.Threshold(Math.toIntExact(role.integer("threshold")), role.texts("algorithms")));
        }
        return thresholds;
    }

    private Map<String, TrustedKey> keys(List<Json.Obj> rows) {
        Map<String, TrustedKey> keys = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String pointer = FILE + "#/keys/" + i;
            key(rows.get(i), pointer).ifPresent(key -> keys.put(key.keyid(), key));
        }
        return keys;
    }

    private Optional<TrustedKey> key(Json.Obj row, String pointer) {
        byte[] spki = der(row.text("spki"), pointer + "/spki");
        String keyid = Digest.sha256(spki).hex();
        problems.requireEqual(Code.KEY_ENCODING, pointer + "/keyid", keyid, row.text("keyid"));
        EvidenceKey key;
        try {
            key = EvidenceKey.of(row.text("algorithm"), spki);
        } catch (KeyRefusedException refused) {
            problems.add(
                    refused.code(), pointer + "/spki", row.text("algorithm"), String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
        return Optional.of(new TrustedKey(
                keyid,
                row.text("algorithm"),
                Bytes.copyOf(spki),
                key,
                row.text("controller"),
                KeyRole.of(row.texts("roles").getFirst()),
                Instant.parse(row.text("validFrom")),
                Instant.parse(row.text("validUntil")),
                revocation(row)));
    }

    /** What ends does not end before it begins: an interval turned round would be a key, or a trust root, that nobody meant. */
    private void requireOrder(TrustRoot root) {
        requireBefore("", "issuedAt", root.issuedAt(), "expires", root.expires());
        for (TrustedKey key : root.keys().values()) {
            requireBefore("/keys/" + key.keyid(), "validFrom", key.validFrom(), "validUntil", key.validUntil());
        }
        for (int i = 0; i < root.timeAuthorities().size(); i++) {
            TrustRoot.TimeAuthority tsa = root.timeAuthorities().get(i);
            requireBefore("/tsa/" + i, "validFrom", tsa.validFrom(), "validUntil", tsa.validUntil());
        }
    }

    private void requireBefore(String place, String first, Instant from, String last, Instant until) {
        if (!from.isBefore(until)) {
            problems.add(
                    Code.STATEMENT_SCHEMA, FILE + "#" + place + "/" + last, "after " + first + " " + from, "" + until);
        }
    }

    private static Optional<TrustedKey.Revocation> revocation(Json.Obj row) {
        @Nullable Json revoked = row.get("revoked");
        return revoked instanceof Json.Obj why
                ? Optional.of(new TrustedKey.Revocation(
                        Instant.parse(why.text("at")), "compromised".equals(why.text("reason"))))
                : Optional.empty();
    }
}
