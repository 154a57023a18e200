package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.sealgate.bundle.Bytes;

/** Files that appear whole or not at all, for their owner alone. */
final class WriteOnce {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private WriteOnce() {}

    /** Writes a folder; where one of the name is there already, that one stays. */
    static void folder(Path parent, String name, SortedMap<String, Bytes> content) throws IOException {
        Path target = parent.resolve(name);
        Files.createDirectories(parent, OWNER_ONLY);
        Path fresh = Files.createTempDirectory(parent, ".new", OWNER_ONLY);
        for (Map.Entry<String, Bytes> file : content.entrySet()) {
            int folderEnd = file.getKey().lastIndexOf('/');
            Files.createDirectories(fresh.resolve(file.getKey().substring(0, Math.max(folderEnd, 0))), OWNER_ONLY);
            force(fresh.resolve(file.getKey()), file.getValue());
        }
        // a stop here leaves a .new folder that nobody reads
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            WorkFolder.delete(fresh);
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
        forceFolder(parent);
    }

    /** Puts a file in the place of the one that is there. */
    static void replace(Path parent, String name, Bytes content) throws IOException {
        Files.createDirectories(parent, OWNER_ONLY);
        Path folder = Files.createTempDirectory(parent, ".new", OWNER_ONLY);
        Path fresh = folder.resolve(name);
        force(fresh, content);
        // a stop here leaves the old file in place and a .new folder that nobody reads
        Files.move(fresh, parent.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder);
        forceFolder(parent);
    }

    private static void force(Path file, Bytes content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content.toArray());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
