package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.ObjBuilder;

/**
 * Reports for machines: one line of JSON for a run, RFC 8785 but that what {@link Escaped} does not show is escaped.
 *
 * <pre>{@code
 * {"bundles":[{"bundle":"a.evidence.zip","checks":[{"findings":[],"name":"limits","notes":[],"result":"PASS","say":"…","step":0},…],
 *   "decision":{…},"exit":0,"record":"verified","trustRoot":{…},"verdict":"admissible","warnings":[…]}],"exit":0,"sequences":[],"unread":[]}
 * }</pre>
 *
 * <p>{@code complete}, with issuer, stream, first and last number, stands beside {@code exit} where {@code --complete} holds.
 */
public final class JsonReport {
    private JsonReport() {}

    /** The run's report. */
    public static String of(List<Verdict> verdicts, List<Unread> unread, Sequences.Result sequences, Exit exit) {
        ObjBuilder run = Json.object()
                .put(
                        "bundles",
                        Json.array(verdicts.stream().map(JsonReport::bundle).toList()))
                .put("unread", unread(unread))
                .put("sequences", findings(sequences.findings()))
                .put("exit", exit.status());
        sequences.whole().ifPresent(whole -> run.put("complete", complete(whole)));
        return Escaped.json(new String(CanonicalJson.rfc8785(run.build()), UTF_8));
    }

    private static Json complete(Sequences.Whole whole) {
        return Json.object()
                .put("issuer", whole.issuer())
                .put("stream", whole.stream())
                .put("first", 1)
                .put("last", whole.last())
                .build();
    }

    private static Json unread(List<Unread> unread) {
        List<Json> rows = new ArrayList<>();
        for (Unread each : unread) {
            rows.add(Json.object()
                    .put("bundle", whole(each.bundle()))
                    .put("reason", whole(each.reason()))
                    .build());
        }
        return Json.array(rows);
    }

    private static Json bundle(Verdict verdict) {
        Report report = verdict.report();
        ObjBuilder bundle = Json.object()
                .put("bundle", whole(report.bundle()))
                .put("verdict", word(verdict))
                .put("record", verdict.verified() ? "verified" : "not verified")
                .put("exit", verdict.exit().status())
                .put("trustRoot", trustRoot(report.trustRoot()))
                .put(
                        "checks",
                        Json.array(
                                report.lines().stream().map(JsonReport::check).toList()))
                .put("warnings", findings(report.warnings()));
        report.facts().ifPresent(facts -> bundle.put("decision", decision(facts)));
        return bundle.build();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admissible ok -> "admissible";
            case Verdict.Inadmissible no -> "inadmissible";
            case Verdict.Indeterminate open -> "indeterminate";
        };
    }

    private static Json trustRoot(Report.TrustRootLine line) {
        return Json.object()
                .put("digest", line.digest())
                .put("version", line.version())
                .put("judgedAt", line.judgedAt())
                .build();
    }

    private static Json decision(Report.Facts facts) {
        return Json.object()
                .put("decisionId", facts.decisionId())
                .put("kind", facts.kind())
                .put("outcome", facts.outcome())
                .put("decidedAt", facts.decidedAt())
                .put("subject", facts.subject())
                .put("issuer", facts.place().issuer())
                .put(
                        "sequence",
                        Json.object()
                                .put("stream", facts.place().stream())
                                .put("number", facts.place().number())
                                .build())
                .build();
    }

    private static Json check(Report.Line line) {
        ObjBuilder check = Json.object()
                .put("step", line.step().number())
                .put("name", line.step().title())
                .put(
                        "notes",
                        Json.strings(
                                line.notes().stream().map(JsonReport::whole).toList()));
        switch (line.result()) {
            case CheckResult.Pass pass -> says(check, "PASS", pass.detail());
            case CheckResult.Fail fail -> says(check, "FAIL", "");
            case CheckResult.NotChecked open -> says(check, "NOT_CHECKED", open.reason());
            case CheckResult.NotApplicable none -> says(check, "NOT_APPLICABLE", none.reason());
        }
        List<Finding> findings = line.result() instanceof CheckResult.Fail fail ? fail.findings() : List.of();
        return check.put("findings", findings(findings)).build();
    }

    private static void says(ObjBuilder check, String result, String say) {
        check.put("result", result).put("say", whole(say));
    }

    private static Json findings(List<Finding> findings) {
        List<Json> rows = new ArrayList<>();
        for (Finding finding : findings) {
            rows.add(Json.object()
                    .put("code", finding.code().name())
                    .put("pointer", whole(finding.pointer()))
                    .put("expected", whole(finding.expected()))
                    .put("actual", whole(finding.actual()))
                    .put("advice", finding.code().advice())
                    .build());
        }
        return Json.array(rows);
    }

    /** A file name may hold half a character, which no JSON of ours does. */
    private static String whole(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
