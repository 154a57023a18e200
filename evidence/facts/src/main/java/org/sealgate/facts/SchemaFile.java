package org.sealgate.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;

/**
 * The JSON Schemas (2020-12) of the project's documents, as this build carries them. A bundle holds those that its decision used under
 * {@code schemas/}; a verifier judges by its own.
 */
public enum SchemaFile {
    LLM_RUN_SNAPSHOT("llm-run-snapshot-1.0.json"),
    SEALED_RUN_DRAFT("sealed-run-draft-1.0.json"),
    SEALED_RUN("sealed-run-1.0.json"),
    AUTHORITY_ENVELOPE("authority-envelope-1.0.json"),
    /** For files older than the strict schema (row S002-32): {@code provenance.observed_at} may be there. */
    AUTHORITY_ENVELOPE_COMPAT("authority-envelope-compat-1.0.json"),
    DECISION_INPUT("decision-input-1.json"),
    DECISION_RESULT("decision-result-1.json"),
    GRANTS("grants-1.json"),
    POLICY_DECISION("policy-decision-1.json"),
    POLICY_RELEASE("policy-release-1.json"),
    POLICY_PROMOTION("policy-promotion-1.json"),
    REFUSAL_SUMMARY("refusal-summary-1.json"),
    CORRECTION("correction-1.json"),
    TOMBSTONE("tombstone-1.json"),
    TRUST_ROOT("trust-root-1.json");

    private final String fileName;

    SchemaFile(String fileName) {
        this.fileName = fileName;
    }

    /** What a proposal must be, its claims set apart. */
    public static SchemaFile ofProposal(Kind kind) {
        return switch (kind) {
            case LLM_RUN_SNAPSHOT -> LLM_RUN_SNAPSHOT;
            case SEALED_RUN -> SEALED_RUN_DRAFT;
        };
    }

    /** What an allow emits. */
    public static SchemaFile ofEmitted(Kind kind) {
        return switch (kind) {
            case LLM_RUN_SNAPSHOT -> LLM_RUN_SNAPSHOT;
            case SEALED_RUN -> SEALED_RUN;
        };
    }

    /** Name and version, for example {@code decision-input-1.json}. */
    public String fileName() {
        return fileName;
    }

    /** The schema, from the class path. */
    public Bytes bytes() {
        try (InputStream in = SchemaFile.class.getResourceAsStream("/schemas/" + fileName)) {
            if (in == null) {
                throw new IllegalStateException("built without schemas/" + fileName);
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
