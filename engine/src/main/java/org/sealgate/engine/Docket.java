package org.sealgate.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.AuthorityEnvelope;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.DocumentDigest;
import org.sealgate.derive.EvidenceFile;
import org.sealgate.derive.Projections;
import org.sealgate.derive.Validity;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.decision.Evaluation;
import org.sealgate.facts.Sensors;

/** Draws up the record of each kind of ending (the table of evidence-format.md section 3). */
final class Docket {
    private final Issuer issuer;
    private final ReleaseInForce release;
    private final Ids ids;

    Docket(Issuer issuer, ReleaseInForce release, Ids ids) {
        this.issuer = issuer;
        this.release = release;
        this.ids = ids;
    }

    Draft allowed(Proceeding proceeding, Observed observed, Evaluation evaluation, Conclusion.Allowed allowed) {
        Sheet sheet = sheet(proceeding, observed, evaluation);
        sheet.envelope(allowed.envelope());
        Bytes subject = allowed.emitted().bytes();
        sheet.file(allowed.emitted().entryName(), "subject", subject);
        if (!subject.equals(observed.body())) {
            sheet.parts.put(Parts.SUBJECT, subject);
        }
        sheet.objects(observed.input().json());
        DecisionStatement statement = new DecisionStatement(
                about(proceeding, observed.decidedAt(), "allow", Optional.empty()),
                allowed.emitted().name(),
                new DocumentDigest.Plain(subject.sha256()),
                List.of(Evaluations.json(evaluation)),
                Optional.of(sheet.facts),
                release.policyMember(),
                Optional.of(allowed.envelope()),
                Optional.of(allowed.emitted().selfHash()),
                List.of(),
                sheet.evidence);
        return sheet.draft(Finding.ALLOWED, statement, release.describe(allowed.result()), Optional.empty());
    }

    Draft denied(Proceeding proceeding, Observed observed, Evaluation evaluation, Conclusion.Denied denied) {
        Sheet sheet = sheet(proceeding, observed, evaluation);
        denied.envelope().ifPresent(sheet::envelope);
        var about = about(proceeding, observed.decidedAt(), "deny", Optional.empty());
        return sheet.draft(
                Finding.DENIED,
                refusal(about, observed, evaluation, sheet, denied.envelope()),
                release.describe(denied.result()),
                Optional.empty());
    }

    Draft failed(Proceeding proceeding, Observed observed, Evaluation evaluation, Conclusion.Failed failed) {
        Sheet sheet = sheet(proceeding, observed, evaluation);
        failed.envelope().ifPresent(sheet::envelope);
        var about = about(proceeding, observed.decidedAt(), "error", Optional.of(failed.cause()));
        return sheet.draft(
                Finding.NO_ANSWER,
                refusal(about, observed, evaluation, sheet, failed.envelope()),
                List.of(),
                Optional.empty());
    }

    /** The policy allowed and somebody else has the run id: evaluations as an allow, files as a denial. */
    Draft runExists(Proceeding proceeding, Observed observed, Evaluation evaluation, RunTaken taken) {
        Sheet sheet = sheet(proceeding, observed, evaluation);
        Json.Obj envelope = AuthorityEnvelope.of(
                        observed.input().json(), taken.allowed().result(), release.data(), "error")
                .orElseThrow();
        sheet.envelope(envelope);
        var about = about(proceeding, observed.decidedAt(), "error", Optional.of("RUN_EXISTS"));
        return sheet.draft(
                Finding.RUN_EXISTS,
                refusal(about, observed, evaluation, sheet, Optional.of(envelope)),
                List.of(),
                taken.winner());
    }

    /** An allow that came second; the winner's digest where the caller may know it. */
    record RunTaken(Conclusion.Allowed allowed, Optional<String> winner) {}

