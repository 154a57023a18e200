package org.sealgate.engine.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the store lies and how it is used.
 *
 * @param store folder of journal, objects and artifacts
 * @param restricted folder of salts and secret
 * @param segmentBytes a segment of the journal that has reached this is not appended to
 * @param ticketPatience how long a number may wait for its seal before it is given up
 */
public record StoreSettings(Path store, Path restricted, long segmentBytes, Duration ticketPatience) {
    public StoreSettings {
        if (segmentBytes < 1 || !ticketPatience.isPositive()) {
            throw new IllegalArgumentException("StoreSettings: segmentBytes and ticketPatience");
        }
    }

    /**
     * Says that a store was made here. Beside its folder, not in it: where the folder is gone, or the disk that has it is not
     * mounted, this is still there, and nobody begins a second log by the same keys.
     */
    Path made() {
        return store.resolveSibling(store.getFileName() + ".made");
    }

    /** The defaults in an engine's home folder. */
    public static StoreSettings in(Path home) {
        return new StoreSettings(home.resolve("store"), home.resolve("restricted"), 64L << 20, Duration.ofSeconds(2));
    }
}
