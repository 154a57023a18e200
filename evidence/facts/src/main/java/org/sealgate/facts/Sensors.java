package org.sealgate.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.ObjBuilder;

/**
 * The facts that follow from a proposal's bytes, its objects and one reading of the clock, and from nothing else. The engine puts them
 * before the policy as {@code facts.derived}; the verifier derives them again and compares.
 *
 * <pre>{@code
 * {"findings":[{"type":"email","pointer":"/meta/operator","detector":"email-1"}],
 *  "objects":[{"role":"input","pointer":"/inputs_snapshot/files/0","path":"data/a.csv","digest":"sha256:…","rehashed":"sha256:…","bytes":123}],
 *  "selfHash":{"declared":"sha256:…","matches":true,"profile":"rfc8785-empty"},     a snapshot only
 *  "counts":{"topRisks":3,"topActions":3,"suggestedUpdates":2},
 *  "exportAgeMillis":4000}                                                          a snapshot only; negative when it lies ahead
 * }</pre>
 *
 * Findings are sorted by pointer and type; objects stand as {@link NamedObjects} gives them, {@code rehashed} and {@code bytes} null where
 * there are no bytes. {@code declared} is null where the claimed hash is no digest at all.
 */
public final class Sensors {
    /** Of the whole set: detectors, masks, counts and comparisons. */
    public static final String VERSION = "1";

    private Sensors() {}

    /** What a sensor finds in a text that is no part of a proposal, {@code email}; empty where the text may be shown. */
    public static Optional<String> flagged(String text) {
        return EmailSensor.isIn(text) ? Optional.of(EmailSensor.TYPE) : Optional.empty();
    }

    /** As {@link #derived(Reading, Redaction, ObjectView, String)}, for a caller without the redaction. */
    public static Json.Obj derived(Reading reading, ObjectView objects, String evaluatedAt) {
        return derived(reading, Redaction.of(reading), objects, evaluatedAt);
    }

    /**
     * @param evaluatedAt RFC 3339 with {@code Z}: the decision's one reading of the clock
     * @throws org.sealgate.bundle.JsonException or IllegalArgumentException for a proposal that the schema of its kind refuses
     */
    public static Json.Obj derived(Reading reading, Redaction redaction, ObjectView objects, String evaluatedAt) {
        ObjBuilder facts = Json.object()
                .put(
                        "findings",
                        Json.array(
                                redaction.findings().stream().map(Finding::json).toList()))
                .put("objects", objects(NamedObjects.of(reading), objects));
        return switch (reading.kind()) {
            case LLM_RUN_SNAPSHOT ->
                facts.put("selfHash", selfHash(reading))
                        .put("counts", snapshotCounts(reading.proposal()))
                        .put("exportAgeMillis", exportAgeMillis(reading.proposal(), evaluatedAt))
                        .build();
            case SEALED_RUN ->
                facts.put("counts", sealedRunCounts(reading.proposal())).build();
        };
    }

    private static Json objects(List<NamedObject> named, ObjectView view) {
        Map<Digest, Optional<RehashedObject>> seen = new HashMap<>();
        return Json.array(named.stream()
                .map(object -> row(
                        object,
                        seen.computeIfAbsent(object.digest(), view::rehash).orElse(null)))
                .toList());
    }

    private static Json row(NamedObject object, @Nullable RehashedObject found) {
        return Json.object()
                .put("role", object.role())
                .put("pointer", object.pointer())
                .put("path", object.path())
                .put("digest", object.digest().text())
                .put(
                        "rehashed",
                        found == null ? Json.NULL : Json.of(found.digest().text()))
                .put("bytes", found == null ? Json.NULL : Json.of(found.bytes()))
                .build();
    }

    private static Json selfHash(Reading reading) {
        String declared = reading.claims().text("hash");
        boolean matches = HashProfile.RFC8785_EMPTY.text(reading.document()).equals(declared);
        return Json.object()
                .put("declared", isDigest(declared) ? Json.of(declared) : Json.NULL)
                .put("matches", matches)
                .put("profile", matches ? Json.of(HashProfile.RFC8785_EMPTY.id()) : Json.NULL)
                .build();
    }

    private static boolean isDigest(String text) {
        // only what has this shape is shown: anything else in its place is foreign text
        return text.length() == 71
                && text.startsWith("sha256:")
                && text.chars().skip(7).allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static Json snapshotCounts(Json.Obj snapshot) {
        return Json.object()
                .put("topRisks", size(snapshot, "top_risks"))
                .put("topActions", size(snapshot, "top_actions"))
                .put("systemObservations", size(snapshot, "system_observations"))
                .put("suggestedUpdates", size(snapshot, "suggested_updates"))
                .build();
    }

    private static Json sealedRunCounts(Json.Obj run) {
        Json.Obj outputs = run.object("outputs");
        return Json.object()
                .put("topRisks", size(outputs, "top_risks"))
                .put("topActions", size(outputs, "top_actions"))
                .put("suggestedUpdates", size(outputs, "suggested_updates"))
                .put("inputs", size(run.object("inputs_snapshot"), "files"))
                .build();
    }

    private static int size(Json.Obj parent, String list) {
        return parent.array(list).items().size();
    }

    private static long exportAgeMillis(Json.Obj snapshot, String evaluatedAt) {
        String exported = snapshot.object("meta").text("export_timestamp");
        try {
            return Instant.parse(evaluatedAt).toEpochMilli()
                    - Instant.parse(exported).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time is not RFC 3339 with Z", e);
        }
    }
}
