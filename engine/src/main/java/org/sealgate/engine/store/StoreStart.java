package org.sealgate.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.store.StoreFailure.Reason;

/**
 * Brings a store from whatever a stop left to the state that its journal names: temporary files go, the indexes and the sequence
 * are read from the records, the log is held against what was shown of it; then a torn tail is cut, salts that no record names go,
 * and named files that are missing are made. Each of these can be stopped and is done again by the next start.
 */
final class StoreStart implements Closeable {
    private static final String MARK = "format";
    private static final byte[] FORMAT = "sealgate store 1\n".getBytes(StandardCharsets.US_ASCII);

    /** Of so many newest records the named files are compared, not only measured: a power cut tears what is young. */
    private static final int COMPARED = 1000;

    final Disk disk;
    final InstantSource clock;
    final Index index;
    final Sequence sequence = new Sequence();
    final SegmentIndexes indexes;
    final Journal journal;
    final BatchLog log;
    final Records records;
    final NamedFiles files;
    final Objects objects;
    final Repeats repeats;
    final RestrictedStore restricted;
    final ProjectionFiles restated;
    final ProjectionFiles patchLog;
    private final Closeable lock;

    StoreStart(StoreSettings settings, Disk disk, InstantSource clock, RandomGenerator random, BatchLog log)
            throws IOException {
        this.disk = disk;
        this.log = log;
        this.clock = clock;
        requireInitialised(settings, disk);
        this.lock = disk.lock(settings.store().resolve("lock"));
        boolean whole = false;
        try {
            TempFiles temps = new TempFiles(disk, settings.store().resolve("tmp"));
            temps.sweep();
            this.index = new Index(random.nextLong());
            this.files = new NamedFiles(disk, settings.store(), temps);
            SegmentFiles segments = new SegmentFiles(disk, settings.store().resolve("journal"));
            log.begin(new ProjectionFiles(disk, settings.store().resolve("log"), temps));
            this.indexes = new SegmentIndexes(segments, settings.store().resolve("index"), temps);
            JournalStart start = new JournalStart(segments, indexes, files, this::restore);
            this.journal = start.read(settings.segmentBytes(), random);
            this.objects = new Objects(disk, settings.store().resolve("objects"), temps, clock);
            this.repeats = new Repeats(objects);
            this.records = new Records(index, journal, repeats);
            this.restated = new ProjectionFiles(disk, settings.store().resolve("restated"), temps);
            this.patchLog = new ProjectionFiles(disk, settings.store().resolve("patch_log"), temps);
            this.restricted = RestrictedStore.open(disk, settings.restricted(), random);
            // The log knows whether this is the whole journal. What is gone for good, goes only then.
            log.open(this::leaf);
            start.cut();
            restricted.deleteUnnamed(id -> records.byId(id).isPresent());
            makeFiles();
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    /** Makes an empty store where none was ever made, and goes on with one that was begun; changes nothing of one that is there. */
    static void initialise(StoreSettings settings, Disk disk, RandomGenerator random) throws IOException {
        if (disk.size(settings.made()) >= 0) {
            return;
        }
        Path store = settings.store();
        RestrictedStore.initialise(disk, settings.restricted(), random);
        disk.makeFolder(store);
        disk.makeFolder(store.resolve("tmp"));
        disk.makeFolder(store.resolve("journal"));
        for (String folder : Objects.folders()) {
            disk.makeFolder(store.resolve("objects").resolve(folder));
        }
        disk.forceFolder(store.resolve("objects").resolve("sha256"));
        disk.forceFolder(store.resolve("objects"));
        // The mark comes last: a stop before it leaves folders without a mark, which are no store, and initialise
        // again.
        try (Disk.DiskFile mark = disk.create(store.resolve(MARK))) {
            Disk.writeFully(mark, ByteBuffer.wrap(FORMAT), 0);
            mark.force();
        } catch (FileAlreadyExistsException e) {
            requireInitialised(settings, disk);
        }
        disk.forceFolder(store);
        disk.forceName(store);
        try {
            disk.create(settings.made()).close();
        } catch (FileAlreadyExistsException e) {
            // another start was first, with the same store
        }
        disk.forceName(settings.made());
    }

    @Override
    public void close() throws IOException {
        log.close();
        lock.close();
    }

    private static void requireInitialised(StoreSettings settings, Disk disk) throws IOException {
        Path mark = settings.store().resolve(MARK);
        if (disk.size(mark) < 0) {
            throw new StoreFailure(
                    Reason.NOT_INITIALISED,
                    settings.store()
                            + " holds no store, and one was made; mount the disk that has it, or restore it from a copy");
        }
        ByteBuffer found = ByteBuffer.allocate(FORMAT.length + 1);
        try (Disk.DiskFile file = disk.open(mark, false)) {
            Disk.readFully(file, found, 0);
        }
        if (!found.flip().equals(ByteBuffer.wrap(FORMAT))) {
            throw new StoreFailure(Reason.CORRUPT, mark + " names another format than this engine knows");
        }
    }

    private void restore(Batch batch) throws IOException {
        for (Batch.Found found : batch.records()) {
            switch (found) {
                case Batch.Found.Decision decision -> restore(decision.entry());
                case Batch.Found.Statement statement -> {
                    sequence.line(statement.stream()).restore(statement.number(), statement.pae());
                    index.addStatement(statement.stream(), statement.location());
                }
            }
        }
        int leaves = log.restore(batch.kept());
        if (leaves != batch.records().size()) {
            throw new StoreFailure(
                    Reason.CORRUPT,
                    "the journal has " + batch.records().size() + " records before a log entry of " + leaves);
        }
    }

    private Bytes leaf(long index) {
        return log.leaf(records.journalled(Math.toIntExact(index)));
    }

    private void restore(Entry entry) {
        sequence.line(entry.stream()).restore(entry.number(), entry.pae());
        int position = index.add(entry);
        String name = entry.fileName();
        if (name != null && entry.isFileMissing()) {
            files.expect(name, position);
        }
    }

    private void makeFiles() throws IOException {
        for (int position : files.missing().values()) {
            make(position);
        }
        for (int position = Math.max(0, records.size() - COMPARED); position < records.size(); position++) {
            if (records.isDecision(position)) {
                make(position);
            }
        }
    }

    private void make(int position) throws IOException {
        try {
            files.make(records.at(position).decision());
        } catch (StoreFailure e) {
            if (e.reason() != Reason.NAMED_FILE) {
                throw e;
            }
            // holds something else: reported by health, and not a reason to refuse what else there is
        }
    }
}
