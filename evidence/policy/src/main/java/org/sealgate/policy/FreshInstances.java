package org.sealgate.policy;

/** A new instance for each evaluation: for the replay of one record, where a warm one would not pay. */
record FreshInstances(LoadedModule module, byte[] data, PolicyLimits limits) implements Instances {

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public Measured evaluate(String entrypoint, byte[] input, long deadline) {
        OpaInstance instance;
        int id;
        try {
            instance = OpaInstance.start(module, data, limits, deadline);
            id = Instances.entrypoint(instance, entrypoint);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) { // see PolicyFailure.answer
            return new Measured(PolicyFailure.answer(thrown), 0);
        }
        try {
            byte[] text = instance.evaluate(id, input, deadline);
            return new Measured(new PolicyAnswer.Result(ResultSet.canonical(text)), instance.charged());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) { // see PolicyFailure.answer
            return new Measured(PolicyFailure.answer(thrown), instance.charged());
        }
    }
}
