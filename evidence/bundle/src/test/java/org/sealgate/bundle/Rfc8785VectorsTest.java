package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 8785: six documents, and the published hashes over sequences of numbers. */
class Rfc8785VectorsTest {
    private static final Map<Integer, String> SHA256_BY_LINES = new TreeMap<>(Map.of(
            1_000, "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
            10_000, "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
            100_000, "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
            1_000_000, "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
            10_000_000, "b9f8a44a91d46813b21b9602e72f112613c91408db0b8341fb94603d9db135e0"));

    @Test
    void documents_allSix_writtenAsPublished() throws IOException {
        Path vectors = Checkout.vectors("rfc8785").resolve("testdata");
        try (Stream<Path> inputs = Files.list(vectors.resolve("input"))) {
            List<Path> all = inputs.sorted().toList();
            assertEquals(6, all.size());
            for (Path input : all) {
                String name = input.getFileName().toString();
                byte[] written = CanonicalJson.rfc8785(JsonReader.read(Files.readAllBytes(input)));
                assertEquals(
                        Files.readString(vectors.resolve("output").resolve(name)), new String(written, UTF_8), name);
                String hex = Files.readString(vectors.resolve("outhex").resolve(name.replace(".json", ".txt")));
                assertEquals(hex.replaceAll("\\s", ""), HexFormat.of().formatHex(written), name);
            }
        }
    }

    /** 10^6 lines; with -Dsealgate.es6.lines=10000000 ten times as many. */
    @Test
    void numbers_es6Sequence_hashesAsPublished() throws IOException {
        Path constants = Checkout.vectors("rfc8785").resolve("es6_static_u64.txt");
        int last = Integer.getInteger("sealgate.es6.lines", 1_000_000);
        NumberSequence sequence = new NumberSequence(Files.readAllLines(constants));
        MessageDigest sha256 = Digest.newSha256();
        for (int line = 1; line <= last; line++) {
            long bits = sequence.next();
            String text = ShortestDecimal.of(Double.longBitsToDouble(bits)).ecmaScript();
            sha256.update((Long.toHexString(bits) + "," + text + "\n").getBytes(US_ASCII));
            String expected = SHA256_BY_LINES.get(line);
            if (expected != null) {
                assertEquals(expected, HexFormat.of().formatHex(cloneOf(sha256).digest()), line + " lines");
            }
        }
    }

    private static MessageDigest cloneOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** The 168 constants, 2,000 small normal numbers, then blocks of SHA-256 read as doubles. */
    private static final class NumberSequence {
        private final List<String> constants;
        private byte[] block = new byte[32];
        private int index;
        private int inBlock = 4;

        NumberSequence(List<String> constants) {
            this.constants = constants;
        }

        long next() {
            int i = index++;
            if (i < constants.size()) {
                return Long.parseUnsignedLong(constants.get(i), 16);
            }
            if (i < constants.size() + 2_000) {
                return 0x0010000000000000L + i - constants.size();
            }
            while (true) {
                if (inBlock == 4) {
                    block = Digest.sha256(block).bytes();
                    inBlock = 0;
                }
                long bits =
                        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getLong(8 * inBlock++);
                double value = Double.longBitsToDouble(bits);
                if (value != 0 && !Double.isNaN(value) && !Double.isInfinite(value)) {
                    return bits;
                }
            }
        }
    }
}
