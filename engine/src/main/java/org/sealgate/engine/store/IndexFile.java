package org.sealgate.engine.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;

/**
 * An index that is being written beside its name, in small pieces: all of it in memory would be the largest thing there. A full disk is
 * no damage: what cannot be written is left out, and start reads the segment itself.
 */
final class IndexFile extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final TempFiles temps;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private @Nullable Path temp;
    private Disk.@Nullable DiskFile out;
    private long at;

    private IndexFile(TempFiles temps) {
        this.temps = temps;
    }

    static IndexFile begin(TempFiles temps) {
        IndexFile file = new IndexFile(temps);
        try {
            file.temp = temps.create(empty -> {});
            file.out = temps.open(file.temp);
        } catch (IOException e) {
            file.drop();
        }
        return file;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        for (int done = 0; done < length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int some = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, from + done, some);
            done += some;
        }
    }

    @Override
    public void flush() {
        Disk.DiskFile file = out;
        if (file != null) {
            try {
                int length = buffer.flip().remaining();
                Disk.writeFully(file, buffer, at);
                at += length;
            } catch (IOException e) {
                drop();
            }
        }
        buffer.clear();
    }

    /** Puts it, and behind it this digest, in the place of whatever there is; or does not, where it could not be written. */
    void name(Disk disk, Digest digest, Path folder, String name) {
        write(digest.bytes(), 0, Digest.BYTES);
        flush();
        Path whole = temp;
        if (whole == null) {
            return;
        }
        try {
            closeFile();
            disk.makeReadOnly(whole);
            disk.makeFolder(folder);
            disk.replace(whole, folder.resolve(name));
            temp = null;
        } catch (IOException e) {
            drop();
        }
    }

    private void closeFile() throws IOException {
        Disk.DiskFile file = out;
        out = null;
        if (file != null) {
            file.close();
        }
    }

    /** Content where it has its name. */
    void drop() {
        try {
            closeFile();
        } catch (IOException e) {
            // it goes, whatever is in it
        }
        Path left = temp;
        temp = null;
        if (left != null) {
            temps.delete(left);
        }
    }
}
