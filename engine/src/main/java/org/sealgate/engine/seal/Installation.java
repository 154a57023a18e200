package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.seal.anchor.TsaCertificate;

/**
 * Makes an installation's keys and its first trust root ({@code sealgate keys init}).
 *
 * <p>The trust root is what an auditor holds: given out of band, signed by the root key that it lists
 * (evidence-format.md section 6).
 */
public final class Installation {
    /** The payload type of a trust root's envelope. */
    public static final String TRUST_ROOT_TYPE = "application/vnd.sealgate.trust-root+json";

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
     * The name of an issuer's log: {@code log.} and the issuer's host, with what may follow the host behind dots. Sigstore's clients
     * compare it with the host of an address, so that it may not hold a slash.
     */
    public static String origin(String issuer) {
        return "log." + issuer.replaceFirst("^https://", "").replaceAll("[:/]+", ".");
    }

    /** Makes keys of every role and the trust root, version 1; decisions bear one signature. */
    public void create(String issuer, String controller) {
        create(issuer, controller, false);
    }

    /**
     * Makes keys of every role and the trust root, version 1.
     *
     * @param issuer the gate's URI, as statements will name it
     * @param controller who holds the keys
     * @param secondSignature whether each decision is to bear one of ML-DSA-65 besides
     * @throws KeyProblem where a key is there already
     */
    public void create(String issuer, String controller, boolean secondSignature) {
        try {
            PrivateFile.folder(home);
            if (Files.exists(trustRoot(home))) {
                throw new KeyProblem(trustRoot(home) + " exists; it is never overwritten: move it away first");
            }
            KeyFolder folder = new KeyFolder(home);
            Instant now = TrustRootEdition.issue(clock.instant());
            Instant end = now.plus(TrustRootEdition.LIFE);
            TrustRootEdition edition = TrustRootEdition.first(issuer, controller, now);
            for (Role role : Role.values()) {
                for (KeySlot slot : secondSignature ? KeySlot.all(role) : List.of(KeySlot.of(role))) {
                    KeyPair pair = folder.create(slot, random);
                    ListedKey key =
                            new ListedKey(slot.algorithm(), Bytes.copyOf(pair.spki()), role, controller, now, end);
                    edition = switch (role) {
                        case ROOT, POLICY, DECISION -> edition.with(key);
                        case LOG -> edition.withLog(pair.noteKey(origin(issuer)));
                        case TSA ->
                            edition.withTimeAuthority(TimeAuthority.create(
                                    home, new TsaCertificate.Validity(controller, now, end), random));
                    };
                }
            }
            if (secondSignature) {
                edition = edition.withAlgorithms(
                        Role.DECISION,
                        KeySlot.all(Role.DECISION).stream()
                                .map(KeySlot::algorithm)
                                .toList());
            }
            byte[] signed = Dsse.seal(TRUST_ROOT_TYPE, edition.bytes(), folder.signer(Role.ROOT))
                    .toBytes();
            // a stop before this leaves keys that nothing was signed with: Site.create says what to do with them
            TrustRootFile.replace(trustRoot(home), signed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
