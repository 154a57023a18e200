package org.sealgate.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sealgate.bundle.Json;
import org.sealgate.facts.SchemaFile;

/**
 * The schemas that this verifier was built with, compiled when first needed. A schema from a bundle is never compiled: it is evidence of
 * what the gate used, not a judge.
 */
final class Schemas {
    private static final Map<SchemaFile, SchemaRule> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Adds a finding with this code for whatever the schema refuses; the pointer is {@code file#/…}. */
    static void require(SchemaFile schema, Json document, String file, Code code, Problems problems) {
        SchemaPlace place = new SchemaPlace();
        SchemaRule rule = COMPILED.computeIfAbsent(schema, Schemas::compile);
        if (!rule.holds(document, place)) {
            if (place.violations().isEmpty()) {
                problems.add(code, file, schema.fileName(), "does not hold");
            }
            for (SchemaPlace.Violation each : place.violations()) {
                problems.add(
                        code, file + "#" + each.pointer(), schema.fileName() + " " + each.keyword(), "does not hold");
            }
        }
    }

    private static SchemaRule compile(SchemaFile file) {
        return SchemaCompiler.compile(file.bytes().toArray());
    }
}
