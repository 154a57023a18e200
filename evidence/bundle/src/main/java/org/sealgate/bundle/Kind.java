package org.sealgate.bundle;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of proposals that a gate decides, each with its names in paths, documents and policies. */
public enum Kind {
    /** A snapshot of one run of a language model. */
    LLM_RUN_SNAPSHOT("llm-run-snapshot", "llm-run-snapshots", "sealgate/llm_run_snapshot/decision"),
    /** A sealed run. */
    SEALED_RUN("sealed-run", "sealed-runs", "sealgate/sealed_run/decision");

    private static final Map<String, Kind> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::id, kind -> kind));
    private static final Map<String, Kind> BY_PLURAL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::plural, kind -> kind));

    private final String id;
    private final String plural;
    private final String entrypoint;

    Kind(String id, String plural, String entrypoint) {
        this.id = id;
        this.plural = plural;
        this.entrypoint = entrypoint;
    }

    /** The kind of this id, if there is one. */
    public static Optional<Kind> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** The kind of this plural, if there is one. */
    public static Optional<Kind> byPlural(String plural) {
        return Optional.ofNullable(BY_PLURAL.get(plural));
    }

    /** As documents name it, for example {@code sealed-run}. */
    public String id() {
        return id;
    }

    /** As paths name it, for example {@code sealed-runs}. */
    public String plural() {
        return plural;
    }

    /** The policy's entrypoint that decides it, for example {@code sealgate/sealed_run/decision}. */
    public String entrypoint() {
        return entrypoint;
    }
}
