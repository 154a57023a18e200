package org.sealgate.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.engine.fsck.Fsck;
import org.sealgate.engine.fsck.Report;
import org.sealgate.engine.log.LogRefusal;
import org.sealgate.engine.release.PolicyArtifacts;
import org.sealgate.engine.release.PolicyRelease;
import org.sealgate.engine.release.PolicyReleases;
import org.sealgate.engine.release.ReleaseFault;
import org.sealgate.engine.release.ReleaseWindow;
import org.sealgate.engine.seal.Attestors;
import org.sealgate.engine.seal.Custody;
import org.sealgate.engine.seal.HomeLock;
import org.sealgate.engine.seal.Installation;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.SecondKeys;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.seal.anchor.TokenCheck;
import org.sealgate.engine.store.StoreFailure;

/**
 * An installation's folder from the outside: made once, given policies, asked for what an engine is to be started with.
 *
 * <p>Making keys and signing policy is an operator's work at the command line. The running engine never does it, and
 * needs neither the root nor the policy key.
 */
public final class Site {
    /** How long a release may decide; longer than its keys live makes no sense. */
    private static final Duration RELEASE_LIVES = Duration.ofDays(365);

    private final Path home;
    private final Clock clock;
    private final SecureRandom random;

    public Site(Path home, Clock clock, SecureRandom random) {
        this.home = home;
        this.clock = clock;
        this.random = random;
    }

    /** Whether nothing was made here yet. */
    public boolean isNew() {
        return !Files.exists(Installation.trustRoot(home)) && !Files.exists(home.resolve("keys"));
    }

    /**
     * Makes keys of every role and the trust root.
     *
     * @throws SiteProblem where there are some: nothing is replaced
     */
    public void create(String issuer, String controller) {
        create(issuer, controller, false);
    }

    /**
     * The same.
     *
     * @param secondSignature whether each decision is to bear one of ML-DSA-65 besides
     */
    public void create(String issuer, String controller, boolean secondSignature) {
        told(() -> {
            try (HomeLock ignored = HomeLock.take(home)) {
                requireNew();
                new Installation(home, clock, random).create(issuer, controller, secondSignature);
                return issuer;
            }
        });
    }

    private void requireNew() {
        if (Files.exists(Installation.trustRoot(home))) {
            throw new SiteProblem(home + " has keys and a trust root already; nothing was replaced");
        }
        if (!isNew()) {
            throw new SiteProblem(unfinished(home) + "; nothing was replaced");
        }
    }

    /** Keys without the trust root that lists them: whose work was stopped, or whose trust root is lost. */
    private static String unfinished(Path home) {
        return home.resolve("keys") + " holds keys and " + Installation.trustRoot(home)
                + " is not there: restore it if anything was sealed here; otherwise an earlier keys init was stopped: move "
                + home.resolve("keys") + " away, then run: sealgate keys init";
    }

    private void requireWhole() {
        if (!Files.exists(Installation.trustRoot(home)) && !isNew()) {
            throw new SiteProblem(unfinished(home));
        }
    }

    /** The trust root's file. */
    public Bytes trustRoot() {
        return told(() -> TrustedKeys.open(home).file());
    }

    /** What Sigstore's clients need to verify a bundle's {@code sigstore.json}: name of a file to its content. */
    public SortedMap<String, Bytes> forSigstore() {
        return told(() -> SigstoreExport.of(TrustedKeys.open(home).file(), Attestors.certificates(home)));
    }

    /** Signs what was built with the policy key, and promotes it: the next start decides by it. */
    public Digest release(PolicyArtifacts artifacts, String controller) {
        return told(() -> {
            try (HomeLock ignored = HomeLock.takePolicy(home)) {
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                var signer = new KeyFolder(home).signer(Role.POLICY);
                PolicyReleases releases = releases();
                ReleaseWindow window = new ReleaseWindow(now, now.plus(RELEASE_LIVES));
                PolicyRelease release = releases.publish(artifacts, window, signer);
                releases.promote(release, now, controller, signer);
                return release.digest();
            }
        });
    }

    /** The promoted release, believed only because the policy key of the trust root has signed it and its promotion. */
    public LoadedRelease promoted() {
        return told(() -> {
            TrustedKeys keys = TrustedKeys.open(home);
            PolicyReleases.Promoted promoted = releases().promoted();
            keys.verify(promoted.promotion(), Role.POLICY);
            keys.verify(promoted.release().envelope(), Role.POLICY);
            return loaded(promoted.release());
        });
    }

