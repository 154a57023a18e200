package org.sealgate.engine.llmoutput;

/**
 * The cells of one row that a snapshot is made of, as the table has them; an empty cell is an empty string.
 *
 * @param suggestedUpdates empty also where the table has no such column
 */
public record LlmOutputRow(
        String runId,
        String sessionDate,
        String model,
        String operator,
        String topActions,
        String topRisks,
        String suggestedUpdates,
        String summaryConfidence,
        String nextReviewDate) {}
