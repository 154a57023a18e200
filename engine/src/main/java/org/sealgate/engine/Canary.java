package org.sealgate.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.facts.Actor;
import org.sealgate.facts.Request;

/**
 * Asks the gate what the answer to is known: a proposal by somebody without any grant.
 *
 * <p>It goes the whole way to both evaluators, so it finds an OPA without the policy, one on another revision, and a
 * Wasm that is not compiled yet. Only the denial for want of authority counts.
 */
final class Canary {
    private static final Actor NOBODY = new Actor("canary", "runtime", "canary", List.of(), null, "internal");

    private final Gate gate;

    Canary(Gate gate) {
        this.gate = gate;
    }

    /** Why the gate is not ready; empty where every kind is answered as it must be. */
    Optional<String> problem() {
        for (Kind kind : Kind.values()) {
            Json.Obj answer = gate.preview(new GateRequest(
                    NOBODY, kind, document(kind), new Request("CANARY", List.of(), null), Optional.empty()));
            boolean denied = answer.text("outcome").equals("deny")
                    && answer.objects("violations").stream()
                            .anyMatch(violation -> violation.text("code").equals("NO_AUTHORITY"));
            if (!denied) {
                return Optional.of("canary-" + kind.id() + ": " + answer.text("outcome") + " "
                        + Optional.ofNullable(answer.textOrNull("cause")).orElse("without NO_AUTHORITY"));
            }
        }
        return Optional.empty();
    }

    private static Bytes document(Kind kind) {
        String name = "/canary/" + kind.id() + ".json";
        try (InputStream in = Canary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("built without " + name);
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
