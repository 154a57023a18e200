package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sealgate.bundle.Bytes;

/**
 * A folder of files that others read while they are made: each appears whole or not at all. Names are relative, {@code
 * tile/0/000}.
 */
public final class ProjectionFiles {
    private final Disk disk;
    private final Path root;
    private final TempFiles temps;
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();

    ProjectionFiles(Disk disk, Path root, TempFiles temps) {
        this.disk = disk;
        this.root = root;
        this.temps = temps;
    }

    /** The whole file, empty where there is none. */
    public Optional<Bytes> read(String name) throws IOException {
        try (Disk.DiskFile open = disk.open(root.resolve(name), false)) {
            ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(open.size()));
            Disk.readFully(open, into, 0);
            return Optional.of(Bytes.copyOf(Arrays.copyOf(into.array(), into.position())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Length of a file, -1 where there is none. */
    public long size(String name) throws IOException {
        return disk.size(root.resolve(name));
    }

    /** Makes a file, and says whether it did: false where the name is taken, whatever it holds. Not forced. */
    public boolean link(String name, Bytes content) throws IOException {
        return link(name, content, false);
    }

    /** The same, and when it returns a power cut takes neither content nor name. */
    public boolean linkForced(String name, Bytes content) throws IOException {
        boolean made = link(name, content, true);
        // the other one's as well: who finds it taken relies on it
        Path file = root.resolve(name);
        for (Path folder = file.getParent(); folder != null && folder.startsWith(root); folder = folder.getParent()) {
            disk.forceFolder(folder);
        }
        disk.forceName(root);
        return made;
    }

    private boolean link(String name, Bytes content, boolean forced) throws IOException {
        Path file = root.resolve(name);
        makeFoldersOf(file);
        // A stop before the link leaves a temporary file, which start deletes; after it, one with two names, the same.
        Path temp = temps.create(out -> write(out, content, forced));
        try {
            disk.makeReadOnly(temp);
            disk.link(temp, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (NoSuchFileException e) {
            // somebody has removed a folder under us; the next try makes it again
            folders.clear();
            throw e;
        } finally {
            temps.delete(temp);
        }
    }

    /** Puts this content in the place of whatever there is, all at once. Not forced. */
    public void replace(String name, Bytes content) throws IOException {
        Path file = root.resolve(name);
        makeFoldersOf(file);
        Path temp = temps.create(out -> write(out, content, false));
        boolean moved = false;
        try {
            disk.makeReadOnly(temp);
            disk.replace(temp, file);
            moved = true;
        } finally {
            if (!moved) {
                temps.delete(temp);
            }
        }
    }

    /** Content where there is none. */
    public void delete(String name) throws IOException {
        try {
            disk.delete(root.resolve(name));
        } catch (NoSuchFileException e) {
            // gone is gone
        }
    }

    /** Names in a folder, none where there is no folder; {@code ""} is the folder of all. */
    public List<String> names(String folder) throws IOException {
        Path path = folder.isEmpty() ? root : root.resolve(folder);
        return disk.size(path) < 0 ? List.of() : disk.names(path);
    }

    private static void write(Disk.DiskFile out, Bytes content, boolean forced) throws IOException {
        Disk.writeFully(out, content.buffer(), 0);
        if (forced) {
            out.force();
        }
    }

    private void makeFoldersOf(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null || folders.contains(folder)) {
            return;
        }
        if (!folder.equals(root)) {
            makeFoldersOf(folder);
        }
        disk.makeFolder(folder);
        folders.add(folder);
    }
}
