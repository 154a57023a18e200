package org.sealgate.engine.llmoutput;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.sealgate.engine.llmoutput.LlmOutputTable.Cells;
import org.sealgate.engine.llmoutput.SourceProblem.Code;

/** RFC 4180 in UTF-8; the mark that spreadsheets put in front is passed over. */
final class CsvCells {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    private CsvCells() {}

    static Cells read(String file, BufferedReader reader) throws IOException {
        try {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            try (CSVParser parser = FORMAT.parse(reader)) {
                return cells(file, parser);
            }
        } catch (CharacterCodingException e) {
            throw new SourceProblem(Code.SOURCE_FORMAT, file + " is not UTF-8", e);
        } catch (CSVException e) {
            throw new SourceProblem(Code.SOURCE_FORMAT, file + " is not CSV: a quote is not closed or not opened", e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException || e.getCause() instanceof CSVException) {
                throw new SourceProblem(Code.SOURCE_FORMAT, file + " is not CSV in UTF-8", e);
            }
            throw e.getCause();
        }
    }

    private static Cells cells(String file, CSVParser parser) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = List.of();
        for (CSVRecord record : parser) {
            if (record.getRecordNumber() == 1) {
                header = record.toList().stream().map(String::strip).toList();
            } else if (record.size() == header.size()) {
                rows.add(record.toList());
            } else {
                throw new SourceProblem(
                        Code.SOURCE_FORMAT,
                        "%s: record %d has %d cells, the header has %d"
                                .formatted(file, record.getRecordNumber(), record.size(), header.size()));
            }
        }
        return new Cells(header, rows);
    }
}
