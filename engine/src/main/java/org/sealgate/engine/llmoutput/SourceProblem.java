package org.sealgate.engine.llmoutput;

/** Why a table or a row of it gives no snapshot. Its message names no cell's value: cells may hold what must not leak. */
public final class SourceProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Code {
        /** The file cannot be read, or is larger than 64 MiB. */
        SOURCE_UNREADABLE,
        /** Neither CSV nor a workbook, or not one that can be understood. */
        SOURCE_FORMAT,
        /** A column of LLM_OUTPUT is missing or there twice. */
        SOURCE_COLUMN,
        /** No row has this RunID. */
        RUN_UNKNOWN,
        /** Several rows have this RunID. */
        RUN_AMBIGUOUS,
        /** The RunID cannot be a file name. */
        RUN_ID,
        /** SummaryConfidence_pct is no whole number from 0 to 100. */
        ROW_CONFIDENCE,
        /** NextReviewDate is no date. */
        ROW_REVIEW_DATE
    }

    private final Code code;

    SourceProblem(Code code, String message) {
        super(message);
        this.code = code;
    }

    SourceProblem(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code, for machines. */
    public Code code() {
        return code;
    }
}
