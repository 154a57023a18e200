package org.sealgate.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sealgate.bundle.Digest;

/** The modules compiled last, by their digest: a release with new data alone need not be compiled again. */
final class CompiledModules {
    private static final int KEPT = 4;

    private static final Map<Digest, LoadedModule> BY_DIGEST = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, LoadedModule> eldest) {
            return size() > KEPT;
        }
    };

    private CompiledModules() {}

    static LoadedModule get(byte[] wasm) {
        Digest digest = Digest.sha256(wasm);
        synchronized (BY_DIGEST) {
            LoadedModule known = BY_DIGEST.get(digest);
            if (known == null) {
                known = LoadedModule.compiled(wasm);
                BY_DIGEST.put(digest, known);
            }
            return known;
        }
    }
}
