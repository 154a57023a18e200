package org.sealgate.engine;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.decision.Decider;
import org.sealgate.engine.decision.OpaClient;
import org.sealgate.engine.decision.OpaSettings;
import org.sealgate.engine.decision.OpaSidecar;
import org.sealgate.engine.intake.Intake;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.StoreHealth;
import org.sealgate.engine.store.StoreSettings;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyLimits;

/** Puts the steps together, in the order in which they depend on each other, and lets go of them in the other. */
public final class Wiring implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final OpaSidecar sidecar;
    private final OpaClient opa;
    private final EvidenceStore store;
    private final Gate gate;
    private final Archive archive;
    private final Shelf shelf;
    private final Canary canary;
    private final Bytes trustRoot;
    private final String revision;

    private Wiring(OpaSidecar sidecar, OpaClient opa, EvidenceStore store, Assembled assembled) {
        this.sidecar = sidecar;
        this.opa = opa;
        this.store = store;
        this.gate = assembled.gate();
        this.archive = new Archive(store);
        this.shelf = new Shelf(store.objects());
        this.canary = new Canary(gate);
        this.trustRoot = assembled.keys().file();
        this.revision = assembled.release().revision();
    }

    private record Assembled(Gate gate, TrustedKeys keys, ReleaseInForce release) {}

    /**
     * Starts an engine: keys, store, sidecar, compiled policy, gate. Only the decision key is opened.
     *
     * @throws IOException where the sidecar or the home folder cannot be used
     */
    public static Wiring open(Settings settings, LoadedRelease loaded) throws IOException, InterruptedException {
        TrustedKeys keys = TrustedKeys.open(settings.home());
        var signer = new KeyFolder(settings.home()).signer(Role.DECISION);
        ReleaseInForce release = new ReleaseInForce(loaded.predicate(), loaded.files(), loaded.catalogue());
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            EvidenceStore store = store(settings, clock);
            opened.add(store);
            keep(store, release);
            OpaSidecar sidecar = OpaSidecar.start(sidecar(settings, loaded), random);
            opened.add(sidecar);
            OpaClient opa = new OpaClient(sidecar.endpoint(), sidecar.pin());
            opened.add(opa);
            Issuer issuer = new Issuer(
                    settings.issuer(),
                    settings.instance(),
                    Settings.ENGINE_VERSION,
                    List.of(signer.algorithm()),
                    keys.version());
            Ids ids = new Ids(random);
            Gate.Steps steps = new Gate.Steps(
                    new Intake(),
                    new Observatory(store, ids, clock, Settings.ENGINE_VERSION),
                    decider(opa, loaded),
                    new Sealing(store, signer, issuer, release),
                    store,
                    new RequestMacs(store.restricted()),
                    ids);
            Gate gate = new Gate(steps, release, issuer, clock);
            return new Wiring(sidecar, opa, store, new Assembled(gate, keys, release));
        } catch (IOException | InterruptedException | RuntimeException e) {
            close(opened.reversed());
            throw e;
        }
    }

    private static EvidenceStore store(Settings settings, Clock clock) {
        StoreSettings where = StoreSettings.in(settings.home());
        EvidenceStore.initialise(where);
        return EvidenceStore.open(where, clock);
    }

    /** What bundles carry lies in the store before the first record refers to it. */
    private static void keep(EvidenceStore store, ReleaseInForce release) {
        for (Kind kind : Kind.values()) {
            Carried carried = release.carried(kind);
            carried.files().values().forEach(store.objects()::keep);
            store.objects().keep(carried.listing());
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

    /** Asks the canary until the policy runs compiled: the first seconds would be a quarter as fast. */
    public void warmUp() {
        long end = System.nanoTime() + WARM_UP.toNanos();
        while (System.nanoTime() < end && canary.problem().isEmpty()) {
            Thread.onSpinWait();
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

    /** The objects that proposals name. */
    public Shelf shelf() {
        return shelf;
    }

    /** The trust root's file, as auditors are given it. */
    public Bytes trustRoot() {
        return trustRoot;
    }

    /** {@code dirHash1:<hex>} of the policy in force. */
    public String revision() {
        return revision;
    }

    /** Why the engine takes no proposals now, named; empty where it is ready. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        StoreHealth health = store.health();
        Optional.ofNullable(health.failure()).ifPresent(failure -> problems.add("store: " + failure));
        health.foreignFiles().forEach(name -> problems.add("foreign-file: " + name));
        canary.problem().ifPresent(problems::add);
        return List.copyOf(problems);
    }

    /** Counts for metrics. */
    public StoreHealth storeHealth() {
        return store.health();
    }

    /** How often the sidecar has died and was started again. */
    public int sidecarRestarts() {
        return sidecar.restarts();
    }

    /** Lets go in the order that loses nothing: the gate's store last but its waiting commits first. */
    @Override
    public void close() {
        close(List.of(opa, sidecar, store));
    }

    private static void close(List<AutoCloseable> opened) {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) { // AutoCloseable's own signature; the others must be closed all the same
                System.getLogger(Wiring.class.getName()).log(System.Logger.Level.WARNING, "on closing", e);
            }
        }
    }
}
