package org.sealgate.engine.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;

/**
 * A Rego file as opa parses it.
 *
 * @param path of the package, {@code sealgate.sealed_run}
 * @param imports the names under which the file knows what it imports
 * @param rules as {@code opa parse} gives them
 */
record RegoModule(String file, String path, Set<String> imports, List<Json.Obj> rules) {
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
            List<String> path = names(tree.object("package").objects("path"));
            Set<String> imports = new HashSet<>();
            for (Json.Obj each : list(tree, "imports")) {
                String alias = each.textOrNull("alias");
                imports.add(
                        alias != null
                                ? alias
                                : names(each.object("path").objects("value")).getLast());
            }
            return Optional.of(
                    new RegoModule(file, String.join(".", path.subList(1, path.size())), imports, list(tree, "rules")));
        } catch (JsonException e) {
            throw new OpaTool.OpaFailedException("opa parse " + file + ": " + e.getMessage());
        }
    }

    private static List<Json.Obj> list(Json.Obj tree, String name) {
        return tree.get(name) instanceof Json.Arr ? tree.objects(name) : List.of();
    }

    /** The part of a reference that is written out. */
    private static List<String> names(List<Json.Obj> reference) {
        List<String> names = new ArrayList<>();
        for (Json.Obj term : reference) {
            boolean written = names.isEmpty() || Json.of("string").equals(term.get("type"));
            if (!written || !(term.get("value") instanceof Json.Str name)) {
                break;
            }
            names.add(name.value());
        }
        return names;
    }

    /** With its packages, for {@code privacy.deny} in package {@code sealgate.lib} is the rule {@code sealgate.lib.privacy.deny}. */
    String fullNameOf(Json.Obj rule) {
        return path + "." + String.join(".", names(rule.object("head").objects("ref")));
    }

    /** The last part of its full name. */
    static String nameOf(Json.Obj rule) {
        return names(rule.object("head").objects("ref")).getLast();
    }

    /** The names that its rules have for all files of the package. */
    Set<String> ruleNames() {
        Set<String> names = new HashSet<>();
        rules.forEach(
                rule -> names.add(names(rule.object("head").objects("ref")).getFirst()));
        return names;
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
