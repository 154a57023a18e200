package org.sealgate.engine.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may call what. Grants, which say on whose authority something is published, know other roles. */
enum ApiRole {
    PUBLISHER,
    AUTHOR,
    APPROVER,
    AUDITOR,
    OPERATOR;

    static final Set<String> NAMES = Arrays.stream(values()).map(ApiRole::id).collect(Collectors.toUnmodifiableSet());

    /** As callers.json has it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
