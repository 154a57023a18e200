package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A signed payload: DSSE v1.0.2 (github.com/secure-systems-lab/dsse, envelope.md and protocol.md), one spelling only.
 *
 * <p>A file of ours is RFC 8785 JSON with exactly these members, base64 of RFC 4648 section 4 with padding, 1 to 16 signatures:
 *
 * <pre>{@code
 * {"payload":"aGVsbG8=","payloadType":"text/plain","signatures":[{"keyid":"77e0…","sig":"MEUC…"}]}
 * }</pre>
 *
 * <p>What is signed is the pre-authentication encoding, the same for every reader: {@code DSSEv1 10 text/plain 5 hello}. Reading an
 * envelope says nothing about its signatures. Verify {@link #pae()}, then parse {@link #payload()}, the very bytes verified.
 *
 * @param payloadType what the payload is, not empty
 * @param payload the bytes that are meant
 * @param signatures 1 to 16
 */
public record DsseEnvelope(String payloadType, Bytes payload, List<DsseSignature> signatures) {
    private static final int MAX_SIGNATURES = 16;
    private static final Set<String> MEMBERS = Set.of("payload", "payloadType", "signatures");
    private static final Set<String> SIGNATURE_MEMBERS = Set.of("keyid", "sig");

    /** @throws IllegalArgumentException where the type is empty or has a lone surrogate, or there are not 1 to 16 signatures */
    public DsseEnvelope {
        Members.requireScalars(payloadType);
        signatures = List.copyOf(signatures);
        if (payloadType.isEmpty()) {
            throw new IllegalArgumentException("payloadType is empty");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("signatures are not 1 to 16: " + signatures.size());
        }
    }

    /**
     * Reads a file that is byte-equal to its own canonical form.
     *
     * @throws EnvelopeException with the {@link JsonCode} where the file is not strict JSON; {@link EnvelopeCode#ENVELOPE_MEMBER} where a
     *     member is missing or not allowed; {@link EnvelopeCode#SIGNATURE_NONE} where {@code signatures} is {@code []}; else {@link
     *     EnvelopeCode#ENVELOPE_SYNTAX}
     */
    public static DsseEnvelope read(byte[] file) {
        Json root;
        try {
            root = JsonReader.read(file);
        } catch (JsonException e) {
            throw new EnvelopeException(e);
        }
        Json.Obj envelope = requireMembers(root, MEMBERS, "");
        String type = text(envelope, "payloadType", "");
        if (type.isEmpty()) {
            throw syntax("/payloadType", "an empty payload type");
        }
        Bytes payload = base64(envelope, "payload", "");
        DsseEnvelope read = new DsseEnvelope(type, payload, signatures(envelope));
        if (!Arrays.equals(read.toBytes(), file)) {
            throw syntax("", "other bytes than the canonical form of the same envelope");
        }
        return read;
    }

    /** The file: RFC 8785 JSON, padded base64. {@link #read} of it gives an equal envelope. */
    public byte[] toBytes() {
        List<Json> list = new ArrayList<>();
        for (DsseSignature signature : signatures) {
            list.add(Json.object()
                    .put("keyid", signature.keyid())
                    .put("sig", base64(signature.sig()))
                    .build());
        }
        return CanonicalJson.rfc8785(Json.object()
                .put("payload", base64(payload))
                .put("payloadType", payloadType)
                .put("signatures", Json.array(list))
                .build());
    }

    /** The bytes that every signature of this envelope is over. */
    public byte[] pae() {
        return pae(payloadType, payload.toArray());
    }

    /**
     * Pre-authentication encoding, DSSE protocol.md: {@code "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload}. Lengths count bytes
     * (of the type in UTF-8), in ASCII decimal digits whatever the locale.
     */
    public static byte[] pae(String type, byte[] payload) {
        byte[] typeBytes = type.getBytes(UTF_8);
        byte[] head = ("DSSEv1 " + typeBytes.length + " ").getBytes(UTF_8);
        byte[] middle = (" " + payload.length + " ").getBytes(UTF_8);
        byte[] pae = Arrays.copyOf(head, head.length + typeBytes.length + middle.length + payload.length);
        int at = head.length;
        System.arraycopy(typeBytes, 0, pae, at, typeBytes.length);
        at += typeBytes.length;
        System.arraycopy(middle, 0, pae, at, middle.length);
        at += middle.length;
        System.arraycopy(payload, 0, pae, at, payload.length);
        return pae;
    }

    private static List<DsseSignature> signatures(Json.Obj envelope) {
        if (!(envelope.get("signatures") instanceof Json.Arr array)) {
            throw syntax("/signatures", "not an array");
        }
        if (array.items().isEmpty()) {
            throw new EnvelopeException(EnvelopeCode.SIGNATURE_NONE, "/signatures", "no signature");
        }
        if (array.items().size() > MAX_SIGNATURES) {
            throw syntax("/signatures", "more than 16 signatures");
        }
        List<DsseSignature> signatures = new ArrayList<>();
        for (int i = 0; i < array.items().size(); i++) {
            String pointer = "/signatures/" + i;
            Json.Obj signature = requireMembers(array.items().get(i), SIGNATURE_MEMBERS, pointer);
            signatures.add(new DsseSignature(text(signature, "keyid", pointer), base64(signature, "sig", pointer)));
        }
        return signatures;
    }

    private static Json.Obj requireMembers(Json value, Set<String> names, String pointer) {
        if (!(value instanceof Json.Obj object)) {
            throw syntax(pointer, "not an object");
        }
        if (!object.members().keySet().equals(names)) {
            throw new EnvelopeException(
                    EnvelopeCode.ENVELOPE_MEMBER, pointer, "the members are not exactly those allowed");
        }
        return object;
    }

    private static String text(Json.Obj object, String name, String pointer) {
        if (object.get(name) instanceof Json.Str text) {
            return text.value();
        }
        throw syntax(pointer + "/" + name, "not a string");
    }

    private static Bytes base64(Json.Obj object, String name, String pointer) {
        String text = text(object, name, pointer);
        // the decoder also takes missing padding and stray bits; comparing the canonical form refuses those
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw syntax(pointer + "/" + name, "not base64");
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static EnvelopeException syntax(String pointer, String reason) {
        return new EnvelopeException(EnvelopeCode.ENVELOPE_SYNTAX, pointer, reason);
    }
}
