package org.sealgate.engine.store;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Kind;

/**
 * Run ids, file names and idempotency keys that somebody holds and that no record names yet. What records name is the
 * index's; a claim is taken here first and only then looked up there, and a commit enters the index before it leaves here,
 * so nobody slips in between. All of it is lost in a crash, and rightly: nobody was told.
 */
final class Claims {
    private record Run(Kind kind, String runId) {}

    private record Key(String caller, Kind kind, String key) {}

    /** What a commit took over. */
    record Held(RunClaim.@Nullable Claimed run, KeyClaim.@Nullable Fresh key) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Map<Run, RunClaim.Claimed> runs = new HashMap<>();
    private final Map<String, RunClaim.Claimed> names = new HashMap<>();
    private final Map<Key, KeyClaim.Fresh> keys = new HashMap<>();
    private final Set<Object> committing = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Waits until nobody else holds the run id or the name, then holds both. */
    RunClaim.Claimed hold(RunRequest request, Duration patience) {
        Run run = new Run(request.kind(), request.runId());
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (runs.containsKey(run) || names.containsKey(request.fileName())) {
                if (nanos <= 0) {
                    throw new StoreFailure(
                            StoreFailure.Reason.CLAIM_PENDING, "another proposal for this run id is being committed");
                }
                nanos = await(nanos);
            }
            RunClaim.Claimed claim = new RunClaim.Claimed(request, this);
            runs.put(run, claim);
            names.put(request.fileName(), claim);
            return claim;
        } finally {
            lock.unlock();
        }
    }

    /** Holds the key, or says that somebody does. Nobody waits for a key: in progress is an answer. */
    KeyClaim.@Nullable Fresh hold(KeyRequest request) {
        Key key = new Key(request.caller(), request.kind(), request.key());
        lock.lock();
        try {
            if (keys.containsKey(key)) {
                return null;
            }
            KeyClaim.Fresh claim = new KeyClaim.Fresh(request, this);
            keys.put(key, claim);
            return claim;
        } finally {
            lock.unlock();
        }
    }

    /** A commit takes over what its record names; whoever closes the claim now changes nothing. */
    Held commit(DecisionRecord record) {
        lock.lock();
        try {
            RunClaim.Claimed run = record.runId() == null ? null : runs.get(new Run(record.kind(), record.runId()));
            if (record.runId() != null && (run == null || !agrees(run.request(), record))) {
                throw new IllegalStateException("a record takes a run id that was not claimed for it");
            }
            KeyClaim.Fresh key = record.idempotencyKey() == null
                    ? null
                    : keys.get(new Key(record.caller(), record.kind(), record.idempotencyKey()));
            if (record.idempotencyKey() != null
                    && (key == null || !key.request().requestMac().equals(record.requestMac()))) {
                throw new IllegalStateException("a record answers an idempotency key that was not claimed for it");
            }
            if (committing.contains(run) || committing.contains(key)) {
                throw new IllegalStateException("a claim is committed once");
            }
            if (run != null) {
                committing.add(run);
            }
            if (key != null) {
                committing.add(key);
            }
            return new Held(run, key);
        } finally {
            lock.unlock();
        }
    }

    /** The commit is settled, one way or the other. */
    void settle(Held held) {
        lock.lock();
        try {
            if (held.run != null) {
                committing.remove(held.run);
                remove(held.run);
            }
            if (held.key != null) {
                committing.remove(held.key);
                remove(held.key);
            }
        } finally {
            lock.unlock();
        }
    }

    void giveUp(RunClaim.Claimed claim) {
        lock.lock();
        try {
            if (!committing.contains(claim)) {
                remove(claim);
            }
        } finally {
            lock.unlock();
        }
    }

    void giveUp(KeyClaim.Fresh claim) {
        lock.lock();
        try {
            if (!committing.contains(claim)) {
                remove(claim);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(RunClaim.Claimed claim) {
        RunRequest request = claim.request();
        if (runs.remove(new Run(request.kind(), request.runId()), claim)) {
            names.remove(request.fileName(), claim);
            settled.signalAll();
        }
    }

    private void remove(KeyClaim.Fresh claim) {
        KeyRequest request = claim.request();
        keys.remove(new Key(request.caller(), request.kind(), request.key()), claim);
    }

    private static boolean agrees(RunRequest request, DecisionRecord record) {
        return request.caller().equals(record.caller())
                && request.requestMac().equals(record.requestMac())
                && request.fileName().equals(record.fileName());
    }

    private long await(long nanos) {
        try {
            return settled.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure(StoreFailure.Reason.CLAIM_PENDING, "interrupted while waiting for a run id", e);
        }
    }
}
