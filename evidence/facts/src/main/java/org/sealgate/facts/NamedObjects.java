package org.sealgate.facts;

import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * The uploaded files that a proposal names, in a fixed order: inputs, prompts, policies, schemas, each list in its own order. A snapshot
 * names none. What a run says to have emitted is not asked for.
 */
public final class NamedObjects {
    private NamedObjects() {}

    /**
     * One row per mention; a file that is named twice has two.
     *
     * @throws org.sealgate.bundle.JsonException or IllegalArgumentException for a proposal that the schema of its kind refuses
     */
    public static List<NamedObject> of(Reading reading) {
        return switch (reading.kind()) {
            case LLM_RUN_SNAPSHOT -> List.of();
            case SEALED_RUN -> ofSealedRun(reading.proposal());
        };
    }

    private static List<NamedObject> ofSealedRun(Json.Obj proposal) {
        List<NamedObject> named = new ArrayList<>();
        add(
                named,
                "input",
                "/inputs_snapshot/files",
                proposal.object("inputs_snapshot").objects("files"));
        add(named, "prompt", "/prompts", proposal.objects("prompts"));
        add(named, "policy", "/policies", proposal.objects("policies"));
        add(named, "schema", "/schemas", proposal.objects("schemas"));
        return List.copyOf(named);
    }

    private static void add(List<NamedObject> named, String role, String list, List<Json.Obj> files) {
        for (int i = 0; i < files.size(); i++) {
            Json.Obj file = files.get(i);
            named.add(new NamedObject(role, list + "/" + i, file.text("path"), Digest.parse(file.text("sha256"))));
        }
    }
}
