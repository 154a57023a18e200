package org.sealgate.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/**
 * A disk in memory that knows what a power cut would leave: the content of a file as it was last forced, and the names of a
 * folder as they were last forced. Everything else may be there, or not, or in part.
 */
final class MemoryDisk implements Disk {
    /** What of the unforced survives a cut. */
    enum Survives {
        NOTHING,
        EVERYTHING,
        SOME
    }

    private static final int SECTOR = 64;

    private static final class Node {
        byte[] content = new byte[0];
        byte[] forced = new byte[0];
        boolean readOnly;
        Instant modified = Instant.EPOCH;
    }

    private static final class Folder {
        final Map<String, Node> names = new TreeMap<>();
        Map<String, Node> forced = new TreeMap<>();
    }

    private final Map<Path, Folder> folders = new HashMap<>();
    private final Set<Path> locks = new HashSet<>();
    private final boolean forgetsForces;

    MemoryDisk() {
        this(false);
    }

    /** @param forgetsForces the control: a disk that says it has forced and has not */
    MemoryDisk(boolean forgetsForces) {
        this.forgetsForces = forgetsForces;
        folders.put(Path.of("/"), new Folder());
    }

    /** The disk as the next start finds it. */
    synchronized MemoryDisk cut(Survives survives, long seed) {
        Random random = new Random(seed);
        MemoryDisk next = new MemoryDisk(forgetsForces);
        Map<Node, Node> nodes = new IdentityHashMap<>();
        for (Map.Entry<Path, Folder> each : new TreeMap<>(folders).entrySet()) {
            Folder folder = new Folder();
            next.folders.put(each.getKey(), folder);
            Set<String> names = new HashSet<>(each.getValue().names.keySet());
            names.addAll(each.getValue().forced.keySet());
            for (String name : new java.util.TreeSet<>(names)) {
                Node live = each.getValue().names.get(name);
                Node forced = each.getValue().forced.get(name);
                Node left = pick(survives, random) ? live : forced;
                if (left != null) {
                    folder.names.put(name, nodes.computeIfAbsent(left, node -> survivor(node, survives, random)));
                }
            }
            folder.forced = new TreeMap<>(folder.names);
        }
        return next;
    }

    private static boolean pick(Survives survives, Random random) {
        return switch (survives) {
            case NOTHING -> false;
            case EVERYTHING -> true;
            case SOME -> random.nextBoolean();
        };
    }

    private static Node survivor(Node node, Survives survives, Random random) {
        Node left = new Node();
        left.readOnly = node.readOnly;
        left.modified = node.modified;
        left.content = new byte[pick(survives, random) ? node.content.length : node.forced.length];
        for (int from = 0; from < left.content.length; from += SECTOR) {
            byte[] source = pick(survives, random) ? node.content : node.forced;
            int to = Math.min(Math.min(from + SECTOR, left.content.length), source.length);
            if (to > from) {
                System.arraycopy(source, from, left.content, from, to - from);
            }
        }
        left.forced = left.content.clone();
        return left;
    }

    /** Changes a stored file behind the store's back, as a bad disk or a hand would. */
    synchronized void write(Path file, byte[] content) throws IOException {
        Node node = new Node();
        node.content = content.clone();
        node.forced = content.clone();
        folder(file).names.put(name(file), node);
        folder(file).forced.put(name(file), node);
    }

    synchronized void remove(Path folder) {
        folders.remove(folder);
    }

    synchronized byte[] read(Path file) throws IOException {
        return node(file).content.clone();
    }

    /** Everything that is there, by its path. */
    synchronized Map<Path, Bytes> files() {
        Map<Path, Bytes> files = new TreeMap<>();
        folders.forEach((path, folder) ->
                folder.names.forEach((name, node) -> files.put(path.resolve(name), Bytes.copyOf(node.content))));
        return files;
    }

