package org.sealgate.engine.fsck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.engine.log.BatchEntry;
import org.sealgate.engine.store.JournalAudit;
import org.sealgate.engine.store.Journalled;
import org.sealgate.engine.store.StatementRecord;
import org.sealgate.engine.store.StoredRecord;

/** Holds the journal against itself: each batch's log entry against its records, each checkpoint against all leaves before it. */
final class JournalLook implements JournalAudit.Visitor {
    private final Fsck.Trusted trusted;
    private final StoredFiles files;
    private final Faults faults;
    private final StreamLook streams;
    private final PatchLogLook patchLog;
    private final LogEntries entries = new LogEntries();
    private final List<Open> open = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Long> unnamed = new ArrayList<>();
    private long decisions;
    private @Nullable BatchEntry last;

    /** A record whose batch is not closed yet. */
    private record Open(String what, Digest leaf, boolean isHandedOut) {}

    JournalLook(Fsck.Trusted trusted, StoredFiles files, Faults faults) {
        this.trusted = trusted;
        this.files = files;
        this.faults = faults;
        this.streams = new StreamLook(faults);
        this.patchLog = new PatchLogLook(faults);
    }

    PatchLogLook patchLog() {
        return patchLog;
    }

    LogEntries entries() {
        return entries;
    }

    long decisions() {
        return decisions;
    }

    @Override
    public void decision(StoredRecord record) {
        decisions++;
        String id = record.decision().decisionId();
        if (!ids.add(id)) {
            faults.extra("decision " + id, "it is journalled twice");
        }
        String what = "decision " + id;
        boolean isHandedOut = files.isHandedOut(id);
        faults.look(what, () -> take(what, record.decision(), isHandedOut));
        faults.look(what, () -> streams.statement(what, record.decision(), Statements.of(record.decision())));
        files.decision(record.decision());
    }

    @Override
    public void statement(StatementRecord record) {
        String name = numbered("statement", record);
        faults.look(name, () -> take("statement", record, false));
        faults.look(name, () -> streams.statement("statement", record, record.payload()));
        faults.look(name, () -> trusted.patchLine().apply(record).ifPresent(patchLog::correction));
    }

    private void take(String what, Journalled record, boolean isHandedOut) {
        Digest leaf = MerkleHash.leaf(trusted.leaf().apply(record));
        open.add(new Open(numbered(what, record), leaf, isHandedOut));
    }

    private static String numbered(String what, Journalled record) {
        return what + " (number " + record.number() + " of " + record.stream() + ")";
    }

    @Override
    public void log(Bytes kept) {
        faults.look("entry " + entries.size() + " of the log", () -> close(BatchEntry.of(kept)));
        open.clear();
    }

    private void close(BatchEntry entry) {
        if (entry.first() != entries.size()) {
            faults.missing(
                    "entries " + entries.size() + " to " + (entry.first() - 1) + " of the log",
                    "the journal goes on with entry " + entry.first());
        }
        BatchEntry before = last;
        if (before != null && entry.at().isBefore(before.at())) {
            faults.different("entry " + entry.first() + " of the log", "logged before the one before it");
        }
        last = entry;
        Map<Digest, Open> records = new HashMap<>();
        open.forEach(record -> records.put(record.leaf, record));
        List<String> names = new ArrayList<>();
        for (Digest leaf : entry.leaves()) {
            long index = entries.size() + names.size();
            @Nullable Open record = records.remove(leaf);
            if (record == null) {
                unnamed.add(index);
            } else if (record.isHandedOut) {
                entries.handedOut(index, record.what);
            }
            names.add(record == null ? "a record that is gone" : record.what);
        }
        records.values().forEach(record -> faults.extra(record.what, "it is in no entry of the log"));
        TreeHead tree = entries.add(entry.leaves(), names);
        entries.logged(entries.size(), entry.at());
        checkpoint(entry, tree);
    }

    private void checkpoint(BatchEntry entry, TreeHead tree) {
        String what = "checkpoint of size " + entry.size();
        try {
            SignedNote note = SignedNote.parse(entry.checkpoint().toArray());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!checkpoint.origin().equals(trusted.origin())
                    || !checkpoint.head().equals(tree)) {
                faults.different(
                        what,
                        "the leaves before it have root " + tree.root().text() + ", it says size " + checkpoint.size()
                                + " and root " + checkpoint.root().text());
            }
            verify(what, note);
            entries.checkpoint(checkpoint.size(), entry.checkpoint());
        } catch (LogProofException e) {
            faults.different(what, String.valueOf(e.getMessage()));
        }
    }

    private void verify(String what, SignedNote note) {
        for (VerifierKey key : trusted.policy().logsOf(trusted.origin())) {
            if (note.names(key)) {
                note.verify(key, trusted.check());
                return;
            }
        }
        faults.different(what, "no log key of the trust root has signed it");
    }

    @Override
    public void damage(String place, String what) {
        faults.different(place, what);
    }

    /** Names what is gone by what is left: an entry holds the digest of its statement, and the next statement names it. */
    void end() {
        open.forEach(record -> faults.extra(record.what, "its batch has no entry of the log; a start drops it"));
        streams.end();
        for (long index : unnamed) {
            String what = "entry " + index + " of the log";
            String name = files.digestOfEntry(index)
                    .map(pae -> "SHA-256(PAE) " + pae.text()
                            + streams.successorOf(pae).map(at -> ", " + at).orElse(", the newest of its stream"))
                    .orElse("its file of entries is gone as well");
            entries.rename(index, name);
            faults.missing(what, "the journal has no record of it: " + name);
        }
    }
}
