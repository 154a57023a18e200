package org.sealgate.engine.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;

/**
 * A Rego file as opa parses it.
 *
 * @param path of the package, {@code sealgate.sealed_run}
 * @param rules as {@code opa parse} gives them
 */
record RegoModule(String file, String path, List<Json.Obj> rules) {
    /** A syntax tree is deeper than evidence may be. */
    private static final JsonLimits TREE = new JsonLimits(512, 65_536, 4_000_000, 16 << 20, 1_000);

    /** @return empty where the file does not parse, which {@code opa check} reports */
    static Optional<RegoModule> parse(OpaTool opa, Path folder, String file) throws OpaTool.OpaFailedException {
        OpaTool.Run run =
                opa.run(folder, List.of("parse", "--format", "json", "--json-include", "locations,-comments", file));
        if (run.status() != 0) {
            return Optional.empty();
        }
        try {
            Json.Obj tree = JsonReader.readObject(run.output(), TREE);
            List<String> path = new ArrayList<>();
            for (Json.Obj term : tree.object("package").objects("path")) {
                path.add(term.text("value"));
            }
            List<Json.Obj> rules = tree.get("rules") instanceof Json.Arr ? tree.objects("rules") : List.of();
            return Optional.of(new RegoModule(file, String.join(".", path.subList(1, path.size())), rules));
        } catch (JsonException e) {
            throw new OpaTool.OpaFailedException("opa parse " + file + ": " + e.getMessage());
        }
    }

    static String nameOf(Json.Obj rule) {
        String name = rule.object("head").textOrNull("name");
        return name == null ? "" : name;
    }

    static int lineOf(Json.Obj node) {
        return node.get("location") instanceof Json.Obj location ? (int) location.integer("row") : 0;
    }

    /** The METADATA of this very rule, not that of its package. */
    static Json.@Nullable Obj metadataOf(Json.Obj rule) {
        if (rule.get("annotations") instanceof Json.Arr annotations) {
            for (Json each : annotations.items()) {
                if (each instanceof Json.Obj annotation && "rule".equals(annotation.textOrNull("scope"))) {
                    return annotation;
                }
            }
        }
        return null;
    }
}
