package org.sealgate.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/**
 * Turns a schema of ours into rules: JSON Schema 2020-12 as far as our own schemas use it. A keyword that is not known here is refused
 * when the schema is compiled, never passed over.
 *
 * <p>Not a library, because an auditor's tool then has one JSON reader and no other, nothing that could fetch or log, and starts in half
 * the time; a library is the oracle of the tests, over every example and thousands of mutations of them.
 */
final class SchemaCompiler {
    private static final SchemaRule ANYTHING = (value, place) -> true;
    private static final BigDecimal LEAST = new BigDecimal("-1e400");
    private static final BigDecimal MOST = new BigDecimal("1e400");

    /** Told to people, or read together with the keyword that they belong to. */
    private static final Set<String> SILENT = Set.of(
            "$schema", "$id", "$comment", "$defs", "title", "description", "x-freeText", "x-open", "then", "else");

    private final Json.Obj root;
    private final Map<String, Reference> references = new HashMap<>();

    private SchemaCompiler(Json.Obj root) {
        this.root = root;
    }

    /** @throws IllegalArgumentException where the schema uses what is not known here */
    static SchemaRule compile(byte[] schema) {
        Json.Obj root = JsonReader.readObject(schema);
        SchemaCompiler compiler = new SchemaCompiler(root);
        SchemaRule rule = compiler.rule(root, "");
        compiler.references.computeIfAbsent("#", name -> new Reference()).rule = rule;
        return rule;
    }

    private SchemaRule rule(Json schema, String keyword) {
        return switch (schema) {
            case Json.Bool bool -> bool.value() ? ANYTHING : SchemaRule.never(keyword);
            case Json.Obj object -> rules(object);
            default -> throw new IllegalArgumentException("no schema at " + keyword);
        };
    }

    private SchemaRule rules(Json.Obj schema) {
        List<SchemaRule> rules = new ArrayList<>();
        boolean members = false;
        for (String keyword : schema.members().keySet()) {
            if (keyword.equals("properties") || keyword.equals("additionalProperties")) {
                members = true;
            } else if (!SILENT.contains(keyword)) {
                rules.add(keyword(schema, keyword));
            }
        }
        if (members) {
            rules.add(members(schema));
        }
        return rules.size() == 1 ? rules.getFirst() : SchemaRule.all(rules);
    }

    private SchemaRule keyword(Json.Obj schema, String keyword) {
        return switch (keyword) {
            case "$ref" -> reference(schema.text(keyword));
            case "type" -> SchemaRule.type(types(schema));
            case "const" -> SchemaRule.oneOfValues(List.of(value(schema, keyword)), keyword);
            case "enum" -> SchemaRule.oneOfValues(schema.array(keyword).items(), keyword);
            case "pattern" -> SchemaRule.pattern(anchored(schema.text(keyword)));
            case "format" -> format(schema);
            case "minLength" -> SchemaRule.length(schema.integer(keyword), Long.MAX_VALUE, keyword);
            case "maxLength" -> SchemaRule.length(0, schema.integer(keyword), keyword);
            case "minimum" -> SchemaRule.range(number(schema, keyword), MOST, keyword);
            case "maximum" -> SchemaRule.range(LEAST, number(schema, keyword), keyword);
            case "minItems" -> SchemaRule.itemCount(schema.integer(keyword), Long.MAX_VALUE, keyword);
            case "maxItems" -> SchemaRule.itemCount(0, schema.integer(keyword), keyword);
            case "minProperties" -> SchemaRule.memberCount(schema.integer(keyword), Long.MAX_VALUE, keyword);
            case "maxProperties" -> SchemaRule.memberCount(0, schema.integer(keyword), keyword);
            case "items" -> SchemaRule.items(rule(value(schema, keyword), keyword));
            case "contains" -> SchemaRule.contains(rule(value(schema, keyword), keyword));
            case "required" -> SchemaRule.required(schema.texts(keyword));
            case "propertyNames" -> SchemaRule.names(rule(value(schema, keyword), keyword));
            case "allOf" -> SchemaRule.all(list(schema, keyword));
            case "anyOf" -> SchemaRule.any(list(schema, keyword));
            case "oneOf" -> SchemaRule.exactlyOne(list(schema, keyword));
            case "not" -> SchemaRule.not(rule(value(schema, keyword), keyword));
            case "if" ->
                SchemaRule.conditional(
                        rule(value(schema, keyword), keyword), branch(schema, "then"), branch(schema, "else"));
            default -> throw new IllegalArgumentException("unknown keyword " + keyword);
        };
    }

    private static Json value(Json.Obj schema, String keyword) {
        @Nullable Json value = schema.get(keyword);
        if (value == null) {
            throw new IllegalArgumentException("no " + keyword);
        }
        return value;
    }

    private static Set<String> types(Json.Obj schema) {
        return value(schema, "type") instanceof Json.Str one ? Set.of(one.value()) : Set.copyOf(schema.texts("type"));
    }

    private static BigDecimal number(Json.Obj schema, String keyword) {
        if (value(schema, keyword) instanceof Json.Num number) {
            return new BigDecimal(number.lexeme());
        }
        throw new IllegalArgumentException(keyword + " is no number");
    }

    /** In Java a dollar also matches before a line feed at the end; in JSON Schema it does not. */
    private static String anchored(String pattern) {
        if (pattern.contains("[$") || pattern.contains("\\$")) {
            throw new IllegalArgumentException("a dollar that is no anchor: " + pattern);
        }
        return pattern.replace("$", "\\z");
    }

    private static SchemaRule format(Json.Obj schema) {
        String format = schema.text("format");
        boolean known = format.equals("date") || (format.equals("date-time") && schema.has("pattern"));
        if (!known) {
            throw new IllegalArgumentException("format " + format + ", or without a pattern");
        }
        SchemaRule day = SchemaRule.date();
        return format.equals("date") ? SchemaRule.all(List.of(day, SchemaRule.length(0, 10, "format"))) : day;
    }

    private SchemaRule reference(String name) {
        boolean known = name.equals("#") || name.startsWith("#/$defs/");
        if (!known) {
            throw new IllegalArgumentException("a reference out of the file: " + name);
        }
        Reference there = references.get(name);
        if (there == null) {
            // its place first, so that a definition may refer to itself
            there = new Reference();
            references.put(name, there);
            if (!name.equals("#")) {
                there.rule = rule(value(root.object("$defs"), name.substring("#/$defs/".length())), "$ref");
            }
        }
        return there;
    }

    /** Written once, before the schema is used. */
    private static final class Reference implements SchemaRule {
        private SchemaRule rule = ANYTHING;

        @Override
        public boolean holds(Json value, SchemaPlace place) {
            return rule.holds(value, place);
        }
    }

    private List<SchemaRule> list(Json.Obj schema, String keyword) {
        List<SchemaRule> rules = new ArrayList<>();
        for (Json each : schema.array(keyword).items()) {
            rules.add(rule(each, keyword));
        }
        return rules;
    }

    private SchemaRule branch(Json.Obj schema, String keyword) {
        return schema.has(keyword) ? rule(value(schema, keyword), keyword) : ANYTHING;
    }

    private SchemaRule members(Json.Obj schema) {
        Map<String, SchemaRule> named = new HashMap<>();
        if (schema.has("properties")) {
            Json.Obj properties = schema.object("properties");
            properties.members().forEach((name, each) -> named.put(name, rule(each, "properties")));
        }
        SchemaRule other = schema.has("additionalProperties")
                ? rule(value(schema, "additionalProperties"), "additionalProperties")
                : ANYTHING;
        return SchemaRule.members(Map.copyOf(named), other);
    }
}
