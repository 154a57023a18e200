package org.sealgate.engine.decision;

import java.nio.file.Path;
import java.util.List;

/**
 * What the sidecar is started with.
 *
 * @param binary the pinned opa
 * @param bundle bundle.tar.gz of the active release; a copy of it is loaded
 * @param revision {@code dirHash1:<hex>} that the bundle's manifest carries
 * @param version the version of {@code binary} that the release names
 * @param entrypoints the only paths under /v1/data that may be asked
 * @param folder a folder of the sidecar's own, made 0700: socket, log, authorization policy
 * @param listen how it is reached
 */
public record OpaSettings(
        Path binary,
        Path bundle,
        String revision,
        String version,
        List<String> entrypoints,
        Path folder,
        Listen listen) {
    /** A Unix socket cannot be taken by another user and costs less; TCP on loopback is for clients that know nothing else. */
    public enum Listen {
        UNIX_SOCKET,
        LOOPBACK
    }

    public OpaSettings {
        entrypoints = List.copyOf(entrypoints);
        for (String entrypoint : entrypoints) {
            if (!entrypoint.matches("[a-z_]+(/[a-z_]+)+")) {
                throw new IllegalArgumentException("entrypoints: not a path of rule names");
            }
        }
        if (entrypoints.isEmpty()) {
            throw new IllegalArgumentException("entrypoints: none");
        }
    }
}
