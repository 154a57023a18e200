package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes ZIPs that lie. Told nothing else it follows the profile; a test changes the fields of an entry, or the finished bytes. Knows
 * nothing of the encoder that it is used against.
 */
final class ForgedZip {
    static final String MEDIA_TYPE = "application/vnd.sealgate.evidence+zip";

    /** An entry with every field that its two headers have, open to change. */
    static final class Entry {
        String name;
        String directoryName;
        byte[] content;
        int versionMade = 10;
        int version = 10;
        int flags;
        int method;
        int time;
        int date = 0x21;
        int localCrc;
        int directoryCrc;
        int storedSize;
        int size;
        byte[] localExtra = {};
        byte[] directoryExtra = {};
        byte[] comment = {};
        byte[] descriptor = {};
        int disk;
        int internalAttributes;
        int externalAttributes;
        int offsetShift;

        Entry(String name, byte[] content) {
            this.name = name;
            this.directoryName = name;
            this.content = content;
            CRC32 crc = new CRC32();
            crc.update(content);
            localCrc = (int) crc.getValue();
            directoryCrc = localCrc;
            storedSize = content.length;
            size = content.length;
        }
    }

    final List<Entry> entries = new ArrayList<>();

    /** Entries that have a local header and content but stand in no directory. */
    final List<Entry> hidden = new ArrayList<>();

    byte[] prefix = {};
    byte[] beforeDirectory = {};
    byte[] beforeEnd = {};
    byte[] suffix = {};
    byte[] archiveComment = {};
    boolean offsetsCountPrefix = true;
    int countShift;
    int countHereShift;
    int directorySizeShift;
    int directoryOffsetShift;
    int disk;

    static ForgedZip valid() {
        return new ForgedZip()
                .add("mimetype", MEDIA_TYPE)
                .add("decision.dsse.json", "{}")
                .add("policy/policy.wasm", "\0asm")
                .add("subject/a.json", "{\"a\":1}");
    }

    ForgedZip add(String name, String content) {
        entries.add(new Entry(name, content.getBytes(ISO_8859_1)));
        return this;
    }

    Entry entry(int position) {
        return entries.get(position);
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(prefix);
        List<Integer> offsets = new ArrayList<>();
        for (Entry entry : entries) {
            offsets.add(out.size() - (offsetsCountPrefix ? 0 : prefix.length));
            out.writeBytes(local(entry));
        }
        hidden.forEach(entry -> out.writeBytes(local(entry)));
        out.writeBytes(beforeDirectory);
        int directory = out.size();
        for (int i = 0; i < entries.size(); i++) {
            out.writeBytes(directory(entries.get(i), offsets.get(i)));
        }
        int directorySize = out.size() - directory;
        out.writeBytes(beforeEnd);
        byte[] bytes = new byte[22 + archiveComment.length];
        ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putShort((short) disk).putShort((short) disk);
        end.putShort((short) (entries.size() + countHereShift)).putShort((short) (entries.size() + countShift));
        end.putInt(directorySize + directorySizeShift);
        end.putInt(directory - (offsetsCountPrefix ? 0 : prefix.length) + directoryOffsetShift);
        end.putShort((short) archiveComment.length).put(archiveComment);
        out.writeBytes(bytes);
        out.writeBytes(suffix);
        return out.toByteArray();
    }

    private static byte[] local(Entry e) {
        byte[] name = e.name.getBytes(ISO_8859_1);
        byte[] bytes = new byte[30 + name.length + e.localExtra.length + e.content.length + e.descriptor.length];
        ByteBuffer local = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        local.putInt(0x04034b50)
                .putShort((short) e.version)
                .putShort((short) e.flags)
                .putShort((short) e.method);
        local.putShort((short) e.time).putShort((short) e.date);
        local.putInt(e.localCrc).putInt(e.storedSize).putInt(e.size);
        local.putShort((short) name.length).putShort((short) e.localExtra.length);
        local.put(name).put(e.localExtra).put(e.content).put(e.descriptor);
        return bytes;
    }

    private static byte[] directory(Entry e, int offset) {
        byte[] name = e.directoryName.getBytes(ISO_8859_1);
        byte[] bytes = new byte[46 + name.length + e.directoryExtra.length + e.comment.length];
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x02014b50).putShort((short) e.versionMade).putShort((short) e.version);
        header.putShort((short) e.flags)
                .putShort((short) e.method)
                .putShort((short) e.time)
                .putShort((short) e.date);
        header.putInt(e.directoryCrc).putInt(e.storedSize).putInt(e.size);
        header.putShort((short) name.length).putShort((short) e.directoryExtra.length);
        header.putShort((short) e.comment.length).putShort((short) e.disk);
        header.putShort((short) e.internalAttributes)
                .putInt(e.externalAttributes)
                .putInt(offset + e.offsetShift);
        header.put(name).put(e.directoryExtra).put(e.comment);
        return bytes;
    }
}
