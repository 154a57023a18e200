package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * That an entry is in a log, in one file: C2SP tlog-proof@v1.
 *
 * <pre>{@code
 * c2sp.org/tlog-proof@v1
 * extra eyJhcGlWZXJzaW9uIjoi…
 * index 73894
 * gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
 * B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
 *
 * gate.example.org/log
 * 109482
 * sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
 *
 * — gate.example.org/log hI2DJw…1roloI=
 * }</pre>
 *
 * <p>In bundles of ours {@code extra} is the entry itself ({@link LogLeaf}), so that a reader sees what was logged; what must have been
 * logged follows from the statement.
 *
 * @param extra nothing that the log has signed
 * @param index of the entry, from 0
 * @param hashes from the leaf's sibling to the root's child, at most 63
 * @param checkpoint the signed note, byte for byte; read it with {@link SignedNote}
 */
public record TlogProof(Optional<Bytes> extra, long index, List<Digest> hashes, Bytes checkpoint) {
    private static final String HEAD = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MOST_HASHES = 63;

    /** @throws LogProofException {@link LogProofCode#LOG_INCLUSION} where the index is negative or there are more than 63 hashes */
    public TlogProof {
        hashes = List.copyOf(hashes);
        if (index < 0) {
            throw refused("a negative index");
        }
        if (hashes.size() > MOST_HASHES) {
            throw refused("more hashes than any tree has levels");
        }
    }

    /** The proof of an entry, as a bundle carries it. */
    public static TlogProof of(Bytes entry, InclusionProof proof, Bytes checkpoint) {
        return new TlogProof(Optional.of(entry), proof.index(), proof.hashes(), checkpoint);
    }

    /**
     * Reads a proof; of the checkpoint in it nothing is read.
     *
     * @throws LogProofException {@link LogProofCode#LOG_INCLUSION} where it is not the one spelling of a proof
     */
    public static TlogProof parse(byte[] file) {
        int blank = blankLine(file);
        String head = NoteText.text(Arrays.copyOf(file, blank))
                .orElseThrow(() -> refused("a proof is not UTF-8, or holds a control character"));
        List<String> lines = new ArrayList<>(List.of(head.split("\n", -1)));
        if (!lines.removeFirst().equals(HEAD)) {
            throw refused("a proof does not begin with " + HEAD);
        }
        Optional<Bytes> extra = Optional.empty();
        if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
            extra = Optional.of(extra(lines.removeFirst()));
        }
        if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
            throw refused("a proof without an index");
        }
        long index = NoteText.decimal(lines.removeFirst().substring(INDEX.length()))
                .orElseThrow(() -> refused("an index is not decimal digits without leading zeros"));
        List<Digest> hashes = new ArrayList<>();
        for (String line : lines) {
            hashes.add(NoteText.hash(line).orElseThrow(() -> refused("a hash is not 32 bytes in canonical base64")));
        }
        return new TlogProof(extra, index, hashes, Bytes.copyOf(Arrays.copyOfRange(file, blank + 2, file.length)));
    }

    /** The file; {@link #parse} of it gives an equal proof. */
    public byte[] toBytes() {
        StringBuilder head = new StringBuilder(HEAD).append('\n');
        extra.ifPresent(bytes ->
                head.append(EXTRA).append(NoteText.base64(bytes.array())).append('\n'));
        head.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> head.append(NoteText.base64(hash.array())).append('\n'));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(head.append('\n').toString().getBytes(UTF_8));
        file.writeBytes(checkpoint.array());
        return file.toByteArray();
    }

    /**
     * The proof for a tree of this size, which the checkpoint tells.
     *
     * @throws LogProofException {@link LogProofCode#LOG_INCLUSION} where the tree has no such leaf
     */
    public InclusionProof inclusion(long size) {
        return new InclusionProof(index, size, hashes);
    }

    private static Bytes extra(String line) {
        return NoteText.base64(line.substring(EXTRA.length()))
                .map(Bytes::copyOf)
                .orElseThrow(() -> refused("extra is not canonical base64"));
    }

    /** Where the first of the two line feeds stands that end the proof's own lines. */
    private static int blankLine(byte[] file) {
        for (int i = 0; i + 1 < file.length; i++) {
            if (file[i] == '\n' && file[i + 1] == '\n') {
                return i;
            }
        }
        throw refused("no blank line between proof and checkpoint");
    }

    private static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.LOG_INCLUSION, reason);
    }
}
