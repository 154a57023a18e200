package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 answers (RFC 9112) of one connection, as far as this client needs them: status 200, a body framed by exactly one of
 * Content-Length, chunked and the end of the connection, no content coding. Stops at the first byte beyond a limit.
 */
final class HttpAnswerReader {
    static final int MAX_BODY = 1024 * 1024;
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 64;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [1-5][0-9][0-9]( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("[0-9A-Fa-f]{1,8}");
    private static final int CHUNKED = -2;
    private static final int UNTIL_END = -1;

    private final ReadableByteChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(16 * 1024).limit(0);
    private boolean begun;
    private boolean keepsAlive;

    HttpAnswerReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    void start() {
        begun = false;
        keepsAlive = true;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean keepsAlive() {
        return keepsAlive && !in.hasRemaining();
    }

    /** @throws UnusableAnswer with its cause; any other IOException means that the connection broke */
    byte[] read() throws IOException {
        status(line());
        return body(framing());
    }

    private static void status(String line) throws UnusableAnswer {
        if (!STATUS.matcher(line).matches()) {
            throw new UnusableAnswer(Cause.OPA_RESET, "what answered does not speak HTTP/1.1");
        }
        if (!line.startsWith("200", 9)) {
            throw new UnusableAnswer(Cause.OPA_STATUS, "OPA answered with status " + line.substring(9, 12));
        }
    }

    private int framing() throws IOException {
        int framing = UNTIL_END;
        for (int i = 0; i <= MAX_HEADERS; i++) {
            String line = line();
            if (line.isEmpty()) {
                keepsAlive &= framing != UNTIL_END;
                return framing;
            }
            framing = header(line, framing);
        }
        throw malformed();
    }

    private int header(String line, int framing) throws UnusableAnswer {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw malformed();
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> {
                return only(framing, length(value));
            }
            case "transfer-encoding" -> {
                if (!value.equalsIgnoreCase("chunked")) {
                    throw malformed();
                }
                return only(framing, CHUNKED);
            }
            case "content-encoding" ->
                throw new UnusableAnswer(Cause.OPA_NOT_JSON, "OPA's answer is in a content coding");
            case "connection" -> keepsAlive &= !value.equalsIgnoreCase("close");
            default -> {
                // says nothing about the framing
            }
        }
        return framing;
    }

    /** Two framings are the door to answers that belong to somebody else. */
    private static int only(int before, int framing) throws UnusableAnswer {
        if (before != UNTIL_END) {
            throw malformed();
        }
        return framing;
    }

    private static int length(String digits) throws UnusableAnswer {
        if (!LENGTH.matcher(digits).matches()) {
            throw malformed();
        }
        long length = Long.parseLong(digits);
        if (length > MAX_BODY) {
            throw tooLarge();
        }
        return (int) length;
    }

    private byte[] body(int framing) throws IOException {
        return switch (framing) {
            case CHUNKED -> chunks();
            case UNTIL_END -> untilEnd();
            default -> {
                byte[] body = new byte[framing];
                fill(body, 0, framing);
                yield body;
            }
        };
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[4096];
        int size = 0;
        for (int chunk = chunkSize(); chunk > 0; chunk = chunkSize()) {
            if (chunk > MAX_BODY - size) {
                throw tooLarge();
            }
            body = size + chunk <= body.length ? body : Arrays.copyOf(body, Math.max(2 * body.length, size + chunk));
            fill(body, size, chunk);
            size += chunk;
            endOfChunk();
        }
        endOfChunk();
        return Arrays.copyOf(body, size);
    }

    private int chunkSize() throws IOException {
        String line = line();
        if (!CHUNK.matcher(line).matches()) {
            throw malformed();
        }
        long size = Long.parseLong(line, 16);
        if (size > MAX_BODY) {
            throw tooLarge();
        }
        return (int) size;
    }

    /** Also the end of the last chunk: OPA sends no trailers. */
    private void endOfChunk() throws IOException {
        if (!line().isEmpty()) {
            throw malformed();
        }
    }

    private byte[] untilEnd() throws IOException {
        byte[] body = new byte[4096];
        int size = 0;
        while (in.hasRemaining() || more()) {
            int count = in.remaining();
            if (count > MAX_BODY - size) {
                throw tooLarge();
            }
            body = size + count <= body.length ? body : Arrays.copyOf(body, Math.max(2 * body.length, size + count));
            in.get(body, size, count);
            size += count;
        }
        return Arrays.copyOf(body, size);
    }

    private void fill(byte[] body, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            require();
            int count = Math.min(in.remaining(), length - done);
            in.get(body, from + done, count);
            done += count;
        }
    }

    private String line() throws IOException {
        byte[] line = new byte[128];
        for (int size = 0; size < MAX_LINE; size++) {
            require();
            byte next = in.get();
            if (next == '\n') {
                if (size == 0 || line[size - 1] != '\r') {
                    throw malformed();
                }
                return new String(line, 0, size - 1, ISO_8859_1);
            }
            line = size < line.length ? line : Arrays.copyOf(line, 2 * line.length);
            line[size] = next;
        }
        throw malformed();
    }

    private void require() throws IOException {
        if (!in.hasRemaining() && !more()) {
            throw new EOFException();
        }
    }

    private boolean more() throws IOException {
        in.clear();
        int count = channel.read(in);
        in.flip();
        begun |= count > 0;
        return count > 0;
    }

    private static UnusableAnswer malformed() {
        return new UnusableAnswer(Cause.OPA_RESET, "OPA's answer is not well-formed HTTP/1.1");
    }

    private static UnusableAnswer tooLarge() {
        return new UnusableAnswer(Cause.OPA_TOO_LARGE, "OPA's answer is larger than " + MAX_BODY + " bytes");
    }
}
