package org.sealgate.engine;

import java.util.List;

/**
 * Who signs, as statements name it.
 *
 * @param uri the gate's URI, {@code https://gate.example.org}
 * @param instance the head of every stream, {@code gate-1}
 * @param requires signature algorithms that each envelope carries
 * @param trustRootVersion the trust root in force when the engine started
 */
public record Issuer(String uri, String instance, String engineVersion, List<String> requires, long trustRootVersion) {
    public Issuer {
        requires = List.copyOf(requires);
    }
}
