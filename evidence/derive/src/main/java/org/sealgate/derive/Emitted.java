package org.sealgate.derive;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * The document that an allow emits: the subject of its statement.
 *
 * @param name the published name, {@code artifacts/sealed_runs/RUN-001_20260215T183000Z.sealed.json} (row S002-12)
 * @param bytes what is published, byte for byte
 * @param selfHash the document's own hash under {@code rfc8785-empty}, {@code sha256:<hex>} (row S002-11)
 */
public record Emitted(String name, Bytes bytes, String selfHash) {
    private static final String FOLDER = "artifacts/sealed_runs/";

    /** The entry's name in a bundle: {@code subject/} and the last segment of the published name. */
    public String entryName() {
        return entryName(name);
    }

    /** The same for a name that was read from a statement. */
    public static String entryName(String subjectName) {
        return "subject/" + subjectName.substring(subjectName.lastIndexOf('/') + 1);
    }

    /**
     * Makes the document of an allow again from what was recorded.
     *
     * @param document the proposal as it arrived, parsed whole
     * @param proposal the same without what a caller may not claim, nothing shortened
     * @param arrived the same, byte for byte
     * @param input the decision input
     * @param envelope the authority envelope of the allow
     */
    public static Emitted of(Json.Obj document, Json.Obj proposal, Bytes arrived, Json.Obj input, Json.Obj envelope) {
        Kind kind = Kind.byId(input.text("kind")).orElseThrow();
        return switch (kind) {
            case LLM_RUN_SNAPSHOT -> snapshot(document, arrived);
            case SEALED_RUN -> sealedRun(proposal, input, envelope);
        };
    }

    /** The published name that a proposal would take, for the claim of run id and file name. */
    public static Optional<String> nameOf(Kind kind, Json.Obj proposal, String decidedAt) {
        @Nullable Json runId = proposal.get("run_id");
        @Nullable Json meta = proposal.get("meta");
        return switch (kind) {
            case LLM_RUN_SNAPSHOT ->
                meta instanceof Json.Obj fields ? Optional.of(snapshotName(fields)) : Optional.empty();
            case SEALED_RUN ->
                runId instanceof Json.Str id ? Optional.of(sealedName(id.value(), decidedAt)) : Optional.empty();
        };
    }

    /** A snapshot is published as it came: its bytes are what its maker hashed. */
    private static Emitted snapshot(Json.Obj document, Bytes proposalBytes) {
        return new Emitted(
                snapshotName(document.object("meta")), proposalBytes, HashProfile.RFC8785_EMPTY.text(document));
    }

    private static Emitted sealedRun(Json.Obj draft, Json.Obj input, Json.Obj envelope) {
        Json.Obj scope = HashScope.of(input);
        Json.Obj unsealed = draft.with("authority_envelope", envelope)
                .with("hash_scope", scope)
                .with("commit_hash", Json.of(HashScope.commitHash(scope)))
                .with("hash", Json.of(""));
        String hash = HashProfile.RFC8785_EMPTY.text(unsealed);
        byte[] sealed = CanonicalJson.rfc8785(unsealed.with("hash", Json.of(hash)));
        String decidedAt = input.object("context").text("evaluatedAt");
        return new Emitted(sealedName(draft.text("run_id"), decidedAt), Bytes.copyOf(sealed), hash);
    }

    private static String snapshotName(Json.Obj meta) {
        return FOLDER + meta.text("run_id") + "_" + Times.stamp(Instant.parse(meta.text("export_timestamp"))) + ".json";
    }

    private static String sealedName(String runId, String decidedAt) {
        return FOLDER + runId + "_" + Times.stamp(Instant.parse(decidedAt)) + ".sealed.json";
    }
}
