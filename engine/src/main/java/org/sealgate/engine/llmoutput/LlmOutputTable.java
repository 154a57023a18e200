package org.sealgate.engine.llmoutput;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.llmoutput.SourceProblem.Code;

/** An LLM_OUTPUT table, read from CSV or from the sheet of that name in a workbook. */
public final class LlmOutputTable {
    private static final long MAX_BYTES = 64L << 20;
    private static final List<String> REQUIRED = List.of(
            "RunID",
            "SessionDate",
            "Model",
            "TopActions",
            "TopRisks",
            "SummaryConfidence_pct",
            "NextReviewDate",
            "Operator");

    private final List<LlmOutputRow> rows;

    private LlmOutputTable(List<LlmOutputRow> rows) {
        this.rows = rows;
    }

    /**
     * Reads the whole table; which reader is told by the file's ending.
     *
     * @throws SourceProblem where there is no table to be had
     */
    public static LlmOutputTable read(Path file) {
        Path name = file.getFileName();
        String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SourceProblem(Code.SOURCE_UNREADABLE, file + " is larger than 64 MiB");
            }
            if (lower.endsWith(".csv")) {
                // a reader that decodes strictly: a byte that is no UTF-8 must not become another character
                try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    return of(CsvCells.read(file.toString(), reader));
                }
            }
            if (lower.endsWith(".xlsx")) {
                return of(WorkbookCells.read(file));
            }
        } catch (IOException e) {
            throw new SourceProblem(Code.SOURCE_UNREADABLE, file + " cannot be read", e);
        }
        throw new SourceProblem(Code.SOURCE_FORMAT, file + " ends neither in .csv nor in .xlsx");
    }

    /** The same from bytes of CSV. */
    public static LlmOutputTable ofCsv(Bytes csv) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(csv.open(), StandardCharsets.UTF_8.newDecoder()))) {
            return of(CsvCells.read("the table", reader));
        } catch (IOException e) {
            throw new SourceProblem(Code.SOURCE_UNREADABLE, "the table cannot be read", e);
        }
    }

    private static LlmOutputTable of(Cells cells) {
        Set<String> seen = new HashSet<>();
        for (String column : cells.header()) {
            if (!seen.add(column)) {
                throw new SourceProblem(Code.SOURCE_COLUMN, "the table has the column " + column + " twice");
            }
        }
        List<String> missing =
                REQUIRED.stream().filter(column -> !seen.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new SourceProblem(Code.SOURCE_COLUMN, "the table has no column " + String.join(", ", missing));
        }
        return new LlmOutputTable(cells.rows().stream()
                .filter(row -> row.stream().anyMatch(cell -> !cell.isBlank()))
                .map(row -> row(cells, row))
                .toList());
    }

    private static LlmOutputRow row(Cells cells, List<String> row) {
        return new LlmOutputRow(
                cells.cell(row, "RunID").strip(),
                cells.cell(row, "SessionDate").strip(),
                cells.cell(row, "Model").strip(),
                cells.cell(row, "Operator").strip(),
                cells.cell(row, "TopActions"),
                cells.cell(row, "TopRisks"),
                cells.cell(row, "SuggestedUpdates"),
                cells.cell(row, "SummaryConfidence_pct").strip(),
                cells.cell(row, "NextReviewDate").strip());
    }

    /** Every row, in the table's order. */
    public List<LlmOutputRow> rows() {
        return rows;
    }

    /**
     * The one row of a run.
     *
     * @throws SourceProblem RUN_UNKNOWN or RUN_AMBIGUOUS
     */
    public LlmOutputRow row(String runId) {
        List<LlmOutputRow> found =
                rows.stream().filter(row -> row.runId().equals(runId)).toList();
        return switch (found.size()) {
            case 0 -> throw new SourceProblem(Code.RUN_UNKNOWN, "no row has the RunID " + runId);
            case 1 -> found.getFirst();
            default ->
                throw new SourceProblem(
                        Code.RUN_AMBIGUOUS, found.size() + " rows have the RunID " + runId + ": none was exported");
        };
    }

    /** What both readers give: the header's names, and rows that may be shorter than it. */
    record Cells(List<String> header, List<List<String>> rows) {
        Cells {
            header = List.copyOf(header);
            rows = List.copyOf(rows);
        }

        String cell(List<String> row, String column) {
            int at = header.indexOf(column);
            return at < 0 || at >= row.size() ? "" : row.get(at);
        }
    }
}