    /** Starts an engine here, by the promoted release; only the keys of decision, log and time authority are opened. */
    public Wiring open(Path opa, String instance) {
        return told(() -> {
            // no key changes from before the first one is read until the engine ends
            Opened opened = new Opened();
            opened.add(HomeLock.take(home));
            boolean whole = false;
            try {
                requireWhole();
                new Custody(home, clock, random).settle();
                Settings settings =
                        new Settings(home, opa, TrustedKeys.open(home).issuer(), instance);
                Wiring wiring = Wiring.open(settings, promoted(), opened);
                whole = true;
                return wiring;
            } finally {
                if (!whole) {
                    opened.close();
                }
            }
        });
    }

    /** Opens the decision key and lets go of it: can this installation sign? */
    public void tryDecisionKey() {
        told(() -> new KeyFolder(home).signer(Role.DECISION));
    }

    /** What its trust root says of its log. */
    public LogTrust logTrust() {
        return told(() -> LogTrust.of(TrustedKeys.open(home)));
    }

    /** The log as others see it. */
    public Path logFolder() {
        return home.resolve("store").resolve("log");
    }

    /**
     * Makes again everything that follows from the journal, and holds it against the files; changes nothing.
     *
     * @param older a copy of the log from before
     */
    public Report fsck(Optional<Path> older) {
        LogTrust trust = logTrust();
        return told(() -> {
            TrustedKeys keys = TrustedKeys.open(home);
            RestatedTrust restated = new RestatedTrust(keys);
            SecondKeys second = keys.secondKeys();
            // read once: there are as many tokens as anchors
            var authorities = keys.timeAuthorities();
            var outside = new Fsck.Outside(
                    keys.requires("time"),
                    keys.requires("witness"),
                    (token, data) -> TokenCheck.of(token.toArray()).require(authorities, data.toArray()),
                    clock.instant());
            var trusted = new Fsck.Trusted(
                    trust.origin(),
                    trust.policy(),
                    trust.check(),
                    trust::leaf,
                    Corrections::line,
                    (record, listing) -> SealedRecord.faults(second, record, listing),
                    outside,
                    restated::faults);
            return new Fsck(home.resolve("store"), trusted).look(older);
        });
    }

    private LoadedRelease loaded(PolicyRelease release) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        files.put("policy/bundle.tar.gz", release.bundle());
        files.put("policy/policy.wasm", release.wasm());
        files.put("policy/data.json", release.data());
        files.put(Carried.RELEASE, release.statementFile());
        release.sources().forEach((name, content) -> files.put("policy/src/" + name, content));
        Path opaBundle = home.resolve("policy/releases")
                .resolve(release.digest().hex().substring(0, 16))
                .resolve("bundle.tar.gz");
        return new LoadedRelease(release.predicate(), files, catalogue(release), opaBundle);
    }

    private static Map<String, Json.Obj> catalogue(PolicyRelease release) {
        Map<String, Json.Obj> byCode = new HashMap<>();
        Json.Obj codes = release.catalogue().object("codes");
        for (String code : codes.members().keySet()) {
            Json.Obj entry = codes.object(code);
            Json.Obj first = entry.objects("rules").getFirst();
            byCode.put(
                    code,
                    Json.object()
                            .put("code", code)
                            .put("title", entry.text("title"))
                            .put("remediation", entry.text("remediation"))
                            .put("policy", first.text("file"))
                            .put("rule", first.text("rule"))
                            .build());
        }
        return byCode;
    }

    private PolicyReleases releases() {
        return new PolicyReleases(home.resolve("policy"));
    }

    /** Something that an operator does at the command line. */
    @FunctionalInterface
    interface Work<T> {
        T done() throws IOException, InterruptedException;
    }

    /** The steps' own exceptions as one that the command line knows, their sentences kept. */
    static <T> T told(Work<T> work) {
        try {
            return work.done();
        } catch (KeyProblem | ReleaseFault | StoreFailure | LogRefusal e) {
            throw new SiteProblem(String.valueOf(e.getMessage()), e);
        } catch (IOException | UncheckedIOException e) {
            throw new SiteProblem("the installation's folder cannot be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteProblem("interrupted", e);
        }
    }
}
