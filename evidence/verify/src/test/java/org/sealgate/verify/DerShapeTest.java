package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** X.690 8.1 and 10.1: what is one element of DER, as far as tags and lengths go, and what each other is refused as. */
class DerShapeTest {
    private static final String GOOD = "";

    /** Hexadecimal bytes, and what they are refused as; nothing where they are not. */
    record Row(String name, byte[] der, String refusal) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, String hex, String refusal) {
        return new Row(name, HexFormat.of().parseHex(hex.replace(" ", "")), refusal);
    }

    /** Octets under a length in so many bytes. */
    private static Row octets(String name, String head, int length, String refusal) {
        byte[] start = HexFormat.of().parseHex(head.replace(" ", ""));
        byte[] all = Arrays.copyOf(start, start.length + length);
        return new Row(name, all, refusal);
    }

    private static Row nested(String name, int depth, String refusal) {
        byte[] all = new byte[2 * depth];
        for (int i = 0; i < depth; i++) {
            all[2 * i] = 0x30;
            all[2 * i + 1] = (byte) (2 * (depth - i - 1));
        }
        return new Row(name, all, refusal);
    }

    static List<Row> rows() {
        String end = "an end within an element";
        String beyond = "an element that is longer than what it is in";
        String shorter = "a length that could be shorter";
        String tag = "a tag of several bytes";
        return List.of(
                row("an empty sequence", "30 00", GOOD),
                row("nothing", "", end),
                row("a tag alone", "30", end),
                row("a number", "02 01 05", GOOD),
                row("two numbers in a sequence", "30 06 02 01 05 02 01 06", GOOD),
                row("a sequence in one, and a number behind it", "30 07 30 02 05 00 02 01 06", GOOD),
                row("bytes behind the end", "30 00 00", "bytes behind the end"),
                row("a number behind a number", "02 01 05 02 01 06", "bytes behind the end"),
                row("too little content", "02 02 05", beyond),
                row("longer than its sequence", "30 03 02 02 05 06", beyond),
                row("a sequence longer than its own", "30 03 30 02 05 00", beyond),
                row("a sequence that ends within a length", "30 01 02", end),
                row("a long tag", "1f 81 01 00", tag),
                row("the largest short tag", "1e 00", GOOD),
                row("the largest short tag, constructed", "3e 00", GOOD),
                row("an indefinite length", "30 80 00 00", "an indefinite length"),
                row("a length of four bytes", "04 84 00 00 00 01 00", "a length of 4 bytes"),
                row("a reserved length", "04 ff 00", "a length of 127 bytes"),
                row("an unfinished length", "04 82 01", end),
                octets("127 bytes", "04 7f", 127, GOOD),
                octets("127 bytes in two", "04 81 7f", 127, shorter),
                octets("128 bytes in two", "04 81 80", 128, GOOD),
                octets("255 bytes in two", "04 81 ff", 255, GOOD),
                octets("255 bytes in three", "04 82 00 ff", 255, shorter),
                octets("256 bytes in three", "04 82 01 00", 256, GOOD),
                octets("65,535 bytes in three", "04 82 ff ff", 65_535, GOOD),
                octets("65,535 bytes in four", "04 83 00 ff ff", 65_535, shorter),
                octets("65,536 bytes in four", "04 83 01 00 00", 65_536, GOOD),
                octets("66,051 bytes in four", "04 83 01 02 03", 66_051, GOOD),
                octets("66,051 bytes in four, one missing", "04 83 01 02 03", 66_050, beyond),
                nested("32 within each other", 32, GOOD),
                nested("33 within each other", 33, "more than 32 elements within each other"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void bytes_walked_areOneElementOrRefusedAsWhatTheyAre(Row row) {
        String found = GOOD;
        try {
            DerShape.require(row.der());
        } catch (TokenRefusedException refused) {
            assertEquals("one element of DER", refused.expected());
            found = refused.actual();
        }
        assertEquals(row.refusal(), found);
    }
}
