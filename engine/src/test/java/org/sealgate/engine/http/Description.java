package org.sealgate.engine.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonPointer;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** engine/openapi.yaml as JSON. */
public final class Description {
    /** The committed file. */
    public static final Path FILE = Path.of(System.getProperty("sealgate.root"), "engine", "openapi.yaml");

    private final Json.Obj root;

    private Description(Json.Obj root) {
        this.root = root;
    }

    /** Reads the committed file. */
    public static Description read() throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Yaml yaml = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new JsonTypes());
        return new Description((Json.Obj) json(yaml.load(Files.readString(FILE))));
    }

    /** YAML 1.2's core types: a date is a string. */
    private static final class JsonTypes extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, java.util.regex.Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, INT, "-0123456789");
            addImplicitResolver(Tag.NULL, java.util.regex.Pattern.compile("null"), "n");
        }
    }

    /** One operation. @param method in capitals */
    public record Operation(String method, String path, Json.Obj body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All operations. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.object("paths")
                .members()
                .forEach((path, item) -> ((Json.Obj) item)
                        .members()
                        .forEach((method, body) -> operations.add(
                                new Operation(method.toUpperCase(java.util.Locale.ROOT), path, (Json.Obj) body))));
        return operations;
    }

    /** The value that a {@code $ref} stands for, or the value itself. */
    public Json.Obj resolved(Json value) {
        Json.Obj object = (Json.Obj) value;
        if (!object.has("$ref")) {
            return object;
        }
        Json found = JsonPointer.find(root, object.text("$ref").substring(1));
        if (found == null) {
            throw new AssertionError("openapi.yaml has no " + object.text("$ref"));
        }
        return resolved(found);
    }

    /** The schemas that an answer may have, {@code anyOf} unfolded. */
    public List<Json.Obj> schemas(Operation operation, int status, String mediaType) {
        Json.Obj response = resolved(operation.body().object("responses").object(Integer.toString(status)));
        Json.Obj schema = resolved(response.object("content").object(mediaType).object("schema"));
        return schema.has("anyOf")
                ? schema.objects("anyOf").stream().map(this::resolved).toList()
                : List.of(schema);
    }

    /** Whether an object has what the schema requires. */
    public static boolean conforms(Json.Obj body, Json.Obj schema) {
        Stream<String> required = schema.has("required") ? schema.texts("required").stream() : Stream.of();
        return required.allMatch(body::has);
    }

    private static Json json(Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Map<?, ?> map -> {
                var object = Json.object();
                map.forEach((name, member) -> object.put((String) name, json(member)));
                yield object.build();
            }
            case List<?> list -> Json.array(list.stream().map(Description::json).toList());
            case Boolean bool -> Json.of(bool);
            case Integer number -> Json.of(number);
            case String text -> Json.of(text);
            default -> throw new AssertionError("a YAML type that JSON has not: " + value.getClass());
        };
    }
}
