package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealgate.bundle.Bytes;

/**
 * What no bundle ever holds: the salts of withheld documents, by decision, and the secret of the requests' keyed hashes.
 * Whoever deletes a salt unlinks the document from its record for good.
 */
public final class RestrictedStore {
    private static final int SECRET_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Disk disk;
    private final Path salts;
    private final RandomGenerator random;
    private final SecretKeySpec secret;

    private RestrictedStore(Disk disk, Path salts, RandomGenerator random, byte[] secret) {
        this.disk = disk;
        this.salts = salts;
        this.random = random;
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    static RestrictedStore open(Disk disk, Path root, RandomGenerator random) throws IOException {
        byte[] secret = secret(disk, root.resolve("request.secret"));
        if (secret.length != SECRET_BYTES) {
            throw new StoreFailure(StoreFailure.Reason.CORRUPT, root.resolve("request.secret") + " is not whole");
        }
        return new RestrictedStore(disk, root.resolve("salts"), random, secret);
    }

    private static byte[] secret(Disk disk, Path file) throws IOException {
        try {
            return read(disk, file);
        } catch (NoSuchFileException e) {
            throw new StoreFailure(
                    StoreFailure.Reason.NOT_INITIALISED,
                    file + " is gone; mount the disk that has it, or restore it from a copy");
        }
    }

    /** Makes what is missing. A stop in here leaves a part, and the next call makes the rest. */
    static void initialise(Disk disk, Path root, RandomGenerator random) throws IOException {
        disk.makeFolder(root);
        disk.makeFolder(root.resolve("salts"));
        disk.makeFolder(root.resolve("tmp"));
        TempFiles temps = new TempFiles(disk, root.resolve("tmp"));
        temps.sweep();
        if (disk.size(root.resolve("request.secret")) < 0) {
            Path temp = temps.create(out -> write(out, random(random)));
            try {
                disk.link(temp, root.resolve("request.secret"));
            } catch (FileAlreadyExistsException e) {
                // another start was first; its secret holds
            } finally {
                temps.delete(temp);
            }
        }
        disk.forceFolder(root);
        disk.forceName(root);
    }

    /**
     * A new salt for a decision, on the disk before a number is given to the statement that uses it. A stop behind it leaves
     * a salt that no record names; start deletes it. So does nobody else: a decision that failed may yet be on the disk.
     */
    public Bytes newSalt(String decisionId) {
        byte[] salt = random(random);
        Path file = file(decisionId);
        try {
            try (Disk.DiskFile out = disk.create(file)) {
                write(out, salt);
            }
            disk.forceFolder(salts);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("decision " + decisionId + " has a salt", e);
        } catch (IOException e) {
            remove(file);
            throw StoreFailure.disk("a salt could not be stored", e);
        }
        return Bytes.copyOf(salt);
    }

    /** The salt of a decision whose document was withheld, as long as nobody has deleted it. */
    public Optional<Bytes> salt(String decisionId) {
        try {
            return Optional.of(Bytes.copyOf(read(disk, file(decisionId))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.disk("a salt could not be read", e);
        }
    }

    /** HMAC-SHA-256 over these parts, each behind its length, under this engine's secret. */
    public Bytes requestMac(byte[]... parts) {
        Mac mac = mac();
        for (byte[] part : parts) {
            mac.update(ByteBuffer.allocate(4).putInt(part.length).flip());
            mac.update(part);
        }
        return Bytes.copyOf(mac.doFinal());
    }

    /** At start: the salts of decisions that were never recorded. */
    int deleteUnnamed(Predicate<String> isRecorded) throws IOException {
        int deleted = 0;
        for (String name : disk.names(salts)) {
            if (!ID.matcher(name).matches() || !isRecorded.test(name)) {
                disk.delete(salts.resolve(name));
                deleted++;
            }
        }
        return deleted;
    }

    private Path file(String decisionId) {
        if (!ID.matcher(decisionId).matches()) {
            throw new IllegalArgumentException("not a decision's id");
        }
        return salts.resolve(decisionId);
    }

    private void remove(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            // start deletes it, and nobody was told of it
        }
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] random(RandomGenerator random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void write(Disk.DiskFile out, byte[] bytes) throws IOException {
        Disk.writeFully(out, ByteBuffer.wrap(bytes), 0);
        out.force();
    }

    private static byte[] read(Disk disk, Path file) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(SECRET_BYTES + 1);
        try (Disk.DiskFile open = disk.open(file, false)) {
            Disk.readFully(open, into, 0);
        }
        return Arrays.copyOf(into.array(), into.position());
    }
}
