package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A bundle: the file that holds everything an auditor needs, as one ZIP of one spelling, or unpacked as a folder.
 *
 * <p>The ZIP profile: entries STORED, version 1.0, no flags, dated 1980-01-01 00:00, without extra fields, comments, data descriptors and
 * folder entries. The first entry is {@code mimetype} and holds {@value #MEDIA_TYPE}; the others follow sorted by the bytes of their
 * names. A name is at most 240 characters: segments {@code [A-Za-z0-9][A-Za-z0-9._-]{0,99}} joined by {@code /}, unique whatever the
 * letter case. At most 4,096 entries, {@code mimetype} counted, and 1 GiB. So any two tools that pack the same files make the same bytes,
 * and {@code unzip} unpacks them. A file starts:
 *
 * <pre>
 * 50 4b 03 04 0a 00 00 00 00 00 00 00 21 00 …  P K 3 4, version 10, flags 0, STORED, 00:00:00, 1980-01-01, CRC, sizes
 * 08 00 00 00 6d 69 6d 65 74 79 70 65 61 70 …  8 characters, no extra field, "mimetype", "ap…"
 * </pre>
 *
 * <p>Reading encodes what the file's directory says once more and compares every byte, so that a hidden entry, a lying size, a second
 * directory or anything else that two ZIP readers see differently is refused. Nothing is unpacked. A bundle above 8 MiB stays in its
 * file; heap use does not grow with it.
 */
public final class Container implements Closeable {
    /** Content of the entry {@code mimetype}, in ASCII, without a newline. */
    public static final String MEDIA_TYPE = StoredZip.MEDIA_TYPE;

    private final SortedMap<String, Part> parts;
    private final Closeable resource;

    Container(SortedMap<String, Part> parts, Closeable resource) {
        this.parts = Collections.unmodifiableSortedMap(parts);
        this.resource = resource;
    }

    /**
     * Opens a ZIP or an unpacked folder. The path may be a link; nothing within a folder may.
     *
     * @throws ContainerException with the one {@link ContainerCode} for which it is refused
     * @throws IOException where it cannot be read
     */
    public static Container open(Path zipOrFolder) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(zipOrFolder, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            return FolderReader.open(zipOrFolder);
        }
        if (!attributes.isRegularFile()) {
            throw new ContainerException(ContainerCode.BUNDLE_CONTAINER, "neither a file nor a folder");
        }
        return ZipReader.open(zipOrFolder);
    }

    /** All parts but {@code mimetype}, by name in byte order; cannot be changed. They can be read until the container is closed. */
    public SortedMap<String, Part> parts() {
        return parts;
    }

    /** What lies below a folder, {@code tombstone/}, as a bundle of its own; closing that closes nothing. */
    public Container below(String folder) {
        SortedMap<String, Part> below = new TreeMap<>();
        parts.tailMap(folder).forEach((name, part) -> {
            if (name.startsWith(folder)) {
                below.put(name.substring(folder.length()), part);
            }
        });
        return new Container(below, () -> {});
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }

    /**
     * Writes a bundle, entry by entry, and leaves the stream open. {@code mimetype} is added.
     *
     * @throws ContainerException BUNDLE_NAME, BUNDLE_DUPLICATE or BUNDLE_LIMIT, before anything is written
     * @throws IOException where a source or the stream fails, or a source gives other bytes than it announced; what was written by then is
     *     no bundle
     */
    public static void write(OutputStream to, SortedMap<String, Source> parts) throws IOException {
        List<Map.Entry<String, Source>> sources = inOrder(parts);
        List<StoredZip.Entry> entries = entries(sources);
        requireLimits(entries);
        byte[] chunk = new byte[Extent.CHUNK];
        for (int i = 0; i < entries.size(); i++) {
            to.write(StoredZip.localHeader(entries.get(i)));
            copy(entries.get(i), sources.get(i).getValue(), to, chunk);
        }
        to.write(StoredZip.tail(entries));
    }

    /**
     * Length in bytes of what {@link #write} would write.
     *
     * @throws ContainerException as {@link #write} does
     */
    public static long length(SortedMap<String, Source> parts) {
        List<StoredZip.Entry> entries = entries(inOrder(parts));
        requireLimits(entries);
        return StoredZip.length(entries);
    }

    static void requireMediaType(@Nullable Part mimetype) {
        byte[] expected = MEDIA_TYPE.getBytes(US_ASCII);
        if (mimetype == null
                || mimetype.size() != expected.length
                || !Arrays.equals(mimetype.bytes(expected.length), expected)) {
            throw new ContainerException(ContainerCode.BUNDLE_MEDIA_TYPE, "mimetype is not " + MEDIA_TYPE);
        }
    }

    private static List<Map.Entry<String, Source>> inOrder(SortedMap<String, Source> parts) {
        List<Map.Entry<String, Source>> sources = new ArrayList<>(parts.entrySet());
        // the map's own order may be another
        sources.sort(Map.Entry.comparingByKey());
        sources.addFirst(Map.entry(StoredZip.MIMETYPE, Source.of(MEDIA_TYPE.getBytes(US_ASCII))));
        return sources;
    }

    private static List<StoredZip.Entry> entries(List<Map.Entry<String, Source>> sources) {
        EntryNames.require(sources.stream().map(Map.Entry::getKey).toList());
        return sources.stream()
                .map(source -> new StoredZip.Entry(
                        source.getKey(),
                        (int) source.getValue().crc32(),
                        source.getValue().size()))
                .toList();
    }

    private static void requireLimits(List<StoredZip.Entry> entries) {
        if (entries.size() > StoredZip.MAX_ENTRIES || StoredZip.length(entries) > StoredZip.MAX_LENGTH) {
            throw new ContainerException(ContainerCode.BUNDLE_LIMIT, "more than 4096 entries or 1 GiB");
        }
    }

    private static void copy(StoredZip.Entry entry, Source source, OutputStream to, byte[] chunk) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = source.open()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
                size += read;
                to.write(chunk, 0, read);
            }
        }
        if (size != entry.size() || (int) crc.getValue() != entry.crc32()) {
            throw new IOException("a source gave other bytes than it announced");
        }
    }
}
