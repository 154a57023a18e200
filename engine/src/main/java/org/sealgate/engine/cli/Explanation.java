package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Part;

/**
 * Why a decision came out as it did, taken from a bundle that was verified before.
 *
 * @param predicate of the signed statement
 * @param result what the policy answered, where it did
 */
record Explanation(Json.Obj predicate, Optional<Json.Obj> result, List<Reason> reasons) {
    private static final int MAX_PART = 4 << 20;
    private static final String SOURCES = "policy/src/";

    Explanation {
        reasons = List.copyOf(reasons);
    }

    /**
     * One thing that the policy, or the reader of the document, held against it.
     *
     * @param severity block or warn
     */
    record Reason(String code, String severity, String pointer, Optional<RuleBook.Rule> rule) {
        /** The rule's own words; of what the reader found, which keyword of the schema or which rule of JSON. */
        String title() {
            String keyword = code.substring(code.indexOf('_') + 1)
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
            String read = code.startsWith("SCHEMA_")
                    ? "Does not fit the schema of its kind: " + keyword
                    : code.startsWith("JSON_") ? "Is not JSON as it must be: " + keyword : code;
            return rule.map(RuleBook.Rule::title).orElse(read);
        }
    }

    static Explanation of(Path bundle) throws IOException {
        try (Container container = Container.open(bundle)) {
            byte[] envelope = bytes(container, "decision.dsse.json");
            Json.Obj statement =
                    JsonReader.readObject(DsseEnvelope.read(envelope).payload().toArray());
            Json.Obj predicate = statement.object("predicate");
            Optional<Json.Obj> result = container.parts().containsKey("result.json")
                    ? Optional.of(JsonReader.readObject(bytes(container, "result.json")))
                    : Optional.empty();
            return new Explanation(predicate, result, reasons(predicate, result, rules(container)));
        }
    }

    private static byte[] bytes(Container container, String name) {
        Part part = container.parts().get(name);
        if (part == null) {
            throw new IllegalStateException("a verified bundle without " + name);
        }
        return part.bytes(MAX_PART);
    }

    private static RuleBook rules(Container container) {
        TreeMap<String, String> sources = new TreeMap<>();
        for (Part part : container.parts().values()) {
            String name = part.name();
            if (name.startsWith(SOURCES) && name.endsWith(".rego") && !name.endsWith("_test.rego")) {
                sources.put(name, new String(part.bytes(MAX_PART), UTF_8));
            }
        }
        return new RuleBook(sources);
    }

    private static List<Reason> reasons(Json.Obj predicate, Optional<Json.Obj> result, RuleBook rules) {
        List<Reason> reasons = new ArrayList<>();
        if (predicate.get("malformed") instanceof Json.Arr) {
            for (Json.Obj each : predicate.objects("malformed")) {
                reasons.add(new Reason(each.text("code"), "block", each.text("pointer"), Optional.empty()));
            }
        }
        result.ifPresent(answer -> {
            for (Json.Obj each : answer.objects("violations")) {
                String code = each.text("code");
                String pointer = each.text("pointer");
                reasons.add(new Reason(code, each.text("severity"), pointer, rules.find(code, pointer)));
            }
        });
        return reasons;
    }

    String outcome() {
        return predicate.text("outcome");
    }

    /** The verdict in one sentence. */
    String verdict() {
        String what = predicate.text("kind") + " of decision " + predicate.text("decisionId");
        return switch (outcome()) {
            case "allow" ->
                "Allowed: the " + what + ", decided " + predicate.text("decidedAt") + ", may be relied on until "
                        + predicate.text("validUntil") + ".";
            case "deny" -> "Refused by policy: the " + what + ", decided " + predicate.text("decidedAt") + ".";
            default ->
                "Refused without a decision of the policy: the " + what + ", at " + predicate.text("decidedAt") + ". "
                        + causeSentence(predicate.textOrNull("cause"));
        };
    }

    /** Whose authority it stands on. */
    String authority() {
        @Nullable Json grant = result.map(answer -> answer.get("authority")).orElse(null);
        return grant instanceof Json.Obj held
                ? "Authority: grant " + held.text("id") + ", given by " + held.text("source") + "."
                : "Authority: none; no grant of the policy covers it.";
    }

    /** Names of checks or gates that did not pass. */
    List<String> failed(String list) {
        return result.map(answer -> answer.objects(list).stream()
                        .filter(each -> !each.text("result").equals("pass")
                                && !each.text("result").equals("not_applicable"))
                        .map(each -> each.text("name"))
                        .toList())
                .orElse(List.of());
    }

    static String causeSentence(@Nullable String cause) {
        if (cause == null) {
            return "";
        }
        if (cause.startsWith("OPA_")) {
            return "OPA gave no usable answer (" + cause
                    + "); the gate never guesses. Propose again when the engine is ready.";
        }
        if (cause.startsWith("WASM_")) {
            return "The compiled policy gave no usable answer (" + cause + "); tell the policy's officers.";
        }
        return switch (cause) {
            case "MALFORMED" -> "The document cannot be read as this kind; mend the places below and propose again.";
            case "RUN_EXISTS" ->
                "Another decision has sealed this run id already; a correction is a patch, never a second run.";
            case "ENGINE_DISAGREE" ->
                "OPA and the compiled policy answered differently; do not trust either, and tell the operator.";
            case "RESULT_CONTRADICTION" ->
                "The policy said allow, and its own checks, gates or grants do not support that.";
            default -> "Cause: " + cause + ".";
        };
    }
}
