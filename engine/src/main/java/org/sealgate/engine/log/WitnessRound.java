package org.sealgate.engine.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.Witness;

/**
 * All witnesses asked for one checkpoint at once, each within its own deadline, and none kept from it by another.
 *
 * @param checkpoint with the lines of those who have signed, in the order in which the witnesses are named
 * @param silent why the others have not
 */
record WitnessRound(Bytes checkpoint, List<String> silent) {
    WitnessRound {
        silent = List.copyOf(silent);
    }

    /**
     * Asks them.
     *
     * @param patience with those who keep to no deadline of their own
     * @throws InterruptedException where whoever asks is to end; nobody is waited for then
     */
    static WitnessRound of(
            ShownLog.Head head, List<Witness> witnesses, Witness.Consistency consistency, Duration patience)
            throws InterruptedException {
        if (witnesses.isEmpty()) {
            return new WitnessRound(head.checkpoint(), List.of());
        }
        ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            witnesses.forEach(witness -> tasks.add(() -> lines(witness, head, consistency)));
            return collected(head, witnesses, asking.invokeAll(tasks, patience.toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            // invokeAll has interrupted whoever still waits for an answer
            asking.shutdownNow();
        }
    }

    private static WitnessRound collected(ShownLog.Head head, List<Witness> witnesses, List<Future<String>> answers)
            throws InterruptedException {
        StringBuilder note = new StringBuilder(text(head.checkpoint()));
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            try {
                note.append(answers.get(i).get());
            } catch (CancellationException late) {
                silent.add(witnesses.get(i).key().name() + ": WITNESS_TIMEOUT: no answer in time");
            } catch (ExecutionException e) {
                // whatever keeps a witness from answering, the others' word counts no less
                silent.add(witnesses.get(i).key().name() + ": "
                        + (e.getCause() instanceof ProofUnavailableException said ? said.getMessage() : e.getCause()));
            }
        }
        return new WitnessRound(Bytes.copyOf(note.toString().getBytes(StandardCharsets.UTF_8)), silent);
    }

    /** Whatever a witness's client hands back, it is one line of this witness's, and the checkpoint above it stays the log's. */
    private static String lines(Witness witness, ShownLog.Head head, Witness.Consistency consistency) {
        String lines = witness.cosign(head.checkpoint(), consistency);
        try {
            SignedNote before = SignedNote.parse(head.checkpoint().toArray());
            SignedNote note = SignedNote.parse((text(head.checkpoint()) + lines).getBytes(StandardCharsets.UTF_8));
            if (Checkpoint.parse(note.text()).head().equals(head.tree())
                    && note.text().equals(before.text())
                    && note.signatures().size() == before.signatures().size() + 1
                    && note.names(witness.key())) {
                return lines;
            }
        } catch (LogProofException e) {
            throw new ProofUnavailableException("WITNESS_ANSWER", "it gave no note lines", e);
        }
        throw new ProofUnavailableException("WITNESS_ANSWER", "it gave something else than its one line");
    }

    private static String text(Bytes checkpoint) {
        return new String(checkpoint.toArray(), StandardCharsets.UTF_8);
    }
}
