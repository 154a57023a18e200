package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
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
    private static final byte[] INPUT_CLOSE = "}".getBytes(US_ASCII);
    private static final byte[] INPUTS_OPEN = "{\"input\":{\"inputs\":[".getBytes(US_ASCII);
    private static final byte[] INPUTS_CLOSE = "]}}".getBytes(US_ASCII);
    private static final byte[] COMMA = ",".getBytes(US_ASCII);
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
        byte[] request = request(entrypoint, List.of(INPUT_OPEN, canonicalInput, INPUT_CLOSE));
        try {
            return read(exchange(request, deadline));
        } catch (UnusableAnswer e) {
            return new OpaAnswer.Failed(e.reason(), e.detail());
        }
    }

    /**
     * Asks about several inputs in one query, each of them byte for byte.
     *
     * @return an answer for each, in their order; none at all where one of them did not get a result that meets every condition: then
     *     each has to be asked alone, and nothing is said of why, because the fault may be another's
     */
    List<OpaAnswer.Answered> askTogether(String entrypoint, List<byte[]> canonicalInputs, Deadline deadline) {
        List<byte[]> parts = new ArrayList<>();
        for (byte[] input : canonicalInputs) {
            parts.add(parts.isEmpty() ? INPUTS_OPEN : COMMA);
            parts.add(input);
        }
        parts.add(INPUTS_CLOSE);
        try {
            return read(exchange(request(several(entrypoint), parts), deadline), canonicalInputs.size());
        } catch (UnusableAnswer e) {
            return List.of();
        }
    }

    /** Has somebody called with the time of each look at what is overdue, see {@link OpaConnections}; until this is closed. */
    void eachLook(LongConsumer look) {
        connections.eachLook(look);
    }

    /** The path of the rule that asks {@code entrypoint} about several inputs; see {@link SidecarFolder#several}. */
    static String several(String entrypoint) {
        return "several/" + entrypoint;
    }

    @Override
    public void close() {
        connections.close();
    }

    private byte[] request(String path, List<byte[]> parts) {
        int length = parts.stream().mapToInt(part -> part.length).sum();
        byte[] head = ("POST /v1/data/" + path + headers + length + "\r\n\r\n").getBytes(US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(head.length + length).put(head);
        parts.forEach(request::put);
        return request.array();
    }

    private byte[] exchange(byte[] request, Deadline deadline) throws UnusableAnswer {
        return switch (connections.exchange(request, deadline)) {
            case Exchanged.Body body -> body.bytes();
            case Exchanged.Broken broken -> throw new UnusableAnswer(broken.cause(), broken.detail());
        };
    }

    private static Json.Obj object(byte[] body) throws UnusableAnswer {
        try {
            if (JsonReader.read(body, ANSWER) instanceof Json.Obj object) {
                return object;
            }
        } catch (JsonException e) {
            throw new UnusableAnswer(Cause.OPA_NOT_JSON, "OPA's answer is refused: " + e.code());
        }
        throw new UnusableAnswer(Cause.OPA_NOT_JSON, "OPA's answer is no JSON object");
    }

    private OpaAnswer.Answered read(byte[] body) throws UnusableAnswer {
        Json.Obj answer = object(body);
        Json result = result(answer);
        DecisionResult.require(result);
        return answered(result, decisionId(answer), pinnedVersion(answer));
    }

    /** It goes into a signed statement, so it has the shape that the statement's schema wants, or none. */
    private static @Nullable String decisionId(Json.Obj answer) throws UnusableAnswer {
        Json id = answer.get("decision_id");
        if (id == null) {
            return null;
        }
        if (id instanceof Json.Str text && Shape.isDecisionId(text.value())) {
            return text.value();
        }
        throw new UnusableAnswer(Cause.OPA_RESULT_SCHEMA, "OPA's decision_id is none");
    }

    /** An id of OPA's would be that of the query: in the record of one decision it would say the wrong thing, so there may be none. */
    private List<OpaAnswer.Answered> read(byte[] body, int asked) throws UnusableAnswer {
        Json.Obj answer = object(body);
        if (!(result(answer) instanceof Json.Obj byPlace)
                || byPlace.members().size() != asked
                || answer.get("decision_id") != null) {
            return List.of();
        }
        String version = pinnedVersion(answer);
        List<OpaAnswer.Answered> answers = new ArrayList<>();
        for (int place = 0; place < asked; place++) {
            Json result = byPlace.get(Integer.toString(place));
            if (result == null) {
                return List.of();
            }
            DecisionResult.require(result);
            answers.add(answered(result, null, version));
        }
        return answers;
    }

    private static Json result(Json.Obj answer) throws UnusableAnswer {
        Json result = answer.get("result");
        if (result == null) {
            throw new UnusableAnswer(Cause.OPA_UNDEFINED, "OPA answered without a result");
        }
        if (!ANSWER_MEMBERS.containsAll(answer.members().keySet())) {
            throw new UnusableAnswer(Cause.OPA_RESULT_SCHEMA, "OPA's answer has a member that nobody asked for");
        }
        return result;
    }

    private OpaAnswer.Answered answered(Json result, @Nullable String decisionId, String version) {
        return new OpaAnswer.Answered(Bytes.copyOf(CanonicalJson.rfc8785(result)), decisionId, pin.revision(), version);
    }

    /** OPA's version, where version and revision are the pinned ones. */
    private String pinnedVersion(Json.Obj answer) throws UnusableAnswer {
        if (answer.get("provenance") instanceof Json.Obj provenance
                && provenance.get("version") instanceof Json.Str version
                && provenance.get("bundles") instanceof Json.Obj bundles
                && bundles.get(pin.bundleName()) instanceof Json.Obj bundle
                && bundle.get("revision") instanceof Json.Str revision
                && revision.value().equals(pin.revision())
                && version.value().equals(pin.version())) {
            return version.value();
        }
        throw new UnusableAnswer(Cause.OPA_REVISION, "OPA decided by another release or version");
    }
}
