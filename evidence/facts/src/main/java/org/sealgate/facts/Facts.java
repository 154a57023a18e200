package org.sealgate.facts;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * What a policy decides from: derived from the bytes, which anyone can repeat, and observed, which is the engine's word.
 *
 * <pre>{@code
 * {"derived":{…},
 *  "observed":{"objects":[{"digest":"sha256:…","present":true}],"actor":{"id":"svc-publisher","method":"token"},"clock":"2026-02-15T18:30:00.131Z"}}
 * }</pre>
 *
 * @param derived made by {@link Sensors}
 * @param present every digest that the proposal names, and whether this caller has put it and its bytes are there
 */
public record Facts(Json.Obj derived, SortedMap<Digest, Boolean> present) {
    public Facts {
        present = Collections.unmodifiableSortedMap(new TreeMap<>(present));
    }

    Json.Obj json(Actor actor, String evaluatedAt) {
        Json.Obj observed = Json.object()
                .put(
                        "objects",
                        Json.array(present.entrySet().stream()
                                .map(row -> Json.object()
                                        .put("digest", row.getKey().text())
                                        .put("present", row.getValue())
                                        .build())
                                .toList()))
                .put(
                        "actor",
                        Json.object()
                                .put("id", actor.id())
                                .put("method", actor.method())
                                .build())
                .put("clock", evaluatedAt)
                .build();
        return Json.object().put("derived", derived).put("observed", observed).build();
    }
}
