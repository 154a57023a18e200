package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Part;

/**
 * A genuine record and its trust root under a clumsy hand: bytes of the archive, of one file within it, or of the trust root are
 * changed, and the archive is made whole again. Whatever comes of it must be refused; no signature is ever made anew.
 */
final class Mutations {
    /** One thing that was done; the bytes of bundle and trust root after it. */
    record Mutant(String where, byte[] bundle, byte[] root) {}

    private final byte[] bundle;
    private final byte[] root;
    private final SortedMap<String, byte[]> parts;
    private final List<String> names;

    private Mutations(byte[] bundle, byte[] root, SortedMap<String, byte[]> parts) {
        this.bundle = bundle;
        this.root = root;
        this.parts = parts;
        this.names = List.copyOf(parts.keySet());
    }

    /** Of a case with one bundle that is no folder. */
    static Mutations of(CorpusFile file) throws IOException {
        Path zip = file.folder().resolve(CorpusCase.BUNDLE);
        SortedMap<String, byte[]> parts = new TreeMap<>();
        try (Container container = Container.open(zip)) {
            for (Part part : container.parts().values()) {
                parts.put(part.name(), part.bytes(Math.toIntExact(part.size())));
            }
        }
        return new Mutations(
                Files.readAllBytes(zip), Files.readAllBytes(file.folder().resolve(CorpusCase.ROOT)), parts);
    }

    byte[] bundle() {
        return bundle;
    }

    byte[] root() {
        return root;
    }

    SortedMap<String, byte[]> parts() {
        return parts;
    }

    /** Some bytes somewhere: in one of ten mutants of the trust root, in three of the archive, in six of a file within it. */
    Mutant draw(Random random) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            return new Mutant("trust root", bundle, changed(root, random));
        }
        if (kind < 4) {
            return new Mutant("archive", changed(bundle, random), root);
        }
        // each file as often as any other, however small it is
        String name = names.get(random.nextInt(names.size()));
        return with(name, changed(Objects.requireNonNull(parts.get(name)), random));
    }

    /** One file with other content, in an archive that is in order. */
    Mutant with(String name, byte[] content) {
        SortedMap<String, byte[]> edited = new TreeMap<>(parts);
        edited.put(name, content);
        return new Mutant(name, ForgedBundle.bytes(edited), root);
    }

    private static byte[] changed(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        byte[] changed = once(bytes, random);
        while (Arrays.equals(changed, bytes)) {
            changed = once(bytes, random);
        }
        return changed;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int run = Math.min(1 + random.nextInt(16), bytes.length - at);
        return switch (random.nextInt(8)) {
            case 0 -> spliced(bytes, at, run, new byte[0]);
            case 1 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + run));
            case 2 -> spliced(bytes, at, 0, new byte[] {(byte) random.nextInt(256)});
            case 3 -> Arrays.copyOf(bytes, at);
            default -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 + random.nextInt(255));
                yield flipped;
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int at, int gone, byte[] added) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(Arrays.copyOf(bytes, at));
        pieces.add(added);
        pieces.add(Arrays.copyOfRange(bytes, at + gone, bytes.length));
        byte[] whole = new byte[bytes.length - gone + added.length];
        int to = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, to, piece.length);
            to += piece.length;
        }
        return whole;
    }
}
