package org.sealgate.derive;

import java.util.List;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.ObjBuilder;

/**
 * What is said about a decision after it was sealed, as a statement of its own: a {@link Correction} or a {@link Tombstone}. Neither
 * changes anything that was sealed; each is a leaf of the log, numbered in a stream of its kind.
 *
 * <p>As a file for an auditor a notice is a small bundle, {@value #SUFFIX} or unpacked:
 *
 * <pre>
 * mimetype                             as every bundle's
 * notice.dsse.json                     the signed statement
 * log/proof checkpoint checkpoint.tsr  where the trust root requires them
 * </pre>
 *
 * <p>A bundle whose payload is gone carries its tombstone so, unpacked below {@value #FOLDER}.
 */
public sealed interface Notice permits Correction, Tombstone {
    /** The name of the signed statement within a notice. */
    String FILE = "notice.dsse.json";

    /** How the name of a notice's file ends. */
    String SUFFIX = ".notice.zip";

    /** Where a bundle carries its own tombstone. */
    String FOLDER = "tombstone/";

    /**
     * Who says so, and when.
     *
     * @param issuerId the gate's URI
     * @param engineVersion the engine that seals it
     * @param requires the signature algorithms that the envelope must carry
     * @param by id of the caller, or name of the rule, that had it said
     * @param at UTC milliseconds and Z
     */
    record Said(
            String issuerId, String engineVersion, List<String> requires, long trustRootVersion, String by, String at) {
        public Said {
            requires = List.copyOf(requires);
        }
    }

    /**
     * The decision that it is said about.
     *
     * @param statement SHA-256 of the PAE of the decision's statement, as its successor names it
     * @param subject the decision's own subject, name and digest
     */
    record About(String decisionId, Digest statement, Json.Obj subject) {}

    /** The payload to sign: rfc8785 of the whole statement with its place in the stream. */
    byte[] payload(DecisionStatement.Sequence sequence);

    /** The members that all notices have. */
    static ObjBuilder predicate(Said said, DecisionStatement.Sequence sequence) {
        return Json.object()
                .put("by", said.by())
                .put(
                        "issuer",
                        Json.object()
                                .put("id", said.issuerId())
                                .put("engine", said.engineVersion())
                                .build())
                .put("sequence", sequence.toJson())
                .put(
                        "signing",
                        Json.object()
                                .put("requires", Json.strings(said.requires()))
                                .build())
                .put("trustRootVersion", said.trustRootVersion());
    }

    /** The statement around a predicate. */
    static byte[] statement(About about, String predicateType, Json.Obj predicate) {
        return CanonicalJson.rfc8785(Json.object()
                .put("_type", DecisionStatement.STATEMENT_TYPE)
                .put("subject", Json.array(List.of(about.subject())))
                .put("predicateType", predicateType)
                .put("predicate", predicate)
                .build());
    }
}
