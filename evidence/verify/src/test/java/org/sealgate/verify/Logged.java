package org.sealgate.verify;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;

/**
 * A bundle's proof under an attacker's hands, with the log that made it.
 *
 * @param index of the statement's entry
 * @param checkpoint the file
 * @param proof the file
 */
record Logged(TestLog log, int index, byte[] checkpoint, byte[] proof) {
    static final int BEFORE = 270;
    static final int BEHIND = 30;

    /** An allow with its entry in a log that the trust root names, and the proof then edited. */
    static Attack attack(String name, UnaryOperator<Logged> edit, Code... codes) {
        return Attack.of(name, () -> in(Forge.allow(Kind.SEALED_RUN), edit), codes)
                .trusting(TestLog.trustRoot());
    }

    /** The same bundle with its entry in the middle of a log, and the proof then edited. */
    static ForgedBundle in(ForgedBundle bundle, UnaryOperator<Logged> edit) {
        bundle.editParts = parts -> {
            DsseEnvelope envelope = DsseEnvelope.read(Objects.requireNonNull(parts.get("decision.dsse.json")));
            TestLog log = new TestLog().fill(BEFORE, "entry");
            int index = log.add(TestLog.entry(envelope, envelope.signatures().getFirst(), bundle.signers.getFirst()));
            log.fill(BEHIND, "entry");
            Logged edited = edit.apply(of(log, index, log.checkpoint()));
            SortedMap<String, byte[]> all = new TreeMap<>(parts);
            all.put("log/checkpoint", edited.checkpoint());
            all.put("log/proof", edited.proof());
            return all;
        };
        return bundle;
    }

    static Logged of(TestLog log, int index, SignedNote note) {
        return new Logged(log, index, note.toBytes(), log.proof(index, note).toBytes());
    }

    /** Another checkpoint in both files, whatever it is. */
    Logged note(byte[] note) {
        TlogProof read = TlogProof.parse(proof);
        TlogProof with = new TlogProof(read.extra(), read.index(), read.hashes(), Bytes.copyOf(note));
        return new Logged(log, index, note, with.toBytes());
    }

    Logged note(SignedNote note) {
        return note(note.toBytes());
    }

    Logged proof(byte[] file) {
        return new Logged(log, index, checkpoint, file);
    }

    Logged proof(UnaryOperator<TlogProof> edit) {
        return proof(edit.apply(TlogProof.parse(proof)).toBytes());
    }
}
