package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealgate.bundle.ContainerCode.BUNDLE_CONTAINER;
import static org.sealgate.bundle.ContainerCode.BUNDLE_DUPLICATE;
import static org.sealgate.bundle.ContainerCode.BUNDLE_LIMIT;
import static org.sealgate.bundle.ContainerCode.BUNDLE_MEDIA_TYPE;
import static org.sealgate.bundle.ContainerCode.BUNDLE_NAME;
import static org.sealgate.bundle.ContainerCode.BUNDLE_NOT_CANONICAL;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every trick that a ZIP can play on two readers: refused, each with its code, in memory and in the file alike. */
class ZipTricksTest {
    private static final byte[] JUNK = "junk".getBytes(ISO_8859_1);

    /** A header of an extra field of four bytes: unknown id, or that of ZIP64, or a Unicode path. */
    private static final byte[] EXTRA = {(byte) 0xfe, (byte) 0xca, 4, 0, 1, 2, 3, 4};

    private static final byte[] ZIP64 = {1, 0, 16, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    Path folder;

    static Stream<Arguments> tricks() {
        return Stream.of(
                // around the archive
                trick("prefix, offsets adjusted", BUNDLE_NOT_CANONICAL, z -> z.prefix = JUNK),
                trick("prefix, offsets not adjusted", BUNDLE_CONTAINER, z -> {
                    z.prefix = JUNK;
                    z.offsetsCountPrefix = false;
                }),
                trick("suffix", BUNDLE_CONTAINER, z -> z.suffix = JUNK),
                trick("suffix of zeros", BUNDLE_CONTAINER, z -> z.suffix = new byte[22]),
                trick(
                        "suffix that is another archive",
                        BUNDLE_CONTAINER,
                        z -> z.suffix = ForgedZip.valid().bytes()),
                trick(
                        "prefix that is another archive",
                        BUNDLE_NOT_CANONICAL,
                        z -> z.prefix = ForgedZip.valid().bytes()),
                trick("archive comment", BUNDLE_CONTAINER, z -> z.archiveComment = JUNK),
                trick("archive comment that ends in an end record", BUNDLE_CONTAINER, z -> {
                    byte[] whole = ForgedZip.valid().bytes();
                    z.archiveComment = Arrays.copyOfRange(whole, whole.length - 22, whole.length);
                }),
                trick("two end records", BUNDLE_CONTAINER, z -> {
                    byte[] whole = ForgedZip.valid().bytes();
                    z.beforeEnd = Arrays.copyOfRange(whole, whole.length - 22, whole.length);
                }),
                trick("gap before the directory", BUNDLE_NOT_CANONICAL, z -> z.beforeDirectory = JUNK),
                trick("gap behind the directory", BUNDLE_CONTAINER, z -> z.beforeEnd = JUNK),
                trick("gap behind the directory, counted", BUNDLE_NOT_CANONICAL, z -> {
                    z.beforeEnd = JUNK;
                    z.directorySizeShift = JUNK.length;
                }),
                trick("zip64 end record and locator", BUNDLE_CONTAINER, z -> z.beforeEnd = new byte[76]),
                trick("zip64 marker for the count", BUNDLE_LIMIT, z -> z.countShift = 0xffff - z.entries.size()),
                trick("zip64 marker for the directory", BUNDLE_CONTAINER, z -> z.directoryOffsetShift = -1 << 30),
                trick("disk numbers", BUNDLE_NOT_CANONICAL, z -> z.disk = 1),
                // the directory
                trick("an entry more than there are", BUNDLE_CONTAINER, z -> z.countShift = 1),
                trick("an entry fewer than there are", BUNDLE_NOT_CANONICAL, z -> z.countShift = -1),
                trick("no entry of those there are", BUNDLE_MEDIA_TYPE, z -> z.countShift = -z.entries.size()),
                trick("another count on this disk", BUNDLE_NOT_CANONICAL, z -> z.countHereShift = -1),
                trick("directory size", BUNDLE_CONTAINER, z -> z.directorySizeShift = 1),
                trick("directory offset", BUNDLE_CONTAINER, z -> z.directoryOffsetShift = 1),
                trick("directory that starts earlier", BUNDLE_CONTAINER, z -> {
                    z.directorySizeShift = 7;
                    z.directoryOffsetShift = -7;
                }),
                trick("directory that starts later", BUNDLE_CONTAINER, z -> {
                    z.directorySizeShift = -46;
                    z.directoryOffsetShift = 46;
                }),
                trick("directory larger than any of the profile", BUNDLE_CONTAINER, z -> {
                    for (int i = 0; i < 20; i++) {
                        ForgedZip.Entry entry = new ForgedZip.Entry("x" + i, JUNK);
                        entry.comment = new byte[0xffff];
                        z.entries.add(entry);
                    }
                }),
                trick("directory of the whole file", BUNDLE_CONTAINER, z -> {
                    int start = z.entries.stream()
                            .mapToInt(e -> 30 + e.name.length() + e.content.length)
                            .sum();
                    z.directorySizeShift = start;
                    z.directoryOffsetShift = -start;
                }),
                trick("hidden entry", BUNDLE_NOT_CANONICAL, z -> z.hidden.add(new ForgedZip.Entry("x", JUNK))),
                trick(
                        "hidden second version of an entry",
                        BUNDLE_NOT_CANONICAL,
                        z -> z.hidden.add(new ForgedZip.Entry(z.entry(1).name, JUNK))),
                trick("two names for one content", BUNDLE_NOT_CANONICAL, z -> z.entry(2).offsetShift = -50),
                trick("offset of another entry", BUNDLE_NOT_CANONICAL, z -> z.entry(1).offsetShift = 1),
                // names
                trick(
                        "another name in the directory",
                        BUNDLE_NOT_CANONICAL,
                        z -> z.entry(1).directoryName = "decision.dsse.jsoN"),
                trick(
                        "a shorter name in the directory",
                        BUNDLE_NOT_CANONICAL,
                        z -> z.entry(1).directoryName = "decision"),
                trick("double name", BUNDLE_DUPLICATE, z -> z.add("subject/a.json", "{}")),
                trick(
                        "double mimetype",
                        BUNDLE_DUPLICATE,
                        z -> z.entries.add(1, new ForgedZip.Entry("mimetype", JUNK))),
                trick("names that differ in case", BUNDLE_DUPLICATE, z -> z.add("subject/A.json", "{}")),
                trick(
                        "mimetype in another case",
                        BUNDLE_DUPLICATE,
                        z -> z.entries.add(1, new ForgedZip.Entry("MIMETYPE", JUNK))),
                trick("folders that differ in case", BUNDLE_DUPLICATE, z -> z.add("Subject/b.json", "{}")),
                trick("file and folder of one name", BUNDLE_DUPLICATE, z -> z.add("subject/a.json/b", "{}")),
                trick("folder and file of one name", BUNDLE_DUPLICATE, z -> z.add("subject", "{}")),
                trick(
                        "double names behind an off-profile one",
                        BUNDLE_NAME,
                        z -> z.add("subject/a.json", "").add("..", "")),
                // what the headers say
                trick("local CRC", BUNDLE_NOT_CANONICAL, z -> z.entry(1).localCrc++),
                trick("directory CRC", BUNDLE_NOT_CANONICAL, z -> z.entry(1).directoryCrc++),
                trick("both CRCs", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(1).localCrc++;
                    z.entry(1).directoryCrc++;
                }),
                trick("size larger", BUNDLE_NOT_CANONICAL, z -> z.entry(1).size++),
                trick("stored size larger", BUNDLE_NOT_CANONICAL, z -> z.entry(1).storedSize++),
                trick("both sizes larger", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(1).size++;
                    z.entry(1).storedSize++;
                }),
                trick("both sizes 4 GiB", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(1).size = -1;
                    z.entry(1).storedSize = -1;
                }),
                trick("sizes that balance each other", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(1).size++;
                    z.entry(1).storedSize++;
                    z.entry(2).size--;
                    z.entry(2).storedSize--;
                }),
                trick("zip64 sizes", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(2).size = -1;
                    z.entry(2).storedSize = -1;
                    z.entry(2).localExtra = ZIP64;
                    z.entry(2).directoryExtra = ZIP64;
                }),
                trick("data descriptor", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(1).flags = 8;
                    z.entry(1).descriptor = new byte[] {'P', 'K', 7, 8, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0};
                }),
                trick("flag of a data descriptor", BUNDLE_NOT_CANONICAL, z -> z.entry(1).flags = 8),
                trick("flag of UTF-8 names", BUNDLE_NOT_CANONICAL, z -> z.entry(1).flags = 1 << 11),
                trick("flag of encryption", BUNDLE_NOT_CANONICAL, z -> z.entry(1).flags = 1),
                trick("method deflate", BUNDLE_NOT_CANONICAL, z -> z.entry(1).method = 8),
                trick("version needed", BUNDLE_NOT_CANONICAL, z -> z.entry(1).version = 20),
                trick("version made by", BUNDLE_NOT_CANONICAL, z -> z.entry(1).versionMade = 10 | 3 << 8),
                trick("time", BUNDLE_NOT_CANONICAL, z -> z.entry(1).time = 1),
                trick("date", BUNDLE_NOT_CANONICAL, z -> z.entry(1).date = 0x22),
                trick("local extra field", BUNDLE_NOT_CANONICAL, z -> z.entry(1).localExtra = EXTRA),
                trick("directory extra field", BUNDLE_NOT_CANONICAL, z -> z.entry(1).directoryExtra = EXTRA),
                trick("entry comment", BUNDLE_NOT_CANONICAL, z -> z.entry(1).comment = JUNK),
                trick("disk of an entry", BUNDLE_NOT_CANONICAL, z -> z.entry(1).disk = 1),
                trick("internal attributes", BUNDLE_NOT_CANONICAL, z -> z.entry(1).internalAttributes = 1),
                trick(
                        "a symbolic link by its attributes",
                        BUNDLE_NOT_CANONICAL,
                        z -> z.entry(1).externalAttributes = 0xa1ff << 16),
                trick("a folder by its attributes", BUNDLE_NOT_CANONICAL, z -> z.entry(1).externalAttributes = 0x10),
                trick("gap between entries", BUNDLE_NOT_CANONICAL, z -> z.entry(1).descriptor = JUNK),
                // order and mimetype
                trick("not sorted", BUNDLE_NOT_CANONICAL, z -> Collections.swap(z.entries, 1, 2)),
                trick("directory order differs", BUNDLE_NOT_CANONICAL, z -> {
                    z.entry(1).directoryName = z.entry(2).name;
                    z.entry(2).directoryName = z.entry(1).name;
                }),
                trick("nothing at all", BUNDLE_MEDIA_TYPE, z -> z.entries.clear()),
                trick("no mimetype", BUNDLE_MEDIA_TYPE, z -> z.entries.removeFirst()),
                trick("mimetype in second place", BUNDLE_MEDIA_TYPE, z -> Collections.swap(z.entries, 0, 1)),
                trick("mimetype with a newline", BUNDLE_MEDIA_TYPE, z -> mimetype(z, ForgedZip.MEDIA_TYPE + "\n")),
                trick("mimetype of another format", BUNDLE_MEDIA_TYPE, z -> mimetype(z, "application/epub+zip")),
                trick(
                        "mimetype of the same length",
                        BUNDLE_MEDIA_TYPE,
                        z -> mimetype(z, ForgedZip.MEDIA_TYPE.replace("+zip", "-zip"))),
                trick("empty mimetype", BUNDLE_MEDIA_TYPE, z -> mimetype(z, "")));
    }

    private static Arguments trick(String name, ContainerCode code, Consumer<ForgedZip> change) {
        ForgedZip zip = ForgedZip.valid();
        change.accept(zip);
        return arguments(name, code, zip.bytes());
    }

    private static void mimetype(ForgedZip zip, String content) {
        zip.entries.set(0, new ForgedZip.Entry("mimetype", content.getBytes(ISO_8859_1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tricks")
    void open_trick_refusedWithCode(String name, ContainerCode code, byte[] zip) throws IOException {
        assertRefused(code, zip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "../x",
                "a/../b",
                "a/..",
                "..",
                ".",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "/a",
                ".hidden",
                "a/.hidden",
                "-rf",
                "_a",
                "a\\b",
                "..\\a",
                "C:",
                "C:/a",
                "a b",
                "a\0",
                "a\n",
                "a\u001b[2J",
                "a%2fb",
                "a:b",
                "a*",
                "~",
                "caf\u00e9",
                "\u00e9",
                "a\u007f"
            })
    void open_nameOffTheProfile_refused(String name) throws IOException {
        ForgedZip zip = ForgedZip.valid();
        zip.entries.add(1, new ForgedZip.Entry(name, JUNK));
        assertRefused(BUNDLE_NAME, zip.bytes());
        assertEquals(
                BUNDLE_NAME,
                assertThrows(ContainerException.class, () -> EntryNames.require(name))
                        .code());
    }

    @Test
    void open_nameAtItsLimits_acceptedAndOneMoreRefused() throws IOException {
        String segment = "s".repeat(99);
        for (String longest : List.of("s".repeat(100), segment + "/" + segment + "/" + "s".repeat(40))) {
            ForgedZip zip = ForgedZip.valid();
            zip.entries.add(new ForgedZip.Entry(longest, JUNK));
            zip.entries.subList(1, zip.entries.size()).sort((a, b) -> a.name.compareTo(b.name));
            ZipReader.read(zip.bytes()).close();
            ForgedZip longer = ForgedZip.valid();
            longer.entries.add(new ForgedZip.Entry(longest + "s", JUNK));
            assertRefused(BUNDLE_NAME, longer.bytes());
        }
        ForgedZip huge = ForgedZip.valid();
        huge.entries.add(new ForgedZip.Entry("s".repeat(0xffff), JUNK));
        assertRefused(BUNDLE_NAME, huge.bytes());
    }

    @Test
    void open_zipOfAnotherTool_refused() throws IOException {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                ForgedZip.Entry known = ForgedZip.valid().entry(0);
                ZipEntry entry = new ZipEntry("mimetype");
                entry.setMethod(method);
                entry.setSize(known.content.length);
                entry.setCrc(known.localCrc & 0xffffffffL);
                zip.putNextEntry(entry);
                zip.write(known.content);
            }
            assertRefused(BUNDLE_NOT_CANONICAL, bytes.toByteArray());
        }
    }

    @Test
    void open_noZip_refused() throws IOException {
        for (byte[] file : List.of(new byte[0], new byte[21], new byte[22], new byte[100_000], JUNK)) {
            assertRefused(BUNDLE_CONTAINER, file);
        }
    }

    @Test
    void open_everyBitFlipped_refused() throws IOException {
        byte[] valid = ForgedZip.valid().bytes();
        ZipReader.read(valid).close();
        for (int i = 0; i < valid.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = valid.clone();
                flipped[i] ^= (byte) (1 << bit);
                assertThrows(ContainerException.class, () -> ZipReader.read(flipped), "byte " + i);
            }
        }
    }

    @Test
    void open_everyTruncationAndInsertion_refused() {
        byte[] valid = ForgedZip.valid().bytes();
        for (int i = 0; i < valid.length; i++) {
            byte[] head = Arrays.copyOf(valid, i);
            byte[] tail = Arrays.copyOfRange(valid, i, valid.length);
            assertThrows(ContainerException.class, () -> ZipReader.read(head), "cut at " + i);
            for (byte inserted : new byte[] {0, 'P', valid[i], -1}) {
                byte[] longer = new byte[valid.length + 1];
                System.arraycopy(head, 0, longer, 0, head.length);
                longer[i] = inserted;
                System.arraycopy(tail, 0, longer, i + 1, tail.length);
                assertThrows(ContainerException.class, () -> ZipReader.read(longer), "inserted at " + i);
            }
            byte[] shorter = Arrays.copyOf(head, valid.length - 1);
            System.arraycopy(tail, 1, shorter, i, tail.length - 1);
            assertThrows(ContainerException.class, () -> ZipReader.read(shorter), "removed at " + i);
        }
    }

    /** Runs of bytes copied within the file, which keeps signatures and CRCs plausible. */
    @Test
    void open_splicedAtRandom_refusedOrTheSameBytes() throws IOException {
        byte[] valid = ForgedZip.valid().bytes();
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] spliced = valid.clone();
            int length = 1 + random.nextInt(60);
            int from = random.nextInt(valid.length - length);
            int to = random.nextInt(valid.length - length);
            System.arraycopy(valid, from, spliced, to, length);
            if (!Arrays.equals(valid, spliced)) {
                assertThrows(ContainerException.class, () -> ZipReader.read(spliced), from + " to " + to);
            }
        }
    }

    /** In memory, and read from the file by position as a large bundle is. */
    private void assertRefused(ContainerCode code, byte[] zip) throws IOException {
        Path file = Files.write(folder.resolve("bundle.zip"), zip);
        for (int inMemory : new int[] {Integer.MAX_VALUE, 0}) {
            ContainerException refusal = assertThrows(
                    ContainerException.class,
                    () -> ZipReader.open(file, inMemory).close());
            assertEquals(code, refusal.code());
        }
    }
}
