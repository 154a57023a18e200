package org.sealgate.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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
        String issuer = predicate.object("issuer").text("id");
        issuer(issuer, "#/predicate/issuer/id");
        algorithms(predicate.object("signing").texts("requires"), speaking(issuer));
        trustRootVersion(predicate.integer("trustRootVersion"));
    }

    /** Those of the signers who may speak for this issuer are enough without the others, who count for nothing here. */
    void issuer(String issuer, String pointer) {
        List<TrustedKey> speaking = speaking(issuer);
        if (speaking.isEmpty()) {
            Set<String> controllers =
                    signers.stream().map(TrustedKey::controller).collect(Collectors.toCollection(TreeSet::new));
            problems.add(
                    Code.ISSUER_MISMATCH, file + pointer, "an issuer for whom " + controllers + " may speak", issuer);
            return;
        }
        for (Finding each : Signers.lacking(file, root, KeyRole.DECISION, speaking)) {
            String expected = each.expected() + " of those who may speak for " + issuer;
            problems.add(each.code(), each.pointer(), expected, each.actual());
        }
    }

    private List<TrustedKey> speaking(String issuer) {
        Set<String> may = root.issuers().stream()
                .filter(row -> row.issuer().equals(issuer))
                .map(TrustRoot.Issuer::controller)
                .collect(Collectors.toSet());
        return signers.stream().filter(key -> may.contains(key.controller())).toList();
    }

    /**
     * The statement itself says which signatures it was given, so that nobody can strip one: all of them are one controller's, and what
     * another added does not make up for it.
     */
    private void algorithms(List<String> required, List<TrustedKey> speaking) {
        SortedMap<String, SortedSet<String>> held = new TreeMap<>();
        for (TrustedKey key : speaking) {
            held.computeIfAbsent(key.controller(), each -> new TreeSet<>()).add(key.algorithm());
        }
        // that none of the signers may speak for the issuer is said already
        if (!held.isEmpty() && held.values().stream().noneMatch(each -> each.containsAll(required))) {
            problems.add(
                    Code.SIGNATURE_ALGORITHM_MISSING,
                    file + "#/predicate/signing/requires",
                    String.join(" and ", required) + " by one controller",
                    held.toString());
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
