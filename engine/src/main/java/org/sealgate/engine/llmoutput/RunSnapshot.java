package org.sealgate.engine.llmoutput;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.engine.llmoutput.SourceProblem.Code;

/**
 * The {@code llm-run-snapshot} that one row becomes: a document with its own hash, and the file name that seed 002 gives
 * it.
 *
 * @param fileName {@code <RunID>_<YYYYMMDDTHHMMSSZ>.json}, the stamp being the export's
 * @param document RFC 8785 bytes
 */
public record RunSnapshot(String fileName, Bytes document) {
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");
    private static final Pattern CONFIDENCE = Pattern.compile("[0-9]{1,2}|100");
    private static final Pattern BETWEEN_ITEMS = Pattern.compile(";\\s*");
    private static final Pattern NUMBERING = Pattern.compile("^\\d+[).]\\s*");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Makes the snapshot.
     *
     * @param exportedAt the moment of export, of which whole seconds are used
     * @throws SourceProblem where a cell cannot be what the snapshot needs
     */
    public static RunSnapshot of(LlmOutputRow row, Instant exportedAt) {
        if (!RUN_ID.matcher(row.runId()).matches()
                || DEVICE.matcher(row.runId()).matches()) {
            throw new SourceProblem(
                    Code.RUN_ID, "this RunID cannot name a file: letters, digits, dot, dash and underscore can");
        }
        Instant second = exportedAt.truncatedTo(ChronoUnit.SECONDS);
        Json.Obj open = Json.object()
                .put("schema_version", "1.0")
                .put("meta", meta(row, second))
                .put("top_risks", Json.strings(items(row.topRisks())))
                .put("top_actions", Json.strings(items(row.topActions())))
                .put("system_observations", Json.strings(List.of()))
                .put("suggested_updates", Json.strings(items(row.suggestedUpdates())))
                .put("kpis", kpis(row))
                .put("hash", "")
                .build();
        Json.Obj whole = open.with("hash", Json.of(HashProfile.RFC8785_EMPTY.text(open)));
        return new RunSnapshot(
                row.runId() + "_" + STAMP.format(second) + ".json", Bytes.copyOf(CanonicalJson.rfc8785(whole)));
    }

    private static Json.Obj meta(LlmOutputRow row, Instant second) {
        return Json.object()
                .put("run_id", row.runId())
                .put("session_date", row.sessionDate())
                .put("operator", row.operator())
                .put("model", row.model())
                .put("workbook_version", "v2")
                .put("export_timestamp", DateTimeFormatter.ISO_INSTANT.format(second))
                .build();
    }

    private static Json.Obj kpis(LlmOutputRow row) {
        if (!CONFIDENCE.matcher(row.summaryConfidence()).matches()) {
            throw new SourceProblem(
                    Code.ROW_CONFIDENCE,
                    "SummaryConfidence_pct of " + row.runId() + " is no whole number from 0 to 100");
        }
        return Json.object()
                .put("summary_confidence_pct", Long.parseLong(row.summaryConfidence()))
                .put("next_review_date", reviewDate(row))
                .build();
    }

    private static String reviewDate(LlmOutputRow row) {
        try {
            LocalDate date = LocalDate.parse(row.nextReviewDate());
            if (date.getYear() >= 0 && date.getYear() <= 9999) {
                return row.nextReviewDate();
            }
        } catch (DateTimeException e) {
            throw new SourceProblem(Code.ROW_REVIEW_DATE, noDate(row), e);
        }
        throw new SourceProblem(Code.ROW_REVIEW_DATE, noDate(row));
    }

    private static String noDate(LlmOutputRow row) {
        return "NextReviewDate of " + row.runId() + " is no date of the form 2026-02-28";
    }

    /** Seed 002's list rule: split on {@code ;} and the blanks after it, strip a leading number, trim, drop what is empty. */
    static List<String> items(String cell) {
        return Stream.of(BETWEEN_ITEMS.split(cell))
                .map(item -> NUMBERING.matcher(item).replaceFirst("").strip())
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
