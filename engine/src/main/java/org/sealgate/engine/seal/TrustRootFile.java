package org.sealgate.engine.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/** A trust root on disk: an installation's own, or a draft that waits for signatures. Its signatures are for its reader to judge. */
record TrustRootFile(byte[] bytes, DsseEnvelope envelope, Json.Obj payload) {
    static TrustRootFile parse(byte[] bytes, String name) {
        try {
            DsseEnvelope envelope = DsseEnvelope.read(bytes);
            if (!envelope.payloadType().equals(Installation.TRUST_ROOT_TYPE)) {
                throw new KeyProblem(name + " is no trust root: its payloadType is " + envelope.payloadType());
            }
            return new TrustRootFile(
                    bytes, envelope, JsonReader.readObject(envelope.payload().toArray()));
        } catch (EnvelopeException | JsonException e) {
            throw new KeyProblem(name + " is no trust root: " + e.getMessage(), e);
        }
    }

    /** What lies there; nothing where there is no file. */
    static Optional<TrustRootFile> read(Path file) throws IOException {
        try {
            return Optional.of(parse(Files.readAllBytes(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A stop before the move leaves the old file, after it the new one; a stray temporary file is never read. */
    static void replace(Path file, byte[] bytes) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the folder of a file");
        Path temporary = Files.createTempFile(folder, ".trust-root", ".tmp");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFile.forceFolder(folder);
    }
}
