package org.sealgate.engine.store;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;

/**
 * Everything of one decision that is journalled.
 *
 * @param outcome allow, deny or error; only an allow takes a run id and a file name
 * @param fileName where the emitted document stands under the store, for example
 *     {@code artifacts/sealed_runs/RUN-001_20260215T183000Z.json}
 * @param filePart the name in {@code parts} of that file's content; given exactly when {@code fileName} is
 * @param pae digest of the statement's pre-authentication encoding, the predecessor that the next number names
 * @param requestMac keyed hash of the whole request, so that the same request is known again without keeping it
 * @param status the HTTP status that was first answered, and {@code answer} its body
 * @param parts what cannot be derived, by name; stored as it is
 * @param shared name in the bundle to digest of an object: what the sweep must keep
 */
public record DecisionRecord(
        String decisionId,
        String caller,
        Kind kind,
        String outcome,
        @Nullable String runId,
        @Nullable String fileName,
        @Nullable String filePart,
        String stream,
        long number,
        Digest pae,
        @Nullable String idempotencyKey,
        Bytes requestMac,
        int status,
        Bytes answer,
        SortedMap<String, Bytes> parts,
        SortedMap<String, Digest> shared)
        implements Journalled {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern OUTCOME = Pattern.compile("allow|deny|error");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,300}");

    public DecisionRecord {
        require(ID.matcher(decisionId).matches(), "decisionId");
        require(OUTCOME.matcher(outcome).matches(), "outcome");
        require(TEXT.matcher(caller).matches(), "caller");
        require(TEXT.matcher(stream).matches(), "stream");
        require(number >= 1, "number");
        require(status >= 100 && status <= 599, "status");
        require(runId == null || TEXT.matcher(runId).matches(), "runId");
        require(idempotencyKey == null || TEXT.matcher(idempotencyKey).matches(), "idempotencyKey");
        require((runId == null && fileName == null) || outcome.equals("allow"), "runId or fileName without an allow");
        require(fileName == null || NamedFiles.isName(fileName), "fileName");
        require(fileName == null ? filePart == null : filePart != null && parts.containsKey(filePart), "filePart");
        parts = copy(parts);
        shared = copy(shared);
    }

    /** The same document needs to be written once: this is the content of the named file. */
    Bytes fileContent() {
        Bytes content = filePart == null ? null : parts.get(filePart);
        if (content == null) {
            throw new IllegalStateException(decisionId + " names no file");
        }
        return content;
    }

    private static <V> SortedMap<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("DecisionRecord: " + what);
        }
    }
}
