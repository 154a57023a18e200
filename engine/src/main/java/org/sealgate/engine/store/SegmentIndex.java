package org.sealgate.engine.store;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * What start needs of a segment that another follows, a twentieth of it in size:
 *
 * <pre>
 *   0   4  magic "SGI1"
 *   4   4  number of the segment
 *   8  16  its nonce
 *  24   8  its length
 *  32      rows, each: type of the frame (1), where it stands (8), length (4), content
 *  -32 32  SHA-256 over all before
 * </pre>
 *
 * <p>Content: of a decision the length of its named file (8) and the head of its payload; of a statement number (8), digest (32)
 * and stream; of a log frame its payload.
 */
final class SegmentIndex {
    private static final int MAGIC = 0x53474931;
    private static final int HEAD_BYTES = 32;

    private SegmentIndex() {}

    /**
     * Reads all of a segment and makes its index.
     *
     * @param out takes the index but for its last 32 bytes, which are what is returned
     * @param reached told where each record stands, before it is read
     * @throws StoreFailure CORRUPT where the segment is damaged
     */
    static Digest of(SegmentFiles files, int number, long length, OutputStream out, Reached reached)
            throws IOException {
        SegmentHeader header = files.header(number);
        if (header == null) {
            throw Journal.damaged(number, 0);
        }
        MessageDigest sha256 = Digest.newSha256();
        Rows rows = new Rows(new DigestOutputStream(out, sha256));
        rows.out.write(head(header, length).array());
        JournalScan.Visitor frames = SegmentContent.ofFrames(number, rows);
        new JournalScan(files, number).sealed(length, (type, offset, payload) -> {
            reached.at(offset);
            frames.frame(type, offset, payload);
        });
        rows.out.flush();
        return Digest.ofBytes(sha256.digest());
    }

    /** How far the reading of a segment has come. */
    @FunctionalInterface
    interface Reached {
        void at(long offset) throws IOException;
    }

    /** Whether this is the index of such a segment, whole. */
    static boolean isOf(byte[] index, SegmentHeader header, long length) {
        return index.length >= HEAD_BYTES + Digest.BYTES
                && ByteBuffer.wrap(index, 0, HEAD_BYTES).equals(head(header, length))
                && ByteBuffer.wrap(index, index.length - Digest.BYTES, Digest.BYTES)
                        .equals(ByteBuffer.wrap(digest(index)));
    }

    /** Reads out what stands in an index that is whole. */
    static void read(byte[] index, SegmentContent content) throws IOException {
        ByteBuffer rows = ByteBuffer.wrap(index, HEAD_BYTES, index.length - HEAD_BYTES - Digest.BYTES);
        try {
            while (rows.hasRemaining()) {
                byte type = rows.get();
                long offset = rows.getLong();
                int length = rows.getInt();
                row(type, offset, rows.slice(rows.position(), length), content);
                rows.position(rows.position() + length);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalStateException("an index that was written otherwise", e);
        }
    }

    private static void row(byte type, long offset, ByteBuffer row, SegmentContent content) throws IOException {
        if (type == Frame.Type.DECISION.code) {
            long fileLength = row.getLong();
            content.decision(offset, row, fileLength);
        } else if (type == Frame.Type.STATEMENT.code) {
            long number = row.getLong();
            byte[] pae = new byte[Digest.BYTES];
            row.get(pae);
            String stream = StandardCharsets.UTF_8.decode(row).toString();
            content.statement(offset, stream, number, Digest.ofBytes(pae));
        } else {
            content.log(offset, SegmentContent.rest(row));
        }
    }

    private static ByteBuffer head(SegmentHeader header, long length) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .putInt(MAGIC)
                .putInt(header.number())
                .put(header.nonce().toArray())
                .putLong(length)
                .flip();
    }

    private static byte[] digest(byte[] index) {
        var sha256 = Digest.newSha256();
        sha256.update(index, 0, index.length - Digest.BYTES);
        return sha256.digest();
    }

    /** Writes rows. */
    private static final class Rows implements SegmentContent {
        private final DataOutputStream out;

        Rows(OutputStream out) {
            this.out = new DataOutputStream(out);
        }

        @Override
        public void decision(long offset, ByteBuffer head, long fileLength) throws IOException {
            byte[] bytes = new byte[head.remaining()];
            head.get(bytes);
            begin(Frame.Type.DECISION, offset, 8 + bytes.length);
            out.writeLong(fileLength);
            out.write(bytes);
        }

        @Override
        public void statement(long offset, String stream, long number, Digest pae) throws IOException {
            byte[] name = stream.getBytes(StandardCharsets.UTF_8);
            begin(Frame.Type.STATEMENT, offset, 8 + Digest.BYTES + name.length);
            out.writeLong(number);
            out.write(pae.bytes());
            out.write(name);
        }

        @Override
        public void log(long offset, Bytes kept) throws IOException {
            begin(Frame.Type.LOG, offset, kept.size());
            out.write(kept.toArray());
        }

        private void begin(Frame.Type type, long offset, int length) throws IOException {
            out.writeByte(type.code);
            out.writeLong(offset);
            out.writeInt(length);
        }
    }
}
