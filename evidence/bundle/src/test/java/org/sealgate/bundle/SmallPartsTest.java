package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests pass by: tiles in a folder, an entry's bytes, limits and checkpoints made by hand. */
class SmallPartsTest {
    private static Path put(Path folder, TileId tile, byte[] content) throws IOException {
        Path file = folder.resolve(tile.path());
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    @Test
    void partialTile_thatIsGone_isTheBeginningOfTheFullOne(@TempDir Path folder) throws IOException {
        TileFolder tiles = new TileFolder(folder);
        byte[] hashes = new byte[TileId.FULL * Digest.BYTES];
        Arrays.fill(hashes, 32, hashes.length, (byte) 7);
        TileId partial = new TileId(0, 0, 2);
        assertThrows(NoSuchFileException.class, () -> tiles.tile(partial));
        assertThrows(NoSuchFileException.class, () -> tiles.tile(partial.full()));
        put(folder, partial.full(), hashes);
        assertArrayEquals(Arrays.copyOf(hashes, 64), tiles.tile(partial));
        List<Bytes> entries = Collections.nCopies(TileId.FULL, Bytes.copyOf(new byte[] {1, 2, 3}));
        TileId three = new TileId(TileId.ENTRIES, 0, 3);
        put(folder, three.full(), EntryTile.encode(entries).toArray());
        assertArrayEquals(EntryTile.encode(entries.subList(0, 3)).toArray(), tiles.tile(three));
    }

    @Test
    void bytes_thatAreLent_cannotBeWritten() {
        Bytes bytes = Bytes.copyOf(new byte[] {1, 2, 3});
        ByteBuffer lent = bytes.buffer();
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), lent);
        assertThrows(ReadOnlyBufferException.class, () -> lent.put(0, (byte) 9));
        lent.get();
        assertEquals(3, bytes.buffer().remaining());
    }

    @Test
    void tile_ofAnotherSize_isRefused(@TempDir Path folder) throws IOException {
        TileFolder tiles = new TileFolder(folder);
        for (int size : List.of(0, 63, 65, 8_192)) {
            put(folder, new TileId(0, 0, 2), new byte[size]);
            refused(LogProofCode.LOG_TILE, () -> read(tiles, new TileId(0, 0, 2)));
        }
        put(folder, new TileId(TileId.ENTRIES, 0, 1), new byte[2 + 0x10000]);
        refused(LogProofCode.LOG_TILE, () -> read(tiles, new TileId(TileId.ENTRIES, 0, 1)));
        put(folder, new TileId(TileId.ENTRIES, 0, 1), new byte[2 + 0xffff]);
        assertEquals(2 + 0xffff, read(tiles, new TileId(TileId.ENTRIES, 0, 1)).length);
    }

    private static byte[] read(TileFolder tiles, TileId id) {
        try {
            return tiles.tile(id);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void checkpointFile_largerThanAny_isNotRead(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("checkpoint"), new byte[1 << 20]);
        assertEquals(1 << 20, new TileFolder(folder).checkpoint().length);
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThrows(IOException.class, () -> new TileFolder(folder).checkpoint());
    }

    @Test
    void entries_cutOrTooMany_areRefused() {
        assertEquals(1, EntryTile.decode(new byte[2], 1).size());
        for (byte[] bad : List.of(new byte[0], new byte[1], new byte[3], new byte[] {0, 1})) {
            refused(LogProofCode.LOG_TILE, () -> EntryTile.decode(bad, 1));
        }
    }

    @Test
    void leaf_ofASignature_isTheCanonicalEntry() {
        assertEquals(
                "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":{\"data\":{\"algorithm\":\"SHA2_256\","
                        + "\"digest\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"},\"signature\":{\"content\":\"AQ==\",\"verifier\":{"
                        + "\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\",\"publicKey\":{\"rawBytes\":\"AgM=\"}}}}}}",
                new String(
                        LogLeaf.body(Digest.sha256(), new byte[] {1}, new byte[] {2, 3})
                                .toArray(),
                        UTF_8));
    }

    @Test
    void checkpoint_madeByHand_holdsLinesOnly() {
        TreeHead head = new TreeHead(3, Digest.sha256());
        Checkpoint checkpoint = new Checkpoint("o", head, List.of("one", "two "));
        assertEquals("o\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\none\ntwo \n", checkpoint.text());
        assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
        assertEquals(new Checkpoint("o", head, List.of()), Checkpoint.of("o", head));
        for (String bad : List.of("", "a\nb", "\u001f", "a\r")) {
            refused(LogProofCode.CHECKPOINT_SYNTAX, () -> new Checkpoint(bad, head, List.of()));
            refused(LogProofCode.CHECKPOINT_SYNTAX, () -> new Checkpoint("o", head, List.of(bad)));
        }
        assertEquals(List.of(), LogPolicy.none().logs());
    }

    @Test
    void limits_outOfRange_areNone() {
        assertEquals(1, new JsonLimits(1, 1, 1, 1, 1).depth());
        assertEquals(512, new JsonLimits(512, 1, 1, 1, 1).depth());
        for (int[] bad : new int[][] {
            {0, 1, 1, 1, 1}, {513, 1, 1, 1, 1}, {1, 0, 1, 1, 1}, {1, 1, 0, 1, 1}, {1, 1, 1, 0, 1}, {1, 1, 1, 1, 0}
        }) {
            assertThrows(IllegalArgumentException.class, () -> new JsonLimits(bad[0], bad[1], bad[2], bad[3], bad[4]));
        }
    }

    @Test
    void object_builtOfManyMembers_takesEachNameOnce() {
        ObjBuilder builder = Json.object();
        for (int i = 0; i < 40; i++) {
            builder.put("n" + i, i);
            String again = "n" + i / 2;
            assertThrows(IllegalArgumentException.class, () -> builder.put(again, 0));
        }
        assertEquals(40, builder.build().members().size());
        assertEquals(
                List.of(Json.of("b"), Json.of("a")),
                Json.strings(List.of("b", "a")).items());
        assertTrue(Json.of(true) instanceof Json.Bool yes && yes.value());
        assertTrue(Json.of(false) instanceof Json.Bool no && !no.value());
    }

    /** Beyond twelve members they are found in another way. */
    @Test
    void member_ofALargeObject_isFoundByItsName() {
        StringBuilder text = new StringBuilder("{\"n0\":0");
        for (int i = 1; i < 40; i++) {
            text.append(",\"n").append(i).append("\":").append(i);
        }
        Json.Obj object = JsonReader.readObject(text.append('}').toString().getBytes(UTF_8));
        for (int i = 0; i < 40; i++) {
            assertEquals(i, object.integer("n" + i));
        }
        assertTrue(!object.has("n40") && object.get("n40") == null);
        assertThrows(IllegalArgumentException.class, () -> new Json.Obj(Map.of("\ud800", Json.NULL)));
        assertEquals(Json.NULL, new Json.Obj(Map.of("a", Json.NULL)).get("a"));
    }

    @Test
    void number_lostInADouble_isNotExact() {
        for (String lost : List.of("1e400", "1E400", "1e-400", "9e-400", "1E-400", "0.1e-999")) {
            assertTrue(!ExactNumbers.isExact(lost), lost);
        }
        for (String exact : List.of("0e400", "-0.00E-400", "1e23", "123456789012345", "12345678901.2345")) {
            assertTrue(ExactNumbers.isExact(exact), exact);
        }
    }

    /** A tile that is full stands in the level above at once, not with the next entry. */
    @Test
    void edge_ofExactlyOneFullTile_hasItsHashAbove() {
        TreeEdge.Growth grown = TreeEdge.empty().append(Collections.nCopies(TileId.FULL, Digest.sha256()));
        assertEquals(TileId.FULL, grown.edge().size());
        assertEquals(
                List.of(new TileId(0, 0, TileId.FULL), new TileId(1, 0, 1)),
                List.copyOf(grown.tiles().keySet()));
    }

    @Test
    void folder_ofABundle_isABundleOfItsOwn() throws IOException {
        SortedMap<String, Source> parts = new TreeMap<>();
        for (String name : List.of("a/b", "a/c/d", "b", "ab")) {
            parts.put(name, Source.of(name.getBytes(UTF_8)));
        }
        try (Container whole = ZipReader.read(ContainerReaderFuzzTest.written(parts));
                Container below = whole.below("a/")) {
            assertEquals(List.of("b", "c/d"), List.copyOf(below.parts().keySet()));
            assertArrayEquals(
                    "a/c/d".getBytes(UTF_8),
                    Objects.requireNonNull(below.parts().get("c/d")).bytes(9));
        }
    }

    @Test
    void object_kept_isEqualAndWrittenTheSame() {
        Json.Obj object = Json.object().put("b", 1).put("a", "x").build();
        Json.Obj kept = CanonicalJson.kept(object);
        assertEquals(object, kept);
        assertEquals(object.hashCode(), kept.hashCode());
        assertArrayEquals(CanonicalJson.rfc8785(object), CanonicalJson.rfc8785(kept));
        Json.Obj outer = Json.object().put("k", kept).put("l", kept).build();
        assertEquals(
                "{\"k\":{\"a\":\"x\",\"b\":1},\"l\":{\"a\":\"x\",\"b\":1}}",
                new String(CanonicalJson.rfc8785(outer), UTF_8));
        assertArrayEquals("{\"a\": \"x\", \"b\": 1}".getBytes(UTF_8), CanonicalJson.pyDefault(kept));
    }

    @Test
    void refusal_ofADocument_namesItsPlaceWhereThereIsOne() {
        assertEquals("JSON_SYNTAX at byte 0: ", message("").substring(0, 23));
        assertEquals("JSON_SHAPE: expected an object at ", message("1"));
        assertEquals("TSA_REFUSED", new ProofUnavailableException("TSA_REFUSED", "no").code());
    }

    private static String message(String text) {
        return String.valueOf(assertThrows(JsonException.class, () -> JsonReader.readObject(text.getBytes(UTF_8)))
                .getMessage());
    }

    private static void refused(LogProofCode code, Runnable action) {
        assertEquals(code, assertThrows(LogProofException.class, action::run).code());
    }
}
