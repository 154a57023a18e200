package org.sealgate.engine.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlePipeTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 1_000_000})
    void bundle_readByManyThreadsThatEnd_isWhole(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        BundlePipe pipe = BundlePipe.reading(out -> {
            for (int from = 0; from < size; from += 4096) {
                out.write(content, from, Math.min(4096, size - from));
            }
        });
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        boolean[] ended = new boolean[1];
        while (!ended[0]) {
            Thread reader = Thread.ofVirtual().start(() -> ended[0] = !step(pipe, read));
            reader.join();
        }
        assertArrayEquals(content, read.toByteArray());
        assertEquals(-1, pipe.read(), "the end stays the end");
    }

    private static boolean step(BundlePipe pipe, ByteArrayOutputStream into) {
        byte[] some = new byte[10_000];
        try {
            int count = pipe.read(some, 0, some.length);
            into.write(some, 0, Math.max(count, 0));
            return count >= 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bundle_thatBreaksOff_failsItsReader() {
        BundlePipe pipe = BundlePipe.reading(out -> {
            out.write(new byte[100_000]);
            throw new IllegalStateException("not what was sealed");
        });
        IOException cutOff = assertThrows(IOException.class, pipe::readAllBytes);
        assertTrue(cutOff.getCause() instanceof IllegalStateException);
        assertThrows(IOException.class, pipe::read, "and so does whoever asks again");
    }

    @Test
    void reader_thatLeaves_letsTheWriterGo() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        BundlePipe pipe = BundlePipe.reading(out -> {
            try {
                while (true) {
                    out.write(new byte[50_000]);
                }
            } finally {
                gone.countDown();
            }
        });
        assertEquals(0, pipe.read());
        pipe.close();
        assertTrue(gone.await(10, TimeUnit.SECONDS));
        assertThrows(IOException.class, pipe::readAllBytes);
    }
}
