package org.sealgate.engine.release;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/** Puts together what was checked: the files of a release and the facts that its statement signs. */
record ReleaseContent(PolicySources sources, DataDocument data, List<KindRules> kinds, Catalogue catalogue) {
    private static final String MANIFEST = ".manifest";

    PolicyArtifacts artifacts(WasmBuild wasm, TestRun tests, InstructionBudget budget) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        files.put(PolicyArtifacts.BUNDLE, Bytes.copyOf(bundle()));
        files.put(PolicyArtifacts.WASM, wasm.module());
        files.put(PolicyArtifacts.DATA, Bytes.copyOf(data.toBytes()));
        files.put(PolicySources.CAPABILITIES, source(PolicySources.CAPABILITIES));
        files.put(PolicyArtifacts.CATALOGUE, Bytes.copyOf(catalogue.toBytes()));
        String tested = tests.tests().size() + " tests, coverage " + tests.coveragePercent()
                + " %, the largest input takes " + budget.largest() + " of " + budget.instructions() + " instructions";
        return new PolicyArtifacts(sources.files(), files, facts(wasm, tests, budget, files), tested);
    }

    /** OPA's bundle: the deciding Rego and the very data that every Wasm evaluation sets; the manifest exists nowhere else. */
    private byte[] bundle() {
        SortedMap<String, Bytes> entries = new TreeMap<>();
        sources.policies().forEach(name -> entries.put(name, source(name)));
        entries.put(PolicyArtifacts.DATA, Bytes.copyOf(data.toBytes()));
        entries.put(
                MANIFEST,
                Bytes.copyOf(CanonicalJson.rfc8785(Json.object()
                        .put("revision", sources.dirHash())
                        .put("roots", Json.strings(List.of("governance", "sealgate")))
                        .put("rego_version", 1)
                        .build())));
        return Tarball.write(entries);
    }

    private Json.Obj facts(WasmBuild wasm, TestRun tests, InstructionBudget budget, SortedMap<String, Bytes> files) {
        String label = data.governance().textOrNull("label");
        return Json.object()
                .put("version", data.governance().text("policyVersion"))
                .put("policyHash", data.governance().text("policyHash"))
                .put("files", sources.dirHash())
                .put("bundle", digest(files.get(PolicyArtifacts.BUNDLE)))
                .put("wasm", digest(files.get(PolicyArtifacts.WASM)))
                .put("data", digest(files.get(PolicyArtifacts.DATA)))
                .put("capabilities", digest(files.get(PolicySources.CAPABILITIES)))
                .put("catalogue", digest(files.get(PolicyArtifacts.CATALOGUE)))
                .put("opaVersion", OpaTool.PINNED_VERSION)
                .put("instructionBudget", budget.instructions())
                .putIfPresent("label", label)
                .put("kinds", Json.array(kinds.stream().map(KindRules::toJson).toList()))
                .put("builtins", Json.strings(wasm.builtins()))
                .put(
                        "tests",
                        Json.object()
                                .put("count", tests.tests().size())
                                .put("failed", 0)
                                .put("coveragePercent", tests.coveragePercent())
                                .build())
                .put("approvals", Json.strings(List.of()))
                .build();
    }

    private Bytes source(String name) {
        Bytes content = sources.file(name);
        if (content == null) {
            throw new IllegalStateException("no source " + name);
        }
        return content;
    }

    private static String digest(@Nullable Bytes content) {
        if (content == null) {
            throw new IllegalStateException("a release without one of its files");
        }
        return content.sha256().text();
    }
}
