package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coordinates of tiles, their paths, and what lies in files of entries. */
class TileIdTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 5, 3, tile/0/005.p/3",
        "1, 999, 255, tile/1/999.p/255",
        "2, 1000, 256, tile/2/x001/000",
        "0, 1234067, 256, tile/0/x001/x234/067",
        "63, 9223372036854775807, 1, tile/63/x009/x223/x372/x036/x854/x775/807.p/1",
        "-1, 273, 112, tile/entries/273.p/112",
        "-1, 0, 256, tile/entries/000"
    })
    void path_ofATile_isReadBack(int level, long index, int width, String path) {
        TileId tile = new TileId(level, index, width);
        assertEquals(path, tile.path());
        assertEquals(Optional.of(tile), TileId.ofPath(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/0",
                "tile/0/0000",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/+1/000",
                "tile/0/-01",
                "tile/0/x000/000",
                "tile/0/001/000",
                "tile/0/x001",
                "tile/0/000/",
                "/tile/0/000",
                "tile//000",
                "tile/0/000.p",
                "tile/0/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/1/",
                "tile/0/000.p/1\n",
                "tile/0/../000",
                "tile/0/%30",
                "tile/0/٠٠٠",
                "tile/entries/x/000",
                "tile/data/000",
                "tile/0/x009/x223/x372/x036/x854/x775/808",
                "tile/0/x009/x223/x372/x036/x854/x775/x807/000",
                "checkpoint"
            })
    void path_withAnotherSpelling_namesNothing(String path) {
        assertEquals(Optional.empty(), TileId.ofPath(path));
    }

    /** The example of the specification: a tree of 70,000. */
    @Test
    void tile_ofATree_hasTheWidthOfTheSpecification() {
        long size = 70_000;
        assertEquals(Optional.of(new TileId(0, 272, 256)), TileId.in(size, 0, 272));
        assertEquals(Optional.of(new TileId(0, 273, 112)), TileId.in(size, 0, 273));
        assertEquals(Optional.empty(), TileId.in(size, 0, 274));
        assertEquals(Optional.of(new TileId(1, 0, 256)), TileId.in(size, 1, 0));
        assertEquals(Optional.of(new TileId(1, 1, 17)), TileId.in(size, 1, 1));
        assertEquals(Optional.of(new TileId(2, 0, 1)), TileId.in(size, 2, 0));
        assertEquals(Optional.empty(), TileId.in(size, 3, 0));
        assertEquals(Optional.of(new TileId(-1, 273, 112)), TileId.in(size, TileId.ENTRIES, 273));
        assertEquals(Optional.of(new TileId(0, 0, 256)), TileId.in(256, 0, 0));
        assertEquals(Optional.empty(), TileId.in(256, 0, 1));
        assertEquals(Optional.of(new TileId(1, 0, 1)), TileId.in(256, 1, 0));
        assertEquals(Optional.empty(), TileId.in(0, 0, 0));
        assertEquals(Optional.empty(), TileId.in(Long.MAX_VALUE, 0, Long.MAX_VALUE));
        assertEquals(Optional.of(new TileId(7, 0, 127)), TileId.in(Long.MAX_VALUE, 7, 0));
        assertEquals(Optional.empty(), TileId.in(Long.MAX_VALUE, 8, 0));
    }

    @ParameterizedTest
    @CsvSource({"-2, 0, 1", "64, 0, 1", "0, -1, 1", "0, 0, 0", "0, 0, 257"})
    void tile_outOfRange_isNone(int level, long index, int width) {
        assertThrows(IllegalArgumentException.class, () -> new TileId(level, index, width));
    }

    @Test
    void entries_writtenAndRead_areTheSame_andNothingElseIsRead() {
        List<Bytes> entries = List.of(bytes(3), bytes(0), bytes(EntryTile.MOST_BYTES));
        byte[] file = EntryTile.encode(entries).toArray();
        assertEquals(entries, EntryTile.decode(file, 3));
        assertThrows(IllegalArgumentException.class, () -> EntryTile.encode(List.of(bytes(65_536))));
        for (int width : new int[] {2, 4}) {
            assertThrows(LogProofException.class, () -> EntryTile.decode(file, width));
        }
        byte[] cut = java.util.Arrays.copyOf(file, file.length - 1);
        assertThrows(LogProofException.class, () -> EntryTile.decode(cut, 3));
    }

    private static Bytes bytes(int size) {
        return Bytes.copyOf(new byte[size]);
    }
}
