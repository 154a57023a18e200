package org.sealgate.policy;

/** A new instance for each evaluation: for the replay of one record, where a warm one would not pay. */
record FreshInstances(LoadedModule module, byte[] data, PolicyLimits limits) implements Instances {

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public Measured evaluate(String entrypoint, byte[] input, long deadline) {
        OpaInstance instance;
        try {
            instance = OpaInstance.start(module, data, limits, deadline);
        } catch (RuntimeException | Error thrown) { // see PolicyFailure.answer
            return new Measured(PolicyFailure.answer(thrown), 0);
        }
        Integer id = instance.entrypoints().get(entrypoint);
        if (id == null) {
            return Instances.unknown(entrypoint, instance);
        }
        try {
            byte[] text = instance.evaluate(id, input, deadline);
            return new Measured(new PolicyAnswer.Result(ResultSet.canonical(text)), instance.charged());
        } catch (RuntimeException | Error thrown) { // see PolicyFailure.answer
            return new Measured(PolicyFailure.answer(thrown), instance.charged());
        }
    }
}
