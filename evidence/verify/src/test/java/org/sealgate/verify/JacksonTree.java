package org.sealgate.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.sealgate.bundle.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The schema validator's form of what our own reader read: bytes are parsed once, and by one parser. */
final class JacksonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JacksonTree() {}

    static JsonNode of(Json json) {
        return switch (json) {
            case Json.Obj object -> object(object);
            case Json.Arr array -> array(array);
            case Json.Str string -> NODES.stringNode(string.value());
            case Json.Num number -> number(number.lexeme());
            case Json.Bool bool -> NODES.booleanNode(bool.value());
            case Json.Null nothing -> NODES.nullNode();
        };
    }

    private static JsonNode object(Json.Obj object) {
        ObjectNode node = NODES.objectNode();
        object.members().forEach((name, value) -> node.set(name, of(value)));
        return node;
    }

    private static JsonNode array(Json.Arr array) {
        ArrayNode node = NODES.arrayNode(array.items().size());
        array.items().forEach(item -> node.add(of(item)));
        return node;
    }

    private static JsonNode number(String lexeme) {
        boolean fraction = lexeme.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
        if (fraction) {
            return NODES.numberNode(new BigDecimal(lexeme));
        }
        return lexeme.length() <= 18
                ? NODES.numberNode(Long.parseLong(lexeme))
                : NODES.numberNode(new BigInteger(lexeme));
    }
}
