package org.sealgate.engine.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.Archive;

/** A bundle while it is being written. Where the writing fails the reading fails too: a cut-off file must not look like a whole one. */
final class BundlePipe extends FilterInputStream {
    private volatile @Nullable Throwable failure;

    private BundlePipe(PipedInputStream in) {
        super(in);
    }

    static BundlePipe reading(Archive.BundleFile bundle) {
        PipedInputStream in = new PipedInputStream(1 << 16);
        BundlePipe pipe = new BundlePipe(in);
        try {
            PipedOutputStream out = new PipedOutputStream(in);
            Thread.ofVirtual().name("bundle").start(() -> pipe.write(bundle, out));
        } catch (IOException e) {
            throw new UncheckedIOException("a new pipe is not connected yet", e);
        }
        return pipe;
    }

    private void write(Archive.BundleFile bundle, PipedOutputStream out) {
        try (out) {
            bundle.writeTo(out);
        } catch (IOException | RuntimeException e) {
            // told to the reader, which runs on another thread
            failure = e;
        }
    }

    @Override
    public int read() throws IOException {
        return whole(super.read());
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        return whole(super.read(bytes, from, length));
    }

    private int whole(int read) throws IOException {
        Throwable thrown = failure;
        if (read < 0 && thrown != null) {
            throw new IOException("the bundle could not be written to its end", thrown);
        }
        return read;
    }
}
