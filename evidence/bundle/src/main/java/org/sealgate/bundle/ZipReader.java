package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Reads a ZIP by writing it again. Of the file's own words it believes only the directory's names, sizes and CRCs, encodes what the
 * profile makes of them, and compares: every byte is then either one that the profile prescribes or content under its CRC. No other
 * question about flags, offsets, extra fields or hidden entries has to be asked, so none can be forgotten.
 */
final class ZipReader {
    /** Up to here a bundle is read into memory once; larger ones are read where they lie. */
    private static final int IN_MEMORY = 8 << 20;

    private static final int MAX_DIRECTORY = StoredZip.MAX_ENTRIES * (StoredZip.DIRECTORY_HEADER + 240);
    private static final int READ = 1 << 20;

    private final Extents file;
    private final long length;

    private ZipReader(Extents file, long length) {
        this.file = file;
        this.length = length;
    }

    /** Bytes of the file by position. */
    @FunctionalInterface
    private interface Extents {
        Extent at(long offset, long size);
    }

    static Container open(Path path) throws IOException {
        return open(path, IN_MEMORY);
    }

    static Container open(Path path, int inMemory) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        // closed here unless the container took it over; a bundle in memory needs no file
        boolean kept = false;
        try {
            long length = channel.size();
            requireLength(length);
            boolean small = length <= inMemory;
            Container container = small ? read(readAll(channel, (int) length)) : read(channel, length);
            kept = !small;
            return container;
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static void requireLength(long length) {
        if (length > StoredZip.MAX_LENGTH) {
            throw new ContainerException(ContainerCode.BUNDLE_LIMIT, "more than 1 GiB");
        }
        if (length < StoredZip.END_RECORD) {
            throw container("too short for a ZIP");
        }
    }

    static Container read(byte[] bundle) throws IOException {
        requireLength(bundle.length);
        Extents extents = (offset, size) -> new Extent.InMemory(bundle, offset, size);
        return new ZipReader(extents, bundle.length).container(() -> {});
    }

    private static Container read(FileChannel channel, long length) throws IOException {
        Extents extents = (offset, size) -> new Extent.InFile(channel, offset, size);
        return new ZipReader(extents, length).container(channel);
    }

    /** In steps, because the JDK keeps a buffer of the largest size ever read for each thread. */
    private static byte[] readAll(FileChannel channel, int length) throws IOException {
        byte[] all = new byte[length];
        int at = 0;
        while (at < length) {
            int read = channel.read(ByteBuffer.wrap(all, at, Math.min(READ, length - at)));
            if (read < 0) {
                throw new EOFException("a bundle became shorter while it was read");
            }
            at += read;
        }
        return all;
    }

    private Container container(Closeable resource) throws IOException {
        List<StoredZip.Entry> entries = directory();
        requireProfile(entries);
        TreeMap<String, Part> parts = new TreeMap<>();
        long offset = 0;
        for (StoredZip.Entry entry : entries) {
            requireBytes(offset, StoredZip.localHeader(entry));
            Extent content = file.at(offset + entry.length() - entry.size(), entry.size());
            requireCrc(entry, content);
            parts.put(entry.name(), new Part(entry.name(), content));
            offset += entry.length();
        }
        requireBytes(offset, StoredZip.tail(entries));
        Container.requireMediaType(parts.remove(StoredZip.MIMETYPE));
        return new Container(parts, resource);
    }

    /** Names, CRCs and sizes as the central directory has them; nothing about them is checked yet. */
    private List<StoredZip.Entry> directory() throws IOException {
        ByteBuffer end = buffer(length - StoredZip.END_RECORD, StoredZip.END_RECORD);
        if (end.getInt(0) != StoredZip.END_SIGNATURE) {
            throw container("no end record at the end");
        }
        int count = end.getShort(10) & 0xffff;
        if (count > StoredZip.MAX_ENTRIES) {
            throw new ContainerException(ContainerCode.BUNDLE_LIMIT, "more than 4096 entries");
        }
        long size = end.getInt(12) & 0xffffffffL;
        long offset = end.getInt(16) & 0xffffffffL;
        if (offset + size != length - StoredZip.END_RECORD || size > MAX_DIRECTORY) {
            throw container("the directory does not end where the end record starts");
        }
        ByteBuffer directory = buffer(offset, (int) size);
        List<StoredZip.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(nextEntry(directory));
        }
        return entries;
    }

    private static StoredZip.Entry nextEntry(ByteBuffer directory) {
        int at = directory.position();
        boolean header = directory.remaining() >= StoredZip.DIRECTORY_HEADER
                && directory.getInt(at) == StoredZip.DIRECTORY_SIGNATURE;
        if (!header) {
            throw container("the directory has fewer entries than the end record says");
        }
        int name = directory.getShort(at + 28) & 0xffff;
        int rest = (directory.getShort(at + 30) & 0xffff) + (directory.getShort(at + 32) & 0xffff);
        int size = StoredZip.DIRECTORY_HEADER + name + rest;
        if (directory.remaining() < size) {
            throw container("an entry of the directory is cut off");
        }
        directory.position(at + size);
        byte[] nameBytes = new byte[name];
        directory.get(at + StoredZip.DIRECTORY_HEADER, nameBytes);
        // a byte a character: whatever is not ASCII is then off the profile
        return new StoredZip.Entry(
                new String(nameBytes, ISO_8859_1), directory.getInt(at + 16), directory.getInt(at + 24) & 0xffffffffL);
    }

    private void requireProfile(List<StoredZip.Entry> entries) {
        List<String> names = entries.stream().map(StoredZip.Entry::name).toList();
        EntryNames.require(names);
        if (names.isEmpty() || !names.getFirst().equals(StoredZip.MIMETYPE)) {
            throw new ContainerException(ContainerCode.BUNDLE_MEDIA_TYPE, "the first entry is not mimetype");
        }
        for (int i = 2; i < names.size(); i++) {
            if (names.get(i - 1).compareTo(names.get(i)) > 0) {
                throw notCanonical("the entries are not sorted");
            }
        }
        // from here on every offset that is computed lies within the file
        if (StoredZip.length(entries) != length) {
            throw notCanonical("bytes between, before or behind the entries, or too few of them");
        }
    }

    private void requireBytes(long offset, byte[] expected) throws IOException {
        if (!file.at(offset, expected.length).holds(expected)) {
            throw notCanonical("a header is not what the profile makes of its entry");
        }
    }

    private static void requireCrc(StoredZip.Entry entry, Extent content) throws IOException {
        CRC32 crc = new CRC32();
        content.feed(crc::update);
        if ((int) crc.getValue() != entry.crc32()) {
            throw notCanonical("a CRC that is not that of the content");
        }
    }

    private ByteBuffer buffer(long offset, int size) throws IOException {
        return ByteBuffer.wrap(file.at(offset, size).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ContainerException container(String reason) {
        return new ContainerException(ContainerCode.BUNDLE_CONTAINER, reason);
    }

    private static ContainerException notCanonical(String reason) {
        return new ContainerException(ContainerCode.BUNDLE_NOT_CANONICAL, reason);
    }
}
