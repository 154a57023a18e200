package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The ZIP profile (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16) as an encoder: of name, CRC and size it makes every byte of a
 * file that is not content. STORED, version 1.0, no flags, 1980-01-01 00:00, no extra fields, comments, descriptors, attributes.
 */
final class StoredZip {
    static final String MIMETYPE = "mimetype";
    static final String MEDIA_TYPE = "application/vnd.sealgate.evidence+zip";
    static final long MAX_LENGTH = 1L << 30;
    static final int MAX_ENTRIES = 4_096;

    static final int LOCAL_HEADER = 30;
    static final int DIRECTORY_HEADER = 46;
    static final int END_RECORD = 22;
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int DIRECTORY_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;

    private static final short VERSION = 10;
    private static final short DATE = 1 << 5 | 1;

    private StoredZip() {}

    /** What the headers say of an entry. */
    record Entry(String name, int crc32, long size) {
        /** Header and content in the first part of the file. */
        long length() {
            return LOCAL_HEADER + name.length() + size;
        }
    }

    /** Length of the whole file. */
    static long length(List<Entry> entries) {
        long length = END_RECORD;
        for (Entry entry : entries) {
            length += entry.length() + DIRECTORY_HEADER + entry.name().length();
        }
        return length;
    }

    static byte[] localHeader(Entry entry) {
        byte[] bytes = new byte[LOCAL_HEADER + entry.name().length()];
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(LOCAL_SIGNATURE);
        putShared(header, entry);
        header.put(entry.name().getBytes(US_ASCII));
        return bytes;
    }

    /** Central directory and end record: everything behind the last content. */
    static byte[] tail(List<Entry> entries) {
        int directory = 0;
        for (Entry entry : entries) {
            directory += DIRECTORY_HEADER + entry.name().length();
        }
        byte[] bytes = new byte[directory + END_RECORD];
        ByteBuffer tail = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long offset = 0;
        for (Entry entry : entries) {
            tail.putInt(DIRECTORY_SIGNATURE);
            tail.putShort(VERSION);
            putShared(tail, entry);
            // comment length, disk, internal and external attributes
            tail.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
            tail.putInt((int) offset);
            tail.put(entry.name().getBytes(US_ASCII));
            offset += entry.length();
        }
        tail.putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        tail.putShort((short) entries.size()).putShort((short) entries.size());
        tail.putInt(directory).putInt((int) offset).putShort((short) 0);
        return bytes;
    }

    /** The 26 bytes that a local header and a directory header have in common: version needed … extra length. */
    private static void putShared(ByteBuffer to, Entry entry) {
        to.putShort(VERSION)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DATE);
        to.putInt(entry.crc32()).putInt((int) entry.size()).putInt((int) entry.size());
        to.putShort((short) entry.name().length()).putShort((short) 0);
    }
}
