package org.sealgate.engine.release;

import java.util.List;
import java.util.SortedMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * What a build made. The same sources give the same bytes on every machine; only the statement's window is the signer's.
 *
 * @param sources every file of the policy folder, by name
 * @param files what the release holds beside its statement: {@code bundle.tar.gz}, {@code policy.wasm}, {@code data.json},
 *     {@code capabilities.json}, {@code catalogue.json}
 * @param facts the release predicate but for its window
 * @param tests what was tested, for people
 */
public record PolicyArtifacts(
        SortedMap<String, Bytes> sources, SortedMap<String, Bytes> files, Json.Obj facts, String tests) {
    static final String BUNDLE = "bundle.tar.gz";
    static final String WASM = "policy.wasm";
    static final String DATA = "data.json";
    static final String CATALOGUE = "catalogue.json";
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE_TYPE = "https://sealgate.org/policy-release/v1";

    /** What the statement is about, in this order. */
    private static final List<String> SUBJECTS = List.of(BUNDLE, WASM, DATA);

    /** The in-toto Statement of the release, canonical, for the policy role to sign. */
    public byte[] statement(ReleaseWindow window) {
        return statement(PREDICATE_TYPE, subjects(files), facts.with("window", window.toJson()));
    }

    static List<Json> subjects(SortedMap<String, Bytes> files) {
        return SUBJECTS.stream().map(name -> subject(name, digest(files, name))).toList();
    }

    static byte[] statement(String predicateType, List<Json> subjects, Json.Obj predicate) {
        return CanonicalJson.rfc8785(Json.object()
                .put("_type", STATEMENT_TYPE)
                .put("subject", Json.array(subjects))
                .put("predicateType", predicateType)
                .put("predicate", predicate)
                .build());
    }

    static Json subject(String name, Digest digest) {
        return Json.object()
                .put("name", name)
                .put("digest", Json.object().put("sha256", digest.hex()).build())
                .build();
    }

    private static Digest digest(SortedMap<String, Bytes> files, String name) {
        Bytes content = files.get(name);
        if (content == null) {
            throw new IllegalStateException("a build without " + name);
        }
        return content.sha256();
    }
}
