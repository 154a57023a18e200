package org.sealgate.engine.decision;

/**
 * What must stand in the provenance of every answer.
 *
 * @param bundleName the name under which OPA has loaded the release's bundle
 * @param revision {@code dirHash1:<hex>} of the active release
 * @param version OPA's version as the release names it
 */
public record OpaPin(String bundleName, String revision, String version) {}
