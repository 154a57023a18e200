package org.sealgate.engine.llmoutput;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.llmoutput.LlmOutputTable.Cells;
import org.sealgate.engine.llmoutput.SourceProblem.Code;

/** The sheet LLM_OUTPUT of a workbook: its first row that is not empty is the header. */
final class WorkbookCells {
    private static final String SHEET = "LLM_OUTPUT";
    private static final int MAX_ROWS = 100_000;

    private WorkbookCells() {}

    static Cells read(Path file) throws IOException {
        Files.newInputStream(file).close(); // from here on what fails is the content
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false))) {
            Sheet sheet = workbook.findSheet(SHEET)
                    .orElseThrow(
                            () -> new SourceProblem(Code.SOURCE_FORMAT, file + " has no sheet of the name " + SHEET));
            try (Stream<Row> rows = sheet.openStream()) {
                return cells(file, rows.limit(MAX_ROWS + 1L).toList());
            }
        } catch (ExcelReaderException | IOException e) {
            throw new SourceProblem(Code.SOURCE_FORMAT, file + " is no workbook", e);
        }
    }

    private static Cells cells(Path file, List<Row> rows) {
        if (rows.size() > MAX_ROWS) {
            throw new SourceProblem(Code.SOURCE_FORMAT, file + " has more than " + MAX_ROWS + " rows");
        }
        List<List<String>> texts = new ArrayList<>();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.getCellCount(); i++) {
                cells.add(text(row.getOptionalCell(i).orElse(null)));
            }
            if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                texts.add(cells);
            }
        }
        if (texts.isEmpty()) {
            return new Cells(List.of(), List.of());
        }
        List<String> header = texts.getFirst().stream().map(String::strip).toList();
        return new Cells(header, texts.subList(1, texts.size()));
    }

    /** A number as people would write it, a date as ISO; the rest as it stands. */
    private static String text(@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return "";
        }
        if (cell.getType() == CellType.ERROR) {
            throw new SourceProblem(
                    Code.SOURCE_FORMAT, "the cell " + cell.getAddress() + " holds a spreadsheet's error");
        }
        String raw = cell.getRawValue();
        if (raw == null) {
            return "";
        }
        boolean number = cell.getType() == CellType.NUMBER || (cell.getType() == CellType.FORMULA && isNumber(raw));
        if (!number) {
            return cell.getType() == CellType.FORMULA ? raw : cell.getText();
        }
        return isDate(cell)
                ? date(cell)
                : new BigDecimal(raw).stripTrailingZeros().toPlainString();
    }

    private static boolean isNumber(String raw) {
        return raw.matches("-?[0-9]{1,15}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?");
    }

    private static boolean isDate(Cell cell) {
        String format = cell.getDataFormatString();
        if (format == null) {
            return false;
        }
        String bare = format.replaceAll("\"[^\"]*\"|\\[[^]]*]|\\\\.", "").toLowerCase(Locale.ROOT);
        return bare.contains("d") && bare.contains("m");
    }

    private static String date(Cell cell) {
        try {
            return cell.asDate().toLocalDate().toString();
        } catch (DateTimeException | ExcelReaderException e) {
            throw new SourceProblem(Code.SOURCE_FORMAT, "the cell " + cell.getAddress() + " holds no date", e);
        }
    }
}
