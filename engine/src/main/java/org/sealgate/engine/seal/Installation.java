package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;

/**
 * Makes an installation's keys and its first trust root ({@code sealgate keys init}).
 *
 * <p>The trust root is what an auditor holds: given out of band, signed by the root key that it lists
 * (evidence-format.md section 6).
 */
public final class Installation {
    /** The payload type of a trust root's envelope. */
    public static final String TRUST_ROOT_TYPE = "application/vnd.sealgate.trust-root+json";

    private static final Duration KEYS_LIVE = Duration.ofDays(2 * 365);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path home;
    private final Clock clock;
    private final SecureRandom random;

    public Installation(Path home, Clock clock, SecureRandom random) {
        this.home = home;
        this.clock = clock;
        this.random = random;
    }

    /** Where the trust root lies. */
    public static Path trustRoot(Path home) {
        return home.resolve("trust-root.json");
    }

    /**
     * Makes keys of every role and the trust root, version 1.
     *
     * @param issuer the gate's URI, as statements will name it
     * @param controller who holds the keys
     * @throws KeyProblem where a key is there already
     */
    public void create(String issuer, String controller) {
        try {
            PrivateFile.folder(home);
            Map<Role, KeyPair> keys = new KeyFolder(home).create(random);
            byte[] payload = CanonicalJson.rfc8785(trustRoot(keys, issuer, controller));
            KeyPair root = keys.get(Role.ROOT);
            if (root == null) {
                throw new IllegalStateException("no root key was made");
            }
            DsseEnvelope signed = Dsse.seal(TRUST_ROOT_TYPE, payload, root.signer());
            Files.write(trustRoot(home), signed.toBytes(), java.nio.file.StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Json.Obj trustRoot(Map<Role, KeyPair> keys, String issuer, String controller) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(KEYS_LIVE);
        List<Json> rows = new ArrayList<>();
        keys.forEach((role, pair) -> {
            if (role == Role.ROOT || role == Role.POLICY || role == Role.DECISION) {
                rows.add(key(role, pair, controller, now, end));
            }
        });
        return Json.object()
                .put("type", "https://sealgate.org/trust-root/v1")
                .put("version", 1)
                .put("issuedAt", MILLIS.format(now))
                .put("expires", MILLIS.format(end))
                .put("issuers", Json.array(List.of(issuer(issuer, controller))))
                .put("roles", roles())
                .put("keys", Json.array(rows))
                .put(
                        "predicateTypes",
                        Json.strings(List.of(
                                "https://sealgate.org/policy-decision/v1",
                                "https://sealgate.org/policy-promotion/v1",
                                "https://sealgate.org/policy-release/v1")))
                .put("logPolicy", logPolicy(origin(issuer), keys))
                .put("tsa", Json.array(List.of(TimeAuthority.create(home, controller, now, end))))
                .build();
    }

    /** The name of an issuer's log: its URI without the scheme, and {@code /log}. */
    public static String origin(String issuer) {
        return issuer.replaceFirst("^https://", "") + "/log";
    }

    /** The log's key and no witness, in the syntax of C2SP tlog-policy. */
    private static String logPolicy(String origin, Map<Role, KeyPair> keys) {
        KeyPair log = keys.get(Role.LOG);
        return log == null ? "" : "log " + log.noteKey(origin) + "\nquorum none\n";
    }

    private static Json.Obj issuer(String issuer, String controller) {
        var require = Json.object();
        for (String proof : List.of("log", "sigstore", "time", "vsa", "witness")) {
            require.put(proof, false);
        }
        return Json.object()
                .put("issuer", issuer)
                .put("controller", controller)
                .put("origin", origin(issuer))
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

    private static Json.Obj key(Role role, KeyPair pair, String controller, Instant from, Instant until) {
        return Json.object()
                .put("keyid", pair.keyid())
                .put("algorithm", role.algorithm().id())
                .put("spki", Base64.getEncoder().encodeToString(pair.spki()))
                .put("controller", controller)
                .put("roles", Json.strings(List.of(role.id())))
                .put("validFrom", MILLIS.format(from))
                .put("validUntil", MILLIS.format(until))
                .put("revoked", Json.NULL)
                .build();
    }
}
