package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;
import org.sealgate.verify.CheckResult.Pass;

/** The first steps, each with its line, where a bundle goes no further. */
class ExaminationTest {
    private static final CheckResult BEHIND = new NotChecked(Because.EARLIER_FAILURE, "an earlier step failed");

    @TempDir
    private Path folder;

    private Path trustRoot;

    @BeforeEach
    void trustRoot() throws IOException {
        trustRoot = Files.write(folder.resolve("trust-root.json"), TestTrust.file());
    }

    private List<Report.Line> lines(Path bundle) throws IOException {
        return Verifier.trusting(TrustSource.of(trustRoot))
                .verify(bundle, Expectations.at(Attack.AT))
                .report()
                .lines();
    }

    /** Of a bundle with this signed statement alone. */
    private List<Report.Line> lines(String envelope) throws IOException {
        SortedMap<String, byte[]> parts = new TreeMap<>();
        parts.put(Decision.FILE, envelope.getBytes(UTF_8));
        return lines(ForgedBundle.write(folder, parts));
    }

    private static CheckResult at(List<Report.Line> lines, Step step) {
        assertEquals(step, lines.get(step.number()).step());
        return lines.get(step.number()).result();
    }

    private static List<String> codes(CheckResult result) {
        return result instanceof CheckResult.Fail fail
                ? fail.findings().stream().map(each -> each.code().name()).toList()
                : List.of(result.toString());
    }

    private static void assertBehind(List<Report.Line> lines, Step first) {
        for (Report.Line line : lines.subList(first.number(), lines.size())) {
            if (line.step() != Step.TRUST_ROOT) {
                assertEquals(BEHIND, line.result(), line.step().title());
            }
        }
    }

    @Test
    void container_thatIsNone_isWithinTheLimitsAllTheSame() throws IOException {
        List<Report.Line> lines = lines(Files.write(folder.resolve("a.evidence.zip"), new byte[] {42}));
        assertEquals(new Pass("within the limits"), at(lines, Step.LIMITS));
        assertEquals(List.of("BUNDLE_CONTAINER"), codes(at(lines, Step.CONTAINER)));
        assertEquals(new Pass("version 1, 5 keys"), at(lines, Step.TRUST_ROOT));
        assertBehind(lines, Step.ENVELOPE);
    }

