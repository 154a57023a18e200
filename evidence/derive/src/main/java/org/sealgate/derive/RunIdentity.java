package org.sealgate.derive;

import org.sealgate.bundle.Json;

/** Where each kind keeps the run id that an allow takes. */
public final class RunIdentity {
    private RunIdentity() {}

    /**
     * The run id that a proposal names: {@code meta.run_id} of a snapshot, {@code run_id} of a sealed run.
     *
     * @return the id, or {@code withheld} where a sensor flagged it (such a proposal is never allowed)
     */
    public static String runId(String kind, Json.Obj proposal) {
        Json.Obj holder = kind.equals("llm-run-snapshot") ? proposal.object("meta") : proposal;
        return holder.get("run_id") instanceof Json.Str id ? id.value() : "withheld";
    }
}
