package org.sealgate.engine.llmoutput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.llmoutput.SourceProblem.Code;

class LlmOutputTest {
    private static final Instant EXPORTED = Instant.parse("2026-02-15T18:30:00.987Z");
    private static final String HEADER =
            "RunID,SessionDate,Model,TopActions,TopRisks,SuggestedUpdates,SealHash,SummaryConfidence_pct,NextReviewDate,Operator,Notes";
    private static final String ROW =
            "RUN-001,2026-01-02,gpt-4o,1) Action A-1; 2) Action B-1; 3) Action C-1,1) Risk X-1; 2) Risk Y-1; 3) Risk Z-1,"
                    + "Update CLM-001 confidence; Review ASM-001,sha256:aaaaaaaa...,68,2026-01-09,J. Rivera,Run 1 note";
    /** What CPython's json.dumps and hashlib gave for ROW, which has no number that the two forms write apart. */
    private static final String SNAPSHOT = """
            {"hash":"sha256:c7cc13d0c31ae1b928fcb234d44774df374ac7b3e0d189578561320c16bbf296",\
            "kpis":{"next_review_date":"2026-01-09","summary_confidence_pct":68},\
            "meta":{"export_timestamp":"2026-02-15T18:30:00Z","model":"gpt-4o","operator":"J. Rivera","run_id":"RUN-001",\
            "session_date":"2026-01-02","workbook_version":"v2"},"schema_version":"1.0",\
            "suggested_updates":["Update CLM-001 confidence","Review ASM-001"],"system_observations":[],\
            "top_actions":["Action A-1","Action B-1","Action C-1"],"top_risks":["Risk X-1","Risk Y-1","Risk Z-1"]}""";

    @TempDir
    Path folder;

    // S002-02 .. S002-12
    @Test
    void row_ofCsv_becomesTheSnapshotByteForByte() throws IOException {
        RunSnapshot snapshot =
                RunSnapshot.of(LlmOutputTable.read(csv(HEADER, ROW)).row("RUN-001"), EXPORTED);
        assertEquals(SNAPSHOT, new String(snapshot.document().toArray(), UTF_8));
        assertEquals("RUN-001_20260215T183000Z.json", snapshot.fileName());
    }

    @Test
    void row_ofWorkbook_becomesTheSameSnapshot() {
        List<List<String>> rows = List.of(
                List.of(HEADER.split(",")),
                List.of(
                        "RUN-001",
                        WorkbookFile.date(46024),
                        "gpt-4o",
                        "1) Action A-1; 2) Action B-1; 3) Action C-1",
                        "1) Risk X-1; 2) Risk Y-1; 3) Risk Z-1",
                        "Update CLM-001 confidence; Review ASM-001",
                        "sha256:aaaaaaaa...",
                        WorkbookFile.number("68"),
                        WorkbookFile.date(46031),
                        "J. Rivera",
                        "Run 1 note"));
        Path workbook = WorkbookFile.write(folder.resolve("prompt-os.xlsx"), "LLM_OUTPUT", rows);
        RunSnapshot snapshot = RunSnapshot.of(LlmOutputTable.read(workbook).row("RUN-001"), EXPORTED);
        assertEquals(SNAPSHOT, new String(snapshot.document().toArray(), UTF_8));
    }

    @Test
    void row_withTheColumnsElsewhere_givesTheSameSnapshot() throws IOException {
        String header =
                "\uFEFFNotes,Operator,NextReviewDate,SummaryConfidence_pct,TopRisks,TopActions,Model,SessionDate,RunID";
        String row = "\"a, \"\"note\"\"\",J. Rivera,2026-01-09,68,1) Risk X-1; 2) Risk Y-1; 3) Risk Z-1,"
                + "1) Action A-1; 2) Action B-1; 3) Action C-1,gpt-4o,2026-01-02,RUN-001";
        Json.Obj snapshot =
                document(RunSnapshot.of(LlmOutputTable.read(csv(header, row)).row("RUN-001"), EXPORTED));
        // S002-08: SuggestedUpdates is optional in the source
        assertEquals(List.of(), snapshot.texts("suggested_updates"));
        assertEquals(List.of("Risk X-1", "Risk Y-1", "Risk Z-1"), snapshot.texts("top_risks"));
        assertEquals("2026-01-02", snapshot.object("meta").text("session_date"));
    }

    // S002-03: empty where the source is empty, never null and never absent
    @Test
    void meta_ofEmptyCells_isEmptyStrings() throws IOException {
        Json.Obj meta = document(RunSnapshot.of(
                        LlmOutputTable.read(csv(HEADER, "RUN-1,,,,,,,0,2026-01-09,,"))
                                .row("RUN-1"),
                        EXPORTED))
                .object("meta");
        for (String name : List.of("session_date", "operator", "model")) {
            assertEquals("", meta.text(name), name);
        }
    }

    // S002-06
    static Map<String, List<String>> lists() {
        return Map.of(
                "", List.of(),
                " ; ;;", List.of(),
                "one", List.of("one"),
                "1) one;2. two;\t 10) ten ", List.of("one", "two", "ten"),
                "1) ; 2.", List.of(),
                "3 apples; 4)pears", List.of("3 apples", "pears"),
                "a) b; 1) 2) c", List.of("a) b", "2) c"),
                "Würde; 日本", List.of("Würde", "日本"));
    }

