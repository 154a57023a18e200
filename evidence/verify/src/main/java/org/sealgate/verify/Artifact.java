package org.sealgate.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.sealgate.bundle.Digest;

/**
 * The file of {@code --artifact}, hashed as it is read, because it may be larger than any memory.
 *
 * @param digest of its bytes
 * @param salted of salt and bytes, where there is a salt
 * @param content its bytes, where they are not more than a document of the evidence may have
 */
record Artifact(Digest digest, Optional<Digest> salted, Optional<byte[]> content) {
    private static final int PIECE = 64 << 10;

    static Artifact read(Path file, Optional<byte[]> salt) throws IOException {
        MessageDigest plain = Digest.newSha256();
        MessageDigest salted = Digest.newSha256();
        salt.ifPresent(salted::update);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                plain.update(piece, 0, read);
                if (salt.isPresent()) {
                    salted.update(piece, 0, read);
                }
                size += read;
                if (size <= ContainerCheck.MOST_JSON_BYTES) {
                    content.write(piece, 0, read);
                }
            }
        }
        boolean whole = size <= ContainerCheck.MOST_JSON_BYTES;
        return new Artifact(
                Digest.ofBytes(plain.digest()),
                salt.map(given -> Digest.ofBytes(salted.digest())),
                whole ? Optional.of(content.toByteArray()) : Optional.empty());
    }
}
