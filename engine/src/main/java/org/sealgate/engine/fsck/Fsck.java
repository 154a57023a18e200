package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.SignatureCheck;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.JournalAudit;
import org.sealgate.engine.store.Journalled;
import org.sealgate.engine.store.StatementRecord;

/** Looks a store over: journal, sequences, log, objects, named files. */
public final class Fsck {
    private final Path store;
    private final Trusted trusted;

    /**
     * What it is judged by.
     *
     * @param origin the log's name
     * @param policy whose checkpoints count
     * @param check of their signatures
     * @param leaf the log's entry of a record
     * @param sealed what a record keeps that is not what its statement says; with the listing of what its bundle carries, where there is
     *     one to be read
     * @param outside what must have been said of the log by others
     * @param restated what is wrong with the files that were made of a decision, by what they are
     * @param patchLine the line of the PATCH_LOG that a statement has; none where it is no correction
     */
    public record Trusted(
            String origin,
            LogPolicy policy,
            SignatureCheck check,
            Function<Journalled, Bytes> leaf,
            Function<StatementRecord, Optional<Bytes>> patchLine,
            BiFunction<DecisionRecord, Optional<Json.Obj>, List<Fault>> sealed,
            Outside outside,
            BiFunction<DecisionRecord, SortedMap<String, Bytes>, List<Fault>> restated) {}

    /**
     * What evidence is refused without.
     *
     * @param needsTime a proven time
     * @param needsWitnesses a quorum of the policy's witnesses
     * @param time what a token proves of these bytes, in this order; ProofUnavailableException where it proves nothing
     * @param now until when what is not there yet may still be on its way
     */
    public record Outside(
            boolean needsTime, boolean needsWitnesses, BiFunction<Bytes, Bytes, Instant> time, Instant now) {}

    public Fsck(Path store, Trusted trusted) {
        this.store = store;
        this.trusted = trusted;
    }

    /**
     * Reads everything; what is wrong with one thing keeps nobody from the next.
     *
     * @param older a copy of the log's folder from before, to be held against this one
     * @throws IOException where there is no store
     */
    public Report look(Optional<Path> older) throws IOException {
        if (!Files.isDirectory(store)) {
            throw new NoSuchFileException(store.toString());
        }
        Faults faults = new Faults();
        PlainFiles plain = new PlainFiles(store, faults);
        StoredFiles files = new StoredFiles(plain, trusted, faults);
        JournalLook journal = new JournalLook(trusted, files, faults);
        faults.look("journal", () -> JournalAudit.read(store, journal));
        journal.end();
        files.end();
        faults.look("patch_log", () -> journal.patchLog().compare(plain));
        LogEntries entries = journal.entries();
        faults.look("log", () -> new ShownLook(plain, trusted, entries, faults).look());
        older.ifPresent(
                copy -> faults.look(OlderLog.COPY, () -> new OlderLog(copy, entries, trusted, faults).compare()));
        return new Report(journal.decisions(), entries.size(), files.objects(), faults.found());
    }
}
