package org.sealgate.bundle;

import java.util.List;
import java.util.Optional;

/**
 * What a log says about its tree, C2SP tlog-checkpoint: the text of a note.
 *
 * <pre>{@code
 * example.com/behind-the-sofa
 * 20852163
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 * }</pre>
 *
 * @param origin which log; not empty
 * @param head size and root
 * @param extensions further lines, whose meaning is the log's own; ours writes none
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
    /** @throws LogProofException {@link LogProofCode#CHECKPOINT_SYNTAX} where origin or an extension is empty or more than a line */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine(origin);
        extensions.forEach(Checkpoint::requireLine);
    }

    /** Without extensions. */
    public static Checkpoint of(String origin, TreeHead head) {
        return new Checkpoint(origin, head, List.of());
    }

    /**
     * Reads the text of a note.
     *
     * @throws LogProofException {@link LogProofCode#CHECKPOINT_SYNTAX} where it is not the one spelling of a checkpoint
     */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw SignedNote.refused("a checkpoint does not end in a line feed");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw SignedNote.refused("a checkpoint has fewer than three lines");
        }
        long size = NoteText.decimal(lines.get(1))
                .orElseThrow(() -> SignedNote.refused("a tree size is not decimal digits without leading zeros"));
        Optional<Digest> root = NoteText.hash(lines.get(2));
        Digest hash = root.orElseThrow(() -> SignedNote.refused("a root is not 32 bytes in canonical base64"));
        if (size == 0 && !hash.equals(MerkleHash.empty())) {
            throw SignedNote.refused("an empty tree has another root than the empty one");
        }
        return new Checkpoint(lines.getFirst(), new TreeHead(size, hash), lines.subList(3, lines.size()));
    }

    /** How many leaves. */
    public long size() {
        return head.size();
    }

    /** The hash over all of them. */
    public Digest root() {
        return head.root();
    }

    /** The text of the note; {@link #parse} of it gives an equal checkpoint. */
    public String text() {
        StringBuilder text = new StringBuilder(origin)
                .append('\n')
                .append(size())
                .append('\n')
                .append(NoteText.base64(root().array()))
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void requireLine(String line) {
        if (line.isEmpty() || line.codePoints().anyMatch(c -> c < 0x20)) {
            throw SignedNote.refused("a line is empty or holds a control character");
        }
    }
}
