package org.sealgate.engine.fsck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.store.DecisionRecord;

/** The files beside the journal: objects, which records name by digest, and the files that were published under names. */
final class StoredFiles {
    private static final String CARRIED = "carried";

    private final Path store;
    private final Faults faults;
    private final RestatedLook restated;
    private final BiFunction<DecisionRecord, Optional<Json.Obj>, List<Fault>> sealed;
    private final Map<Digest, Optional<Json.Obj>> listings = new HashMap<>();
    private final Map<Digest, String> needed = new HashMap<>();
    private final Set<String> published = new HashSet<>();
    private long objects;

    StoredFiles(Path store, Fsck.Trusted trusted, Faults faults) {
        this.store = store;
        this.faults = faults;
        this.sealed = trusted.sealed();
        this.restated = new RestatedLook(store.resolve("restated"), trusted.restated(), faults);
    }

    long objects() {
        return objects;
    }

    void decision(DecisionRecord record) {
        String id = "decision " + record.decisionId();
        restated.decision(record);
        record.shared().forEach((name, digest) -> needed.putIfAbsent(digest, id + ", " + name));
        Optional<Json.Obj> listing = Optional.ofNullable(record.shared().get(CARRIED))
                .flatMap(digest -> listings.computeIfAbsent(digest, listed -> carried(listed, id)));
        sealed.apply(record, listing).forEach(faults::add);
        String name = record.fileName();
        if (name != null && record.filePart() != null) {
            published.add(name);
            named(name, id, record.parts().get(record.filePart()));
        }
    }

    /** A listing is an object that names objects. */
    private Optional<Json.Obj> carried(Digest listing, String id) {
        try {
            byte[] file = Files.readAllBytes(object(listing));
            Json.Obj names = JsonReader.readObject(file);
            for (String name : names.members().keySet()) {
                needed.putIfAbsent(Digest.parse(names.text(name)), id + ", " + name);
            }
            // of one that was changed nothing follows for those that name it; that it was is said with the objects
            return Digest.sha256(file).equals(listing) ? Optional.of(names) : Optional.empty();
        } catch (IOException | JsonException | IllegalArgumentException e) {
            faults.different("object " + listing.text(), "it is the listing of " + id + " and cannot be read");
            return Optional.empty();
        }
    }

    private void named(String name, String id, @Nullable Bytes content) {
        try {
            Bytes found = Bytes.copyOf(Files.readAllBytes(store.resolve(name)));
            if (content == null || !found.equals(content)) {
                faults.different(name, id + " published other bytes under this name");
            }
        } catch (NoSuchFileException e) {
            faults.missing(name, id + " published it");
        } catch (IOException e) {
            faults.different(name, "it cannot be read: " + e);
        }
    }

    /** After the last record. */
    void end() throws IOException {
        restated.end();
        Set<Digest> there = new HashSet<>();
        for (Path file : files("objects/sha256")) {
            object(file).ifPresent(there::add);
        }
        needed.forEach((digest, by) -> {
            if (!there.contains(digest)) {
                faults.missing("object " + digest.text(), by + " names it");
            }
        });
        Set<String> marked = new TreeSet<>();
        for (Path mark : Stream.concat(files("objects/kept").stream(), files("objects/owners").stream())
                .toList()) {
            marked.add(String.valueOf(mark.getFileName()));
        }
        for (Digest digest : there) {
            if (!needed.containsKey(digest) && !marked.contains(digest.hex())) {
                faults.extra("object " + digest.text(), "nobody has put it and no decision names it");
            }
        }
        for (Path file : files("artifacts")) {
            String name = store.relativize(file).toString().replace('\\', '/');
            if (!published.contains(name)) {
                faults.extra(name, "no decision published it");
            }
        }
    }

    /** Hashes an object's file; its digest by its name, where it has one. */
    private Optional<Digest> object(Path file) throws IOException {
        String name = store.resolve("objects/sha256").relativize(file).toString();
        if (!name.matches("[0-9a-f]{2}[/\\\\][0-9a-f]{62}")) {
            faults.extra("objects/sha256/" + name, "no object has this name");
            return Optional.empty();
        }
        String hex = name.substring(0, 2) + name.substring(3);
        objects++;
        Digest digest = Digest.ofHex(hex);
        if (!hash(file).equals(digest)) {
            faults.different("object " + digest.text(), "its bytes hash to something else");
        }
        return Optional.of(digest);
    }

    private Path object(Digest digest) {
        return store.resolve("objects/sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex().substring(2));
    }

    private static Digest hash(Path file) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.ofBytes(sha256.digest());
    }

    private List<Path> files(String folder) throws IOException {
        Path path = store.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The digest that a shown entry commits to; empty where its file is gone. */
    Optional<Digest> digestOfEntry(long index) {
        try {
            return EntryFile.digest(store.resolve("log"), index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
