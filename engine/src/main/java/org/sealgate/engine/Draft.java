package org.sealgate.engine;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.engine.GateAnswer.Finding;

/**
 * A record that lacks only its number and its signature.
 *
 * @param parts what the journal keeps of it, by {@link Parts} name
 * @param objects bundle name to digest of the caller's objects that the bundle carries (an allow's)
 * @param violations as the caller is told
 * @param winner who has the run id, where the caller may know
 */
record Draft(
        Finding finding,
        DecisionStatement statement,
        SortedMap<String, Bytes> parts,
        SortedMap<String, Digest> objects,
        List<Json.Obj> violations,
        Optional<String> winner) {
    Draft {
        parts = new TreeMap<>(parts);
        objects = new TreeMap<>(objects);
        violations = List.copyOf(violations);
    }
}
