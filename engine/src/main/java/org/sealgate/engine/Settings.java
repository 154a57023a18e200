package org.sealgate.engine;

import java.nio.file.Path;

/**
 * What an engine is started with; everything else has one behaviour.
 *
 * @param home the folder of keys, policy releases and evidence, made by {@code sealgate keys init}
 * @param opa the pinned opa binary
 * @param issuer the gate's URI, as statements name it
 * @param instance the head of every stream
 */
public record Settings(Path home, Path opa, String issuer, String instance) {
    /** The version that statements name. */
    public static final String ENGINE_VERSION = "0.1.0";

    /** The issuer of an installation that was told nothing else. */
    public static final String LOCAL_ISSUER = "https://localhost.sealgate.example";

    /** Its instance. */
    public static final String LOCAL_INSTANCE = "gate-1";
}
