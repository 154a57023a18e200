package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text and who signed it, C2SP signed-note.
 *
 * <pre>{@code
 * This is an example message.
 *
 * — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * }</pre>
 *
 * <p>Reading says nothing about signatures: nothing of the text counts before {@link #verify} returned for a key that was trusted
 * beforehand. Lines of other keys are carried along and never looked at.
 *
 * @param text ends in a line feed; no control characters but that
 * @param signatures 1 to 64, in the order of their lines
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final int MOST_SIGNATURES = 64;
    private static final int ED25519_BYTES = 64;

    /** @throws LogProofException {@link LogProofCode#CHECKPOINT_SYNTAX} where text or signatures are none */
    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")
                || NoteText.text(text.getBytes(UTF_8)).filter(text::equals).isEmpty()) {
            throw refused("a note's text does not end in a line feed, or holds what no text may hold");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw refused("a note has not 1 to 64 signatures");
        }
    }

    /**
     * Reads a note.
     *
     * @throws LogProofException {@link LogProofCode#CHECKPOINT_SYNTAX} where the bytes are not the one spelling of a note
     */
    public static SignedNote parse(byte[] note) {
        String all =
                NoteText.text(note).orElseThrow(() -> refused("a note is not UTF-8, or holds a control character"));
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || !all.endsWith("\n")) {
            throw refused("a note has no blank line, or does not end in a line feed");
        }
        String lines = all.substring(blank + 2);
        if (lines.isEmpty()) {
            throw refused("a note without signatures");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(all.substring(0, blank + 1), signatures);
    }

    /** A checkpoint signed by its log. */
    public static SignedNote signed(Checkpoint checkpoint, CheckpointSigner log) {
        byte[] signature = log.sign(checkpoint.text().getBytes(UTF_8));
        return new SignedNote(checkpoint.text(), List.of(NoteSignature.of(log.key(), signature)));
    }

    /** The same note with more lines behind those that it has. */
    public SignedNote with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new SignedNote(text, all);
    }

    /** The note; {@link #parse} of it gives an equal one. */
    public byte[] toBytes() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString().getBytes(UTF_8);
    }

    /** Whether there is a line that says it is of this key; what it is worth {@link #verify} tells. */
    public boolean names(VerifierKey key) {
        return key.in(this).isPresent();
    }

    /**
     * Returns where this key signed the note, once. Another line of the same key, good or bad, spoils it: there is no choosing among
     * signatures.
     *
     * @throws LogProofException {@link LogProofCode#LOG_SIGNATURE} otherwise
     */
    public void verify(VerifierKey key, SignatureCheck check) {
        byte[] content = onlyLine(key).signature();
        byte[] signed = text.getBytes(UTF_8);
        if (key.type() == VerifierKey.Type.COSIGNATURE_V1) {
            long time = time(content);
            signed = cosigned(text, time);
            content = Arrays.copyOfRange(content, Long.BYTES, content.length);
        }
        if (content.length != ED25519_BYTES) {
            throw unsigned("a signature has not 64 bytes");
        }
        try {
            check.verify(key, signed, content);
        } catch (SignatureException e) {
            throw unsigned("a signature is not its key's over this text");
        }
    }

    /** The text that a witness signs, with the time at which it saw it: for witnesses of our own. */
    public static byte[] cosigned(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
    }

    private NoteSignature onlyLine(VerifierKey key) {
        NoteSignature line = key.in(this).orElseThrow(() -> unsigned("a key that must have signed has not"));
        long lines = signatures.stream()
                .filter(each -> each.name().equals(line.name()) && Arrays.equals(each.keyId(), line.keyId()))
                .count();
        if (lines > 1) {
            throw unsigned("several signatures of one key");
        }
        return line;
    }

    private static long time(byte[] content) {
        if (content.length != Long.BYTES + ED25519_BYTES) {
            throw unsigned("a cosignature has not 72 bytes");
        }
        long seconds = ByteBuffer.wrap(content).getLong();
        if (seconds < 0) {
            throw unsigned("a cosignature's time is beyond 2^63-1");
        }
        return seconds;
    }

    static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.CHECKPOINT_SYNTAX, reason);
    }

    private static LogProofException unsigned(String reason) {
        return new LogProofException(LogProofCode.LOG_SIGNATURE, reason);
    }
}
