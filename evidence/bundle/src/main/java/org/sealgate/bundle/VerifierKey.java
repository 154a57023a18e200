package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key that signs notes, C2SP signed-note ("vkey"): name, key id, signature type and key.
 *
 * <pre>{@code
 * example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
 * }</pre>
 *
 * <p>The id is the first four bytes of SHA-256(name, line feed, type, key); it tells keys apart and proves nothing. This class knows no
 * algorithm: whether the 32 bytes are a good point is for the one who verifies.
 *
 * @param name not empty, no spaces, no plus
 * @param type what is signed, and how
 * @param key the 32 bytes of an Ed25519 public key, RFC 8032
 */
public record VerifierKey(String name, Type type, Bytes key) {
    private static final int ID_BYTES = 4;
    private static final int KEY_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    /** Signature types that are read here; both are Ed25519. */
    public enum Type {
        /** Over the note's text. */
        ED25519(0x01),
        /** A witness's, over the text and the time at which it saw it: C2SP tlog-cosignature, {@code cosignature/v1}. */
        COSIGNATURE_V1(0x04);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** The byte in front of the key. */
        public int code() {
            return code;
        }
    }

    /** @throws LogProofException {@link LogProofCode#KEY_ENCODING} where the name is none, or the key has not 32 bytes */
    public VerifierKey {
        if (!NoteText.isKeyName(name)) {
            throw refused("a key's name is empty, or holds a space or a plus");
        }
        if (key.size() != KEY_BYTES) {
            throw refused("an Ed25519 key has 32 bytes");
        }
    }

    /**
     * Reads a vkey.
     *
     * @throws LogProofException {@link LogProofCode#KEY_ENCODING} where it has another spelling, another id than its own, or an unknown
     *     type
     */
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw refused("a vkey is name+id+key");
        }
        byte[] typed = NoteText.base64(parts[2]).orElseThrow(() -> refused("a vkey's key is not canonical base64"));
        if (typed.length != 1 + KEY_BYTES) {
            throw refused("a vkey's key is not a type and 32 bytes");
        }
        Type type = Arrays.stream(Type.values())
                .filter(known -> known.code() == typed[0])
                .findFirst()
                .orElseThrow(() -> refused("a vkey of a signature type that is not read here"));
        VerifierKey read = new VerifierKey(parts[0], type, Bytes.copyOf(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!HEX.formatHex(read.id()).equals(parts[1])) {
            throw refused("a vkey's id is not that of its name and key");
        }
        return read;
    }

    /** The vkey; {@link #parse} of it gives an equal key. */
    public String text() {
        return name + "+" + HEX.formatHex(id()) + "+" + NoteText.base64(typed());
    }

    /** The four bytes that stand in front of this key's signatures. */
    public byte[] id() {
        return Arrays.copyOf(fullId().bytes(), ID_BYTES);
    }

    /** All 32 bytes of the hash that the id is the beginning of, as Sigstore's {@code logId.keyId} wants it. */
    public Digest fullId() {
        return Digest.sha256(name.getBytes(UTF_8), new byte[] {'\n'}, typed());
    }

    /** The signature line of this key in a note; empty where there is none. */
    Optional<NoteSignature> in(SignedNote note) {
        byte[] id = id();
        return note.signatures().stream()
                .filter(line -> line.name().equals(name) && Arrays.equals(line.keyId(), id))
                .findFirst();
    }

    private byte[] typed() {
        byte[] typed = new byte[1 + key.size()];
        typed[0] = (byte) type.code();
        System.arraycopy(key.array(), 0, typed, 1, key.size());
        return typed;
    }

    private static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.KEY_ENCODING, reason);
    }
}
