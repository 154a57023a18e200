package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.ObjBuilder;

/**
 * Reports for code scanners: SARIF 2.1.0, one run, a result for each finding, warning, and step that could not be judged.
 *
 * <p>Promise: valid by the published schema whatever a bundle holds; the rule of a result is its code, with the advice as its
 * description; its place is the bundle and, as a logical location, the pointer within it. Findings are errors, warnings warnings; what was
 * not checked is {@code open}; a bundle that could not be read is an error under the rule {@code NOT_JUDGED}. The verdict of each bundle
 * is in the run's properties and the exit status in its invocation.
 *
 * <pre>{@code
 * {"kind":"fail","level":"error","ruleId":"FILE_DIGEST","message":{"text":"expected sha256:…, found sha256:…"},
 *  "locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.evidence.zip"}},"logicalLocations":[{"fullyQualifiedName":"input.json"}]}]}
 * }</pre>
 *
 * <p>Messages are plain text without links and placeholders, whatever a bundle writes into them, and foreign text is cut where it is
 * long.
 *
 * <p>Source: OASIS SARIF 2.1.0; 3.11.5 and 3.11.6 for what a message escapes.
 */
public final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String OPEN = "NOT_CHECKED";

    private final List<Json> results = new ArrayList<>();
    private final Set<Code> codes = new TreeSet<>();
    private boolean open;
    private boolean lacking;

    private SarifReport() {}

    /** The run's report. */
    public static String of(List<Verdict> verdicts, List<Unread> unread, Sequences.Result sequences, Exit exit) {
        SarifReport report = new SarifReport();
        verdicts.forEach(verdict -> report.bundle(verdict.report()));
        unread.forEach(report::add);
        boolean complete = sequences.exit() != Exit.OK;
        for (Finding finding : sequences.findings()) {
            report.add(finding, complete && finding.code().isWarning() ? "error" : level(finding.code()), "");
        }
        Json.Obj log = Json.object()
                .put("$schema", SCHEMA)
                .put("version", "2.1.0")
                .put("runs", Json.array(List.of(report.run(bundles(verdicts, unread), exit))))
                .build();
        return new String(CanonicalJson.rfc8785(log), UTF_8);
    }

    private Json.Obj run(List<Json> bundles, Exit exit) {
        Json.Obj driver = Json.object()
                .put("name", "sealgate-verify")
                .put("rules", Json.array(rules()))
                .build();
        Json.Obj invocation = Json.object()
                .put("executionSuccessful", exit != Exit.USAGE)
                .put("exitCode", exit.status())
                .build();
        return Json.object()
                .put("tool", Json.object().put("driver", driver).build())
                .put("invocations", Json.array(List.of(invocation)))
                .put("columnKind", "utf16CodeUnits")
                .put("results", Json.array(results))
                .put(
                        "properties",
                        Json.object().put("bundles", Json.array(bundles)).build())
                .build();
    }

    private static List<Json> bundles(List<Verdict> verdicts, List<Unread> unread) {
        List<Json> rows = new ArrayList<>();
        verdicts.forEach(verdict -> rows.add(verdict(verdict)));
        for (Unread each : unread) {
            rows.add(Json.object()
                    .put("bundle", Escaped.text(each.bundle()))
                    .put("exit", Exit.USAGE.status())
                    .put("record", "not judged")
                    .build());
        }
        return rows;
    }

    private static Json verdict(Verdict verdict) {
        return Json.object()
                .put("bundle", Escaped.text(verdict.report().bundle()))
                .put("exit", verdict.exit().status())
                .put("record", verdict.verified() ? "verified" : "not verified")
                .put("trustRoot", verdict.report().trustRoot().digest())
                .put("judgedAt", verdict.report().trustRoot().judgedAt())
                .build();
    }

    private List<Json> rules() {
        TreeMap<String, Json> rules = new TreeMap<>();
        codes.forEach(code -> rules.put(code.name(), rule(code.name(), code.advice(), level(code))));
        if (open) {
            rules.put(OPEN, rule(OPEN, "Something that would have to be known is not; do not rely on it.", "none"));
        }
        if (lacking) {
            rules.put(Unread.NOT_JUDGED, rule(Unread.NOT_JUDGED, Unread.ADVICE, "error"));
        }
        return List.copyOf(rules.values());
    }

    private static Json rule(String id, String advice, String level) {
        return Json.object()
                .put("id", id)
                .put("shortDescription", text(advice))
                .put("defaultConfiguration", Json.object().put("level", level).build())
                .build();
    }

    private void bundle(Report report) {
        report.findings().forEach(finding -> add(finding, "error", report.bundle()));
        report.warnings().forEach(warning -> add(warning, "warning", report.bundle()));
        for (Report.Line line : report.lines()) {
            if (line.result() instanceof CheckResult.NotChecked notChecked
                    && notChecked.because() == CheckResult.Because.UNKNOWN) {
                open = true;
                String said = "step " + line.step().number() + " " + line.step().title() + ": "
                        + Canonical.cut(notChecked.reason());
                results.add(result("open", "none", OPEN, said)
                        .put("locations", places(report.bundle(), ""))
                        .build());
            }
        }
    }

    private void add(Unread each) {
        lacking = true;
        results.add(result("fail", "error", Unread.NOT_JUDGED, each.said())
                .put("locations", places(each.bundle(), ""))
                .build());
    }

    private void add(Finding finding, String level, String bundle) {
        codes.add(finding.code());
        String said = "expected " + Canonical.cut(finding.expected()) + ", found " + Canonical.cut(finding.actual());
        results.add(result("fail", level, finding.code().name(), said)
                .put("locations", places(bundle, finding.pointer()))
                .build());
    }

    private static ObjBuilder result(String kind, String level, String rule, String said) {
        return Json.object()
                .put("kind", kind)
                .put("level", level)
                .put("ruleId", rule)
                .put("message", text(said));
    }

    private static Json places(String bundle, String pointer) {
        ObjBuilder place = Json.object();
        if (!bundle.isEmpty()) {
            Json.Obj artifact = Json.object().put("uri", uri(bundle)).build();
            place.put(
                    "physicalLocation",
                    Json.object().put("artifactLocation", artifact).build());
        }
        if (!pointer.isEmpty()) {
            Json.Obj logical = Json.object()
                    .put("fullyQualifiedName", Escaped.text(pointer))
                    .build();
            place.put("logicalLocations", Json.array(List.of(logical)));
        }
        return Json.array(List.of(place.build()));
    }

    private static String level(Code code) {
        return code.isWarning() ? "warning" : "error";
    }

    private static Json text(String text) {
        return Json.object().put("text", message(Escaped.text(text))).build();
    }

    /** In a message {@code [text](uri)} is a link and <code>{0}</code> a placeholder: what stands here is neither. */
    private static String message(String plain) {
        return plain.replaceAll("[\\\\\\[\\]]", "\\\\$0").replace("{", "{{").replace("}", "}}");
    }

    /** A path as a URI reference: what RFC 3986 does not leave alone is percent-encoded. */
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte each : path.replace('\\', '/').getBytes(UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            uri.append(plain || "-._~/".indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return uri.toString();
    }
}
