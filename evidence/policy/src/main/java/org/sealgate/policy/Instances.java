package org.sealgate.policy;

/** Where an evaluation's instance comes from. No implementation lets anything escape that the module provokes. */
sealed interface Instances permits Instances.None, FreshInstances, PooledInstances {
    /** @param deadline of {@link System#nanoTime} */
    Measured evaluate(String entrypoint, byte[] input, long deadline);

    /** A module that was refused when it was loaded. */
    record None(PolicyAnswer.Failed refusal) implements Instances {
        @Override
        public Measured evaluate(String entrypoint, byte[] input, long deadline) {
            return new Measured(refusal, 0);
        }
    }

    static Measured unknown(String entrypoint, OpaInstance instance) {
        String detail = "no entrypoint " + entrypoint + " among "
                + instance.entrypoints().keySet();
        return new Measured(new PolicyAnswer.Failed(PolicyCause.WASM_ENTRYPOINT, detail), 0);
    }
}
