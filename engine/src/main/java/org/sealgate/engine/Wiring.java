package org.sealgate.engine;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.engine.decision.Decider;
import org.sealgate.engine.decision.OpaClient;
import org.sealgate.engine.decision.OpaSettings;
import org.sealgate.engine.decision.OpaSidecar;
import org.sealgate.engine.intake.Intake;
import org.sealgate.engine.log.Outside;
import org.sealgate.engine.seal.Attestors;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.StoreHealth;
import org.sealgate.engine.store.StoreSettings;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyLimits;

/** Puts the steps together, in the order in which they depend on each other, and lets go of them in the other. */
public final class Wiring implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofMillis(2500);

    private final Opened opened;
    private final EvidenceStore store;
    private final StoreLog log;
    private final RefusalCounts refusals;
    private final Gate gate;
    private final Archive archive;
    private final Corrections corrections;
    private final Shelf shelf;
    private final Canary canary;
    private final Evidence evidence;
    private volatile boolean warming;

    private Wiring(Opened opened, Stored stored, Gate gate, Evidence evidence) {
        this.opened = opened;
        this.store = stored.store();
        this.log = stored.log();
        this.refusals = stored.refusals();
        this.gate = gate;
        Proofs proofs = new Proofs(
                log,
                evidence.keys(),
                new Restatements(store.restated(), evidence.keys(), evidence.signers(), log.time()));
        this.archive = new Archive(store, proofs);
        this.corrections = new Corrections(store, evidence.signers(), evidence.issuer(), proofs, Clock.systemUTC());
        corrections.list();
        this.shelf = new Shelf(store.objects());
        this.canary = new Canary(gate);
        this.evidence = evidence;
    }

    private record Stored(EvidenceStore store, StoreLog log, RefusalCounts refusals) {}

    /** What every statement rests on. */
    private record Evidence(TrustedKeys keys, ReleaseInForce release, List<StatementSigner> signers, Issuer issuer) {
        static Evidence of(Settings settings, LoadedRelease loaded) throws IOException {
            TrustedKeys keys = TrustedKeys.open(settings.home());
            List<StatementSigner> signers = new KeyFolder(settings.home())
                    .signers(Role.DECISION).stream()
                            .map(signer -> keys.whileInForce(signer, Role.DECISION, Clock.systemUTC()))
                            .toList();
            Issuer issuer = new Issuer(
                    settings.issuer(),
                    settings.instance(),
                    Settings.ENGINE_VERSION,
                    signers.stream().map(StatementSigner::algorithm).toList(),
                    keys.version());
            ReleaseInForce release = new ReleaseInForce(loaded.predicate(), loaded.files(), loaded.catalogue());
            return new Evidence(keys, release, signers, issuer);
        }

        /** Why what it signs now would be refused; empty where it would not. */
        Optional<String> problem() {
            try {
                signers.forEach(signer -> keys.requireInForce(signer, Role.DECISION, Instant.now()));
                return Optional.empty();
            } catch (KeyProblem e) {
                return Optional.of("key: " + e.getMessage());
            }
        }
    }

    /**
     * Starts an engine: keys, store with its log, sidecar, compiled policy, gate. Only the keys that it signs with are opened. Whoever
     * starts it holds the home's lock.
     *
     * @throws IOException where the sidecar or the home folder cannot be used
     */
    static Wiring open(Settings settings, LoadedRelease loaded) throws IOException, InterruptedException {
        return open(settings, loaded, new Opened());
    }

    /**
     * The same.
     *
     * @param opened what is to be let go of after the engine, or where it does not start
     */
    static Wiring open(Settings settings, LoadedRelease loaded, Opened opened)
            throws IOException, InterruptedException {
        return guarded(settings, loaded, opened, parts -> {
            OpaSidecar sidecar = parts.add(OpaSidecar.start(sidecar(settings, loaded), new SecureRandom()));
            return new OpaClient(sidecar.endpoint(), sidecar.pin());
        });
    }

    /** Starts an engine on an OPA that somebody else has started, and will end. */
    static Wiring open(Settings settings, LoadedRelease loaded, OpaClient opa)
            throws IOException, InterruptedException {
        return guarded(settings, loaded, new Opened(), parts -> opa);
    }

    /** Where OPA comes from. */
    private interface OpaStart {
        OpaClient start(Opened opened) throws IOException, InterruptedException;
    }

    private static Wiring guarded(Settings settings, LoadedRelease loaded, Opened opened, OpaStart opa)
            throws IOException, InterruptedException {
        try {
            return open(settings, loaded, opa, opened);
        } catch (IOException | InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Wiring open(Settings settings, LoadedRelease loaded, OpaStart start, Opened opened)
            throws IOException, InterruptedException {
        Evidence evidence = Evidence.of(settings, loaded);
        Clock clock = Clock.systemUTC();
        Attestors attestors = opened.add(Attestors.open(settings.home(), evidence.keys(), clock, new SecureRandom()));
        StoreLog log = log(settings, evidence.keys(), clock, attestors);
        // The store first, for it keeps a second engine out: that one would start its OPA on the files and the socket
        // of this
        // one's.
        EvidenceStore store = opened.add(store(settings, clock, log));
        OpaClient opa = opened.add(start.start(opened));
        keep(store, evidence.release());
        Ids ids = new Ids(new SecureRandom());
        Gate.Steps steps = new Gate.Steps(
                new Intake(),
                new Observatory(store, ids, clock, Settings.ENGINE_VERSION),
                decider(opa, loaded),
                new Sealing(store, evidence.signers(), evidence.issuer(), evidence.release()),
                store,
                new RequestMacs(store.restricted()),
                ids);
        Gate gate = new Gate(steps, evidence.release(), evidence.issuer(), clock);
        RefusalCounts refusals = new RefusalCounts();
        opened.add(new RefusalSummaries(store, evidence.signers(), evidence.issuer(), refusals, clock).start());
        return new Wiring(opened, new Stored(store, log, refusals), gate, evidence);
    }

    private static StoreLog log(Settings settings, TrustedKeys keys, Clock clock, Attestors attestors) {
        LogTrust trust = LogTrust.of(keys);
        return new StoreLog(
                trust.requireNamed(new KeyFolder(settings.home()).logSigner(trust.origin())),
                clock,
                trust::leaf,
                new Outside(
                        attestors.witnesses(),
                        keys.requires("witness") ? trust.policy() : LogPolicy.none(),
                        keys.requires("time") ? Optional.of(attestors.time()) : Optional.empty()));
    }

    private static EvidenceStore store(Settings settings, Clock clock, StoreLog log) {
        StoreSettings where = StoreSettings.in(settings.home());
        EvidenceStore.initialise(where);
        return EvidenceStore.open(where, clock, log);
    }

    /** What bundles carry lies in the store before the first record refers to it. */
    private static void keep(EvidenceStore store, ReleaseInForce release) {
        store.storeOnce(Bytes.copyOf(CanonicalJson.rfc8785(release.policyMember())));
        for (Kind kind : Kind.values()) {
            Carried carried = release.carried(kind);
            carried.files().values().forEach(store.objects()::keep);
            store.objects().keep(carried.listing());
            carried.runs().forEach(store::storeOnce);
        }
    }

    private static OpaSettings sidecar(Settings settings, LoadedRelease loaded) {
        return new OpaSettings(
                settings.opa(),
                loaded.opaBundle(),
                loaded.predicate().text("files"),
                loaded.predicate().text("opaVersion"),
                Arrays.stream(Kind.values()).map(Kind::entrypoint).toList(),
                settings.home().resolve("opa"),
                OpaSettings.Listen.UNIX_SOCKET);
    }

    private static Decider decider(OpaClient opa, LoadedRelease loaded) {
        byte[] wasm = file(loaded, "policy/policy.wasm");
        PolicyLimits limits = new PolicyLimits(
                loaded.predicate().integer("instructionBudget"), PolicyLimits.MEMORY_BYTES, Decider.PATIENCE);
        CompiledPolicy policy = CompiledPolicy.compile(wasm, file(loaded, "policy/data.json"), limits);
        policy.refusal().ifPresent(refused -> {
            throw new IllegalStateException("the release's policy.wasm is refused: " + refused);
        });
        return new Decider(opa, policy::evaluate, Digest.sha256(wasm));
    }

    private static byte[] file(LoadedRelease loaded, String name) {
        @Nullable Bytes content = loaded.files().get(name);
        if (content == null) {
            throw new IllegalStateException("the release lacks " + name);
        }
        return content.toArray();
    }

    /**
     * Asks the canary, beside whatever else starts, until the policy runs compiled: the first seconds would be a quarter as
     * fast. Not ready until it is done.
     */
    public CompletableFuture<Void> warmUp() {
        warming = true;
        return CompletableFuture.runAsync(
                this::askCanary,
                task -> Thread.ofPlatform().daemon().name("warm-up").start(task));
    }

    private void askCanary() {
        try {
            long end = System.nanoTime() + WARM_UP.toNanos();
            while (System.nanoTime() < end && canary.problem().isEmpty()) {
                Thread.onSpinWait();
            }
        } finally {
            warming = false;
        }
    }

    /** The gate. */
    public Gate gate() {
        return gate;
    }

    /** What was decided. */
    public Archive archive() {
        return archive;
    }

    /** What is said about runs after they were sealed. */
    public Corrections corrections() {
        return corrections;
    }

    /** The objects that proposals name. */
    public Shelf shelf() {
        return shelf;
    }

    /** Where whoever refuses before the gate counts it. */
    public RefusalCounts refusals() {
        return refusals;
    }

    /** A file of the log, {@code checkpoint} or {@code tile/…}, as anybody may see it; empty where there is none of that name. */
    public Optional<Bytes> logFile(String path) throws IOException {
        return log.log().shown().file(path);
    }

    /** How many entries no anchor covers yet. */
    public long unanchored() {
        return log.anchors().behind();
    }

    /** How long the oldest of them has waited. */
    public Duration unanchoredFor() {
        return log.anchors().waited();
    }

    /** How many witnesses did not answer when they were last asked. */
    public int silentWitnesses() {
        return log.anchors().silent();
    }

    /** What an operator should look into while proposals are decided all the same; empty where there is nothing. */
    public List<String> warnings() {
        return log.anchors().warning().stream().toList();
    }

    /** The trust root's file, as auditors are given it. */
    public Bytes trustRoot() {
        return evidence.keys().file();
    }

    /** {@code dirHash1:<hex>} of the policy in force. */
    public String revision() {
        return evidence.release().revision();
    }

    /** Why the engine takes no proposals now, named; empty where it is ready. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (warming) {
            problems.add("warming-up: the policy is being compiled");
        }
        StoreHealth health = store.health();
        Optional.ofNullable(health.failure()).ifPresent(failure -> problems.add("store: " + failure));
        health.foreignFiles().forEach(name -> problems.add("foreign-file: " + name));
        canary.problem().ifPresent(problems::add);
        evidence.problem().ifPresent(problems::add);
        log.anchors().overdue().ifPresent(problems::add);
        return List.copyOf(problems);
    }

    /** Counts for metrics. */
    public StoreHealth storeHealth() {
        return store.health();
    }

    /** How often the sidecar has died and was started again. */
    public int sidecarRestarts() {
        return opened.parts().stream()
                .filter(OpaSidecar.class::isInstance)
                .mapToInt(sidecar -> ((OpaSidecar) sidecar).restarts())
                .sum();
    }

    /** Records what was counted, ends the sidecar, then writes what was handed over and lets the store go. */
    @Override
    public void close() {
        opened.close();
    }
}
