package org.sealgate.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk whose n-th change goes wrong, and what comes after as the ill says. Reading always works until the process stops. */
final class HostileDisk implements Disk {
    /** How. */
    enum Ill {
        /** The change is refused: an input or output error. */
        FAILS,
        /** A write leaves half of itself and fails; anything else is refused. */
        TEARS,
        /** It is done and reported as failed. */
        FAILS_BUT_PERSISTS,
        /** Nothing more can be written or made until there is room; what only frees, or forces, works. */
        FULL,
        /** No file can be made until there is room for one; those that are there can be written. */
        NO_INODES,
        /** A defect, ours or the platform's: something is thrown that is no input or output error. */
        BREAKS,
        /** A write does half and says so: all is well. */
        WRITES_SHORT,
        /** It is refused, and no truncation does anything, though it says so. */
        FAILS_AND_TRUNCATES_NOTHING,
        /** It and the three after it are refused. */
        FAILS_FOUR_TIMES,
        /** The process stops before it; nothing works any more. */
        STOPS_BEFORE,
        /** The process stops after it. */
        STOPS_AFTER
    }

    private final Disk disk;
    private final int at;
    private final Ill ill;
    private final AtomicInteger changes = new AtomicInteger();
    private final List<String> log = new ArrayList<>();
    private final AtomicInteger failingReads = new AtomicInteger();
    private volatile boolean relieved;

    HostileDisk(Disk disk, int at, Ill ill) {
        this.disk = disk;
        this.at = at;
        this.ill = ill;
    }

    /** Once well, ill again. */
    void fallIll() {
        relieved = false;
    }

    /** From here on the disk is well again; a stopped process stays stopped. */
    void relieve() {
        relieved = true;
    }

    int changes() {
        return changes.get();
    }

    boolean isStopped() {
        return (ill == Ill.STOPS_BEFORE || ill == Ill.STOPS_AFTER) && changes.get() >= at;
    }

    /** The change that went wrong, for the message of a test. */
    synchronized String wrong() {
        return log.isEmpty() ? "nothing" : log.getFirst();
    }

    private interface Change {
        void apply() throws IOException;
    }

    private void change(String what, boolean needsRoom, Change change) throws IOException {
        int n = changes.incrementAndGet();
        if (relieved && !isStopped()) {
            change.apply();
            return;
        }
        switch (ill) {
            case WRITES_SHORT -> {}
            case FAILS, TEARS, FAILS_AND_TRUNCATES_NOTHING -> refuse(n == at, what);
            case FAILS_FOUR_TIMES -> refuse(n >= at && n < at + 4, what);
            case FULL -> refuse(n >= at && needsRoom, what);
            case NO_INODES -> refuse(n >= at && what.startsWith("create "), what);
            case BREAKS -> {
                if (n == at) {
                    throw new IllegalStateException("a defect at: " + what);
                }
            }
            case STOPS_BEFORE -> refuse(n >= at, what);
            case STOPS_AFTER -> refuse(n > at, what);
            case FAILS_BUT_PERSISTS -> {
                if (n == at) {
                    change.apply();
                    refuse(true, what);
                }
            }
        }
        change.apply();
    }

    private void refuse(boolean isWrong, String what) throws IOException {
        if (isWrong) {
            synchronized (this) {
                log.add(what);
            }
            throw new IOException(
                    ill == Ill.FULL || ill == Ill.NO_INODES ? "No space left on device" : "Input/output error");
        }
    }

    /** So many files cannot be opened from here on. */
    void failReads(int files) {
        failingReads.set(files);
    }

    private void read() throws IOException {
        if (failingReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("Input/output error");
        }
        if (isStopped()) {
            throw new IOException("stopped");
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        DiskFile[] made = new DiskFile[1];
        change("create " + file, true, () -> made[0] = disk.create(file));
        return new HostileFile(made[0], file);
    }

    @Override
    public DiskFile open(Path file, boolean writable) throws IOException {
        read();
        return new HostileFile(disk.open(file, writable), file);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        change("link " + name, true, () -> disk.link(existing, name));
    }

    @Override
    public void replace(Path existing, Path name) throws IOException {
        change("replace " + name, true, () -> disk.replace(existing, name));
    }

    @Override
    public void delete(Path file) throws IOException {
        change("delete " + file, false, () -> disk.delete(file));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        change("force folder " + folder, false, () -> disk.forceFolder(folder));
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        change("make folder " + folder, true, () -> disk.makeFolder(folder));
    }

    @Override
    public void makeReadOnly(Path file) throws IOException {
        change("make read-only " + file, false, () -> disk.makeReadOnly(file));
    }

    @Override
    public void touch(Path file, Instant modified) throws IOException {
        change("touch " + file, false, () -> disk.touch(file, modified));
    }

    @Override
    public Instant modified(Path file) throws IOException {
        read();
        return disk.modified(file);
    }

    @Override
    public long size(Path file) throws IOException {
        read();
        return disk.size(file);
    }

    @Override
    public boolean leads(Path file) throws IOException {
        read();
        return disk.leads(file);
    }

    @Override
    public List<String> names(Path folder) throws IOException {
        read();
        return disk.names(folder);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private final class HostileFile implements DiskFile {
        private final DiskFile file;
        private final Path path;

        HostileFile(DiskFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            if (ill == Ill.TEARS && changes.get() + 1 == at && from.remaining() > 1) {
                file.write(from.slice(from.position(), from.remaining() / 2), position);
            }
            if (ill == Ill.WRITES_SHORT && changes.get() + 1 >= at && from.remaining() > 1) {
                changes.incrementAndGet();
                ByteBuffer half = from.slice(from.position(), from.remaining() / 2);
                int some = file.write(half, position);
                from.position(from.position() + some);
                return some;
            }
            int[] written = new int[1];
            change("write " + path, true, () -> written[0] = file.write(from, position));
            return written[0];
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            HostileDisk.this.read();
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
            change("force " + path, false, file::force);
        }

        @Override
        public void truncate(long size) throws IOException {
            change("truncate " + path, false, () -> {
                if (ill != Ill.FAILS_AND_TRUNCATES_NOTHING) {
                    file.truncate(size);
                }
            });
        }

        @Override
        public long size() throws IOException {
            HostileDisk.this.read();
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
