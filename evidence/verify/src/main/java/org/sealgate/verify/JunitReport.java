package org.sealgate.verify;

import java.util.List;
import java.util.Locale;

/**
 * Reports for build servers: JUnit's XML as they read it, a suite for each bundle and a case for each step.
 *
 * <p>Promise: well-formed XML 1.0 whatever a bundle holds; a step that failed is a failure of the type of its first code; one that
 * leaves the verdict open is an error, because build servers take a skipped case for a good one; one that was not asked for, is behind a
 * failure or had nothing to look at is skipped with the reason; what was found between several bundles is a suite of its own, and so is
 * a bundle that could not be read, with an error. No times: the same evidence gives the same report.
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
    public static String of(List<Verdict> verdicts, List<Unread> unread, Sequences.Result sequences) {
        JunitReport report = new JunitReport();
        report.xml.append("<testsuites name=\"sealgate-verify\">\n");
        verdicts.forEach(verdict -> report.suite(verdict.report()));
        unread.forEach(report::suite);
        report.between(sequences);
        report.xml.append("</testsuites>\n");
        return report.xml.toString();
    }

    /** How many cases of a suite did not pass. */
    private record Counts(long failures, long errors, long skipped) {
        static Counts of(List<Report.Line> lines) {
            long failures = lines.stream()
                    .filter(line -> line.result() instanceof CheckResult.Fail)
                    .count();
            long passes = lines.stream()
                    .filter(line -> line.result() instanceof CheckResult.Pass)
                    .count();
            long errors = lines.stream().filter(line -> isOpen(line.result())).count();
            return new Counts(failures, errors, lines.size() - failures - passes - errors);
        }
    }

    private static boolean isOpen(CheckResult result) {
        return result instanceof CheckResult.NotChecked open && open.because() == CheckResult.Because.UNKNOWN;
    }

    private void suite(Unread unread) {
        open(unread.bundle(), 1, new Counts(0, 1, 0));
        testcase(unread.bundle(), "reading", error(Unread.NOT_JUDGED, unread.said()));
        xml.append("  </testsuite>\n");
    }

    private void suite(Report report) {
        open(report.bundle(), report.lines().size(), Counts.of(report.lines()));
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
            case CheckResult.NotChecked open -> {
                String why = "NOT CHECKED: " + open.reason();
                testcase(bundle, name, isOpen(open) ? error("NOT_CHECKED", why) : skipped(Escaped.xml(why)));
            }
            case CheckResult.NotApplicable none ->
                testcase(bundle, name, skipped(Escaped.xml("NOT APPLICABLE: " + none.reason())));
        }
    }

    private void between(Sequences.Result sequences) {
        if (!sequences.findings().isEmpty()) {
            boolean failed = sequences.exit() != Exit.OK;
            open("sequences", 1, new Counts(failed ? 1 : 0, 0, failed ? 0 : 1));
            String content = failed ? failure(sequences.findings()) : skipped(lines(sequences.findings()));
            testcase("sequences", "numbers and predecessors", content);
            xml.append("  </testsuite>\n");
        }
    }

    private void open(String name, long tests, Counts counts) {
        xml.append("  <testsuite name=\"").append(Escaped.xml(name));
        xml.append("\" tests=\"").append(tests);
        xml.append("\" failures=\"").append(counts.failures());
        xml.append("\" errors=\"").append(counts.errors());
        xml.append("\" skipped=\"").append(counts.skipped()).append("\">\n");
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

    private static String error(String type, String why) {
        return "<error type=\"" + type + "\" message=\"" + Escaped.xml(why) + "\"/>";
    }

    private static String said(Finding finding) {
        String where = finding.pointer().isEmpty() ? "" : " at " + finding.pointer();
        return finding.code() + where + ": expected " + finding.expected() + ", found " + finding.actual();
    }
}
