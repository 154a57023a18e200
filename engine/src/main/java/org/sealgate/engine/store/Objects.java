package org.sealgate.engine.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * Files by their digest, each with a mark for every caller that has put it. They are forced when they are put, never
 * written again, and swept when no decision names them.
 *
 * <pre>
 *   objects/sha256/ab/cdef…            the bytes
 *   objects/owners/&lt;hash of caller>/…  an empty file for each object that the caller has put
 *   objects/kept/…                     an empty file for each that the engine itself keeps: policy parts, schemas
 *   objects/damaged/…                  files that stood for an object and did not hash to it
 * </pre>
 */
public final class Objects {
    /** The longest object that is taken from a caller, in bytes; what the engine itself keeps is shorter. */
    public static final long MAX_BYTES = 256L << 20;

    /** What is left of a digest behind the folder's two digits. */
    private static final Pattern REST = Pattern.compile("[0-9a-f]{62}");

    private final Disk disk;
    private final Path root;
    private final TempFiles temps;
    private final InstantSource clock;
    private final Map<Digest, Integer> pins = new HashMap<>();
    private final Set<Path> forcedFolders = ConcurrentHashMap.newKeySet();

    Objects(Disk disk, Path root, TempFiles temps, InstantSource clock) {
        this.disk = disk;
        this.root = root;
        this.temps = temps;
        this.clock = clock;
    }

    /** The folders that there have to be, all at once, so that putting an object never has to force their making. */
    static List<String> folders() {
        List<String> folders = new ArrayList<>(List.of("", "sha256", "owners", "kept", "damaged"));
        fans().forEach(fan -> folders.add("sha256/" + fan));
        return folders;
    }

    /** First two digits of a digest. */
    static List<String> fans() {
        return IntStream.range(0, 256)
                .mapToObj(first -> HexFormat.of().toHexDigits((byte) first))
                .toList();
    }

    /** Objects alone: a file system, or a hand, may have left files of other names beside them. */
    List<Digest> inFan(String fan) throws IOException {
        return disk.names(root.resolve("sha256").resolve(fan)).stream()
                .filter(rest -> REST.matcher(rest).matches())
                .map(rest -> Digest.ofHex(fan + rest))
                .toList();
    }

    boolean isKept(Digest digest) throws IOException {
        return disk.size(root.resolve("kept").resolve(digest.hex())) >= 0;
    }

    /**
     * Takes the bytes of an object for a caller. When it returns both are on the disk; whether they were before is the same.
     *
     * @throws ObjectRefused where the bytes are others, or too many
     * @throws IOException where {@code in} fails; the disk's failures are StoreFailure
     */
    public long put(String caller, Digest expected, InputStream in, long maxBytes) throws IOException {
        Pin pin = pin(List.of(expected));
        try {
            long bytes = store(expected, new Upload(in, maxBytes));
            mark(owner(caller), expected);
            return bytes;
        } catch (Upload.Broken e) {
            throw e.upstream;
        } catch (IOException e) {
            throw StoreFailure.disk("an object could not be stored", e);
        } finally {
            pin.close();
        }
    }

    /** Keeps a part of a policy release or a schema; nobody owns it and the sweep leaves it alone. */
    public Digest keep(Bytes content) {
        Digest digest = content.sha256();
        if (disk(() -> isKept(digest)) && isWhole(digest)) {
            return digest;
        }
        Pin pin = pin(List.of(digest));
        try {
            store(digest, new Upload(content.open(), content.size()));
            mark(root.resolve("kept"), digest);
        } catch (IOException e) {
            throw StoreFailure.disk("a shared part could not be kept", e);
        } finally {
            pin.close();
        }
        return digest;
    }

    /** Whether this caller has put this object and it is there. Knowing a digest is no right to the bytes. */
    public boolean has(String caller, Digest digest) {
        return disk(() -> disk.size(owner(caller).resolve(digest.hex()))) >= 0 && size(digest) >= 0;
    }

    /** Length of an object, -1 where there is none. */
    public long size(Digest digest) {
        return disk(() -> disk.size(file(digest)));
    }

    /** The bytes; whoever relies on them hashes them, for a disk forgets. Empty where there is no such object. */
    public Optional<InputStream> open(Digest digest) {
        try {
            return Optional.of(new BufferedInputStream(new DiskInput(disk.open(file(digest), false)), Upload.CHUNK));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.disk("an object could not be opened", e);
        }
    }

