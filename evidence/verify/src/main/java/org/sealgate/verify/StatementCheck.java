package org.sealgate.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.ExactNumbers;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.derive.DecisionStatement;

/** What holds of every statement of a gate, whatever its predicate: its spelling, its issuer, the algorithms that it says it bears. */
final class StatementCheck {
    private final TrustRoot root;
    private final List<TrustedKey> signers;
    private final String file;
    private final Problems problems;

    /** @param file where findings point */
    StatementCheck(TrustRoot root, List<TrustedKey> signers, String file, Problems problems) {
        this.root = root;
        this.signers = signers;
        this.file = file;
        this.problems = problems;
    }

    /** The payload as JSON, where it is strict JSON; a problem is added where it is no canonical in-toto statement. */
    Optional<Json.Obj> read(DsseEnvelope envelope) {
        byte[] payload = envelope.payload().toArray();
        Json.Obj statement;
        try {
            statement = JsonReader.readObject(payload);
            ExactNumbers.require(statement);
        } catch (JsonException refused) {
            problems.add(file, refused);
            return Optional.empty();
        }
        if (!Arrays.equals(payload, CanonicalJson.rfc8785(statement))) {
            problems.add(Code.PAYLOAD_NOT_CANONICAL, file, "RFC 8785", "another spelling");
        }
        Json type = statement.get("_type");
        if (!Json.of(DecisionStatement.STATEMENT_TYPE).equals(type)) {
            problems.add(Code.STATEMENT_TYPE, file + "#/_type", DecisionStatement.STATEMENT_TYPE, shown(type));
        }
        return Optional.of(statement);
    }

    static String shown(@Nullable Json value) {
        return value instanceof Json.Str text ? text.value() : "no text";
    }

    /** What every predicate says of its signers, once its schema holds. */
    void signers(Json.Obj predicate) {
        issuer(predicate.object("issuer").text("id"), "#/predicate/issuer/id");
        algorithms(predicate.object("signing").texts("requires"));
        trustRootVersion(predicate.integer("trustRootVersion"));
    }

    /** The signers may speak for this issuer. */
    void issuer(String issuer, String pointer) {
        Set<String> controllers =
                signers.stream().map(TrustedKey::controller).collect(Collectors.toCollection(TreeSet::new));
        boolean allowed = root.issuers().stream()
                .anyMatch(row -> row.issuer().equals(issuer) && controllers.contains(row.controller()));
        if (!allowed) {
            problems.add(
                    Code.ISSUER_MISMATCH, file + pointer, "an issuer for whom " + controllers + " may speak", issuer);
        }
    }

    /** The statement itself says which signatures it was given, so that nobody can strip one. */
    private void algorithms(List<String> required) {
        Set<String> found = signers.stream().map(TrustedKey::algorithm).collect(Collectors.toSet());
        for (String algorithm : required) {
            if (!found.contains(algorithm)) {
                problems.add(
                        Code.SIGNATURE_ALGORITHM_MISSING,
                        file + "#/predicate/signing/requires",
                        algorithm,
                        "no such signature");
            }
        }
    }

    private void trustRootVersion(long named) {
        if (named > root.version()) {
            problems.add(
                    Code.TRUST_ROOT_EXPIRED,
                    file + "#/predicate/trustRootVersion",
                    "trust root version " + named + " or later",
                    "version " + root.version());
        }
    }
}
