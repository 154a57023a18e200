package org.sealgate.engine.seal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/** One version of a trust root while it is written, before anybody signs it. Keys that were listed stay listed. */
final class TrustRootEdition {
    /** The proofs that a new installation's evidence always carries. */
    private static final Set<String> ON = Set.of("log", "sigstore", "time", "vsa");

    /** How long keys and trust roots live that nobody renews. */
    static final Duration LIFE = Duration.ofDays(2 * 365);

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** When a key that is listed now is good. */
    record Interval(Instant from, Instant until) {
        static Interval of(Instant issued) {
            return new Interval(issued, issued.plus(LIFE));
        }
    }

    private final Json.Obj payload;

    private TrustRootEdition(Json.Obj payload) {
        this.payload = payload;
    }

    static String text(Instant time) {
        return MILLIS.format(time);
    }

    /** The instant that an edition of now is issued at: trust roots need no finer clock than a person's. */
    static Instant issue(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Version 1, without any key. */
    static TrustRootEdition first(String issuer, String controller, Instant issued) {
        return new TrustRootEdition(Json.object()
                .put("type", "https://sealgate.org/trust-root/v1")
                .put("version", 1)
                .put("issuedAt", text(issued))
                .put("expires", text(issued.plus(LIFE)))
                .put("issuers", Json.array(List.of(issuer(issuer, controller))))
                .put("roles", roles())
                .put("logPolicy", "")
                .put("keys", Json.array(List.of()))
                .put(
                        "predicateTypes",
                        Json.strings(List.of(
                                "https://sealgate.org/correction/v1",
                                "https://sealgate.org/policy-decision/v1",
                                "https://sealgate.org/policy-promotion/v1",
                                "https://sealgate.org/policy-release/v1",
                                "https://sealgate.org/refusal-summary/v1",
                                "https://sealgate.org/tombstone/v1")))
                .put("tsa", Json.array(List.of()))
                .build());
    }

    /** The next version, as yet with the same content. */
    static TrustRootEdition after(Json.Obj before, Instant issued) {
        return new TrustRootEdition(before.with("version", Json.of(before.integer("version") + 1))
                .with("issuedAt", Json.of(text(issued)))
                .with("expires", Json.of(text(issued.plus(LIFE)))));
    }

    private static Json.Obj issuer(String issuer, String controller) {
        var require = Json.object();
        for (String proof : List.of("log", "sigstore", "time", "vsa", "witness")) {
            require.put(proof, ON.contains(proof));
        }
        return Json.object()
                .put("issuer", issuer)
                .put("controller", controller)
                .put("origin", Installation.origin(issuer))
                .put("require", require.build())
                .build();
    }

    private static Json.Obj roles() {
        var roles = Json.object();
        for (Role role : List.of(Role.DECISION, Role.POLICY, Role.ROOT)) {
            roles.put(
                    role.id(),
                    Json.object()
                            .put("threshold", 1)
                            .put(
                                    "algorithms",
                                    Json.strings(List.of(role.algorithm().id())))
                            .build());
        }
        return roles.build();
    }

    TrustRootEdition with(ListedKey key) {
        return append("keys", key.row());
    }

    /** @param row of {@code tsa[]} */
    TrustRootEdition withTimeAuthority(Json.Obj row) {
        return append("tsa", row);
    }

    private TrustRootEdition append(String list, Json.Obj row) {
        List<Json> rows = new ArrayList<>(payload.objects(list));
        rows.add(row);
        return with(list, Json.array(rows));
    }

    /** Lists a log's key before its elders; what those signed stays good. */
    TrustRootEdition withLog(String verifierKey) {
        String before = payload.text("logPolicy");
        return with("logPolicy", Json.of("log " + verifierKey + "\n" + (before.isEmpty() ? "quorum none\n" : before)));
    }

    /** Names a log policy, and whether evidence without its quorum is good. */
    TrustRootEdition withWitnesses(WitnessRoll roll) {
        Json required = Json.of(roll.needed() > 0);
        return with("logPolicy", Json.of(roll.text()))
                .each(
                        "issuers",
                        row -> row.with("require", row.object("require").with("witness", required)));
    }

    TrustRootEdition revoked(String keyid, Revocation why) {
        Json revoked = Json.object()
                .put("at", text(why.at()))
                .put("reason", why.reason().name().toLowerCase(Locale.ROOT))
                .build();
        return each("keys", row -> row.text("keyid").equals(keyid) ? row.with("revoked", revoked) : row);
    }

    TrustRootEdition withThreshold(Role role, int controllers) {
        return with(role, "threshold", Json.of(controllers));
    }

    TrustRootEdition withAlgorithms(Role role, List<KeyAlgorithm> algorithms) {
        return with(
                role,
                "algorithms",
                Json.strings(algorithms.stream().map(KeyAlgorithm::id).toList()));
    }

    private TrustRootEdition with(Role role, String member, Json value) {
        Json.Obj roles = payload.object("roles");
        return with("roles", roles.with(role.id(), roles.object(role.id()).with(member, value)));
    }

    /** Lets another controller speak for the issuer, under the same requirements. */
    TrustRootEdition withIssuerOf(String controller) {
        boolean known = payload.objects("issuers").stream()
                .anyMatch(row -> row.text("controller").equals(controller));
        Json.Obj first = payload.objects("issuers").getFirst();
        return known ? this : append("issuers", first.with("controller", Json.of(controller)));
    }

    private TrustRootEdition each(String list, UnaryOperator<Json.Obj> edit) {
        return with(
                list,
                Json.array(payload.objects(list).stream().<Json>map(edit::apply).toList()));
    }

    private TrustRootEdition with(String member, Json value) {
        return new TrustRootEdition(payload.with(member, value));
    }

    Json.Obj payload() {
        return payload;
    }

    byte[] bytes() {
        return CanonicalJson.rfc8785(payload);
    }
}
