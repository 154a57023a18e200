package org.sealgate.engine.fsck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.Objects;

/** The files beside the journal: objects, which records name by digest, and the files that were published under names. */
final class StoredFiles {
    private static final String CARRIED = "carried";
    private static final Pattern FAN = Pattern.compile("objects/sha256(/[0-9a-f]{2})?");
    private static final Pattern OBJECT = Pattern.compile("objects/sha256/([0-9a-f]{2})/([0-9a-f]{62})");
    private static final Pattern MARKS = Pattern.compile("objects/(kept|owners(/[0-9a-f]{64})?)");
    private static final int MOST_LISTING_BYTES = 16 << 20;

    private final PlainFiles plain;
    private final Faults faults;
    private final RestatedLook restated;
    private final BiFunction<DecisionRecord, Optional<Json.Obj>, List<Fault>> sealed;
    private final Map<Digest, Optional<Json.Obj>> listings = new HashMap<>();
    private final Map<Digest, String> needed = new HashMap<>();
    private final Set<String> published = new HashSet<>();
    private long objects;

    StoredFiles(PlainFiles plain, Fsck.Trusted trusted, Faults faults) {
        this.plain = plain;
        this.faults = faults;
        this.sealed = trusted.sealed();
        this.restated = new RestatedLook(plain, trusted.restated(), faults);
    }

    long objects() {
        return objects;
    }

    /** Whether anything was made of this decision for a bundle. To be asked before the decision is looked at. */
    boolean isHandedOut(String decisionId) {
        return restated.isOf(decisionId);
    }

    void decision(DecisionRecord record) {
        String id = "decision " + record.decisionId();
        restated.decision(record);
        record.shared().forEach((name, digest) -> needed.putIfAbsent(digest, id + ", " + name));
        Optional<Json.Obj> listing = Optional.ofNullable(record.shared().get(CARRIED))
                .flatMap(digest -> listings.computeIfAbsent(digest, listed -> carried(listed, id)));
        faults.look(id, () -> sealed.apply(record, listing).forEach(faults::add));
        String name = record.fileName();
        if (name != null && record.filePart() != null) {
            published.add(name);
            faults.look(name, () -> named(name, id, record.parts().get(record.filePart())));
        }
    }

    /** A listing is an object that names objects. */
    private Optional<Json.Obj> carried(Digest listing, String id) {
        try {
            Optional<byte[]> found = PlainFiles.read(object(listing), MOST_LISTING_BYTES);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            byte[] file = found.get();
            Json.Obj names = JsonReader.readObject(file);
            for (String name : names.members().keySet()) {
                needed.putIfAbsent(Digest.parse(names.text(name)), id + ", " + name);
            }
            // that one was changed, or is gone, is said with the objects, and nothing follows from it
            return Digest.sha256(file).equals(listing) ? Optional.of(names) : Optional.empty();
        } catch (IOException | JsonException | IllegalArgumentException e) {
            faults.different("object " + listing.text(), "it is the listing of " + id + " and cannot be read");
            return Optional.empty();
        }
    }

    private void named(String name, String id, @Nullable Bytes content) throws IOException {
        long expected = content == null ? 0 : content.size();
        Optional<byte[]> found = PlainFiles.read(plain.file(name), Math.max(expected, MOST_LISTING_BYTES));
        if (found.isEmpty()) {
            faults.missing(name, id + " published it");
        } else if (content == null || !Bytes.copyOf(found.get()).equals(content)) {
            faults.different(name, id + " published other bytes under this name");
        }
    }

    /** After the last record. */
    void end() {
        restated.end();
        faults.look("objects", this::objectsEnd);
        faults.look("artifacts", this::artifactsEnd);
    }

    private void objectsEnd() throws IOException {
        Set<Digest> there = new HashSet<>();
        for (Path file : plain.below("objects/sha256", FAN.asMatchPredicate())) {
            object(file).ifPresent(there::add);
        }
        needed.forEach((digest, by) -> {
            if (!there.contains(digest)) {
                faults.missing("object " + digest.text(), by + " names it");
            }
        });
        Set<String> marked = new TreeSet<>();
        for (String folder : List.of("objects/kept", "objects/owners")) {
            plain.below(folder, MARKS.asMatchPredicate())
                    .forEach(mark -> marked.add(String.valueOf(mark.getFileName())));
        }
        for (Digest digest : there) {
            if (!needed.containsKey(digest) && !marked.contains(digest.hex())) {
                faults.extra("object " + digest.text(), "nobody has put it and no decision names it");
            }
        }
    }

    private void artifactsEnd() throws IOException {
        Set<String> folders = new HashSet<>(List.of("artifacts", "artifacts/sealed_runs"));
        for (String name : published) {
            for (int at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
                folders.add(name.substring(0, at));
            }
        }
        for (Path file : plain.below("artifacts", folders::contains)) {
            String name = plain.name(file);
            if (!published.contains(name)) {
                faults.extra(name, "no decision published it");
            }
        }
    }

    /** Hashes an object's file; its digest by its name, where it has one. */
    private Optional<Digest> object(Path file) {
        Matcher name = OBJECT.matcher(plain.name(file));
        if (!name.matches()) {
            faults.extra(plain.name(file), "no object has this name");
            return Optional.empty();
        }
        objects++;
        Digest digest = Digest.ofHex(name.group(1) + name.group(2));
        String what = "object " + digest.text();
        faults.look(what, () -> {
            Optional<InputStream> found = PlainFiles.open(file, Objects.MAX_BYTES);
            if (found.isPresent() && !hash(found.get()).equals(digest)) {
                faults.different(what, "its bytes hash to something else");
            }
        });
        return Optional.of(digest);
    }

    private Path object(Digest digest) {
        return plain.file("objects/sha256/" + digest.hex().substring(0, 2) + "/"
                + digest.hex().substring(2));
    }

    private static Digest hash(InputStream found) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        try (InputStream in = new DigestInputStream(found, sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.ofBytes(sha256.digest());
    }

    /** The digest that a shown entry commits to; empty where its file is gone. */
    Optional<Digest> digestOfEntry(long index) {
        return EntryFile.digest(plain.file("log"), index);
    }
}
