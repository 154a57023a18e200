package org.sealgate.engine.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose a part of a home folder is for now. Its file stays, and names the process that had it last; that it is locked ends with that
 * process, however that ends.
 */
public final class HomeLock implements AutoCloseable {
    private static final int MOST_DIGITS = 20;

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /** What is locked by itself: its file, and what is said to whoever comes while it is. */
    private enum Part {
        KEYS("lock", "ENGINE_RUNS: an engine runs or starts here, or its keys are being changed", "stop it"),
        POLICY("policy.lock", "POLICY_CHANGES: a policy is being promoted here, or its key changed", "wait for it");

        private final String file;
        private final String meaning;
        private final String way;

        Part(String file, String meaning, String way) {
            this.file = file;
            this.meaning = meaning;
            this.way = way;
        }

        KeyProblem held(Path file, String by) {
            return new KeyProblem(meaning + " (" + by + " holds " + file + "): " + way + ", then do this again");
        }
    }

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the keys and the trust root: an engine, from before it reads them until it ends, or whoever changes them.
     *
     * @throws KeyProblem where somebody has them, naming the process
     */
    public static HomeLock take(Path home) throws IOException {
        return take(home, Part.KEYS);
    }

    /**
     * Takes the promoted policy: whoever signs and promotes one, or changes the key that has signed it. An engine reads it once, whole.
     *
     * @throws KeyProblem where somebody has it, naming the process
     */
    public static HomeLock takePolicy(Path home) throws IOException {
        return take(home, Part.POLICY);
    }

    private static HomeLock take(Path home, Part part) throws IOException {
        PrivateFile.folder(home);
        Path file = home.toRealPath().resolve(part.file);
        // asked first: a POSIX lock goes with any descriptor of the file that its process closes
        if (!HELD_HERE.add(file)) {
            throw part.held(file, "this process");
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                if (channel.tryLock() == null) {
                    throw part.held(file, "process " + holder(channel));
                }
                sign(channel);
                taken = true;
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
            return new HomeLock(file, channel);
        } finally {
            if (!taken) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static void sign(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)), 0);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer digits = ByteBuffer.allocate(MOST_DIGITS);
        channel.read(digits, 0);
        String pid = US_ASCII.decode(digits.flip()).toString().strip();
        return pid.matches("[0-9]+") ? pid : "(unknown)";
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
