package org.sealgate.verify;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.derive.EvidenceFile;

/** The files of a bundle that were found to be the signed ones, by name. */
final class BundleFiles {
    private final SortedMap<String, EvidenceFile> rows = new TreeMap<>();
    private final Map<String, byte[]> contents = new TreeMap<>();
    private long bytes;

    /** A file whose content no later step reads. */
    void add(EvidenceFile row) {
        rows.put(row.name(), row);
    }

    /** A file with the bytes that were hashed. */
    void add(EvidenceFile row, byte[] content) {
        rows.put(row.name(), row);
        contents.put(row.name(), content);
        bytes += content.length;
    }

    /** Of all contents together. */
    long bytes() {
        return bytes;
    }

    boolean has(String name) {
        return rows.containsKey(name);
    }

    /** The verified bytes; the caller only reads them. */
    byte[] bytes(String name) {
        byte @Nullable [] content = contents.get(name);
        if (content == null) {
            throw new NoSuchElementException(name);
        }
        return content;
    }

    /** The verified bytes, where they were kept; the caller only reads them. */
    Optional<byte[]> kept(String name) {
        return Optional.ofNullable(contents.get(name));
    }

    /** The digest of the bytes. */
    Digest digest(String name) {
        return row(name).digest();
    }

    EvidenceFile row(String name) {
        @Nullable EvidenceFile row = rows.get(name);
        if (row == null) {
            throw new NoSuchElementException(name);
        }
        return row;
    }

    /** All files below a folder, by the rest of their names. */
    SortedMap<String, Digest> below(String folder) {
        SortedMap<String, Digest> below = new TreeMap<>();
        rows.tailMap(folder).forEach((name, row) -> {
            if (name.startsWith(folder)) {
                below.put(name.substring(folder.length()), row.digest());
            }
        });
        return below;
    }
}
