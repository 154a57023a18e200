package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read past the page cache, or through it where the file system wants so, is what was written. */
class ScanFileTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private final Disk disk = new PosixDisk();

    private byte[] written(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        try (Disk.DiskFile out = disk.create(folder.resolve("file"))) {
            Disk.writeFully(out, ByteBuffer.wrap(content), 0);
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 4095, 4096, 4097, MIB - 1, MIB, MIB + 1, 3 * MIB + 4095})
    void everyLength_fromEveryPlace_isRead(int bytes) throws IOException {
        byte[] content = written(bytes);
        int[] places = {0, 1, 4095, 4096, 4097, MIB - 41, MIB, MIB + 1, bytes - 1, bytes, bytes + 1, bytes + 5000};
        try (Disk.DiskFile file = disk.scan(folder.resolve("file"))) {
            assertEquals(bytes, file.size());
            for (int at : places) {
                for (int wanted : new int[] {1, 41, 4096, MIB, 2 * MIB + 7}) {
                    if (at >= 0) {
                        ByteBuffer into = ByteBuffer.allocate(wanted);
                        int read = Disk.readFully(file, into, at);
                        int there = Math.max(0, Math.min(wanted, bytes - at));
                        byte[] expected = there == 0 ? new byte[0] : Arrays.copyOfRange(content, at, at + there);
                        assertEquals(there, read, () -> wanted + " at " + at);
                        assertArrayEquals(expected, Arrays.copyOf(into.array(), there), () -> wanted + " at " + at);
                    }
                }
            }
        }
    }

    @Test
    void whatIsNotForcedYet_isReadAsItStands() throws IOException {
        byte[] content = written(10_000);
        try (Disk.DiskFile open = disk.open(folder.resolve("file"), true);
                Disk.DiskFile file = disk.scan(folder.resolve("file"))) {
            content[5000]++;
            Disk.writeFully(open, ByteBuffer.wrap(content, 5000, 1).slice(), 5000);
            ByteBuffer into = ByteBuffer.allocate(content.length);
            Disk.readFully(file, into, 0);
            assertArrayEquals(content, into.array());
        }
    }

    @Test
    void noFile_isSaidSo() {
        assertThrows(NoSuchFileException.class, () -> disk.scan(folder.resolve("none")));
    }

    @Test
    void memoryOfAFileSystemThatHasNoDisk_isReadThroughTheCache() throws IOException {
        Path memory = Path.of("/dev/shm");
        if (Files.isWritable(memory)) {
            Path file = Files.createTempFile(memory, "sealgate", ".scan");
            try {
                Files.write(file, new byte[] {1, 2, 3});
                try (Disk.DiskFile open = disk.scan(file)) {
                    ByteBuffer into = ByteBuffer.allocate(8);
                    assertEquals(3, Disk.readFully(open, into, 0));
                }
            } finally {
                Files.delete(file);
            }
        }
    }
}