    synchronized boolean isReadOnly(Path file) throws IOException {
        return node(file).readOnly;
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        if (folder(file).names.containsKey(name(file))) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Node node = new Node();
        folder(file).names.put(name(file), node);
        return new Open(node);
    }

    @Override
    public synchronized DiskFile open(Path file, boolean writable) throws IOException {
        return new Open(node(file));
    }

    @Override
    public synchronized void link(Path existing, Path name) throws IOException {
        Node node = node(existing);
        if (folder(name).names.putIfAbsent(name(name), node) != null) {
            throw new FileAlreadyExistsException(name.toString());
        }
    }

    @Override
    public synchronized void replace(Path existing, Path name) throws IOException {
        Node node = node(existing);
        folder(name).names.put(name(name), node);
        folder(existing).names.remove(name(existing));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        node(file);
        folder(file).names.remove(name(file));
    }

    @Override
    public synchronized void forceFolder(Path path) throws IOException {
        Folder folder = folders.get(path);
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (!forgetsForces) {
            folder.forced = new TreeMap<>(folder.names);
        }
    }

    @Override
    public synchronized void makeFolder(Path folder) {
        // folders survive: that their names are forced is what the tests of the real disk are for
        folders.putIfAbsent(folder, new Folder());
    }

    @Override
    public synchronized void makeReadOnly(Path file) throws IOException {
        node(file).readOnly = true;
    }

    @Override
    public synchronized void touch(Path file, Instant modified) throws IOException {
        node(file).modified = modified;
    }

    @Override
    public synchronized Instant modified(Path file) throws IOException {
        return node(file).modified;
    }

    @Override
    public synchronized long size(Path file) {
        Folder folder = folders.get(file.getParent());
        Node node = folder == null ? null : folder.names.get(name(file));
        return node == null ? (folders.containsKey(file) ? 0 : -1) : node.content.length;
    }

    @Override
    public boolean leads(Path file) {
        return size(file) >= 0;
    }

    @Override
    public synchronized List<String> names(Path path) throws IOException {
        Folder folder = folders.get(path);
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        List<String> names = new java.util.ArrayList<>(folder.names.keySet());
        for (Path each : folders.keySet()) {
            if (path.equals(each.getParent())) {
                names.add(name(each));
            }
        }
        return names;
    }

    @Override
    public synchronized Closeable lock(Path file) {
        if (!locks.add(file)) {
            throw new StoreFailure(StoreFailure.Reason.LOCKED, "locked");
        }
        return () -> {
            synchronized (this) {
                locks.remove(file);
            }
        };
    }

    private Folder folder(Path file) throws IOException {
        @Nullable Folder folder = folders.get(file.getParent());
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        return folder;
    }

    private Node node(Path file) throws IOException {
        Node node = folder(file).names.get(name(file));
        if (node == null) {
            throw new NoSuchFileException(file.toString());
        }
        return node;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private final class Open implements DiskFile {
        private final Node node;

        Open(Node node) {
            this.node = node;
        }

        @Override
        public int write(ByteBuffer from, long position) {
            synchronized (MemoryDisk.this) {
                int length = from.remaining();
                int end = (int) position + length;
                if (end > node.content.length) {
                    node.content = Arrays.copyOf(node.content, end);
                }
                from.get(node.content, (int) position, length);
                return length;
            }
        }

        @Override
        public int read(ByteBuffer into, long position) {
            synchronized (MemoryDisk.this) {
                int length = (int) Math.min(into.remaining(), node.content.length - position);
                if (length <= 0) {
                    return -1;
                }
                into.put(node.content, (int) position, length);
                return length;
            }
        }

        @Override
        public void force() {
            synchronized (MemoryDisk.this) {
                if (!forgetsForces) {
                    node.forced = node.content.clone();
                }
            }
        }

        @Override
        public void truncate(long size) {
            synchronized (MemoryDisk.this) {
                node.content = Arrays.copyOf(node.content, (int) Math.min(size, node.content.length));
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return node.content.length;
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