    /** Nothing could be read, so nothing is kept of it but a salted digest. */
    Draft malformed(Proceeding proceeding, String decidedAt, DocumentDigest salted, List<Json.Obj> violations) {
        Kind kind = proceeding.request().kind();
        List<EvidenceFile> evidence = new ArrayList<>(release.carried(kind).rows());
        DecisionStatement statement = new DecisionStatement(
                about(proceeding, decidedAt, "error", Optional.of("MALFORMED")),
                "proposal",
                salted,
                List.of(),
                Optional.empty(),
                release.policyMember(),
                Optional.empty(),
                Optional.empty(),
                violations.stream().limit(100).toList(),
                evidence);
        return new Draft(Finding.MALFORMED, statement, new TreeMap<>(), new TreeMap<>(), violations, Optional.empty());
    }

    private DecisionStatement refusal(
            DecisionStatement.About about,
            Observed observed,
            Evaluation evaluation,
            Sheet sheet,
            Optional<Json.Obj> envelope) {
        return new DecisionStatement(
                about,
                "proposal",
                observed.form(),
                List.of(Evaluations.json(evaluation)),
                Optional.of(sheet.facts),
                release.policyMember(),
                envelope,
                Optional.empty(),
                List.of(),
                sheet.evidence);
    }

    private DecisionStatement.About about(
            Proceeding proceeding, String decidedAt, String outcome, Optional<String> cause) {
        GateRequest request = proceeding.request();
        String kind = request.kind().id();
        return new DecisionStatement.About(
                proceeding.decisionId(),
                kind,
                outcome,
                cause,
                org.sealgate.derive.Times.format(proceeding.requestedAt()),
                decidedAt,
                Validity.until(decidedAt, kind, release.data()),
                request.parameters().audience(),
                ids.nonce(),
                issuer.uri(),
                issuer.engineVersion(),
                issuer.requires(),
                issuer.trustRootVersion());
    }

    private Sheet sheet(Proceeding proceeding, Observed observed, Evaluation evaluation) {
        Sheet sheet = new Sheet(release.carried(proceeding.request().kind()).rows(), observed);
        if (evaluation.result() != null) {
            sheet.keep(Parts.RESULT, "result", evaluation.result());
        }
        return sheet;
    }

    /** Collects what a record keeps, and the rows of its statement's evidence. */
    private static final class Sheet {
        private final List<EvidenceFile> evidence;
        private final SortedMap<String, Bytes> parts = new TreeMap<>();
        private final SortedMap<String, Digest> objects = new TreeMap<>();
        private final DecisionStatement.FactsRef facts;

        Sheet(List<EvidenceFile> carried, Observed observed) {
            this.evidence = new ArrayList<>(carried);
            if (observed.form() instanceof DocumentDigest.Plain) {
                keep(Parts.PROPOSAL, "proposal", observed.body());
            }
            keep(Parts.INPUT, "input", Bytes.copyOf(observed.input().canonical()));
            EvidenceFile row =
                    EvidenceFile.of("facts.json", "facts", observed.input().facts());
            evidence.add(row);
            this.facts = new DecisionStatement.FactsRef(Sensors.VERSION, row.digest());
        }

        private void keep(String name, String role, Bytes content) {
            parts.put(name, content);
            file(name, role, content);
        }

        void file(String name, String role, Bytes content) {
            evidence.add(new EvidenceFile(name, role, content.sha256(), content.size()));
        }

        /** The objects that the proposal names, each once however often it is named. */
        void objects(Json.Obj input) {
            for (Json.Obj object : input.object("facts").object("derived").objects("objects")) {
                Digest digest = Digest.parse(object.text("digest"));
                String name = "objects/" + digest.hex();
                if (objects.put(name, digest) == null) {
                    evidence.add(new EvidenceFile(name, "object", digest, object.integer("bytes")));
                }
            }
        }

        void envelope(Json.Obj envelope) {
            evidence.add(EvidenceFile.of(
                    Projections.AUTHORITY_ENVELOPE, "authority-envelope", Projections.authorityEnvelope(envelope)));
        }

        Draft draft(Finding finding, DecisionStatement statement, List<Json.Obj> violations, Optional<String> winner) {
            return new Draft(finding, statement, parts, objects, violations, winner);
        }
    }
}
