package org.sealgate.verify;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.facts.SchemaFile;

/**
 * Step 6: the very bytes that were verified, read as a statement: canonical, of a predicate that the trust root allows, with the shape
 * that this verifier was built with, and from an issuer for whom the signer may speak.
 */
final class PayloadCheck {
    private static final String DECISION = "https://sealgate.org/policy-decision/v";

    private final TrustRoot root;
    private final List<TrustedKey> signers;
    private final Problems problems = new Problems();
    private @Nullable String unknown;

    PayloadCheck(TrustRoot root, List<TrustedKey> signers) {
        this.root = root;
        this.signers = signers;
    }

    /** The decision where the later steps can judge it; {@link #result} has the rest. */
    Optional<Decision> read(DsseEnvelope envelope) {
        StatementCheck check = new StatementCheck(root, signers, Decision.FILE, problems);
        Optional<Json.Obj> statement = check.read(envelope);
        statement.ifPresent(this::type);
        if (statement.isEmpty() || !problems.isEmpty() || unknown != null) {
            return Optional.empty();
        }
        Schemas.require(SchemaFile.POLICY_DECISION, statement.get(), Decision.FILE, Code.STATEMENT_SCHEMA, problems);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        check.signers(statement.get().object("predicate"));
        return decision(statement.get());
    }

    CheckResult result() {
        if (problems.isEmpty() && unknown != null) {
            return new CheckResult.NotChecked(CheckResult.Because.UNKNOWN, unknown);
        }
        return problems.result("a canonical statement of " + DecisionStatement.PREDICATE_TYPE);
    }

    private void type(Json.Obj statement) {
        Json predicate = statement.get("predicateType");
        String named = predicate instanceof Json.Str text ? text.value() : "";
        if (!root.predicateTypes().contains(named) || !named.startsWith(DECISION)) {
            problems.add(
                    Code.PREDICATE_TYPE,
                    Decision.FILE + "#/predicateType",
                    DecisionStatement.PREDICATE_TYPE + ", allowed by the trust root",
                    StatementCheck.shown(predicate));
        } else if (!named.equals(DecisionStatement.PREDICATE_TYPE)) {
            unknown = "a later version of the format: " + named;
        }
    }

    private Optional<Decision> decision(Json.Obj statement) {
        Json.Obj predicate = statement.object("predicate");
        Optional<Kind> kind = Kind.byId(predicate.text("kind"));
        if (kind.isEmpty()) {
            unknown = "a kind that this verifier does not know: " + predicate.text("kind");
            return Optional.empty();
        }
        Decision decision = new Decision(statement, kind.get());
        phases(decision);
        evidence(predicate.objects("evidence"));
        return problems.findings().stream().allMatch(PayloadCheck::letsGoOn) ? Optional.of(decision) : Optional.empty();
    }

    /**
     * Whether more can be said after such a finding: nothing where the shape is another, and nothing of keys that only a newer trust
     * root may know.
     */
    private static boolean letsGoOn(Finding finding) {
        return finding.code() != Code.STATEMENT_SCHEMA && finding.code() != Code.TRUST_ROOT_EXPIRED;
    }

    /** The kinds known here decide once; two phases belong to kinds that render. */
    private void phases(Decision decision) {
        if (decision.isMalformed()) {
            return;
        }
        List<Json.Obj> evaluations = decision.predicate().objects("evaluations");
        String phases =
                evaluations.stream().map(each -> each.text("phase")).toList().toString();
        problems.requireEqual(Code.STATEMENT_SCHEMA, Decision.FILE + "#/predicate/evaluations", "[publish]", phases);
    }

    private void evidence(List<Json.Obj> rows) {
        List<String> names = rows.stream().map(row -> row.text("name")).toList();
        if (!names.equals(List.copyOf(new TreeSet<>(names)))) {
            problems.add(
                    Code.STATEMENT_SCHEMA,
                    Decision.FILE + "#/predicate/evidence",
                    "sorted by name, each once",
                    "not so");
        }
    }
}
