package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.sealgate.bundle.Kind;

/** Steps 0 and 1: archives that two readers may read in two ways, made of a genuine bundle's bytes. */
final class CorpusContainers {
    private static final String MEDIA_TYPE = "application/vnd.sealgate.evidence+zip";
    private static final String JUNK = "junk";

    private CorpusContainers() {}

    private static byte[] genuine() {
        return Forge.allow(Kind.LLM_RUN_SNAPSHOT).zip();
    }

    private static CorpusCase edited(String name, UnaryOperator<String> edit, Code code) {
        byte[] archive = edit.apply(new String(genuine(), ISO_8859_1)).getBytes(ISO_8859_1);
        return CorpusCase.of("container-" + name, archive, TestTrust.file(), List.of(), code);
    }

    static List<CorpusCase> cases() {
        List<CorpusCase> cases = new ArrayList<>(List.of(
                edited("too-many-entries", CorpusContainers::tooMany, Code.BUNDLE_LIMIT),
                edited("no-archive", zip -> "no archive", Code.BUNDLE_CONTAINER),
                edited("cut", zip -> zip.substring(0, zip.length() - 1), Code.BUNDLE_CONTAINER),
                edited("prefix", zip -> JUNK + zip, Code.BUNDLE_CONTAINER),
                edited("suffix", zip -> zip + JUNK, Code.BUNDLE_CONTAINER),
                edited("comment", CorpusContainers::commented, Code.BUNDLE_CONTAINER),
                edited("hidden-entry", CorpusContainers::hidden, Code.BUNDLE_NOT_CANONICAL),
                edited("another-date", zip -> zip.replace("\0\0!\0", "\0\0\"\0"), Code.BUNDLE_NOT_CANONICAL),
                edited("lying-crc", zip -> header(zip, 14, 16, 1), Code.BUNDLE_NOT_CANONICAL),
                edited("data-descriptor-flag", zip -> header(zip, 6, 8, 8), Code.BUNDLE_NOT_CANONICAL),
                edited("deflate-claimed", zip -> header(zip, 8, 10, 8), Code.BUNDLE_NOT_CANONICAL),
                edited("path-out-of-the-bundle", zip -> zip.replace("facts.json", "../x/f.txt"), Code.BUNDLE_NAME),
                edited("absolute-path", zip -> zip.replace("facts.json", "/etc/passw"), Code.BUNDLE_NAME),
                edited("escape-in-a-name", zip -> zip.replace("facts.json", "f\u001b[2J.json"), Code.BUNDLE_NAME),
                edited("look-alike-name", zip -> zip.replace("facts.json", "f\u00e0cts.json"), Code.BUNDLE_NAME),
                edited("one-name-twice", zip -> zip.replace("facts.json", "input.json"), Code.BUNDLE_DUPLICATE),
                edited(
                        "names-alike-but-for-case",
                        zip -> zip.replace("facts.json", "INPUT.json"),
                        Code.BUNDLE_DUPLICATE),
                edited("another-media-type", CorpusContainers::otherType, Code.BUNDLE_MEDIA_TYPE),
                edited(
                        "entry-out-of-order",
                        zip -> zip.replace("input.json", "zzzzz.json"),
                        Code.BUNDLE_NOT_CANONICAL)));
        cases.add(folder("folder-with-a-foreign-name", "a b", Code.BUNDLE_NAME));
        cases.add(folder("folder-with-one-file-more", "NOTES.md", Code.FILE_EXTRA));
        cases.add(unpacked("container-folder"));
        return cases;
    }

    /** The same bundle, unpacked. */
    private static CorpusCase unpacked(String name, Code... codes) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Forge.allow(Kind.LLM_RUN_SNAPSHOT).parts().forEach((path, content) -> files.put("bundle/" + path, content));
        files.put("bundle/mimetype", MEDIA_TYPE.getBytes(ISO_8859_1));
        CorpusCase zipped = CorpusCase.of(name, new byte[0], TestTrust.file(), List.of(), codes);
        files.put(CorpusCase.ROOT, TestTrust.file());
        List<String> arguments = CorpusCase.arguments(List.of("bundle"), List.of());
        return new CorpusCase(name, files, arguments, zipped.codes(), zipped.exit());
    }

    private static CorpusCase folder(String name, String more, Code code) {
        return unpacked("container-" + name, code).with("bundle/" + more, "{}".getBytes(ISO_8859_1));
    }

    /** An end record that counts 65,535 entries. */
    private static String tooMany(String zip) {
        int end = zip.length() - 22;
        return zip.substring(0, end + 8) + "\u00ff\u00ff\u00ff\u00ff" + zip.substring(end + 12);
    }

    private static String commented(String zip) {
        return zip.substring(0, zip.length() - 2) + (char) JUNK.length() + "\0" + JUNK;
    }

    /** An entry that no directory names, before the directory, whose place is corrected. */
    private static String hidden(String zip) {
        byte[] bytes = zip.getBytes(ISO_8859_1);
        ByteBuffer end = ByteBuffer.wrap(bytes, bytes.length - 22, 22).slice().order(ByteOrder.LITTLE_ENDIAN);
        int directory = end.getInt(16);
        String entry = zip.substring(0, zip.indexOf("PK\3\4", 4));
        end.putInt(16, directory + entry.length());
        String moved = new String(bytes, ISO_8859_1);
        return moved.substring(0, directory) + entry + moved.substring(directory);
    }

    /** Adds to one byte of the second entry's two headers. */
    private static String header(String zip, int local, int central, int more) {
        int first = zip.indexOf("PK\3\4", 4);
        int second = zip.indexOf("PK\1\2", zip.indexOf("PK\1\2") + 4);
        StringBuilder edited = new StringBuilder(zip);
        for (int at : new int[] {first + local, second + central}) {
            edited.setCharAt(at, (char) (edited.charAt(at) + more & 0xff));
        }
        return edited.toString();
    }

    private static String otherType(String zip) {
        String other = MEDIA_TYPE.replace("+zip", "-zip");
        return zip.replace(MEDIA_TYPE, other).replace(crc(MEDIA_TYPE), crc(other));
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(ISO_8859_1));
        byte[] value = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(crc.getValue())
                .array();
        return new String(Arrays.copyOf(value, 4), ISO_8859_1);
    }
}
