package org.sealgate.engine.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Files that only their owner may read: made so, and refused when found otherwise (promises.md, Access). */
final class PrivateFile {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    /** Makes a folder where there is none, and forces the one that it is in. */
    static void folder(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            forceFolder(parent(folder));
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "the folder of a file");
    }

    /** Makes a file that was not there, forces it and its folder; an existing one is never touched. */
    static void create(Path file, byte[] content) throws IOException {
        Set<StandardOpenOption> fresh = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, fresh, OWNER_ONLY)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new KeyProblem(file + " exists; keys are never overwritten: move it away first", e);
        }
        forceFolder(parent(file));
    }

    /** Makes what was renamed or made in a folder outlive a stop. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Reads a secret, refusing one that others can read. */
    static byte[] read(Path file) throws IOException {
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (granted.stream().anyMatch(OTHERS::contains)) {
                throw new KeyProblem(file + " can be read by others (" + PosixFilePermissions.toString(granted)
                        + "); run: chmod 600 " + file);
            }
        } catch (NoSuchFileException e) {
            throw new KeyProblem(file + " is not there; make the keys with: sealgate keys init", e);
        }
        return Files.readAllBytes(file);
    }
}
