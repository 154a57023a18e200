package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.engine.SampleLog;
import org.sealgate.engine.store.Samples.Proposal;

/** Objects: taken when they are what they were announced as, owned by who put them, swept when nobody names them. */
class ObjectsTest {
    private static final Path OBJECTS = Story.SETTINGS.store().resolve("objects");

    private final AtomicReference<Instant> now = new AtomicReference<>(Story.NOW);
    private MemoryDisk disk = new MemoryDisk();
    private EvidenceStore store;
    private ObjectSweep sweep;

    @BeforeEach
    void open() throws IOException {
        disk = Story.emptyStore(false);
        open(disk);
    }

    private void open(Disk on) throws IOException {
        StoreStart started = new StoreStart(Story.SETTINGS, on, now::get, new Random(5), SampleLog.at(now::get));
        sweep = new ObjectSweep(on, started.objects, started.records, now::get);
        store = new EvidenceStore(started, Duration.ofSeconds(5), System::nanoTime);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static InputStream in(Bytes bytes) {
        return new ByteArrayInputStream(bytes.toArray());
    }

    private Digest put(String caller, String content) throws IOException {
        Bytes bytes = Samples.bytes(content);
        assertEquals(bytes.size(), store.objects().put(caller, bytes.sha256(), in(bytes), 1000));
        return bytes.sha256();
    }

    private static Path file(Digest digest) {
        return OBJECTS.resolve("sha256/" + digest.hex().substring(0, 2))
                .resolve(digest.hex().substring(2));
    }

    private record Row(String why, Digest announced, InputStream content, Class<? extends Exception> expected) {}

    @Test
    void put_ofWhatIsNotTheObject_leavesNothing() throws IOException {
        Bytes content = Samples.filler(1, 100);
        Bytes larger = Samples.filler(2, 101);
        InputStream broken = new SequenceInputStream(in(Samples.filler(3, 50)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection was reset");
            }
        });
        List<Row> table = List.of(
                new Row("other bytes", content.sha256(), in(Samples.filler(4, 100)), ObjectRefused.class),
                new Row("nothing", content.sha256(), in(Samples.bytes("")), ObjectRefused.class),
                new Row("one byte too many", larger.sha256(), in(larger), ObjectRefused.class),
                new Row("stream breaks", content.sha256(), broken, IOException.class));
        for (Row row : table) {
            assertThrows(row.expected, () -> store.objects().put("svc", row.announced, row.content, 100), row.why);
            assertFalse(store.objects().has("svc", row.announced), row.why);
            assertEquals(-1, store.objects().size(row.announced), row.why);
            assertEquals(List.of(), disk.names(Story.SETTINGS.store().resolve("tmp")), row.why);
        }
        assertEquals(100, store.objects().put("svc", content.sha256(), in(content), 100), "at the limit");
        Bytes below = Samples.filler(5, 99);
        assertEquals(99, store.objects().put("svc", below.sha256(), in(below), 100), "below it");
        Bytes empty = Samples.bytes("");
        assertEquals(0, store.objects().put("svc", empty.sha256(), in(empty), 100), "empty");
    }

    @Test
    void object_putByOne_isNotTheOthersUntilTheyPutItToo() throws IOException {
        Digest digest = put("svc", "a map layer");
        assertTrue(store.objects().has("svc", digest));
        assertFalse(store.objects().has("other", digest));
        put("other", "a map layer");
        assertTrue(store.objects().has("other", digest));
        try (InputStream open = store.objects().open(digest).orElseThrow()) {
            assertEquals(Samples.bytes("a map layer"), Bytes.copyOf(open.readAllBytes()));
        }
        store.close();
        store = Story.open(disk);
        assertTrue(store.objects().has("svc", digest) && store.objects().has("other", digest));
    }

    @Test
    void caller_namedLikeAPath_ownsNothingOutsideItsFolder() throws IOException {
        Digest digest = put("../../../etc", "x");
        assertTrue(store.objects().has("../../../etc", digest));
        assertEquals(1, disk.names(OBJECTS.resolve("owners")).size());
        assertEquals(64, disk.names(OBJECTS.resolve("owners")).getFirst().length());
    }