    @Test
    void container_tooLarge_isNotSaidToBeOne() throws IOException {
        Path large = folder.resolve("large.evidence.zip");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((1L << 30) + 1);
        }
        List<Report.Line> lines = lines(large);
        assertEquals(List.of("BUNDLE_LIMIT"), codes(at(lines, Step.LIMITS)));
        assertBehind(lines, Step.CONTAINER);
    }

    @Test
    void part_tooLarge_leavesTheContainerGood() throws IOException {
        List<Report.Line> lines = lines("[" + " ".repeat(ContainerCheck.MOST_JSON_BYTES));
        assertEquals(
                List.of("BUNDLE_LIMIT at decision.dsse.json: expected at most 4194304 bytes, found 4194305 bytes"),
                HandMade.lines(at(lines, Step.LIMITS)));
        assertEquals(new Pass("every byte as the profile writes it"), at(lines, Step.CONTAINER));
        assertBehind(lines, Step.ENVELOPE);
    }

    @Test
    void part_ofTheGreatestSize_isWithinTheLimits() throws IOException {
        List<Report.Line> lines = lines("[" + " ".repeat(ContainerCheck.MOST_JSON_BYTES - 1));
        assertEquals(new Pass("1 files within the limits"), at(lines, Step.LIMITS));
    }

    @Test
    void bundle_withoutItsStatement_lacksThatFile() throws IOException {
        SortedMap<String, byte[]> parts = new TreeMap<>();
        parts.put("input.json", new byte[] {42});
        List<Report.Line> lines = lines(ForgedBundle.write(folder, parts));
        assertEquals(
                List.of("FILE_MISSING at decision.dsse.json: expected the signed statement, found no such file"),
                HandMade.lines(at(lines, Step.ENVELOPE)));
        assertBehind(lines, Step.SIGNATURES);
    }

    /** A fault between the steps: the bundle has failed, and the run goes on to the next one. */
    @Test
    void fault_betweenTheSteps_isAFailureOfTheNext() throws IOException {
        Path gone;
        try (FileSystem archive = FileSystems.newFileSystem(
                Forge.deny(Kind.SEALED_RUN).write(folder), Map.of("accessMode", "readOnly"))) {
            gone = archive.getPath("/");
        }
        List<Report.Line> lines = Verifier.trusting(TrustSource.of(trustRoot))
                .verify(
                        Forge.allow(Kind.SEALED_RUN).write(folder),
                        Expectations.at(Attack.AT).noticing(List.of(gone)))
                .report()
                .lines();
        assertTrue(at(lines, Step.PAYLOAD) instanceof Pass);
        assertEquals(
                List.of("FILE_DIGEST at : expected a record that can be judged,"
                        + " found java.nio.file.ClosedFileSystemException"),
                HandMade.lines(at(lines, Step.FILES)));
        assertBehind(lines, Step.LOG);
    }

    /** A path of which nothing can be asked but its name. */
    private static Path exhausting() {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (path, method, arguments) -> {
                    if (method.getName().equals("toString")) {
                        return "large";
                    }
                    throw new OutOfMemoryError("no room");
                });
    }

    /** What is too much for this machine is a failure of the bundle that asks for it, with a report, and the others follow. */
    @Test
    void memory_thatDoesNotSuffice_isAFailureOfTheBundle() throws IOException {
        String found = "expected a record that can be judged, found java.lang.OutOfMemoryError: no room";
        List<Report.Line> opened = lines(exhausting());
        assertEquals(List.of("BUNDLE_CONTAINER at : " + found), HandMade.lines(at(opened, Step.LIMITS)));
        assertBehind(opened, Step.CONTAINER);
        Verdict verdict = Verifier.trusting(TrustSource.of(trustRoot))
                .verify(
                        Forge.allow(Kind.SEALED_RUN).write(folder),
                        Expectations.at(Attack.AT).noticing(List.of(exhausting())));
        assertEquals(Exit.FAILED, verdict.exit());
        assertEquals(
                List.of("FILE_DIGEST at : " + found),
                HandMade.lines(at(verdict.report().lines(), Step.FILES)));
    }

    @Test
    void envelope_thatIsNone_isNoQuestionOfSignatures() throws IOException {
        List<Report.Line> lines = lines("{");
        assertEquals(1, codes(at(lines, Step.ENVELOPE)).size());
        assertEquals(CheckResult.Fail.class, at(lines, Step.ENVELOPE).getClass(), () -> lines.toString());
        assertBehind(lines, Step.SIGNATURES);
    }

    @Test
    void envelope_unsigned_isAnEnvelope() throws IOException {
        List<Report.Line> lines = lines("{\"payload\":\"YQ==\",\"payloadType\":\"text/plain\",\"signatures\":[]}");
        assertEquals(new Pass("no signatures"), at(lines, Step.ENVELOPE));
        assertEquals(List.of("SIGNATURE_NONE"), codes(at(lines, Step.SIGNATURES)));
        assertBehind(lines, Step.PAYLOAD_TYPE);
    }

    @Test
    void signers_areNamedOnceEach_sorted() throws IOException {
        List<Report.Line> lines = lines(new String(
                HandMade.envelope(TestTrust.SECOND, TestTrust.QUANTUM, TestTrust.DECISION)
                        .toBytes(),
                UTF_8));
        assertEquals(new Pass("3 signatures"), at(lines, Step.ENVELOPE));
        assertEquals(new Pass("signed by gate-1, gate-2"), at(lines, Step.SIGNATURES));
        assertEquals(
                List.of("PAYLOAD_TYPE_UNSUPPORTED at decision.dsse.json#/payloadType: expected"
                        + " application/vnd.in-toto+json, found text/plain"),
                HandMade.lines(at(lines, Step.PAYLOAD_TYPE)));
        assertBehind(lines, Step.PAYLOAD);
    }
}
