package org.sealgate.engine.release;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.sealgate.bundle.Bytes;

/**
 * tar.gz as opa reads and writes it.
 *
 * <p>Written by hand because the bytes are signed and anyone must be able to make them again: ustar headers without owner or time, mode
 * 0644, and stored blocks, for what deflate makes of a text differs from one zlib to the next.
 */
final class Tarball {
    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;
    private static final int MOST_STORED = 65_535;
    private static final int MAX_NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int TYPE_AT = 156;
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private Tarball() {}

    static byte[] write(SortedMap<String, Bytes> files) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (Map.Entry<String, Bytes> file : files.entrySet()) {
            byte[] content = file.getValue().toArray();
            tar.writeBytes(header(file.getKey(), content.length));
            tar.writeBytes(content);
            tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }
        int end = tar.size() + 2 * BLOCK;
        tar.writeBytes(new byte[2 * BLOCK + (RECORD - end % RECORD) % RECORD]);
        return gzip(tar.toByteArray());
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        if (nameBytes.length > MAX_NAME) {
            throw new IllegalArgumentException("a name in the bundle is longer than " + MAX_NAME + ": " + name);
        }
        System.arraycopy(nameBytes, 0, header, 0, nameBytes.length);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, SIZE_AT, octal(size, 11) + "\0");
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[TYPE_AT] = '0';
        put(header, 257, "ustar\0" + "00");
        put(header, 329, "0000000\0");
        put(header, 337, "0000000\0");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, octal(sum, 6) + "\0 ");
        return header;
    }

    private static String octal(int value, int digits) {
        String text = Integer.toOctalString(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** RFC 1952 around the stored blocks of RFC 1951. */
    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 1024);
        out.writeBytes(GZIP_HEADER);
        int at = 0;
        do {
            int length = Math.min(MOST_STORED, content.length - at);
            out.write(at + length == content.length ? 1 : 0);
            littleEndian(out, length, 2);
            littleEndian(out, ~length, 2);
            out.write(content, at, length);
            at += length;
        } while (at < content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        littleEndian(out, crc.getValue(), 4);
        littleEndian(out, content.length, 4);
        return out.toByteArray();
    }

    private static void littleEndian(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)) & 0xff);
        }
    }

    /** One file out of what opa wrote. */
    static Optional<byte[]> find(byte[] tarGz, String name) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(tarGz))) {
            byte[] header = in.readNBytes(BLOCK);
            while (header.length == BLOCK && header[0] != 0) {
                int size = Integer.parseInt(field(header, SIZE_AT, 12), 8);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if (field(header, 0, MAX_NAME).equals(name)) {
                    return Optional.of(content);
                }
                header = in.readNBytes(BLOCK);
            }
            return Optional.empty();
        }
    }

    private static String field(byte[] header, int at, int length) {
        String text = new String(header, at, length, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
