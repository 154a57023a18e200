package org.sealgate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.release.ReleaseFault;
import org.sealgate.engine.seal.Custody;
import org.sealgate.engine.seal.HomeLock;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.Revocation;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.TrustedKeys;

/**
 * Who signs, changed from the outside while no engine runs: each change is the next version of the trust root, which comes into force
 * when an auditor would take it.
 */
public final class Keyring {
    private final Path home;
    private final Clock clock;
    private final Custody custody;
    private final Auditor auditor;
    private final PromotedPolicy promoted;

    public Keyring(Path home, Clock clock, SecureRandom random, Auditor auditor) {
        this.home = home;
        this.clock = clock;
        this.custody = new Custody(home, clock, random);
        this.auditor = auditor;
        this.promoted = new PromotedPolicy(home);
    }

    /** Reads a trust root as those will who are given it. */
    @FunctionalInterface
    public interface Auditor {
        /**
         * What stands against it.
         *
         * @param before the version that it follows
         */
        List<Objection> against(Bytes file, Optional<Bytes> before);
    }

    /**
     * One reason to refuse a trust root.
     *
     * @param signature whether nothing but a signature is wanting
     */
    public record Objection(boolean signature, String sentence) {}

    /** Why a key is taken back, {@code superseded} or {@code compromised}, and from when on. */
    public record Withdrawal(String reason, Instant at) {
        Revocation revocation() {
            for (Revocation.Reason each : Revocation.Reason.values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(reason)) {
                    return new Revocation(at, each);
                }
            }
            throw new SiteProblem(reason + " is no reason; there are superseded and compromised");
        }
    }

    /**
     * What came of a change.
     *
     * @param version of the trust root
     * @param inForce whether it is in force, or waits for signatures
     * @param file where it lies
     * @param open what is wanting still
     */
    public record Change(long version, boolean inForce, Path file, List<String> open) {
        public Change {
            open = List.copyOf(open);
        }
    }

    /** Makes a role's next key. */
    public Change rotate(String role, Optional<Withdrawal> why) {
        return change(() -> custody.rotate(Role.of(role), why.map(Withdrawal::revocation)));
    }

    /**
     * Makes a role's next key on a PKCS#11 token.
     *
     * @param token the file that says where it is
     */
    public Change rotateToToken(String role, Optional<Withdrawal> why, Path token) {
        return change(() -> custody.rotate(Role.of(role), why.map(Withdrawal::revocation), Optional.of(token)));
    }

    /** Takes a key back. */
    public Change revoke(String keyid, Withdrawal why) {
        return change(() -> custody.revoke(keyid, why.revocation()));
    }

    /** Lists somebody else's key, from their {@code public.pem}. */
    public Change add(String role, String controller, Path publicKey, OptionalInt threshold) {
        return change(() -> custody.add(Role.of(role), controller, publicKey, threshold));
    }

    /**
     * Names a witness of the log.
     *
     * @param key its vkey
     * @param needed how many witnesses must have cosigned from now on, in evidence of any age; where empty, as before
     */
    public Change addWitness(String name, String key, Optional<String> url, OptionalInt needed) {
        return change(() -> custody.addWitness(name, key, url, needed));
    }

    /** Names somebody else's time stamping authority, by its certificates in PEM and the policy OID of its tokens. */
    public Change addTimeAuthority(String controller, Path certificates, String policy) {
        return change(() -> custody.addTimeAuthority(controller, certificates, policy));
    }

    /** Makes a root key and nothing else; gives its {@code public.pem}. */
    public Path createRoot() {
        return Site.told(custody::createRoot);
    }

    /** Something that gives the next trust root, signed by those who are here. */
    @FunctionalInterface
    private interface Edition {
        Bytes made() throws IOException;
    }

    private Change change(Edition edition) {
        return Site.told(() -> {
            // where there is no trust root nothing is made, no lock either
            custody.current();
            try (HomeLock keys = HomeLock.take(home);
                    HomeLock policy = HomeLock.takePolicy(home)) {
                custody.settle();
                Bytes before = custody.current();
                Bytes next = edition.made();
                List<Objection> against = auditor.against(next, Optional.of(before));
                requireNothingElse(against);
                requireMet(before, next);
                Unstamped.requireNone(home, before, next);
                return against.isEmpty()
                        ? inForce(before, next)
                        : new Change(version(next), false, custody.keepDraft(next), sentences(against));
            }
        });
    }

    /**
     * Signs a draft with the root key that lies here, and puts it in force where that was the last signature.
     *
     * @param before the version that it follows, where this installation has none
     */
    public Change sign(Path draft, Optional<Path> before) {
        return Site.told(() -> {
            Bytes file = Bytes.copyOf(Files.readAllBytes(draft));
            boolean own = before.isEmpty() && Files.exists(home.resolve("trust-root.json"));
            Optional<Bytes> follows = own
                    ? Optional.of(custody.current())
                    : before.isEmpty() ? Optional.empty() : Optional.of(Bytes.copyOf(Files.readAllBytes(before.get())));
            follows.ifPresent(earlier -> requireNext(version(earlier), version(file)));
            Bytes signed = custody.countersign(file.toArray());
            List<Objection> against = auditor.against(signed, follows);
            requireNothingElse(against);
            if (own && against.isEmpty()) {
                try (HomeLock keys = HomeLock.take(home);
                        HomeLock policy = HomeLock.takePolicy(home)) {
                    requireMet(follows.orElseThrow(), signed);
                    Unstamped.requireNone(home, follows.orElseThrow(), signed);
                    return inForce(follows.orElseThrow(), signed);
                }
            }
            Files.write(draft, signed.toArray(), StandardOpenOption.TRUNCATE_EXISTING);
            return new Change(version(signed), false, draft, sentences(against));
        });
    }

    /** The engine signs as one controller, and a release is signed as it lies there: evidence asked for more is refused, old and new. */
    private void requireMet(Bytes before, Bytes next) throws IOException {
        TrustedKeys earlier = TrustedKeys.of(before);
        TrustedKeys later = TrustedKeys.of(next);
        if (later.threshold(Role.DECISION) > Math.max(1, earlier.threshold(Role.DECISION))) {
            throw new SiteProblem("--threshold " + later.threshold(Role.DECISION)
                    + " of decision: an engine signs as one controller, and all of its evidence would be refused, what is"
                    + " sealed already too; nothing was changed: leave --threshold away");
        }
        if (later.threshold(Role.POLICY) > earlier.threshold(Role.POLICY)) {
            try {
                promoted.requireSigned(later);
            } catch (KeyProblem | ReleaseFault e) {
                throw new SiteProblem(
                        "--threshold " + later.threshold(Role.POLICY)
                                + " of policy: the promoted release does not meet it (" + e.getMessage()
                                + "), and all evidence would be refused; nothing was changed: leave --threshold away, or"
                                + " promote a release that as many have signed",
                        e);
            }
        }
    }

    private static void requireNext(long before, long version) {
        if (version != before + 1) {
            throw new SiteProblem("the draft is version " + version + ", and after version " + before + " comes "
                    + (before + 1) + ": make the change again");
        }
    }

    private static void requireNothingElse(List<Objection> against) {
        List<Objection> other =
                against.stream().filter(each -> !each.signature()).toList();
        if (!other.isEmpty()) {
            throw new SiteProblem("no auditor would take this trust root; nothing was changed: "
                    + String.join("; ", sentences(other)));
        }
    }

    private static List<String> sentences(List<Objection> against) {
        return against.stream().map(Objection::sentence).toList();
    }

    private Change inForce(Bytes before, Bytes next) throws IOException {
        custody.adopt(before, next);
        // a stop here leaves a release whose key is superseded: a start says so, and a build promotes one again
        List<String> open = promoted.carryOver(TrustedKeys.of(before), clock.instant());
        return new Change(version(next), true, home.resolve("trust-root.json"), open);
    }

    /** The payload of the trust root in force. */
    public Json.Obj trustRoot() {
        return Site.told(() -> payload(custody.current()));
    }

    /** The keyids whose private half lies here. */
    public Set<String> held() {
        return Site.told(custody::held);
    }

    /** What a trust root says, whoever signed it. */
    public static Json.Obj payload(Bytes file) {
        try {
            return JsonReader.readObject(
                    DsseEnvelope.read(file.toArray()).payload().toArray());
        } catch (EnvelopeException | JsonException e) {
            throw new SiteProblem("this is no trust root: " + e.getMessage(), e);
        }
    }

    private static long version(Bytes file) {
        return payload(file).integer("version");
    }
}
