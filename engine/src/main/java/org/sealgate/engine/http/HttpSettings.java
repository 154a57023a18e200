package org.sealgate.engine.http;

import java.nio.file.Path;

/**
 * How the gate is reached.
 *
 * @param host the address to bind to; loopback unless told otherwise
 * @param port 0 for any that is free
 * @param callers the file of callers.json
 * @param perSecond requests of one caller that are let through in the long run
 * @param burst how many of them may come at once
 * @param inFlight proposals, and uploads, that are worked on at once
 */
public record HttpSettings(String host, int port, Path callers, int perSecond, int burst, int inFlight) {
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port);
        }
        if (perSecond < 1 || burst < 1 || inFlight < 1) {
            throw new IllegalArgumentException("perSecond, burst, inFlight: a limit below 1 lets nothing through");
        }
    }

    /** The limits of promises.md on loopback. */
    public static HttpSettings loopback(int port, Path callers) {
        return new HttpSettings("127.0.0.1", port, callers, 50, 100, 64);
    }

    /** Another rate for every caller; twice as many as a second's may come at once. */
    public HttpSettings withRate(int newPerSecond) {
        return new HttpSettings(host, port, callers, newPerSecond, Math.multiplyExact(2, newPerSecond), inFlight);
    }
}
