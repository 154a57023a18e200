package org.sealgate.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * Runs of bytes that stand in record after record, such as the rows of a release's files in each statement: each is kept
 * once, as an object, and a record names its digest instead. Records are made whole again when they are read.
 */
final class Repeats {
    /** Shorter ones cost as much as they save. */
    static final int LEAST_BYTES = 100;

    private final Objects objects;
    private final Map<Digest, Bytes> read = new ConcurrentHashMap<>();
    private volatile Known known = new Known(List.of());

    Repeats(Objects objects) {
        this.objects = objects;
    }

    /** Where a run stands in a part. */
    record Cut(int at, int length, Digest digest) {}

    private record Run(byte[] bytes, Digest digest) {
        boolean startsAt(byte[] part, int at) {
            return part.length - at >= bytes.length
                    && Arrays.equals(part, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }

    /** The runs that are looked for, and with which bytes they begin: any other byte is passed over at once. */
    private static final class Known {
        private final List<Run> runs;
        private final boolean[] begins = new boolean[256];
        private final int shortest;

        Known(List<Run> runs) {
            this.runs = List.copyOf(runs);
            runs.forEach(run -> begins[run.bytes[0] & 0xff] = true);
            this.shortest =
                    runs.stream().mapToInt(run -> run.bytes.length).min().orElse(Integer.MAX_VALUE);
        }

        @Nullable
        Run startingAt(byte[] part, int at) {
            for (Run run : runs) {
                if (run.startsAt(part, at)) {
                    return run;
                }
            }
            return null;
        }
    }

    /** From now on this run is stored once. When it returns the run is on the disk, before the first record that names it. */
    synchronized void keep(Bytes run) {
        if (run.size() < LEAST_BYTES || known.runs.stream().anyMatch(before -> before.digest.equals(run.sha256()))) {
            return;
        }
        List<Run> more = new ArrayList<>(known.runs);
        more.add(new Run(run.toArray(), objects.keep(run)));
        known = new Known(more);
    }

    /** The runs in a part, in order, none over another. */
    List<Cut> cuts(byte[] part) {
        Known now = known;
        List<Cut> cuts = new ArrayList<>(now.runs.size());
        boolean[] begins = now.begins;
        int at = 0;
        while (at <= part.length - now.shortest) {
            Run run = begins[part[at] & 0xff] ? now.startingAt(part, at) : null;
            if (run == null) {
                at++;
            } else {
                cuts.add(new Cut(at, run.bytes.length, run.digest));
                at += run.bytes.length;
            }
        }
        return cuts;
    }

    /** The bytes of a run that a record names. */
    Bytes run(Digest digest) {
        return read.computeIfAbsent(digest, this::fromDisk);
    }

    private Bytes fromDisk(Digest digest) {
        Optional<InputStream> opened = objects.open(digest);
        if (opened.isEmpty()) {
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT, "a record rests on object " + digest + ", which is gone");
        }
        try (InputStream in = opened.get()) {
            Bytes run = Bytes.copyOf(in.readNBytes(Frame.MAX_PAYLOAD_BYTES));
            if (!run.sha256().equals(digest)) {
                throw new StoreFailure(StoreFailure.Reason.CORRUPT, "object " + digest + " was changed");
            }
            return run;
        } catch (IOException e) {
            throw StoreFailure.disk("an object could not be read", e);
        }
    }
}
