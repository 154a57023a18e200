package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** The reports for machines, word for word. */
class ReportTextsTest {
    private static final String SARIF = """
            {"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
             "version":"2.1.0",
             "runs":[{
              "columnKind":"utf16CodeUnits",
              "invocations":[{"executionSuccessful":true,"exitCode":1}],
              "tool":{"driver":{"name":"sealgate-verify","rules":[
               {"id":"FILE_DIGEST","shortDescription":{"text":"%s"},"defaultConfiguration":{"level":"error"}},
               {"id":"FILE_MISSING","shortDescription":{"text":"%s"},"defaultConfiguration":{"level":"error"}},
               {"id":"NOT_CHECKED",
                "shortDescription":{"text":"Something that would have to be known is not; do not rely on it."},
                "defaultConfiguration":{"level":"none"}},
               {"id":"SEQUENCE_FORK","shortDescription":{"text":"%s"},"defaultConfiguration":{"level":"error"}},
               {"id":"SEQUENCE_GAP","shortDescription":{"text":"%s"},"defaultConfiguration":{"level":"warning"}},
               {"id":"WITNESS_NONE","shortDescription":{"text":"%s"},"defaultConfiguration":{"level":"warning"}}]}},
              "results":[
               {"kind":"fail","level":"error","ruleId":"FILE_DIGEST","message":{"text":"expected \\"1\\", found 2 & 3"},
                "locations":[{"physicalLocation":{"artifactLocation":{"uri":"x%%20%%3Cy%%3E.zip"}},
                              "logicalLocations":[{"fullyQualifiedName":"input.json"}]}]},
               {"kind":"fail","level":"error","ruleId":"FILE_MISSING","message":{"text":"expected a file, found none"},
                "locations":[{"physicalLocation":{"artifactLocation":{"uri":"x%%20%%3Cy%%3E.zip"}}}]},
               {"kind":"fail","level":"warning","ruleId":"WITNESS_NONE",
                "message":{"text":"expected a witness, found none"},
                "locations":[{"physicalLocation":{"artifactLocation":{"uri":"x%%20%%3Cy%%3E.zip"}},
                              "logicalLocations":[{"fullyQualifiedName":"log/checkpoint"}]}]},
               {"kind":"open","level":"none","ruleId":"NOT_CHECKED",
                "message":{"text":"step 13 replay: it was <retired>"},
                "locations":[{"physicalLocation":{"artifactLocation":{"uri":"x%%20%%3Cy%%3E.zip"}}}]},
               {"kind":"fail","level":"error","ruleId":"SEQUENCE_GAP",
                "message":{"text":"expected number 2, found not among these bundles"},
                "locations":[{"logicalLocations":[{"fullyQualifiedName":"s"}]}]},
               {"kind":"fail","level":"error","ruleId":"SEQUENCE_FORK",
                "message":{"text":"expected sha256:01, found none"},
                "locations":[{"logicalLocations":[{"fullyQualifiedName":"s 3"}]}]}],
              "properties":{"bundles":[
               {"bundle":"x <y>.zip","exit":1,"record":"not verified","trustRoot":"sha256:07",
                "judgedAt":"2026-03-01T00:00:00Z"},
               {"bundle":"b.zip","exit":1,"record":"verified","trustRoot":"sha256:08","judgedAt":"2026-03-02T00:00:00Z"},
               {"bundle":"c.zip","exit":3,"record":"not verified","trustRoot":"","judgedAt":"2026-03-02T00:00:00Z"},
               {"bundle":"d.zip","exit":0,"record":"verified","trustRoot":"sha256:09",
                "judgedAt":"2026-03-02T00:00:00Z"}]}}]}
            """;

