package org.sealgate.engine.seal.anchor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.SignatureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.bundle.Witness;

/**
 * A witness over HTTP: C2SP tlog-witness, {@code add-checkpoint}. It is told the checkpoint with a proof that extends what it has seen; it
 * knows best what that was, and says so where we have forgotten.
 */
public final class HttpWitness implements Witness, AutoCloseable {
    private static final int MOST_BYTES = 64 << 10;

    /** A witness may learn of a newer tree from another engine's try between two of ours; it will not go on for ever. */
    private static final int MOST_TRIES = 3;

    private final VerifierKey key;
    private final BoundedPost post;

    /** The newest tree that it has cosigned here. What else it says it has seen is believed for one checkpoint only. */
    private long seen;

    /**
     * A client.
     *
     * @param key the witness's, as the installation's trust root names it
     * @param address to which {@code add-checkpoint} is appended
     * @param deadline for one request
     */
    public HttpWitness(VerifierKey key, URI address, Duration deadline) {
        this.key = key;
        String base = address.toString();
        this.post = new BoundedPost(
                "WITNESS",
                URI.create((base.endsWith("/") ? base : base + "/") + "add-checkpoint"),
                deadline,
                MOST_BYTES);
    }

    @Override
    public VerifierKey key() {
        return key;
    }

    /** One at a time: a witness that is asked twice at once refuses one of the two. */
    @Override
    public synchronized String cosign(Bytes checkpoint, Consistency consistency) {
        SignedNote note = SignedNote.parse(checkpoint.toArray());
        long size = Checkpoint.parse(note.text()).head().size();
        long older = seen;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            requireNotBehind(older, size);
            BoundedPost.Answer answer = post.post("text/plain", request(checkpoint, consistency, older));
            if (answer.status() == 200) {
                String lines = verified(note, answer.body());
                seen = size;
                return lines;
            }
            long said = conflict(answer);
            if (said == older) {
                // it agrees on the size and refuses all the same: its tree is another one
                throw new ProofUnavailableException(
                        "WITNESS_CONFLICT", key.name() + " has signed another tree of " + said + " leaves");
            }
            older = said;
        }
        throw new ProofUnavailableException("WITNESS_REFUSED", key.name() + " names another size each time");
    }

    private void requireNotBehind(long older, long size) {
        if (older > size) {
            throw new ProofUnavailableException(
                    "WITNESS_CONFLICT", key.name() + " has seen " + older + " leaves; this tree has " + size);
        }
    }

    private byte[] request(Bytes checkpoint, Consistency consistency, long older) {
        StringBuilder head = new StringBuilder("old ").append(older).append('\n');
        for (Digest hash : consistency.from(older)) {
            head.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n');
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.append('\n').toString().getBytes(US_ASCII));
        body.writeBytes(checkpoint.toArray());
        return body.toByteArray();
    }

    /** The size that a witness has seen, from its refusal. */
    private long conflict(BoundedPost.Answer answer) {
        if (answer.status() == 422) {
            throw new ProofUnavailableException(
                    "WITNESS_CONFLICT", key.name() + " has signed a tree that this one does not extend");
        }
        String text = new String(answer.body(), US_ASCII);
        boolean size = answer.status() == 409
                && answer.mediaType().startsWith("text/x.tlog.size")
                && text.matches("(0|[1-9][0-9]{0,17})\n");
        if (!size) {
            throw new ProofUnavailableException(
                    answer.status() == 409 ? "WITNESS_CONFLICT" : "WITNESS_STATUS",
                    key.name() + " answered status " + answer.status());
        }
        return Long.parseLong(text.strip());
    }

    /** Of what came back the lines of this witness's key, which must hold. */
    private String verified(SignedNote note, byte[] body) {
        try {
            List<NoteSignature> ours = new ArrayList<>();
            for (String line : new String(body, UTF_8)
                    .lines()
                    .filter(each -> !each.isEmpty())
                    .toList()) {
                NoteSignature read = NoteSignature.parse(line);
                SignedNote alone = new SignedNote(note.text(), List.of(read));
                if (alone.names(key)) {
                    alone.verify(key, HttpWitness::verify);
                    ours.add(read);
                }
            }
            if (ours.size() == 1) {
                return ours.getFirst().line() + "\n";
            }
            throw new ProofUnavailableException(
                    "WITNESS_TOKEN", key.name() + " gave " + ours.size() + " cosignatures instead of one");
        } catch (LogProofException e) {
            throw new ProofUnavailableException(
                    "WITNESS_TOKEN", key.name() + " gave a cosignature that does not hold: " + e.getMessage(), e);
        }
    }

    private static void verify(VerifierKey key, byte[] message, byte[] signature) throws SignatureException {
        byte[] point = key.key().toArray();
        boolean holds = signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.validatePublicKeyFull(point, 0)
                && Ed25519.verify(signature, 0, point, 0, message, 0, message.length);
        if (!holds) {
            throw new SignatureException("not this key's signature");
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
