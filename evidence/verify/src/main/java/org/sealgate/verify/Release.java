package org.sealgate.verify;

import java.util.List;
import java.util.SortedSet;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * A policy release whose statement is signed and whose parts are those that it names.
 *
 * @param digest of {@code release.dsse.json}
 * @param predicate {@code policy-release/v1}
 * @param signers keys of the policy role
 * @param data {@code data.json}
 * @param entrypoints that the module has
 * @param run runs it
 */
record Release(
        Digest digest,
        Json.Obj predicate,
        List<TrustedKey> signers,
        Json.Obj data,
        SortedSet<String> entrypoints,
        PolicyRun run) {
    Release {
        signers = List.copyOf(signers);
    }
}
