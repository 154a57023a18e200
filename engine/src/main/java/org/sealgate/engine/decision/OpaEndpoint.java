package org.sealgate.engine.decision;

import java.net.SocketAddress;

/**
 * Where OPA listens and the bearer token that it asks for.
 *
 * @param address a Unix domain socket or a TCP address on loopback
 */
public record OpaEndpoint(SocketAddress address, String token) {
    public OpaEndpoint {
        if (!token.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new IllegalArgumentException("token has a character that does not belong into a header");
        }
    }

    /** The address alone: the token is a secret. */
    @Override
    public String toString() {
        return address.toString();
    }
}
