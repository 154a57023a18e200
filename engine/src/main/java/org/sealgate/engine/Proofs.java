package org.sealgate.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.engine.log.Anchors;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.Journalled;
import org.sealgate.engine.store.StoredRecord;
import org.sealgate.engine.store.StoredStatement;

/** The unsigned files of a bundle that prove when and where its statement was logged: exactly those that the trust root requires. */
final class Proofs {
    private final StoreLog log;
    private final TrustedKeys keys;
    private final Restatements restatements;

    Proofs(StoreLog log, TrustedKeys keys, Restatements restatements) {
        this.log = log;
        this.keys = keys;
        this.restatements = restatements;
    }

    /**
     * Name in the bundle to content, the same each time.
     *
     * @throws ProofUnavailableException where something required is not there yet
     */
    SortedMap<String, Bytes> of(StoredRecord record) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        try {
            if (keys.requires("log")) {
                logged(record.position(), record.decision(), files);
            }
            restatements.add(record.decision(), files);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("the log could not be read", e);
        }
    }

    /** The same of a statement that is no decision: nobody restates it. */
    SortedMap<String, Bytes> of(StoredStatement stored) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        try {
            if (keys.requires("log")) {
                logged(stored.position(), stored.statement(), files);
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("the log could not be read", e);
        }
    }

    private void logged(long position, Journalled record, SortedMap<String, Bytes> files) throws IOException {
        Anchors.Evidence evidence = log.anchors().evidence(position, log.leaf(record));
        files.put("log/proof", evidence.proof());
        files.put("log/checkpoint", evidence.checkpoint());
        if (keys.requires("time")) {
            files.put(
                    "log/checkpoint.tsr",
                    evidence.token()
                            .orElseThrow(() -> new ProofUnavailableException(
                                    "TIME_NONE", "the trust root requires a time and no time source is set up")));
        }
    }
}
