package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;

/** Asks OPA for decisions. An answer counts only where every condition holds; the rest are named failures. */
public final class OpaClient implements AutoCloseable {
    private static final Set<String> ANSWER_MEMBERS = Set.of("result", "provenance", "decision_id");
    private static final byte[] INPUT_OPEN = "{\"input\":".getBytes(US_ASCII);
    // A second `result` behind the first would be OPA's answer to somebody else: the strict reader refuses it.
    private static final JsonLimits ANSWER = JsonLimits.PROPOSAL;

    private final OpaConnections connections;
    private final OpaPin pin;
    private final String headers;

    public OpaClient(OpaEndpoint endpoint, OpaPin pin) {
        this.connections = new OpaConnections(endpoint.address());
        this.pin = pin;
        this.headers = "?provenance=true&strict-builtin-errors=true HTTP/1.1\r\nHost: opa\r\nAuthorization: Bearer "
                + endpoint.token() + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    /**
     * Asks once.
     *
     * @param entrypoint for example {@code sealgate/sealed_run/decision}
     * @param canonicalInput the decision input, RFC 8785; it is sent byte for byte
     * @param deadline for the whole exchange, connecting and the last byte of the answer included
     */
    public OpaAnswer ask(String entrypoint, byte[] canonicalInput, Deadline deadline) {
        return switch (connections.exchange(request(entrypoint, canonicalInput), deadline)) {
            case Exchanged.Body body -> read(body.bytes());
            case Exchanged.Broken broken -> new OpaAnswer.Failed(broken.cause(), broken.detail());
        };
    }

    @Override
    public void close() {
        connections.close();
    }

    private byte[] request(String entrypoint, byte[] input) {
        int length = INPUT_OPEN.length + input.length + 1;
        byte[] head = ("POST /v1/data/" + entrypoint + headers + length + "\r\n\r\n").getBytes(US_ASCII);
        byte[] request = new byte[head.length + length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(INPUT_OPEN, 0, request, head.length, INPUT_OPEN.length);
        System.arraycopy(input, 0, request, head.length + INPUT_OPEN.length, input.length);
        request[request.length - 1] = '}';
        return request;
    }

    private OpaAnswer read(byte[] body) {
        Json answer;
        try {
            answer = JsonReader.read(body, ANSWER);
        } catch (JsonException e) {
            return new OpaAnswer.Failed(Cause.OPA_NOT_JSON, "OPA's answer is refused: " + e.code());
        }
        return answer instanceof Json.Obj object
                ? read(object)
                : new OpaAnswer.Failed(Cause.OPA_NOT_JSON, "OPA's answer is no JSON object");
    }

    private OpaAnswer read(Json.Obj answer) {
        Json result = answer.get("result");
        if (result == null) {
            return new OpaAnswer.Failed(Cause.OPA_UNDEFINED, "OPA answered without a result");
        }
        if (!ANSWER_MEMBERS.containsAll(answer.members().keySet())) {
            return new OpaAnswer.Failed(Cause.OPA_RESULT_SCHEMA, "OPA's answer has a member that nobody asked for");
        }
        try {
            DecisionResult.require(result);
            String version = pinnedVersion(answer);
            if (version == null) {
                return new OpaAnswer.Failed(Cause.OPA_REVISION, "OPA decided by another release or version");
            }
            Bytes canonical = Bytes.copyOf(CanonicalJson.rfc8785(result));
            return new OpaAnswer.Answered(canonical, answer.textOrNull("decision_id"), pin.revision(), version);
        } catch (UnusableAnswer e) {
            return new OpaAnswer.Failed(e.reason(), e.detail());
        }
    }

    /** OPA's version where version and revision are the pinned ones, else null. */
    private @Nullable String pinnedVersion(Json.Obj answer) {
        if (answer.get("provenance") instanceof Json.Obj provenance
                && provenance.get("version") instanceof Json.Str version
                && provenance.get("bundles") instanceof Json.Obj bundles
                && bundles.get(pin.bundleName()) instanceof Json.Obj bundle
                && bundle.get("revision") instanceof Json.Str revision
                && revision.value().equals(pin.revision())
                && version.value().equals(pin.version())) {
            return version.value();
        }
        return null;
    }
}
