package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.sealgate.bundle.Bytes;

/**
 * Write-once files under {@code artifacts/}, projections of the journal. They are not forced: one that a power cut takes is
 * made again at start. One whose content is another is reported and never overwritten, unless it is our own torn one: equal
 * as far as it goes, missing or zero beyond.
 */
final class NamedFiles {
    private static final Pattern NAME =
            Pattern.compile("artifacts(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){1,4}", Pattern.DOTALL);
    private static final int MAX_NAME = 240;
    private static final int BLOCK = 512;

    private final Disk disk;
    private final Path root;
    private final TempFiles temps;
    private final Map<String, Integer> missing = new ConcurrentSkipListMap<>();
    private final Set<String> foreign = new ConcurrentSkipListSet<>();
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();

    NamedFiles(Disk disk, Path root, TempFiles temps) {
        this.disk = disk;
        this.root = root;
        this.temps = temps;
    }

    static boolean isName(String name) {
        return name.length() <= MAX_NAME && NAME.matcher(name).matches();
    }

    /** The file of the record at this position is not there, or not as it should be. */
    void expect(String name, int position) {
        missing.put(name, position);
    }

    /** Names that should stand there and do not yet, with the positions of their records. */
    Map<String, Integer> missing() {
        return missing;
    }

    TempFiles temps() {
        return temps;
    }

    List<String> foreign() {
        return List.copyOf(foreign);
    }

    long size(String name) throws IOException {
        return disk.size(root.resolve(name));
    }

    /** Asked of every new name. What hides behind a link that leads nowhere is found when the file is made. */
    boolean isTaken(String name) throws IOException {
        return disk.leads(root.resolve(name));
    }

    /** Makes a record's file; content when it is there as it should be. Safe to repeat, and for several at once. */
    void make(DecisionRecord decision) throws IOException {
        String name = decision.fileName();
        if (name != null) {
            make(name, decision.fileContent(), disk.size(root.resolve(name)) >= 0);
        }
    }

    /** The same for a record that was just committed: its name was free when it was claimed, so nobody looks again. */
    void makeNew(DecisionRecord decision) throws IOException {
        String name = decision.fileName();
        if (name != null) {
            make(name, decision.fileContent(), false);
        }
    }

    private void make(String name, Bytes content, boolean isSeen) throws IOException {
        Path file = root.resolve(name);
        boolean isThere = isSeen || !link(file, content);
        if (isThere && !holds(file, content)) {
            if (!isTorn(file, content)) {
                foreign.add(name);
                throw new StoreFailure(
                        StoreFailure.Reason.NAMED_FILE, name + " holds something else than what was sealed");
            }
            // A stop between these two leaves no file; start makes it.
            disk.delete(file);
            link(file, content);
        }
        foreign.remove(name);
        missing.remove(name);
    }

    private boolean link(Path file, Bytes content) throws IOException {
        makeFolders(file);
        // A stop before the link leaves a temporary file, which start deletes; after it, a file with two names, the
        // same.
        Path temp = temps.create(out -> Disk.writeFully(out, content.buffer(), 0));
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

    private void makeFolders(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null || folder.equals(root) || folders.contains(folder)) {
            return;
        }
        makeFolders(folder);
        disk.makeFolder(folder);
        folders.add(folder);
    }

    private boolean holds(Path file, Bytes content) throws IOException {
        return disk.size(file) == content.size() && Arrays.equals(read(file, content.size()), content.toArray());
    }

    private boolean isTorn(Path file, Bytes content) throws IOException {
        long size = disk.size(file);
        if (!disk.leads(file) || size > content.size()) {
            return false;
        }
        byte[] found = read(file, (int) size);
        byte[] expected = content.toArray();
        for (int from = 0; from < found.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, found.length);
            if (!Arrays.equals(found, from, to, expected, from, to)
                    && !Arrays.equals(found, from, to, new byte[BLOCK], 0, to - from)) {
                return false;
            }
        }
        return true;
    }

    private byte[] read(Path file, int size) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(size);
        try (Disk.DiskFile open = disk.open(file, false)) {
            Disk.readFully(open, into, 0);
        }
        return Arrays.copyOf(into.array(), into.position());
    }
}
