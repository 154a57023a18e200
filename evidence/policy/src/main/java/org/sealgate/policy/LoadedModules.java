package org.sealgate.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.sealgate.bundle.Digest;

/**
 * The modules loaded last, by their digest. A release with new data alone is not compiled again, and a verifier that inspects
 * a module and then runs it reads it once.
 */
final class LoadedModules {
    private static final LoadedModules COMPILED = new LoadedModules(LoadedModule::compiled);
    private static final LoadedModules INTERPRETED = new LoadedModules(LoadedModule::interpreted);
    private static final int KEPT = 2;

    private final Function<byte[], LoadedModule> load;
    private final Map<Digest, LoadedModule> byDigest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, LoadedModule> eldest) {
            return size() > KEPT;
        }
    };

    private LoadedModules(Function<byte[], LoadedModule> load) {
        this.load = load;
    }

    static LoadedModule compiled(byte[] wasm) {
        return COMPILED.get(wasm.clone());
    }

    static LoadedModule interpreted(byte[] wasm) {
        return INTERPRETED.get(wasm.clone());
    }

    /** One at a time: two callers with one module would compile it twice. */
    private synchronized LoadedModule get(byte[] wasm) {
        Digest digest = Digest.sha256(wasm);
        LoadedModule known = byDigest.get(digest);
        if (known == null) {
            known = load.apply(wasm);
            byDigest.put(digest, known);
        }
        return known;
    }
}
