package org.sealgate.engine.seal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose the keys of a home folder are for now: an engine's, from before it reads them until it ends, or a key change's. The file
 * {@code lock} stays; that it is locked ends with its process, however that ends.
 */
public final class HomeLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Keeps everybody else out until it is closed.
     *
     * @throws KeyProblem where somebody is in
     */
    public static HomeLock take(Path home) throws IOException {
        PrivateFile.folder(home);
        Path file = home.toRealPath().resolve("lock");
        // asked first: a POSIX lock goes with any descriptor of the file that its process closes
        if (!HELD_HERE.add(file)) {
            throw held(home);
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                taken = channel.tryLock() != null;
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
            if (!taken) {
                throw held(home);
            }
            return new HomeLock(file, channel);
        } finally {
            if (!taken) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static KeyProblem held(Path home) {
        return new KeyProblem("ENGINE_RUNS: an engine runs or starts in " + home
                + ", or its keys are being changed: stop it, change the key, start it again");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
