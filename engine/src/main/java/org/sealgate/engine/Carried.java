package org.sealgate.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.EvidenceFile;
import org.sealgate.derive.Projections;
import org.sealgate.facts.SchemaFile;

/**
 * What every bundle of a kind carries under one release: policy, schemas and guide, the same for each decision.
 *
 * @param files name in the bundle to content
 * @param rows their rows in a statement's evidence; the release statement is a DSSE file and has none, and the policy's sources are named
 *     by one digest of their list
 */
record Carried(SortedMap<String, Bytes> files, List<EvidenceFile> rows) {
    /** The release statement's name in a bundle. */
    static final String RELEASE = "policy/release.dsse.json";

    /** Below this folder lie the policy's sources. */
    static final String SOURCES = "policy/src/";

    /** Under this name a record refers to the listing of what its bundle carries. */
    static final String LISTING = "carried";

    Carried {
        files = new TreeMap<>(files);
        rows = List.copyOf(rows);
    }

    static Carried of(Kind kind, SortedMap<String, Bytes> policyFiles) {
        SortedMap<String, Bytes> files = new TreeMap<>(policyFiles);
        for (SchemaFile schema : List.of(
                SchemaFile.ofProposal(kind),
                SchemaFile.ofEmitted(kind),
                SchemaFile.AUTHORITY_ENVELOPE,
                SchemaFile.DECISION_INPUT,
                SchemaFile.DECISION_RESULT,
                SchemaFile.POLICY_DECISION)) {
            files.put("schemas/" + schema.fileName(), schema.bytes());
        }
        files.put(Projections.REPLAY_GUIDE, Bytes.copyOf(Projections.replayGuide()));
        List<EvidenceFile> rows = new ArrayList<>();
        files.forEach((name, content) -> {
            if (!name.equals(RELEASE) && !name.startsWith(SOURCES)) {
                rows.add(new EvidenceFile(name, role(name), content.sha256(), content.size()).shared());
            }
        });
        return new Carried(files, rows);
    }

    /** What a record keeps instead of so many names: rfc8785 of {@code {"<name>":"sha256:…"}}, itself a shared blob. */
    Bytes listing() {
        var listing = Json.object();
        files.forEach((name, content) -> listing.put(name, content.sha256().text()));
        return Bytes.copyOf(CanonicalJson.rfc8785(listing.build()));
    }

    /** The rows of one folder follow each other in each statement, byte for byte: the store keeps such a run once. */
    List<Bytes> runs() {
        Map<String, List<Json>> folders = new TreeMap<>();
        for (EvidenceFile row : rows) {
            String folder = row.name().substring(0, row.name().indexOf('/') + 1);
            folders.computeIfAbsent(folder, name -> new ArrayList<>()).add(row.json());
        }
        return folders.values().stream().map(Carried::run).toList();
    }

    private static Bytes run(List<Json> rows) {
        byte[] array = CanonicalJson.rfc8785(Json.array(rows));
        return Bytes.copyOf(Arrays.copyOfRange(array, 1, array.length - 1));
    }

    private static String role(String name) {
        if (name.startsWith("policy/")) {
            return "policy";
        }
        return name.startsWith("schemas/") ? "schema" : "guide";
    }
}