    @Test
    void list_ofEachForm_parsedByTheSeedsRule() {
        assertAll(lists().entrySet().stream()
                .map(row -> () -> assertEquals(row.getValue(), RunSnapshot.items(row.getKey()), row.getKey())));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("unknown run", Code.RUN_UNKNOWN, "RUN-999", HEADER, ROW), // S002-01
                Arguments.of("run of another case", Code.RUN_UNKNOWN, "run-001", HEADER, ROW),
                Arguments.of("two rows of one run", Code.RUN_AMBIGUOUS, "RUN-001", HEADER, ROW + "\n" + ROW),
                Arguments.of("missing column", Code.SOURCE_COLUMN, "RUN-001", HEADER.replace("Model", "Modell"), ROW),
                Arguments.of("column twice", Code.SOURCE_COLUMN, "RUN-001", HEADER.replace("Notes", "Model"), ROW),
                Arguments.of("empty file", Code.SOURCE_COLUMN, "RUN-001", "", ""),
                Arguments.of("short record", Code.SOURCE_FORMAT, "RUN-001", HEADER, "RUN-001,2026-01-02"),
                Arguments.of("open quote", Code.SOURCE_FORMAT, "RUN-001", HEADER, "\"" + ROW),
                // S002-09
                Arguments.of(
                        "confidence with a fraction", Code.ROW_CONFIDENCE, "RUN-001", HEADER, edited("68", "68.5")),
                Arguments.of("confidence over 100", Code.ROW_CONFIDENCE, "RUN-001", HEADER, edited("68", "101")),
                Arguments.of("confidence below 0", Code.ROW_CONFIDENCE, "RUN-001", HEADER, edited("68", "-1")),
                Arguments.of("confidence in words", Code.ROW_CONFIDENCE, "RUN-001", HEADER, edited("68", "high")),
                Arguments.of("no confidence", Code.ROW_CONFIDENCE, "RUN-001", HEADER, edited("68", "")),
                // S002-10
                Arguments.of(
                        "another form", Code.ROW_REVIEW_DATE, "RUN-001", HEADER, edited("2026-01-09", "09.01.2026")),
                Arguments.of(
                        "no such day", Code.ROW_REVIEW_DATE, "RUN-001", HEADER, edited("2026-01-09", "2026-02-29")),
                Arguments.of("no review date", Code.ROW_REVIEW_DATE, "RUN-001", HEADER, edited("2026-01-09", "")),
                Arguments.of(
                        "year 12026", Code.ROW_REVIEW_DATE, "RUN-001", HEADER, edited("2026-01-09", "+12026-01-09")),
                Arguments.of("path in the run id", Code.RUN_ID, "../RUN", HEADER, edited("RUN-001", "../RUN")),
                Arguments.of("device as run id", Code.RUN_ID, "nul.1", HEADER, edited("RUN-001", "nul.1")),
                Arguments.of("long run id", Code.RUN_ID, "R".repeat(65), HEADER, edited("RUN-001", "R".repeat(65))));
    }

    private static String edited(String from, String to) {
        return ROW.replaceFirst("(^|,)" + from + ",", "$1" + to + ",");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void table_withAFault_refusedByItsCode(String name, Code code, String runId, String header, String rows)
            throws IOException {
        Path file = csv(header, rows);
        assertEquals(
                code,
                assertThrows(
                                SourceProblem.class,
                                () -> RunSnapshot.of(LlmOutputTable.read(file).row(runId), EXPORTED))
                        .code(),
                name);
    }

    @Test
    void file_thatIsNoTable_refusedByItsCode() throws IOException {
        Path latin = Files.write(folder.resolve("latin.csv"), (HEADER + "\n" + ROW + "é").getBytes(ISO_8859_1));
        Path noWorkbook = Files.writeString(folder.resolve("text.xlsx"), HEADER);
        Path otherSheet = WorkbookFile.write(folder.resolve("other.xlsx"), "PATCH_LOG", List.of(List.of("RunID")));
        Map<Path, Code> table = Map.of(
                latin,
                Code.SOURCE_FORMAT,
                noWorkbook,
                Code.SOURCE_FORMAT,
                otherSheet,
                Code.SOURCE_FORMAT,
                Files.writeString(folder.resolve("table.tsv"), HEADER),
                Code.SOURCE_FORMAT,
                folder.resolve("absent.csv"),
                Code.SOURCE_UNREADABLE,
                Files.createDirectory(folder.resolve("folder.csv")),
                Code.SOURCE_UNREADABLE);
        assertAll(table.entrySet().stream()
                .map(row -> () -> assertEquals(
                        row.getValue(),
                        assertThrows(SourceProblem.class, () -> LlmOutputTable.read(row.getKey()))
                                .code(),
                        row.getKey().toString())));
    }

    // S002-01, S002-11: the real table, whole
    @Test
    void realTable_everyRow_becomesASnapshotThatHashes() {
        Path table = Path.of(System.getProperty("sealgate.root"), "../shared/vectors/prompt-os/llm_output.csv");
        Assumptions.assumeTrue(Files.exists(table), "the public LLM_OUTPUT table is not beside the checkout");
        List<String> runs = new ArrayList<>();
        for (LlmOutputRow row : LlmOutputTable.read(table).rows()) {
            Json.Obj snapshot = document(RunSnapshot.of(row, EXPORTED));
            assertEquals(HashProfile.RFC8785_EMPTY.text(snapshot), snapshot.text("hash"), row.runId());
            assertEquals(3, snapshot.texts("top_risks").size(), row.runId());
            assertEquals(3, snapshot.texts("top_actions").size(), row.runId());
            assertEquals(2, snapshot.texts("suggested_updates").size(), row.runId());
            runs.add(row.runId());
        }
        assertEquals(25, runs.size());
        assertEquals(25, runs.stream().distinct().count());
    }

    private static Json.Obj document(RunSnapshot snapshot) {
        return JsonReader.readObject(snapshot.document().toArray());
    }

    private Path csv(String header, String rows) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), header + "\n" + rows + "\n");
    }
}
