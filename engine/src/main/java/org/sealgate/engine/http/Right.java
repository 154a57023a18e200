package org.sealgate.engine.http;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.Shelf;
import org.sealgate.facts.Actor;

/** What can be asked over HTTP and by whom. A path that is not here is nobody's. */
enum Right {
    ALIVE("GET", "/health/live"),
    TRUST("GET", "/v1/trust-root"),
    LOG("GET", "/v1/log/(checkpoint|tile/.+)"),
    READY("GET", "/health/ready", ApiRole.values()),
    METRICS("GET", "/metrics", ApiRole.OPERATOR, ApiRole.AUDITOR),
    PROPOSE("POST", "/v1/(" + plurals() + ")", ApiRole.PUBLISHER),
    PREVIEW("POST", "/v1/decisions:preview", ApiRole.PUBLISHER, ApiRole.AUTHOR),
    CORRECT("POST", "/v1/corrections", ApiRole.OPERATOR),
    CORRECTIONS("GET", "/v1/corrections(/[^/]+)?", ApiRole.PUBLISHER, ApiRole.AUDITOR, ApiRole.OPERATOR),
    UPLOAD("PUT", "/v1/objects/[^/]+", ApiRole.PUBLISHER),
    DOWNLOAD("GET", "/v1/objects/[^/]+", ApiRole.PUBLISHER, ApiRole.AUDITOR),
    READ("GET", "/v1/decisions(/[^/]+(/bundle)?)?", ApiRole.PUBLISHER, ApiRole.AUDITOR);

    /** Longest proposal, in bytes. */
    static final int MAX_PROPOSAL = 1024 * 1024;

    private final String method;
    private final Pattern path;
    private final Set<ApiRole> roles;

    Right(String method, String path, ApiRole... roles) {
        this.method = method;
        this.path = Pattern.compile(path);
        EnumSet<ApiRole> all = EnumSet.noneOf(ApiRole.class);
        all.addAll(Arrays.asList(roles));
        this.roles = all;
    }

    private static String plurals() {
        return Arrays.stream(Kind.values()).map(Kind::plural).collect(Collectors.joining("|"));
    }

    static boolean isKnownPath(String path) {
        return Arrays.stream(values())
                .anyMatch(right -> right.path.matcher(path).matches());
    }

    static Optional<Right> of(String method, String path) {
        return Arrays.stream(values())
                .filter(right ->
                        right.method.equals(method) && right.path.matcher(path).matches())
                .findFirst();
    }

    /** Liveness, the trust root and the log, which holds digests alone: everything else is about somebody. */
    boolean isPublic() {
        return this == ALIVE || this == TRUST || this == LOG;
    }

    boolean isOf(Actor actor) {
        return roles.stream().map(ApiRole::id).anyMatch(actor.apiRoles()::contains);
    }

    /** Longest body; one that says it is longer is refused unread. */
    long mostBytes() {
        return this == UPLOAD ? Shelf.MAX_BYTES : MAX_PROPOSAL;
    }

    /** Whether it carries a body that is worked on: these are counted in flight. */
    boolean isWork() {
        return this == PROPOSE || this == PREVIEW || this == CORRECT || this == UPLOAD;
    }
}
