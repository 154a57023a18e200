package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.store.MemoryDisk.Survives;
import org.sealgate.engine.store.Samples.Proposal;

/** How many entries a log has, read from the end of its journal: as a start would find it, whatever a stop left. R17. */
class JournalEndTest {
    private static final Path STORE = Story.SETTINGS.store();
    private static final Path LAST = STORE.resolve("journal/00000003.journal");

    /** Three decisions, each in a segment of its own. */
    private static MemoryDisk stored() throws IOException {
        MemoryDisk disk = Story.emptyStore(false);
        try (EvidenceStore store = Story.open(disk, 1, () -> Story.NOW)) {
            for (int n = 1; n <= 3; n++) {
                Proposal.deny(n, "svc").commitTo(store);
            }
        }
        return disk.cut(Survives.EVERYTHING, 0);
    }

    /** First entry, time, and count stand behind the format's byte. */
    private static long entries(Disk disk) throws IOException {
        Optional<Bytes> kept = JournalEnd.newestLog(disk, STORE);
        return kept.map(bytes -> {
                    ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
                    return in.getLong(1) + in.getInt(17);
                })
                .orElse(0L);
    }

    @Test
    void newestLog_ofAJournalCutAnywhere_isThatOfTheLastWholeBatch() throws IOException {
        MemoryDisk whole = stored();
        assertEquals(3, entries(whole));
        byte[] last = whole.read(LAST);
        for (int length = 0; length < last.length; length++) {
            MemoryDisk disk = whole.cut(Survives.EVERYTHING, 0);
            disk.write(LAST, Arrays.copyOf(last, length));
            assertEquals(2, entries(disk), "cut to " + length);
        }
    }

    @Test
    void newestLog_ofNoJournal_isNone() throws IOException {
        assertEquals(0, entries(Story.emptyStore(false)));
        assertEquals(0, entries(new MemoryDisk()));
    }
}
