package org.sealgate.verify;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Remembers, in a folder of the auditor's, the newest trust root seen: {@code --state DIR}.
 *
 * <p>Against a trust root that is genuine and old. A successor has the next version and is signed by the root role of both; the same
 * version has the same bytes. Several runs may share a folder: one at a time writes, and asks again before it does.
 */
final class TrustRootMemory {
    private static final String LOCK = "trust-root.lock";

    private final Path file;

    TrustRootMemory(Path folder) {
        this.file = folder.resolve(TrustRootReader.FILE);
    }

    /** Adds a finding where {@code root} may not follow what was seen before. */
    void require(TrustRoot root, byte[] bytes, Problems problems) throws IOException {
        Optional<byte[]> seen = seen();
        Optional<TrustRoot> before = seen.flatMap(remembered -> TrustRootReader.read(remembered, problems));
        if (before.isEmpty()) {
            return;
        }
        long version = before.get().version();
        if (root.version() < version || (root.version() == version && !isSeen(seen, bytes))) {
            String expected = root.version() < version ? "version " + version + " or later" : "the bytes seen before";
            problems.add(Code.TRUST_ROOT_ROLLBACK, TrustRootReader.FILE, expected, "version " + root.version());
        } else if (root.version() > version) {
            TrustRootSuccession.require(before.get(), root, problems);
        }
    }

    /** Makes {@code root} the newest seen, or adds a finding where meanwhile another run saw one that it may not follow. */
    void remember(TrustRoot root, byte[] bytes, Problems problems) throws IOException {
        if (isSeen(seen(), bytes)) {
            return;
        }
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        // the lock of a file is a process's: threads need one of their own
        synchronized (TrustRootMemory.class) {
            try (FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                require(root, bytes, problems);
                if (problems.isEmpty() && !isSeen(seen(), bytes)) {
                    write(folder, bytes);
                }
            }
        }
    }

    private Optional<byte[]> seen() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isSeen(Optional<byte[]> seen, byte[] bytes) {
        return seen.filter(remembered -> Arrays.equals(remembered, bytes)).isPresent();
    }

    /** A stop before the move leaves what was seen before; a stray temporary file is never read. */
    private void write(Path folder, byte[] bytes) throws IOException {
        Path temporary = Files.createTempFile(folder, "trust-root", ".tmp");
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
