package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go's own note and tlog packages ({@code golang.org/x/mod/sumdb}) read tiles and a checkpoint that this package wrote. */
class GoReadsOurLogTest {
    private static final int SIZE = 700;
    private static final JdkEd25519 LOG = JdkEd25519.of("gate.example.org/log", VerifierKey.Type.ED25519, 3);

    @Test
    void log_ofOurs_isReadWholeByGo(@TempDir Path folder) throws IOException, InterruptedException {
        Path module = Checkout.root().resolve("evidence/bundle/src/test/go");
        Assumptions.assumeTrue(
                run(module, Map.of(), "go", "mod", "download") == 0,
                "skipped: no Go, or it cannot get golang.org/x/mod");
        String older = write(folder);
        Map<String, String> environment = Map.of(
                "SEALGATE_LOG", folder.toString(), "SEALGATE_LOG_KEY", LOG.key().text(), "SEALGATE_LOG_OLDER", older);
        assertEquals(0, run(module, environment, "go", "test", "-count=1", "./..."));
        // and the judge can say no
        Path tile = folder.resolve("tile/0/001");
        byte[] damaged = Files.readAllBytes(tile);
        damaged[100] ^= 1;
        Files.write(tile, damaged);
        assertEquals(1, run(module, environment, "go", "test", "-count=1", "./..."));
    }

    /** Writes the log; some sizes that it had, with their roots. */
    private static String write(Path folder) throws IOException {
        SortedMap<TileId, Bytes> tiles = new TreeMap<>();
        List<Bytes> entries = new ArrayList<>();
        StringBuilder older = new StringBuilder();
        TreeEdge edge = TreeEdge.empty();
        for (int i = 0; i < SIZE; i++) {
            Bytes entry = Bytes.copyOf(("entry " + i).getBytes(UTF_8));
            entries.add(entry);
            TreeEdge.Growth grown = edge.append(List.of(MerkleHash.leaf(entry)));
            edge = grown.edge();
            tiles.putAll(grown.tiles());
            if (i % 50 == 3) {
                older.append(i + 1)
                        .append(':')
                        .append(NoteText.base64(edge.head().root().bytes()))
                        .append(' ');
            }
        }
        for (long n = 0; TileId.in(SIZE, TileId.ENTRIES, n).isPresent(); n++) {
            TileId id = TileId.in(SIZE, TileId.ENTRIES, n).get();
            int from = (int) n * TileId.FULL;
            tiles.put(id, EntryTile.encode(entries.subList(from, from + id.width())));
        }
        tiles.forEach((id, content) -> file(folder.resolve(id.path()), content));
        SignedNote checkpoint = SignedNote.signed(Checkpoint.of(LOG.key().name(), edge.head()), LOG);
        Files.write(folder.resolve("checkpoint"), checkpoint.toBytes());
        assertTrue(older.length() > 0);
        return older.toString();
    }

    private static void file(Path file, Bytes content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit status; that of a command not found where there is none. */
    private static int run(Path folder, Map<String, String> environment, String... command)
            throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException noSuchCommand) {
            return 127;
        }
    }
}
