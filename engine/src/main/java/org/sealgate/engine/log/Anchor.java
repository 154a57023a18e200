package org.sealgate.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.VerifierKey;

/**
 * A checkpoint that was made complete for bundles: what others outside have said of it is beside it, and it never changes.
 *
 * @param checkpoint with the witnesses' lines, where there are witnesses
 * @param token the RFC 3161 token over these bytes, where there is a time source
 */
public record Anchor(Bytes checkpoint, Optional<Bytes> token) {
    /** The tree that it signs. */
    public TreeHead tree() {
        return Checkpoint.parse(note().text()).head();
    }

    boolean isSignedBy(VerifierKey witness) {
        return note().names(witness);
    }

    private SignedNote note() {
        return SignedNote.parse(checkpoint.toArray());
    }

    /** The file; {@link #of} reads it. */
    public Bytes toBytes() {
        return Bytes.copyOf(CanonicalJson.rfc8785(Json.object()
                .put("checkpoint", new String(checkpoint.toArray(), StandardCharsets.UTF_8))
                .put(
                        "token",
                        token.<Json>map(bytes -> Json.of(Base64.getEncoder().encodeToString(bytes.toArray())))
                                .orElse(Json.NULL))
                .build()));
    }

    /** The anchor in a file. */
    public static Anchor of(Bytes file) {
        Json.Obj anchor = JsonReader.readObject(file.toArray());
        String token = anchor.textOrNull("token");
        return new Anchor(
                Bytes.copyOf(anchor.text("checkpoint").getBytes(StandardCharsets.UTF_8)),
                Optional.ofNullable(token)
                        .map(text -> Bytes.copyOf(Base64.getDecoder().decode(text))));
    }
}
