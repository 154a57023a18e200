package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealgate.bundle.ContainerCode.BUNDLE_CONTAINER;
import static org.sealgate.bundle.ContainerCode.BUNDLE_DUPLICATE;
import static org.sealgate.bundle.ContainerCode.BUNDLE_LIMIT;
import static org.sealgate.bundle.ContainerCode.BUNDLE_MEDIA_TYPE;
import static org.sealgate.bundle.ContainerCode.BUNDLE_NAME;
import static org.sealgate.bundle.ContainerCode.BUNDLE_NOT_CANONICAL;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerTest {
    @TempDir
    Path folder;

    private static SortedMap<String, Source> sources() {
        SortedMap<String, Source> sources = new TreeMap<>();
        for (ForgedZip.Entry entry : ForgedZip.valid().entries.subList(1, 4)) {
            sources.put(entry.name, Source.of(entry.content));
        }
        return sources;
    }

    private static byte[] written(SortedMap<String, Source> sources) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Container.write(out, sources);
        assertEquals(out.size(), Container.length(sources));
        return out.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("bundle.zip"), bytes);
    }

    private Path unpacked() throws IOException {
        Path root = folder.resolve("unpacked");
        for (ForgedZip.Entry entry : ForgedZip.valid().entries) {
            Path file = root.resolve(entry.name);
            Files.createDirectories(file.getParent());
            Files.write(file, entry.content);
        }
        return root;
    }

    private static Part part(Container container, String name) {
        return Objects.requireNonNull(container.parts().get(name), name);
    }

    @Test
    void write_parts_sameBytesAsAnIndependentEncoder() throws IOException {
        assertArrayEquals(ForgedZip.valid().bytes(), written(sources()));
        SortedMap<String, Source> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(sources());
        assertArrayEquals(ForgedZip.valid().bytes(), written(reversed));
    }

    /** The profile is for ever: these bytes must come out in every version. */
    @Test
    void write_parts_bytesNeverChange() throws IOException {
        assertEquals(
                "b60d36e0b161dce8056ff2fd3275b2e88cd0eb61e4459390e1f30909f14827f4",
                Digest.sha256(written(sources())).hex());
    }

    @Test
    void write_parts_otherReadersAgree() throws IOException {
        byte[] zip = written(sources());
        List<String> streamed = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                streamed.add(entry.getName() + "=" + new String(in.readAllBytes(), ISO_8859_1));
            }
        }
        List<String> expected = ForgedZip.valid().entries.stream()
                .map(e -> e.name + "=" + new String(e.content, ISO_8859_1))
                .toList();
        assertEquals(expected, streamed);
        try (ZipFile file = new ZipFile(file(zip).toFile())) {
            assertEquals(expected.size(), file.size());
        }
    }

    @Test
    void open_fileInMemoryFileByPositionAndFolder_giveTheSameParts() throws IOException {
        Path zip = file(written(sources()));
        Path link = Files.createSymbolicLink(folder.resolve("link"), unpacked());
        try (Container inMemory = Container.open(zip);
                Container byPosition = ZipReader.open(zip, 0);
                Container unpacked = Container.open(unpacked());
                Container linked = Container.open(link)) {
            for (Container container : List.of(inMemory, byPosition, unpacked, linked)) {
                assertParts(container);
            }
        }
    }

    private static void assertParts(Container container) throws IOException {
        assertEquals(
                List.copyOf(sources().keySet()), List.copyOf(container.parts().keySet()));
        for (ForgedZip.Entry entry : ForgedZip.valid().entries.subList(1, 4)) {
            Part part = part(container, entry.name);
            assertEquals(entry.name, part.name());
            assertEquals(entry.content.length, part.size());
            assertArrayEquals(entry.content, part.bytes(entry.content.length));
            assertEquals(Digest.sha256(entry.content), part.digest());
            try (InputStream in = part.open()) {
                assertEquals(entry.content[0], (byte) in.read());
                assertArrayEquals(
                        entry.content,
                        (new String(entry.content, 0, 1, ISO_8859_1) + new String(in.readAllBytes(), ISO_8859_1))
                                .getBytes(ISO_8859_1));
                assertEquals(-1, in.read());
            }
            ContainerException refusal =
                    assertThrows(ContainerException.class, () -> part.bytes(entry.content.length - 1));
            assertEquals(BUNDLE_LIMIT, refusal.code());
        }
        assertThrows(
                UnsupportedOperationException.class, () -> container.parts().clear());
    }

    @Test
    void below_aFolder_isWhatLiesInIt_andClosesNothing() throws IOException {
        SortedMap<String, Source> sources = new TreeMap<>();
        for (String name : List.of("tomb/a", "tomb/b/c", "tombstone", "tombs/d", "a")) {
            sources.put(name, Source.of(name.getBytes(ISO_8859_1)));
        }
        try (Container whole = Container.open(file(written(sources)))) {
            try (Container below = whole.below("tomb/")) {
                assertEquals(List.of("a", "b/c"), List.copyOf(below.parts().keySet()));
                assertArrayEquals(
                        "tomb/a".getBytes(ISO_8859_1), part(below, "a").bytes(9));
            }
            assertEquals(0, whole.below("none/").parts().size());
            assertArrayEquals(
                    "tombs/d".getBytes(ISO_8859_1), part(whole, "tombs/d").bytes(9));
        }
    }

    /** Above 8 MiB: read from the file, in pieces. */
    @Test
    void open_largeBundle_readByPosition() throws IOException {
        byte[] large = new byte[9_000_001];
        new Random(5).nextBytes(large);
        Path source = Files.write(folder.resolve("source"), large);
        SortedMap<String, Source> sources = sources();
        sources.put("objects/large", Source.of(source));
        Path zip = file(written(sources));
        Container container = Container.open(zip);
        Part part = part(container, "objects/large");
        assertEquals(Digest.sha256(large), part.digest());
        assertArrayEquals(large, part.bytes(large.length));
        container.close();
        assertThrows(UncheckedIOException.class, part::digest);
        byte[] flipped = Files.readAllBytes(zip);
        flipped[5_000_000] ^= 1;
        Path other = file(flipped);
        assertEquals(
                BUNDLE_NOT_CANONICAL,
                assertThrows(ContainerException.class, () -> Container.open(other))
                        .code());
    }

    @Test
    void open_entriesAtLimit_acceptedAndOneMoreRefused() throws IOException {
        SortedMap<String, Source> sources = new TreeMap<>();
        // mimetype is the first of 4,096
        for (int i = 1; i < 4_096; i++) {
            sources.put("n" + i, Source.of(new byte[0]));
        }
        try (Container container = Container.open(file(written(sources)))) {
            assertEquals(4_095, container.parts().size());
        }
        ForgedZip zip = ForgedZip.valid();
        zip.entries.subList(1, 4).clear();
        sources.keySet().forEach(name -> zip.add(name, ""));
        zip.add("o", "");
        Path file = file(zip.bytes());
        assertEquals(
                BUNDLE_LIMIT,
                assertThrows(ContainerException.class, () -> Container.open(file))
                        .code());
        sources.put("o", Source.of(new byte[0]));
        assertEquals(
                BUNDLE_LIMIT,
                assertThrows(ContainerException.class, () -> written(sources)).code());
    }

    /** Sparse files: a length costs nothing. */
    @Test
    void open_lengthAtLimit_readAndOneMoreRefused() throws IOException {
        Path file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 30);
            assertEquals(
                    BUNDLE_CONTAINER,
                    assertThrows(ContainerException.class, () -> Container.open(file))
                            .code());
            sparse.setLength((1L << 30) + 1);
            assertEquals(
                    BUNDLE_LIMIT,
                    assertThrows(ContainerException.class, () -> Container.open(file))
                            .code());
        }
    }

    @Test
    void open_nothingThere_failsAsInputOutput() {
        assertThrows(NoSuchFileException.class, () -> Container.open(folder.resolve("absent")));
    }

    /** What is done to an unpacked bundle before it is opened. */
    @FunctionalInterface
    interface Change {
        void to(Path root) throws IOException;
    }

    static Stream<Arguments> folders() {
        return Stream.of(
                folder(
                        "link to a file",
                        BUNDLE_CONTAINER,
                        r -> Files.createSymbolicLink(r.resolve("x"), r.resolve("mimetype"))),
                folder(
                        "link to a folder",
                        BUNDLE_CONTAINER,
                        r -> Files.createSymbolicLink(r.resolve("x"), r.resolve("subject"))),
                folder(
                        "link out of the bundle",
                        BUNDLE_CONTAINER,
                        r -> Files.createSymbolicLink(r.resolve("x"), Path.of(".."))),
                folder(
                        "link to nothing",
                        BUNDLE_CONTAINER,
                        r -> Files.createSymbolicLink(r.resolve("x"), Path.of("absent"))),
                folder("empty folder", BUNDLE_NOT_CANONICAL, r -> Files.createDirectory(r.resolve("x"))),
                folder(
                        "folders of an empty folder",
                        BUNDLE_NOT_CANONICAL,
                        r -> Files.createDirectories(r.resolve("x/y/z"))),
                folder("hidden file", BUNDLE_NAME, r -> Files.createFile(r.resolve(".DS_Store"))),
                folder("hidden folder", BUNDLE_NAME, r -> Files.createDirectories(r.resolve(".git/objects"))),
                folder("name with a space", BUNDLE_NAME, r -> Files.createFile(r.resolve("a b"))),
                folder("name with a backslash", BUNDLE_NAME, r -> Files.createFile(r.resolve("a\\b"))),
                folder("name too long", BUNDLE_NAME, r -> Files.createFile(r.resolve("a".repeat(101)))),
                folder("path too deep", BUNDLE_NAME, r -> Files.createDirectories(r.resolve("d/".repeat(121)))),
                folder(
                        "names that differ in case",
                        BUNDLE_DUPLICATE,
                        r -> Files.createFile(r.resolve("subject/A.json"))),
                folder("folders that differ in case", BUNDLE_DUPLICATE, r -> {
                    Files.createDirectory(r.resolve("Subject"));
                    Files.createFile(r.resolve("Subject/b"));
                }),
                folder("no mimetype", BUNDLE_MEDIA_TYPE, r -> Files.delete(r.resolve("mimetype"))),
                folder("mimetype is a folder", BUNDLE_MEDIA_TYPE, r -> {
                    Files.delete(r.resolve("mimetype"));
                    Files.createDirectory(r.resolve("mimetype"));
                    Files.createFile(r.resolve("mimetype/x"));
                }),
                folder(
                        "mimetype with a newline",
                        BUNDLE_MEDIA_TYPE,
                        r -> Files.writeString(r.resolve("mimetype"), Container.MEDIA_TYPE + "\n")),
                folder("more than 1 GiB", BUNDLE_LIMIT, r -> {
                    try (RandomAccessFile sparse =
                            new RandomAccessFile(r.resolve("x").toFile(), "rw")) {
                        sparse.setLength(1L << 30);
                    }
                }),
                folder("more than 4096 files", BUNDLE_LIMIT, r -> {
                    for (int i = 0; i < 4_093; i++) {
                        Files.createFile(r.resolve("n" + i));
                    }
                }));
    }

    private static Arguments folder(String name, ContainerCode code, Change change) {
        return arguments(name, code, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void open_folderOffTheProfile_refusedWithCode(String name, ContainerCode code, Change change) throws IOException {
        Path root = unpacked();
        Assumptions.assumeFalse(
                code == BUNDLE_DUPLICATE && Files.exists(root.resolve("MIMETYPE")),
                "skipped: this file system does not tell names by letter case");
        change.to(root);
        ContainerException refusal = assertThrows(
                ContainerException.class, () -> Container.open(root).close());
        assertEquals(code, refusal.code());
    }

    @Test
    void part_fileShortenedWhileOpen_neverReadAsWhole() throws IOException {
        Path root = unpacked();
        try (Container container = Container.open(root)) {
            Part part = part(container, "subject/a.json");
            Files.writeString(root.resolve("subject/a.json"), "{");
            assertThrows(UncheckedIOException.class, part::digest);
            assertThrows(UncheckedIOException.class, () -> part.bytes(100));
        }
    }

    @Test
    void part_fileReplacedByALinkWhileOpen_notFollowed() throws IOException {
        Path root = unpacked();
        try (Container container = Container.open(root)) {
            Part part = part(container, "subject/a.json");
            Files.delete(root.resolve("subject/a.json"));
            Files.createSymbolicLink(root.resolve("subject/a.json"), root.resolve("mimetype"));
            assertThrows(UncheckedIOException.class, () -> part.bytes(100));
        }
    }

    static Stream<Arguments> unwritable() {
        return Stream.of(
                arguments("mimetype", BUNDLE_DUPLICATE),
                arguments("Mimetype", BUNDLE_DUPLICATE),
                arguments("SUBJECT/b.json", BUNDLE_DUPLICATE),
                arguments("subject", BUNDLE_DUPLICATE),
                arguments("../x", BUNDLE_NAME),
                arguments("/x", BUNDLE_NAME),
                arguments("é", BUNDLE_NAME));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void write_badName_refusedBeforeAnythingIsWritten(String name, ContainerCode code) {
        SortedMap<String, Source> sources = sources();
        sources.put(name, Source.of(new byte[0]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ContainerException refusal = assertThrows(ContainerException.class, () -> Container.write(out, sources));
        assertEquals(code, refusal.code());
        assertEquals(0, out.size());
    }

    @Test
    void write_sourceThatLies_fails() {
        byte[] content = "content".getBytes(UTF_8);
        long crc = Source.of(content).crc32();
        List<KnownSource> liars = List.of(
                new KnownSource(6, crc, () -> new ByteArrayInputStream(content)),
                new KnownSource(8, crc, () -> new ByteArrayInputStream(content)),
                new KnownSource(7, crc ^ 1, () -> new ByteArrayInputStream(content)));
        for (KnownSource liar : liars) {
            SortedMap<String, Source> sources = sources();
            sources.put("x", liar);
            assertThrows(IOException.class, () -> Container.write(new ByteArrayOutputStream(), sources));
        }
    }

    @Test
    void write_moreThanOneGiB_refused() {
        SortedMap<String, Source> sources = sources();
        sources.put("x", new KnownSource(1L << 30, 0, InputStream::nullInputStream));
        assertEquals(
                BUNDLE_LIMIT,
                assertThrows(ContainerException.class, () -> Container.write(new ByteArrayOutputStream(), sources))
                        .code());
    }
}
