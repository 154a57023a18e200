package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's copy of a log: whatever lies where a file should, reading ends. */
class TileFolderTest {
    private static final TileId TILE = new TileId(0, 0, TileId.FULL);

    @TempDir
    private Path folder;

    private Path parent(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private static void assertRefused(Path file, Executable reading) {
        FileSystemException refused = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThrows(FileSystemException.class, reading));
        assertEquals(file + ": not a regular file; give a folder of plain files", refused.getMessage());
    }

    @Test
    void pipe_inPlaceOfAFile_isNotWaitedFor() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "skipped: no mkfifo here");
        Path checkpoint = folder.resolve("checkpoint");
        Path tile = parent(TILE.path());
        for (Path each : new Path[] {checkpoint, tile}) {
            assertEquals(
                    0,
                    new ProcessBuilder("/usr/bin/mkfifo", each.toString())
                            .start()
                            .waitFor());
        }
        TileFolder log = new TileFolder(folder);
        assertRefused(checkpoint, log::checkpoint);
        assertRefused(tile, () -> log.tile(TILE));
    }

    @Test
    void folder_inPlaceOfAFile_isRefused() throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        assertRefused(checkpoint, new TileFolder(folder)::checkpoint);
    }

    @Test
    void link_toAFile_isFollowed() throws IOException {
        byte[] note = {1, 2, 3};
        Files.createSymbolicLink(folder.resolve("checkpoint"), Files.write(folder.resolve("kept"), note));
        assertArrayEquals(note, new TileFolder(folder).checkpoint());
    }
}
