package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.file.Path;
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
            BiFunction<DecisionRecord, SortedMap<String, Bytes>, List<Fault>> restated) {}

    public Fsck(Path store, Trusted trusted) {
        this.store = store;
        this.trusted = trusted;
    }

    /**
     * Reads everything.
     *
     * @param older a copy of the log's folder from before, to be held against this one
     */
    public Report look(Optional<Path> older) throws IOException {
        Faults faults = new Faults();
        StoredFiles files = new StoredFiles(store, trusted, faults);
        JournalLook journal = new JournalLook(trusted, files, faults);
        JournalAudit.read(store, journal);
        journal.end();
        files.end();
        journal.patchLog().compare(store.resolve("patch_log"));
        LogEntries entries = journal.entries();
        new ShownLook(store.resolve("log"), entries, faults).look();
        if (older.isPresent()) {
            new OlderLog(older.get(), entries, trusted, faults).compare();
        }
        return new Report(journal.decisions(), entries.size(), files.objects(), faults.found());
    }
}
