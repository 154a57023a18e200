package org.sealgate.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;

/**
 * A promoted release, checked and read into memory.
 *
 * @param predicate of its release statement
 * @param files as a bundle carries them: {@code policy/policy.wasm}, {@code policy/src/…} and so on
 * @param catalogue violation code to {@code {code,title,remediation,policy,rule}}
 * @param opaBundle the bundle that OPA is started with
 */
public record LoadedRelease(
        Json.Obj predicate, SortedMap<String, Bytes> files, Map<String, Json.Obj> catalogue, Path opaBundle) {
    public LoadedRelease {
        files = new TreeMap<>(files);
        catalogue = Map.copyOf(catalogue);
    }
}