    @Test
    void object_damagedOnDisk_isFoundByRehashAndReplacedByPuttingItAgain() throws IOException {
        Digest digest = put("svc", "the right bytes");
        disk.write(file(digest), "the wrong bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        HashedObject found = store.objects().rehash(digest).orElseThrow();
        assertFalse(found.digest().equals(digest));
        put("svc", "the right bytes");
        assertEquals(
                new HashedObject(digest, 15), store.objects().rehash(digest).orElseThrow());
        assertEquals(1, disk.names(OBJECTS.resolve("damaged")).size());
    }

    @Test
    void part_keptForBundles_isMadeWholeByKeepingItAgain() throws IOException {
        Bytes schema = Samples.bytes("a schema");
        Digest digest = store.objects().keep(schema);
        disk.write(file(digest), new byte[3]);
        assertEquals(digest, store.objects().keep(schema));
        assertEquals(new HashedObject(digest, 8), store.objects().rehash(digest).orElseThrow());
        disk.delete(file(digest));
        store.objects().keep(schema);
        assertEquals(new HashedObject(digest, 8), store.objects().rehash(digest).orElseThrow());
        assertFalse(store.objects().has("svc", digest), "nobody's");
    }

    /** A name whose force failed is taken back: asked again, the kernel would report success for what is not there. */
    @Test
    void put_thatFailsAnywhere_isNoRightToTheObjectUntilItSucceeds() throws IOException {
        Bytes content = Samples.bytes("an object");
        int refused = 0;
        for (int at = 1; at < 12; at++) {
            MemoryDisk fresh = Story.emptyStore(false);
            try (EvidenceStore hostile = Story.open(new HostileDisk(fresh, at, HostileDisk.Ill.FAILS))) {
                try {
                    hostile.objects().put("svc", content.sha256(), in(content), 100);
                } catch (StoreFailure e) {
                    refused++;
                    assertFalse(hostile.objects().has("svc", content.sha256()), "change " + at);
                    hostile.objects().put("svc", content.sha256(), in(content), 100);
                }
                assertTrue(hostile.objects().has("svc", content.sha256()), "change " + at);
            }
        }
        assertEquals(10, refused, "all but the deletion of the temporary file, which waits");
    }

    @Test
    void object_thatADiskHasLost_isNotThere() throws IOException {
        Digest digest = put("svc", "lost");
        disk.delete(file(digest));
        assertFalse(store.objects().has("svc", digest));
        assertTrue(store.objects().rehash(digest).isEmpty());
    }

    /** What a network's file system, or a desktop, leaves in a folder. */
    @Test
    void sweep_ofAFolderWithForeignFiles_leavesThemAndDoesItsWork() throws IOException {
        Digest unnamed = put("svc", "named by none");
        Path fan = OBJECTS.resolve("sha256/" + unnamed.hex().substring(0, 2));
        List<String> foreign = List.of(".nfs0000000000000001", ".DS_Store", "x".repeat(62), "AB".repeat(31));
        for (String name : foreign) {
            disk.write(fan.resolve(name), new byte[1]);
        }
        now.set(Story.NOW.plus(Duration.ofHours(25)));
        sweep.run();
        assertFalse(store.objects().has("svc", unnamed));
        assertTrue(disk.names(fan).containsAll(foreign));
    }

    @Test
    void rehash_ofNothing_isEmpty() {
        Digest unknown = Samples.bytes("never put").sha256();
        assertTrue(store.objects().rehash(unknown).isEmpty());
        assertTrue(store.objects().open(unknown).isEmpty());
        assertFalse(store.objects().has("svc", unknown));
    }

    @Test
    void sweep_removesWhatIsOldUnnamedAndUnpinned_andNothingElse() throws IOException {
        Digest named = put("svc", "named by a decision");
        Digest unnamed = put("svc", "named by none");
        Digest pinned = put("svc", "in flight");
        Digest again = put("svc", "put again");
        Digest kept = store.objects().keep(Samples.bytes("a schema"));
        commitNaming(1, named);
        now.set(Story.NOW.plus(Duration.ofHours(23)));
        sweep.run();
        assertTrue(store.objects().has("svc", unnamed), "nothing is a day old");
        put("other", "put again");
        Objects.Pin inFlight = store.objects().pin(List.of(pinned));
        try (Objects.Pin both = store.objects().pin(List.of(pinned, unnamed))) {
            // the store's own daily sweep is due as well: whichever comes first has to respect the pins
            now.set(Story.NOW.plus(Duration.ofHours(25)));
            sweep.run();
            assertTrue(store.objects().has("svc", unnamed), () -> "while pinned " + both);
        }
        Digest young = put("svc", "young");
        sweep.run();
        assertFalse(store.objects().has("svc", unnamed));
        assertEquals(-1, store.objects().size(unnamed));
        for (Digest there : List.of(named, pinned, again, young)) {
            assertTrue(store.objects().has("svc", there));
        }
        assertEquals(8, store.objects().size(kept));
        put("other", "named by none");
        assertFalse(store.objects().has("svc", unnamed), "the mark went with the object");
        inFlight.close();
        inFlight.close();
        sweep.run();
        assertFalse(store.objects().has("svc", pinned), "pinned no more");
    }

    /** The scan of the records may be older than the commit, so they are asked again at the moment of removal. */
    @Test
    void object_namedWhileTheSweepRuns_stays() throws IOException {
        Digest named = put("svc", "named late");
        commitNaming(1, put("svc", "named early"));
        store.close();
        AtomicInteger listings = new AtomicInteger();
        Path fan = OBJECTS.resolve("sha256").resolve(named.hex().substring(0, 2));
        // a start late enough for its daily sweep not to come in between; listed once for what is old, and a second
        // time
        // when the records have been asked
        now.set(Story.NOW.plus(Duration.ofHours(23)));
        open(watching(fan, () -> {
            if (listings.incrementAndGet() == 2) {
                commitNaming(2, named);
            }
        }));
        now.set(Story.NOW.plus(Duration.ofHours(25)));
        sweep.run();
        assertEquals(2, listings.get());
        assertTrue(store.objects().has("svc", named));
    }

    /** The disk, with something done whenever this folder is listed. */
    private Disk watching(Path folder, Runnable onListing) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("names") && folder.equals(arguments[0])) {
                        onListing.run();
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void commitNaming(int n, Digest object) {
        Proposal proposal = Proposal.deny(n, "svc");
        try (Ticket ticket = store.number(proposal.stream(), proposal::statement)) {
            TreeMap<String, Digest> shared = new TreeMap<>();
            shared.put("objects/" + object.hex(), object);
            store.commit(ticket, Samples.withShared(proposal.record(ticket), shared))
                    .join();
        }
    }
}
