package org.sealgate.verify;

import java.util.List;
import java.util.Locale;

/**
 * Reports for build servers: JUnit's XML as they read it, a suite for each bundle and a case for each step.
 *
 * <p>Promise: well-formed XML 1.0 whatever a bundle holds; a step that failed is a failure of the type of its first code; one that did
 * not run, or had nothing to look at, is skipped with the reason; what was found between several bundles is a suite of its own. No times:
 * the same evidence gives the same report.
 *
 * <pre>{@code
 * <testsuite name="a.evidence.zip" tests="17" failures="1" errors="0" skipped="2">
 *   <testcase classname="a.evidence.zip" name="04 signatures">
 *     <failure type="KEY_UNKNOWN" message="KEY_UNKNOWN at …">…</failure>
 * }</pre>
 *
 * <p>Source: the schema that Jenkins publishes for its JUnit plugin.
 */
public final class JunitReport {
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JunitReport() {}

    /** The run's report. */
    public static String of(List<Verdict> verdicts, Sequences.Result sequences) {
        JunitReport report = new JunitReport();
        report.xml.append("<testsuites name=\"sealgate-verify\">\n");
        verdicts.forEach(verdict -> report.suite(verdict.report()));
        report.between(sequences);
        report.xml.append("</testsuites>\n");
        return report.xml.toString();
    }

    private void suite(Report report) {
        long failures = report.lines().stream()
                .filter(line -> line.result() instanceof CheckResult.Fail)
                .count();
        long passes = report.lines().stream()
                .filter(line -> line.result() instanceof CheckResult.Pass)
                .count();
        long skipped = report.lines().size() - failures - passes;
        open(report.bundle(), report.lines().size(), failures, skipped);
        xml.append("    <properties>\n");
        property("trustRoot", report.trustRoot().digest());
        property("trustRootVersion", Long.toString(report.trustRoot().version()));
        property("judgedAt", report.trustRoot().judgedAt());
        report.warnings()
                .forEach(warning -> property(
                        "warning", warning.code() + ": " + warning.code().advice()));
        xml.append("    </properties>\n");
        report.lines().forEach(line -> step(report.bundle(), line));
        xml.append("  </testsuite>\n");
    }

    private void step(String bundle, Report.Line line) {
        Step step = line.step();
        String name = String.format(Locale.ROOT, "%02d %s", step.number(), step.title());
        switch (line.result()) {
            case CheckResult.Pass pass -> testcase(bundle, name, "");
            case CheckResult.Fail fail -> testcase(bundle, name, failure(fail.findings()));
            case CheckResult.NotChecked open ->
                testcase(bundle, name, skipped(Escaped.xml("NOT CHECKED: " + open.reason())));
            case CheckResult.NotApplicable none ->
                testcase(bundle, name, skipped(Escaped.xml("NOT APPLICABLE: " + none.reason())));
        }
    }

    private void between(Sequences.Result sequences) {
        if (!sequences.findings().isEmpty()) {
            boolean failed = sequences.exit() != Exit.OK;
            open("sequences", 1, failed ? 1 : 0, failed ? 0 : 1);
            String content = failed ? failure(sequences.findings()) : skipped(lines(sequences.findings()));
            testcase("sequences", "numbers and predecessors", content);
            xml.append("  </testsuite>\n");
        }
    }

    private void open(String name, long tests, long failures, long skipped) {
        xml.append("  <testsuite name=\"").append(Escaped.xml(name));
        xml.append("\" tests=\"").append(tests);
        xml.append("\" failures=\"").append(failures);
        xml.append("\" errors=\"0\" skipped=\"").append(skipped).append("\">\n");
    }

    private void property(String name, String value) {
        xml.append("      <property name=\"").append(name);
        xml.append("\" value=\"").append(Escaped.xml(value)).append("\"/>\n");
    }

    private void testcase(String bundle, String name, String content) {
        xml.append("    <testcase classname=\"").append(Escaped.xml(bundle));
        xml.append("\" name=\"").append(name);
        xml.append(content.isEmpty() ? "\"/>\n" : "\">" + content + "</testcase>\n");
    }

    private static String failure(List<Finding> findings) {
        Finding first = findings.getFirst();
        return "<failure type=\"" + first.code() + "\" message=\"" + Escaped.xml(said(first)) + "\">" + lines(findings)
                + "</failure>";
    }

    /** A line each; the only line ends that a report has are its own. */
    private static String lines(List<Finding> findings) {
        StringBuilder lines = new StringBuilder();
        for (Finding finding : findings) {
            lines.append(Escaped.xml(said(finding))).append("&#10;next: ");
            lines.append(Escaped.xml(finding.code().advice())).append("&#10;");
        }
        return lines.toString();
    }

    /** @param why escaped already */
    private static String skipped(String why) {
        return "<skipped message=\"" + why + "\"/>";
    }

    private static String said(Finding finding) {
        String where = finding.pointer().isEmpty() ? "" : " at " + finding.pointer();
        return finding.code() + where + ": expected " + finding.expected() + ", found " + finding.actual();
    }
}