    private static final String JUNIT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="sealgate-verify">
              <testsuite name="x &lt;y&gt;.zip" tests="5" failures="1" errors="1" skipped="2">
                <properties>
                  <property name="trustRoot" value="sha256:07"/>
                  <property name="trustRootVersion" value="3"/>
                  <property name="judgedAt" value="2026-03-01T00:00:00Z"/>
                  <property name="warning" value="WITNESS_NONE: %s"/>
                </properties>
                <testcase classname="x &lt;y&gt;.zip" name="00 limits"/>
                <testcase classname="x &lt;y&gt;.zip" name="07 files"><failure type="FILE_DIGEST" \
            message="FILE_DIGEST at input.json: expected &quot;1&quot;, found 2 &amp; 3">\
            FILE_DIGEST at input.json: expected &quot;1&quot;, found 2 &amp; 3&#10;next: %s&#10;\
            FILE_MISSING: expected a file, found none&#10;next: %s&#10;</failure></testcase>
                <testcase classname="x &lt;y&gt;.zip" name="08 log"><skipped \
            message="NOT CHECKED: no log is asked for"/></testcase>
                <testcase classname="x &lt;y&gt;.zip" name="11 policy"><skipped \
            message="NOT APPLICABLE: nothing was evaluated"/></testcase>
                <testcase classname="x &lt;y&gt;.zip" name="13 replay"><error type="NOT_CHECKED" \
            message="NOT CHECKED: it was &lt;retired&gt;"/></testcase>
              </testsuite>
            """;

    private static final String GAP = "SEQUENCE_GAP at s: expected number 2, found not among these bundles&#10;next: "
            + Code.SEQUENCE_GAP.advice() + "&#10;";

    private static List<Verdict> first() {
        return Judged.each().subList(0, 1);
    }

    private static String canonical(String json) {
        return new String(CanonicalJson.rfc8785(JsonReader.readObject(json.getBytes(UTF_8))), UTF_8);
    }

    @Test
    void sarif_ofEverything_isThisDocument() {
        String expected = SARIF.formatted(
                Code.FILE_DIGEST.advice(),
                Code.FILE_MISSING.advice(),
                Code.SEQUENCE_FORK.advice(),
                Code.SEQUENCE_GAP.advice(),
                Code.WITNESS_NONE.advice());
        assertEquals(
                canonical(expected),
                SarifReport.of(Judged.each(), List.of(), Judged.between(Exit.FAILED), Exit.FAILED));
    }

    private static Json.Obj sarif(List<Verdict> verdicts, Sequences.Result sequences, Exit exit) {
        return JsonReader.readObject(
                        SarifReport.of(verdicts, List.of(), sequences, exit).getBytes(UTF_8))
                .objects("runs")
                .getFirst();
    }

    /** A gap is an error for whoever said that the stream is complete, and a warning for others. */
    @Test
    void sarif_ofAGapInNoCompleteStream_isAWarning() {
        Json.Obj run = sarif(List.of(), Judged.between(Exit.OK), Exit.OK);
        assertEquals(
                List.of("warning"),
                run.objects("results").stream().map(each -> each.text("level")).toList());
        assertEquals(
                List.of("SEQUENCE_GAP"),
                run.object("tool").object("driver").objects("rules").stream()
                        .map(each -> each.text("id"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Exit.class)
    void sarif_ofARun_wasMade_unlessTheCallWasWrong(Exit exit) {
        Json.Obj invocation =
                sarif(List.of(), Judged.whole(), exit).objects("invocations").getFirst();
        assertEquals(exit != Exit.USAGE, invocation.bool("executionSuccessful"));
        assertEquals(exit.status(), invocation.integer("exitCode"));
    }

    @ParameterizedTest
    @CsvSource({
        "azAZ09-._~/, azAZ09-._~/",
        "`{@[:, %60%7B%40%5B%3A",
        "a\\b, a/b",
        "ä%, %C3%A4%25",
        "'\u007f', %7F",
        "\u6771, %E6%9D%B1"
    })
    void sarif_ofAPath_isAUriReference(String path, String uri) {
        CheckResult fail = new CheckResult.Fail(List.of(new Finding(Code.FILE_MISSING, "", "a file", "none")));
        Report report = new Report(
                path,
                new Report.TrustRootLine("", 0, ""),
                List.of(new Report.Line(Step.FILES, fail, List.of())),
                List.of(),
                Optional.empty());
        Json.Obj result = sarif(
                        List.of(new Verdict.Inadmissible(report, false, Exit.FAILED)), Judged.whole(), Exit.FAILED)
                .objects("results")
                .getFirst();
        assertEquals(
                "[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"" + uri + "\"}}}]",
                new String(CanonicalJson.rfc8785(result.array("locations")), UTF_8));
    }

    private static String messageOf(String expected, String actual) {
        CheckResult fail = new CheckResult.Fail(List.of(new Finding(Code.KEY_UNKNOWN, "", expected, actual)));
        Report report = new Report(
                "a.zip",
                new Report.TrustRootLine("", 0, ""),
                List.of(new Report.Line(Step.SIGNATURES, fail, List.of())),
                List.of(),
                Optional.empty());
        return sarif(List.of(new Verdict.Inadmissible(report, false, Exit.UNTRUSTED)), Judged.whole(), Exit.UNTRUSTED)
                .objects("results")
                .getFirst()
                .object("message")
                .text("text");
    }

    /** SARIF 3.11.6: a square bracket behind a backslash ends no link's text, nor does one behind a doubled backslash begin one. */
    @Test
    void sarif_ofTextWithALinkOrAPlaceholder_isPlainText() {
        assertEquals(
                "expected a key, found \\[renew it\\](https://evil.example)",
                messageOf("a key", "[renew it](https://evil.example)"));
        assertEquals("expected a key, found \\[a\\\\\\](b)", messageOf("a key", "[a\\](b)"));
        assertEquals("expected {{\"a\":\\[1\\]}}, found {{0}} {{{{1}}}}", messageOf("{\"a\":[1]}", "{0} {{1}}"));
        assertEquals("expected a key, found x\\\\u202ey", messageOf("a key", "x\u202ey"));
    }

    @Test
    void sarif_ofALongText_isCut() {
        String most = "a".repeat(120);
        assertEquals("expected a key, found " + most, messageOf("a key", most));
        String cut = "a".repeat(117) + "...";
        assertEquals("expected " + cut + ", found " + cut, messageOf(most + "a", most + "b"));
    }

    private static String junit(String between) {
        return JUNIT.formatted(Code.WITNESS_NONE.advice(), Code.FILE_DIGEST.advice(), Code.FILE_MISSING.advice())
                + between + "</testsuites>\n";
    }

    @Test
    void junit_ofOneBundle_isThisDocument() {
        assertEquals(junit(""), JunitReport.of(first(), List.of(), Judged.whole()));
    }

    @Test
    void junit_ofABundleThatCouldNotBeRead_isAnError() {
        String unread = """
                  <testsuite name="e &lt;f&gt;.zip" tests="1" failures="0" errors="1" skipped="0">
                    <testcase classname="e &lt;f&gt;.zip" name="reading"><error type="NOT_JUDGED" \
                message="cannot be read: no such file: &quot;e&quot;"/></testcase>
                  </testsuite>
                """;
        assertEquals(junit(unread), JunitReport.of(first(), List.of(Judged.unread()), Judged.whole()));
    }

    /** No code scanner passes it over: it is a result like a failed check, and the run's properties name it. */
    @Test
    void sarif_ofABundleThatCouldNotBeRead_isAnErrorAtItsFile() {
        Json.Obj run = JsonReader.readObject(
                        SarifReport.of(List.of(), List.of(Judged.unread()), Judged.whole(), Exit.USAGE)
                                .getBytes(UTF_8))
                .objects("runs")
                .getFirst();
        assertEquals(
                canonical("""
                {"results":[{"kind":"fail","level":"error","ruleId":"NOT_JUDGED",
                  "message":{"text":"cannot be read: no such file: \\"e\\""},
                  "locations":[{"physicalLocation":{"artifactLocation":{"uri":"e%20%3Cf%3E.zip"}}}]}],
                 "rules":[{"id":"NOT_JUDGED","defaultConfiguration":{"level":"error"},"shortDescription":
                  {"text":"Nothing was judged; give a file that can be read, and do not rely on it before."}}],
                 "bundles":[{"bundle":"e <f>.zip","exit":2,"record":"not judged"}]}
                """),
                new String(
                        CanonicalJson.rfc8785(Json.object()
                                .put("results", run.array("results"))
                                .put(
                                        "rules",
                                        run.object("tool").object("driver").array("rules"))
                                .put("bundles", run.object("properties").array("bundles"))
                                .build()),
                        UTF_8));
    }

    @Test
    void junit_ofASequenceWithAGap_skipsIt() {
        String between = """
                  <testsuite name="sequences" tests="1" failures="0" errors="0" skipped="1">
                    <testcase classname="sequences" name="numbers and predecessors"><skipped message="%s"/></testcase>
                  </testsuite>
                """.formatted(GAP);
        assertEquals(junit(between), JunitReport.of(first(), List.of(), Judged.between(Exit.OK)));
    }

    @Test
    void junit_ofASequenceThatIsNone_isAFailure() {
        String between = """
                  <testsuite name="sequences" tests="1" failures="1" errors="0" skipped="0">
                    <testcase classname="sequences" name="numbers and predecessors"><failure type="SEQUENCE_GAP" \
                message="SEQUENCE_GAP at s: expected number 2, found not among these bundles">%s\
                SEQUENCE_FORK at s 3: expected sha256:01, found none&#10;next: %s&#10;</failure></testcase>
                  </testsuite>
                """.formatted(GAP, Code.SEQUENCE_FORK.advice());
        assertEquals(junit(between), JunitReport.of(first(), List.of(), Judged.between(Exit.FAILED)));
    }
}
