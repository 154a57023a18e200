package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Remembers, in a folder of the auditor's, the newest trust root seen: {@code --state DIR}.
 *
 * <p>Against a trust root that is genuine and old. A successor has the next version and is signed by the root role of both; the same
 * version has the same bytes.
 */
final class TrustRootMemory {
    private final Path file;

    TrustRootMemory(Path folder) {
        this.file = folder.resolve(TrustRootReader.FILE);
    }

    /** Adds a finding where {@code root} may not follow what was seen before. */
    void require(TrustRoot root, byte[] bytes, Problems problems) throws IOException {
        byte[] seen;
        try {
            seen = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return;
        }
        Optional<TrustRoot> before = TrustRootReader.read(seen, problems);
        if (before.isEmpty()) {
            return;
        }
        long version = before.get().version();
        if (root.version() < version || (root.version() == version && !Arrays.equals(seen, bytes))) {
            String expected = root.version() < version ? "version " + version + " or later" : "the bytes seen before";
            problems.add(Code.TRUST_ROOT_ROLLBACK, TrustRootReader.FILE, expected, "version " + root.version());
        } else if (root.version() > version) {
            TrustRootSuccession.require(before.get(), root, problems);
        }
    }

    /** A stop before the move leaves what was seen before; a stray temporary file is never read. */
    void remember(byte[] bytes) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = Files.createTempFile(folder, "trust-root", ".tmp");
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
