package org.sealgate.policy;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Warm instances, as many at once as the machine has processors: more would only wait for each other.
 *
 * <p>An instance goes back only after an evaluation that ended well and with its state restored; whatever else happened, it is
 * dropped and the next caller starts a new one (about a millisecond).
 */
final class PooledInstances implements Instances {
    private final LoadedModule module;
    private final byte[] data;
    private final PolicyLimits limits;
    private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final Deque<OpaInstance> idle = new ConcurrentLinkedDeque<>();

    /** Starts one instance, so that data or a module that cannot start are known at once. */
    PooledInstances(LoadedModule module, byte[] data, PolicyLimits limits, long deadline) {
        this.module = module;
        this.data = data;
        this.limits = limits;
        idle.push(start(deadline));
    }

    @Override
    public Measured evaluate(String entrypoint, byte[] input, long deadline) {
        try {
            if (!running.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return failed(PolicyCause.WASM_TIMEOUT, "no instance was free before the deadline");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(PolicyCause.WASM_TIMEOUT, "interrupted while waiting for an instance");
        }
        try {
            return run(entrypoint, input, deadline);
        } finally {
            running.release();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private Measured run(String entrypoint, byte[] input, long deadline) {
        OpaInstance waiting = idle.poll();
        OpaInstance instance;
        try {
            instance = waiting == null ? start(deadline) : waiting;
        } catch (RuntimeException | Error thrown) { // see PolicyFailure.answer
            return new Measured(PolicyFailure.answer(thrown), 0);
        }
        Integer id = instance.entrypoints().get(entrypoint);
        if (id == null) {
            idle.push(instance);
            return Instances.unknown(entrypoint, instance);
        }
        try {
            byte[] text = instance.evaluate(id, input, deadline);
            long charged = instance.charged();
            instance.restore();
            idle.push(instance);
            return new Measured(new PolicyAnswer.Result(ResultSet.canonical(text)), charged);
        } catch (RuntimeException | Error thrown) { // see PolicyFailure.answer
            return new Measured(PolicyFailure.answer(thrown), instance.charged());
        }
    }

    private OpaInstance start(long deadline) {
        OpaInstance instance = OpaInstance.start(module, data, limits, deadline);
        instance.keep();
        return instance;
    }

    private static Measured failed(PolicyCause cause, String detail) {
        return new Measured(new PolicyAnswer.Failed(cause, detail), 0);
    }
}
