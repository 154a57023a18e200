package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.TileId;

/** Reads single entries of a log that lies in a folder. */
final class EntryFile {
    private EntryFile() {}

    /** SHA-256 of the PAE that the entry of this index commits to; empty where no file has it that can be read. */
    static Optional<Digest> digest(Path log, long index) {
        try {
            Optional<TileId> tile = widest(log, TileId.ENTRIES, index / TileId.FULL);
            int within = (int) (index % TileId.FULL);
            if (tile.isEmpty() || tile.get().width() <= within) {
                return Optional.empty();
            }
            int width = tile.get().width();
            Optional<byte[]> file = PlainFiles.read(log.resolve(tile.get().path()), most(tile.get()));
            if (file.isEmpty()) {
                return Optional.empty();
            }
            List<Bytes> entries = EntryTile.decode(file.get(), width);
            String digest = JsonReader.readObject(entries.get(within).toArray())
                    .object("spec")
                    .object("hashedRekordV002")
                    .object("data")
                    .text("digest");
            return Optional.of(Digest.ofBytes(Base64.getDecoder().decode(digest)));
        } catch (IOException | LogProofException | JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The longest file of a tile, in bytes: an entry has its length in two bytes before it. */
    static long most(TileId tile) {
        return (long) tile.width() * (tile.level() == TileId.ENTRIES ? 2 + 0xffff : Digest.BYTES);
    }

    /** The full tile of this place, or the widest partial one. */
    static Optional<TileId> widest(Path log, int level, long index) throws IOException {
        TileId full = new TileId(level, index, TileId.FULL);
        if (PlainFiles.isThere(log.resolve(full.path()))) {
            return Optional.of(full);
        }
        Path partial = log.resolve(full.path() + ".p");
        if (!Files.isDirectory(partial)) {
            return Optional.empty();
        }
        try (Stream<Path> widths = Files.list(partial)) {
            return widths.filter(PlainFiles::isThere)
                    .flatMap(file -> TileId.ofPath(full.path() + ".p/" + file.getFileName()).stream())
                    .max(Comparator.comparingInt(TileId::width));
        }
    }
}
