package org.sealgate.engine.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;

/** Records for tests. The statement of a number is its text, so that a reader can check a chain without the writer. */
final class Samples {
    private Samples() {}

    static String id(long n) {
        return "0198c9f0-0000-7000-8000-%012x".formatted(n);
    }

    static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that can be told from any others of another seed. */
    static Bytes filler(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    static byte[] statement(String stream, Slot slot, String decisionId) {
        return (stream + "|" + slot.number() + "|" + slot.previous() + "|" + decisionId)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A summary: a statement that is no decision. */
    static Committed commitStatement(EvidenceStore store, String stream) {
        try (Ticket ticket = store.number(stream, slot -> statement(stream, slot, "summary"))) {
            Bytes payload = Bytes.copyOf(statement(stream, ticket.slot(), "summary"));
            StatementRecord record =
                    new StatementRecord(stream, ticket.slot().number(), ticket.pae(), payload, bytes("signatures"));
            return store.commit(ticket, record).join();
        }
    }

    static RunRequest run(String runId, String caller, String request) {
        return new RunRequest(
                Kind.SEALED_RUN, runId, "artifacts/sealed_runs/" + runId + ".sealed.json", caller, bytes(request));
    }

    static DecisionRecord withParts(DecisionRecord record, SortedMap<String, Bytes> parts) {
        return with(record, parts, record.shared());
    }

    static DecisionRecord withShared(DecisionRecord record, SortedMap<String, Digest> shared) {
        return with(record, record.parts(), shared);
    }

    private static DecisionRecord with(
            DecisionRecord record, SortedMap<String, Bytes> parts, SortedMap<String, Digest> shared) {
        return new DecisionRecord(
                record.decisionId(),
                record.caller(),
                record.kind(),
                record.outcome(),
                record.runId(),
                record.fileName(),
                record.filePart(),
                record.stream(),
                record.number(),
                record.pae(),
                record.idempotencyKey(),
                record.requestMac(),
                record.status(),
                record.answer(),
                parts,
                shared);
    }

    /** What one proposal brings. */
    record Proposal(
            String decisionId,
            String caller,
            @Nullable String runId,
            @Nullable String key,
            String request,
            int size) {
        static Proposal deny(long n, String caller) {
            return new Proposal(id(n), caller, null, null, "request " + n, 400);
        }

        static Proposal allow(long n, String caller, String runId) {
            return new Proposal(id(n), caller, runId, null, "request " + runId, 400);
        }

        Proposal withKey(String idempotencyKey) {
            return new Proposal(decisionId, caller, runId, idempotencyKey, request, size);
        }

        Proposal sized(int bytes) {
            return new Proposal(decisionId, caller, runId, key, request, bytes);
        }

        String stream() {
            return "gate/" + caller;
        }

        byte[] statement(Slot slot) {
            return Samples.statement(stream(), slot, decisionId);
        }

        String fileName() {
            return run(String.valueOf(runId), caller, request).fileName();
        }

        String emitted() {
            return "emitted for " + runId + " by " + decisionId;
        }

        /** Claims what there is to claim, numbers, commits, and waits; throws what the store answers. */
        Committed commitTo(EvidenceStore store) {
            KeyClaim.Fresh ourKey = key == null
                    ? null
                    : (KeyClaim.Fresh) store.claimKey(new KeyRequest(caller, Kind.SEALED_RUN, key, bytes(request)));
            try {
                RunClaim.Claimed ourRun = runId == null
                        ? null
                        : (RunClaim.Claimed) store.claim(run(runId, caller, request), Duration.ofSeconds(5));
                try (Ticket ticket = store.number(stream(), this::statement)) {
                    return store.commit(ticket, record(ticket)).join();
                } finally {
                    if (ourRun != null) {
                        ourRun.close();
                    }
                }
            } catch (CompletionException e) {
                throw e.getCause() instanceof StoreFailure failure ? failure : e;
            } finally {
                if (ourKey != null) {
                    ourKey.close();
                }
            }
        }

        DecisionRecord record(Ticket ticket) {
            TreeMap<String, Bytes> parts = new TreeMap<>();
            parts.put("input.json", filler(decisionId.hashCode(), size));
            parts.put("statement", Bytes.copyOf(statement(ticket.slot())));
            if (runId != null) {
                parts.put("subject", bytes(emitted()));
            }
            TreeMap<String, Digest> shared = new TreeMap<>();
            return new DecisionRecord(
                    decisionId,
                    caller,
                    Kind.SEALED_RUN,
                    runId == null ? "deny" : "allow",
                    runId,
                    runId == null ? null : run(runId, caller, request).fileName(),
                    runId == null ? null : "subject",
                    ticket.stream(),
                    ticket.slot().number(),
                    ticket.pae(),
                    key,
                    bytes(request),
                    runId == null ? 409 : 201,
                    bytes("{\"decisionId\":\"" + decisionId + "\"}"),
                    parts,
                    shared);
        }
    }
}