    /**
     * Hashes the object again, each time: a remembered hash would be as old as the memory, and what is signed is that the
     * bytes were there now.
     */
    public Optional<HashedObject> rehash(Digest digest) {
        try (Disk.DiskFile file = disk.open(file(digest), false)) {
            MessageDigest sha256 = Digest.newSha256();
            ByteBuffer chunk = ByteBuffer.allocate(Math.clamp(file.size(), 1, Upload.CHUNK));
            long bytes = 0;
            while (Disk.readFully(file, chunk.clear(), bytes) > 0) {
                bytes += chunk.position();
                sha256.update(chunk.flip());
            }
            return Optional.of(new HashedObject(digest(sha256), bytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.disk("an object could not be read", e);
        }
    }

    private boolean isWhole(Digest digest) {
        return rehash(digest).filter(found -> found.digest().equals(digest)).isPresent();
    }

    /** Keeps the sweep away from these, whether they are there or not, until it is closed. Pin first, then look. */
    public Pin pin(Collection<Digest> digests) {
        List<Digest> pinned = List.copyOf(digests);
        synchronized (pins) {
            pinned.forEach(digest -> pins.merge(digest, 1, Integer::sum));
        }
        return new Pin(pinned);
    }

    /** Objects of a proposal in flight. */
    public final class Pin implements AutoCloseable {
        private List<Digest> digests;

        private Pin(List<Digest> digests) {
            this.digests = digests;
        }

        @Override
        public void close() {
            synchronized (pins) {
                digests.forEach(digest -> pins.merge(digest, -1, (held, one) -> held == 1 ? null : held - 1));
                digests = List.of();
            }
        }
    }

    /** Runs the removal of an object unless it is pinned; nobody can pin it meanwhile. */
    boolean unlessPinned(Digest digest, Removal removal) throws IOException {
        synchronized (pins) {
            return !pins.containsKey(digest) && removal.remove();
        }
    }

    /** Removes an object, and says whether it did. */
    interface Removal {
        boolean remove() throws IOException;
    }

    Path root() {
        return root;
    }

    Path file(Digest digest) {
        String hex = digest.hex();
        return root.resolve("sha256").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    }

    private long store(Digest expected, Upload upload) throws IOException {
        Path file = file(expected);
        // A stop before the link leaves a temporary file, which start deletes. One after it leaves an object that
        // nobody
        // owns and no decision names: putting it again makes it whole, else the sweep takes it.
        Path temp = temps.create(upload);
        try {
            if (!upload.digest().equals(expected)) {
                throw new ObjectRefused(
                        ObjectRefused.Reason.DIGEST_DIFFERS, "the bytes are " + upload.digest() + ", not " + expected);
            }
            boolean fresh = link(temp, file, expected);
            force(file, fresh);
        } finally {
            temps.delete(temp);
        }
        return upload.bytes();
    }

    /** Makes a name durable. Where that fails the name is taken back, for asking again would only hide the failure. */
    private void force(Path file, boolean fresh) throws IOException {
        try {
            disk.forceName(file);
        } catch (IOException e) {
            if (fresh) {
                disk.delete(file);
            }
            throw e;
        }
    }

    private boolean link(Path temp, Path file, Digest expected) throws IOException {
        try {
            // by the store's own clock, for the sweep goes by it
            disk.touch(temp, clock.instant());
            disk.link(temp, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (isWhole(expected)) {
                disk.touch(file, clock.instant());
                return false;
            }
            // Not the object: a disk or a hand has changed it. It is set aside, and the bytes at hand are right. A stop
            // between the two links leaves no object, as the damaged one was none.
            Path aside = root.resolve("damaged").resolve(expected.hex() + "." + clock.millis());
            disk.link(file, aside);
            disk.delete(file);
            disk.link(temp, file);
            return true;
        }
    }

    private void mark(Path folder, Digest digest) throws IOException {
        if (!forcedFolders.contains(folder)) {
            disk.makeFolder(folder);
            disk.forceName(folder);
            forcedFolders.add(folder);
        }
        Path mark = folder.resolve(digest.hex());
        boolean fresh = true;
        try {
            disk.create(mark).close();
        } catch (FileAlreadyExistsException e) {
            // put before; but perhaps by somebody who stopped before the force
            fresh = false;
        }
        force(mark, fresh);
    }

    /** Names of callers never become names of files. */
    private Path owner(String caller) {
        return root.resolve("owners")
                .resolve(Digest.sha256(caller.getBytes(StandardCharsets.UTF_8)).hex());
    }

    static Digest digest(MessageDigest sha256) {
        return Digest.ofHex(HexFormat.of().formatHex(sha256.digest()));
    }

    private interface DiskCall<T> {
        T call() throws IOException;
    }

    private static <T> T disk(DiskCall<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw StoreFailure.disk("the object store could not be read", e);
        }
    }
}
