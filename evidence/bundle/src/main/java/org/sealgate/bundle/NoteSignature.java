package org.sealgate.bundle;

import java.util.Arrays;
import java.util.Optional;

/**
 * One signature line of a note.
 *
 * <pre>{@code
 * — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * }</pre>
 *
 * @param name of the key that is said to have signed
 * @param content the four bytes of the key's id and at least one of signature
 */
public record NoteSignature(String name, Bytes content) {
    private static final String DASH = "\u2014 ";
    private static final int ID_BYTES = 4;

    /** @throws LogProofException {@link LogProofCode#CHECKPOINT_SYNTAX} where the name is none, or nothing follows the id */
    public NoteSignature {
        if (!NoteText.isKeyName(name)) {
            throw SignedNote.refused("a signature's name is empty, or holds a space or a plus");
        }
        if (content.size() <= ID_BYTES) {
            throw SignedNote.refused("a signature line without a signature");
        }
    }

    /** The line of this key with this signature in its algorithm's own form. */
    public static NoteSignature of(VerifierKey key, byte[] signature) {
        byte[] content = Arrays.copyOf(key.id(), ID_BYTES + signature.length);
        System.arraycopy(signature, 0, content, ID_BYTES, signature.length);
        return new NoteSignature(key.name(), Bytes.copyOf(content));
    }

    /**
     * Reads a line without its line feed.
     *
     * @throws LogProofException {@link LogProofCode#CHECKPOINT_SYNTAX} where it is none
     */
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw SignedNote.refused("a signature line is not dash, name and base64");
        }
        Optional<byte[]> content = NoteText.base64(line.substring(space + 1));
        return new NoteSignature(
                line.substring(DASH.length(), space),
                Bytes.copyOf(content.orElseThrow(() -> SignedNote.refused("a signature is not canonical base64"))));
    }

    /** The line without its line feed. */
    public String line() {
        return DASH + name + " " + NoteText.base64(content.array());
    }

    /** The four bytes that tell the key. */
    public byte[] keyId() {
        return Arrays.copyOf(content.array(), ID_BYTES);
    }

    /** What follows the id: the signature, or what its type puts there. */
    public byte[] signature() {
        return Arrays.copyOfRange(content.array(), ID_BYTES, content.size());
    }
}
