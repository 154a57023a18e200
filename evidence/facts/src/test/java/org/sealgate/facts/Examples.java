package org.sealgate.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/** The valid examples of the schemas as proposals, and everything else that an input needs. */
final class Examples {
    static final String AT = "2026-02-15T18:30:00.131Z";
    static final ObjectView NOTHING_THERE = digest -> Optional.empty();
    static final Actor ACTOR = new Actor("svc-publisher", "service", "publisher", List.of("publisher"), null, "token");
    static final Request REQUEST = new Request("DEC-001", List.of("governance-board"), null);
    static final Context CONTEXT = new Context(AT, "1.0.0", Digest.sha256("baseline".getBytes(UTF_8)), "1.0", "0.1.0");

    private Examples() {}

    static Json.Obj snapshot() {
        return read("llm-run-snapshot/examples/valid/whole.json");
    }

    static Json.Obj draft() {
        return read("sealed-run-draft/examples/valid/draft.json");
    }

    static Json.Obj read(String name) {
        try {
            return JsonReader.readObject(
                    Files.readAllBytes(Checkout.root().resolve("schemas").resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reading reading(Kind kind, Json.Obj document) {
        return Reading.of(kind, CanonicalJson.rfc8785(document));
    }

    static DecisionInput input(Reading reading, Json digest) {
        Redaction redaction = Redaction.of(reading);
        Facts facts = new Facts(Sensors.derived(reading, redaction, NOTHING_THERE, AT), new TreeMap<>());
        return DecisionInput.of(reading, redaction, digest, new DecisionInput.Asked(ACTOR, REQUEST, CONTEXT), facts);
    }
}
