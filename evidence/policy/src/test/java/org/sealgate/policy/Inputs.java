package org.sealgate.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sealgate.bundle.Json;

/** Generated inputs: a document with a few of its values removed, replaced, repeated or moved. The same seed, the same inputs. */
final class Inputs {
    private static final List<Json> VALUES = List.of(
            Json.NULL,
            Json.of(true),
            Json.of(false),
            Json.of(0),
            Json.of(-1),
            Json.of(60),
            Json.of(1_000_000_007L),
            new Json.Num("59.5"),
            new Json.Num("1e3"),
            new Json.Num("0.1"),
            Json.of(""),
            Json.of("*"),
            Json.of("pass"),
            Json.of("DEC-001"),
            Json.of("narrow"),
            Json.of("former"),
            Json.of("1.0"),
            Json.of("é\u0000\u2028\ud83d\ude00\"\\/"),
            Json.of("a".repeat(300)),
            Json.array(List.of()),
            Json.array(List.of(Json.of("DEC-001"), Json.of(1), Json.NULL)),
            new Json.Obj(Map.of()),
            new Json.Obj(Map.of("type", Json.of("email"), "pointer", Json.of("/a"))));

    private final Random random;

    Inputs(long seed) {
        random = new Random(seed);
    }

    Json varied(Json seed) {
        Json document = seed;
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            document = changed(document);
        }
        return document;
    }

    /** Goes down at random and changes something where it stops. */
    private Json changed(Json value) {
        boolean deeper = random.nextInt(8) > 0;
        if (deeper && value instanceof Json.Obj object && !object.members().isEmpty()) {
            return object(object);
        }
        if (deeper && value instanceof Json.Arr array && !array.items().isEmpty()) {
            return array(array);
        }
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private Json object(Json.Obj object) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        String name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
        switch (random.nextInt(8)) {
            case 0 -> members.remove(name);
            case 1 -> members.put("also " + name, VALUES.get(random.nextInt(VALUES.size())));
            default -> members.put(name, changed(java.util.Objects.requireNonNull(members.get(name))));
        }
        return new Json.Obj(members);
    }

    private Json array(Json.Arr array) {
        List<Json> items = new ArrayList<>(array.items());
        int at = random.nextInt(items.size());
        switch (random.nextInt(5)) {
            case 0 -> items.remove(at);
            case 1 -> items.add(items.get(at));
            default -> items.set(at, changed(items.get(at)));
        }
        return Json.array(items);
    }
}
