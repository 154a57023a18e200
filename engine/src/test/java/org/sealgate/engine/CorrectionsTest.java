package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.Corrections.Outcome;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.facts.Actor;
import org.sealgate.verify.Code;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;

/** Row S002-15: a correction is an entry of the PATCH_LOG that names its run, and the sealed file stays as it was. */
class CorrectionsTest {
    private static final Actor OPERATOR = Proposals.actor("local-operator", "operator");
    private static final String RUN = "PATCH-1";

    @TempDir
    static Path folder;

    private static GateHome home;
    private static Path bundle;
    private static Path notice;
    private static byte[] sealed;
    private static byte[] list;

    @BeforeAll
    static void corrected() throws Exception {
        home = GateHome.create(folder.resolve("home"));
        try (Wiring wiring = home.open()) {
            GateRequest request = Proposals.request(
                    Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot(RUN)));
            Recorded allowed = assertInstanceOf(Recorded.class, wiring.gate().decide(request));
            sealed = Files.readAllBytes(artifact());
            for (int number = 1; number <= 2; number++) {
                Outcome outcome =
                        wiring.corrections().correct(OPERATOR, asked(RUN, "Wrong input, note " + number + "."));
                assertEquals(
                        number,
                        assertInstanceOf(Outcome.Corrected.class, outcome).number());
            }
            list = Files.readAllBytes(patchLog(home.home()));
            bundle = new Oracle(folder, home.home().resolve("trust-root.json"))
                    .bundle(wiring, Proposals.PUBLISHER, allowed);
            notice = folder.resolve("2.notice.zip");
            try (OutputStream out = Files.newOutputStream(notice)) {
                Oracle.ready(wiring.corrections().notice(2).orElseThrow()).writeTo(out);
            }
        }
    }

    private static Bytes asked(String runId, String reason) {
        return Proposals.bytes(Json.object()
                .put("kind", "llm-run-snapshot")
                .put("runId", runId)
                .put("reason", reason)
                .build());
    }

    private static Path artifact() throws IOException {
        try (Stream<Path> all = Files.list(home.home().resolve("store/artifacts/sealed_runs"))) {
            return all.findFirst().orElseThrow();
        }
    }

    private static Path patchLog(Path home) {
        return home.resolve("store/patch_log").resolve(Corrections.FILE);
    }

    @Test
    void run_corrected_isStillWhatWasSealed_andIsOnTheList() throws IOException {
        assertArrayEquals(sealed, Files.readAllBytes(artifact()));
        List<Json.Obj> lines = new String(list, java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .map(Proposals::read)
                .toList();
        assertEquals(
                List.of("Wrong input, note 1.", "Wrong input, note 2."),
                lines.stream().map(line -> line.text("reason")).toList());
        for (Json.Obj line : lines) {
            assertEquals(RUN, line.object("corrects").text("runId"));
            assertEquals("local-operator", line.text("by"));
        }
    }

    @Test
    void verifier_givenTheCorrection_admitsTheRunAndSaysSo() throws IOException {
        Verifier verifier = Verifier.trusting(TrustSource.of(home.home().resolve("trust-root.json")));
        Expectations now = Expectations.at(Instant.now());
        Verdict told = verifier.verify(bundle, now.noticing(List.of(notice)));
        assertInstanceOf(
                Verdict.Admissible.class, told, () -> told.report().findings().toString());
        assertTrue(told.report().warnings().stream().anyMatch(warning -> warning.code() == Code.SUPERSEDED));
        Verdict untold = verifier.verify(bundle, now);
        assertFalse(untold.report().warnings().stream().anyMatch(warning -> warning.code() == Code.SUPERSEDED));
    }

    private interface Change {
        void apply(Path file) throws IOException;
    }

    /** Whatever becomes of the list: fsck names it, and a start makes it again, byte for byte. */
    @Test
    void list_touched_isNamedByFsck_andMadeAgainByAStart() throws Exception {
        Path file = patchLog(home.home());
        assertEquals(List.of(), home.faults());
        Change gone = Files::delete;
        Change changed = path -> {
            Files.delete(path);
            Files.writeString(path, "{}\n");
        };
        for (Change change : List.of(gone, changed)) {
            change.apply(file);
            List<Fault> found = home.faults();
            assertEquals(1, found.size(), found::toString);
            Fault.Kind kind = change == gone ? Fault.Kind.MISSING : Fault.Kind.DIFFERENT;
            assertEquals(kind, found.getFirst().kind());
            assertEquals("patch_log/" + Corrections.FILE, found.getFirst().what());
            home.open().close();
            assertArrayEquals(list, Files.readAllBytes(file));
        }
        Path foreign = Files.writeString(file.resolveSibling("other"), "");
        assertEquals(
                List.of(Fault.Kind.EXTRA),
                home.faults().stream().map(Fault::kind).toList());
        Files.delete(foreign);
        assertEquals(List.of(), home.faults());
    }

    private record Row(String body, Outcome outcome) {}

    private static Row refused(String body, String code, String pointer) {
        return new Row(body, new Outcome.Refused(List.of(new Corrections.Objection(code, pointer))));
    }

    private static List<Row> table() {
        return List.of(
                refused("{", "JSON_SYNTAX", ""),
                refused("{\"kind\":\"sealed-run\",\"kind\":\"sealed-run\"}", "JSON_DUPLICATE_KEY", ""),
                refused(text("llm-run-snapshot", RUN, "x", ",\"by\":\"me\""), "MEMBER_UNKNOWN", ""),
                refused("{\"kind\":\"llm-run-snapshot\",\"runId\":\"R\"}", "MEMBER_MISSING", "/reason"),
                refused(text("other", RUN, "x", ""), "KIND_UNKNOWN", "/kind"),
                refused(text("llm-run-snapshot", RUN, "", ""), "REASON_FORM", "/reason"),
                refused(text("llm-run-snapshot", RUN, "a\\nb", ""), "REASON_FORM", "/reason"),
                refused(text("llm-run-snapshot", RUN, "x".repeat(501), ""), "REASON_FORM", "/reason"),
                refused(text("llm-run-snapshot", RUN, "ask j.r@example.org", ""), "REASON_FLAGGED", "/reason"),
                new Row(text("llm-run-snapshot", "PATCH-9", "x", ""), new Outcome.NoSuchRun()),
                new Row(text("sealed-run", RUN, "x", ""), new Outcome.NoSuchRun()));
    }

    private static String text(String kind, String runId, String reason, String more) {
        return "{\"kind\":\"" + kind + "\",\"runId\":\"" + runId + "\",\"reason\":\"" + reason + "\"" + more + "}";
    }

    @Test
    void request_thatCannotBeSigned_isRefusedByItsCode_andLeavesNothing() throws Exception {
        try (Wiring wiring = home.open()) {
            for (Row row : table()) {
                assertEquals(row.outcome, wiring.corrections().correct(OPERATOR, Proposals.text(row.body)), row.body);
            }
            assertArrayEquals(list, wiring.corrections().patchLog().toArray());
            assertEquals(Optional.empty(), wiring.corrections().notice(3));
        }
        assertArrayEquals(list, Files.readAllBytes(patchLog(home.home())));
    }
}
