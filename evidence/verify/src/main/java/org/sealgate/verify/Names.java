package org.sealgate.verify;

import java.util.Optional;

/** The names that a bundle gives its files, and the role that each name stands for. */
final class Names {
    static final String PROPOSAL = "proposal.json";
    static final String INPUT = "input.json";
    static final String RESULT = "result.json";
    static final String FACTS = "facts.json";
    static final String AUTHORITY_ENVELOPE = "authority_envelope.json";
    static final String GUIDE = "REPLAY.md";
    static final String CHECKSUMS = "checksums.txt";

    static final String VSA = "vsa.dsse.json";
    static final String SIGSTORE = "sigstore.json";
    static final String LOG_PROOF = "log/proof";
    static final String LOG_CHECKPOINT = "log/checkpoint";
    static final String LOG_TOKEN = "log/checkpoint.tsr";

    static final String SUBJECT = "subject/";
    static final String OBJECTS = "objects/";
    static final String SCHEMAS = "schemas/";
    static final String POLICY = "policy/";
    static final String SOURCES = "policy/src/";

    static final String RELEASE = "policy/release.dsse.json";
    static final String WASM = "policy/policy.wasm";
    static final String DATA = "policy/data.json";
    static final String OPA_BUNDLE = "policy/bundle.tar.gz";
    static final String CAPABILITIES = "policy/src/capabilities.json";

    private Names() {}

    /** The role of a file of this name; empty for a name that no statement lists, the policy's sources among them. */
    static Optional<String> role(String name) {
        return switch (name) {
            case PROPOSAL -> Optional.of("proposal");
            case INPUT -> Optional.of("input");
            case RESULT -> Optional.of("result");
            case FACTS -> Optional.of("facts");
            case AUTHORITY_ENVELOPE -> Optional.of("authority-envelope");
            case GUIDE -> Optional.of("guide");
            case WASM, DATA, OPA_BUNDLE -> Optional.of("policy");
            default -> roleOfFolder(name);
        };
    }

    private static Optional<String> roleOfFolder(String name) {
        if (name.startsWith(SUBJECT)) {
            return Optional.of("subject");
        }
        if (name.startsWith(OBJECTS)) {
            return Optional.of("object");
        }
        return name.startsWith(SCHEMAS) ? Optional.of("schema") : Optional.empty();
    }
}
