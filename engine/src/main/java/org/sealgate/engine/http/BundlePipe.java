package org.sealgate.engine.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.types.files.StreamedFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.Archive;

/**
 * A bundle while it is being written. Where the writing fails the reading fails too: a cut-off file must not look like a whole one.
 *
 * <p>Not the JDK's piped streams: those take a reader for dead when the thread that read last has ended, and a server reads from many.
 */
final class BundlePipe extends InputStream {
    private static final MediaType ARCHIVE = MediaType.of("application/vnd.sealgate.evidence+zip");
    private static final int CHUNK = 1 << 16;
    private static final int WAITING = 4;
    /** A reader that takes nothing for so long has gone. */
    private static final long PATIENCE_SECONDS = 60;

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(WAITING);
    private volatile @Nullable Throwable failure;
    private volatile boolean gone;
    private volatile boolean closed;
    private byte[] current = {};
    private int position;
    private boolean ended;

    private BundlePipe() {}

    /** The archive, with a name to keep it under; or why there is none, or none yet. */
    static HttpResponse<?> answer(Optional<Archive.Bundle> bundle, String name) {
        if (bundle.isEmpty()) {
            return Answer.problem(Problem.NOT_FOUND);
        }
        return switch (bundle.get()) {
            case Archive.Bundle.NotYet ignored -> Answer.problem(Problem.PROOF_PENDING);
            case Archive.Bundle.Ready ready ->
                HttpResponse.ok(new StreamedFile(reading(ready.file()), ARCHIVE).attach(name));
        };
    }

    static BundlePipe reading(Archive.BundleFile bundle) {
        BundlePipe pipe = new BundlePipe();
        Thread.ofVirtual().name("bundle").start(() -> pipe.write(bundle));
        return pipe;
    }

    private void write(Archive.BundleFile bundle) {
        try {
            OutputStream out = new BufferedOutputStream(new Chunks(), CHUNK);
            bundle.writeTo(out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            // told to the reader, which runs on another thread
            failure = e;
        } finally {
            end();
        }
    }

    private void end() {
        try {
            put(END);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        } finally {
            gone = true;
        }
    }

    private void put(byte[] chunk) throws IOException {
        try {
            if (closed || !chunks.offer(chunk, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("nobody reads the bundle any more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Hands over what is written, in chunks of its own. */
    private final class Chunks extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            put(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            Objects.checkFromIndexSize(from, length, bytes.length);
            if (length > 0) {
                put(Arrays.copyOfRange(bytes, from, from + length));
            }
        }
    }

    @Override
    public int read() throws IOException {
        return advance() ? current[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int read = Math.min(length, current.length - position);
        System.arraycopy(current, position, bytes, from, read);
        position += read;
        return read;
    }

    /** Whether there is another byte; waits for it. */
    private boolean advance() throws IOException {
        while (!ended && position == current.length) {
            try {
                current = next();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            position = 0;
            ended = current == END;
        }
        Throwable thrown = failure;
        if (ended && thrown != null) {
            throw new IOException("the bundle could not be written to its end", thrown);
        }
        return !ended;
    }

    /** The next chunk; the end, too, where the writer gave up on a reader that was too slow to be told. */
    private byte[] next() throws InterruptedException {
        while (true) {
            boolean last = gone;
            byte[] chunk = chunks.poll(1, TimeUnit.SECONDS);
            if (chunk != null) {
                return chunk;
            }
            if (last) {
                return END;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        chunks.clear();
    }
}
