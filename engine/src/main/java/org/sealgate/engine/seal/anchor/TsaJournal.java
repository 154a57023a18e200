package org.sealgate.engine.seal.anchor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import org.sealgate.bundle.ProofUnavailableException;

/**
 * What a time stamping authority may never forget: its last serial number and the last time that it said. One line, {@code <serial>
 * <seconds of the epoch>}.
 */
final class TsaJournal {
    /** A clock that is set right by a little is no reason to stop: until then the last time is said again. */
    private static final Duration STEP_BACK = Duration.ofSeconds(2);

    private final Path file;
    private final Clock clock;
    private BigInteger serial;
    private Instant time;

    private TsaJournal(Path file, Clock clock, BigInteger serial, Instant time) {
        this.file = file;
        this.clock = clock;
        this.serial = serial;
        this.time = time;
    }

    /** A serial number that was never used before, with a time that is not before any that was said. */
    record Entry(BigInteger serial, Instant time) {}

    static TsaJournal open(Path file, Clock clock) throws IOException {
        if (!Files.exists(file)) {
            return new TsaJournal(file, clock, BigInteger.ZERO, Instant.EPOCH);
        }
        String[] words = Files.readString(file, US_ASCII).strip().split(" ", -1);
        try {
            Instant time = Instant.ofEpochSecond(Long.parseLong(words[1]));
            return new TsaJournal(file, clock, new BigInteger(words[0]), time);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException(file + " is damaged; without it a serial number could be used twice", e);
        }
    }

    /**
     * Spends a number, on the disk before it is given out.
     *
     * @throws ProofUnavailableException where the clock went back, or the disk does not keep it
     */
    Entry next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (now.isBefore(time.minus(STEP_BACK))) {
            throw new ProofUnavailableException(
                    "TSA_CLOCK", "the clock says " + now + ", which is before the last token's " + time);
        }
        Entry entry = new Entry(serial.add(BigInteger.ONE), now.isBefore(time) ? time : now);
        try {
            write(entry);
        } catch (IOException e) {
            throw new ProofUnavailableException("TSA_JOURNAL", file + " cannot be written", e);
        }
        serial = entry.serial();
        time = entry.time();
        return entry;
    }

    /** A stop before the move leaves the old line and a file that the next writing replaces. */
    private void write(Entry entry) throws IOException {
        Path folder = java.util.Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file in a folder");
        Path fresh = folder.resolve(file.getFileName() + ".new");
        byte[] line = (entry.serial() + " " + entry.time().getEpochSecond() + "\n").getBytes(US_ASCII);
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
