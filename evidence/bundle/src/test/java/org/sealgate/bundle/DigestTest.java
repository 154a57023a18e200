package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void sha256_parts_hashedOneBehindTheOther() {
        assertEquals(ABC, Digest.sha256("abc".getBytes(UTF_8)).hex());
        assertEquals(
                ABC,
                Digest.sha256("a".getBytes(UTF_8), new byte[0], "bc".getBytes(UTF_8))
                        .hex());
        assertEquals(
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Digest.sha256().text());
    }

    @Test
    void text_parsed_isTheSameDigest() {
        Digest digest = Digest.ofHex(ABC);
        assertEquals(digest, Digest.parse("sha256:" + ABC));
        assertEquals(digest.hashCode(), Digest.parse(digest.text()).hashCode());
        assertNotEquals(digest, Digest.sha256());
        assertEquals("sha256:" + ABC, digest.toString());
        digest.bytes()[0] = 0;
        assertEquals(ABC, digest.hex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                ABC,
                "SHA256:" + ABC,
                "sha512:" + ABC,
                " sha256:" + ABC,
                "sha256:" + ABC + "0",
                "sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:\uff10a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void parse_otherSpelling_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Digest.parse(text));
    }

    @Test
    void compareTo_orderOfHex() {
        Digest low = Digest.ofHex("7f" + "00".repeat(31));
        Digest high = Digest.ofHex("80" + "00".repeat(31));
        assertEquals(-1, Integer.signum(low.compareTo(high)));
        assertEquals(1, Integer.signum(high.compareTo(low)));
        assertEquals(0, low.compareTo(Digest.ofHex(low.hex())));
    }

    @Test
    void bytes_copiedInAndOut() throws IOException {
        byte[] given = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(given);
        given[0] = 9;
        bytes.toArray()[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, bytes.toArray());
        assertArrayEquals(new byte[] {1, 2, 3}, bytes.open().readAllBytes());
        assertEquals(3, bytes.size());
        assertEquals(Digest.sha256(new byte[] {1, 2, 3}), bytes.sha256());
        assertEquals(Bytes.copyOf(new byte[] {1, 2, 3}), bytes);
        assertEquals(Bytes.copyOf(new byte[] {1, 2, 3}).hashCode(), bytes.hashCode());
        assertNotEquals(Bytes.copyOf(given), bytes);
        assertEquals("3 bytes", bytes.toString());
    }

    /**
     * The value that golang.org/x/mod/sumdb/dirhash.Hash1 gives for these files, its base64 turned into hexadecimal:
     * h1:7pfBRzDDkhyvshNpF0SX7yUXJ+JaC7f62ZXchEwbh+0=.
     */
    @Test
    void dirHash1_files_asGoComputesIt() {
        SortedMap<String, Digest> files = new TreeMap<>();
        files.put("a.txt", Digest.sha256("hello\n".getBytes(UTF_8)));
        files.put("b/c.txt", Digest.sha256("world\n".getBytes(UTF_8)));
        files.put("Z", Digest.sha256());
        files.put("\ufb33", Digest.sha256("x".getBytes(UTF_8)));
        files.put("\ud83d\ude00", Digest.sha256("y".getBytes(UTF_8)));
        assertEquals("dirHash1:ee97c14730c3921cafb21369174497ef251727e25a0bb7fad995dc844c1b87ed", DirHash1.of(files));
        SortedMap<String, Digest> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(files);
        assertEquals(DirHash1.of(files), DirHash1.of(reversed));
    }

    @Test
    void dirHash1_noFiles_isDigestOfNothing() {
        assertEquals("dirHash1:" + Digest.sha256().hex(), DirHash1.of(new TreeMap<>()));
    }

    @Test
    void dirHash1_newlineInName_refused() {
        SortedMap<String, Digest> files = new TreeMap<>();
        files.put("a\n" + ABC + "  b", Digest.sha256());
        assertThrows(IllegalArgumentException.class, () -> DirHash1.of(files));
    }
}
