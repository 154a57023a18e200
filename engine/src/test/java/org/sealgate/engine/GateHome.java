package org.sealgate.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.engine.release.BuildOutcome;
import org.sealgate.engine.release.OpaTool;
import org.sealgate.engine.release.PolicyArtifacts;
import org.sealgate.engine.release.PolicyBuild;
import org.sealgate.engine.release.ReleaseWindow;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.seal.Installation;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.Role;

/** An installation in a folder of the test's own, with the project's policies or others, and the real OPA. */
final class GateHome {
    private static final Map<Path, PolicyArtifacts> BUILT = new TreeMap<>();
    private static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOT_AFTER = Instant.parse("2096-01-01T00:00:00Z");

    private final Path home;
    private final PolicyArtifacts artifacts;

    private GateHome(Path home, PolicyArtifacts artifacts) {
        this.home = home;
        this.artifacts = artifacts;
    }

    static GateHome create(Path home) {
        return create(home, root().resolve("policies"));
    }

    static GateHome create(Path home, Path policies) {
        return create(home, policies, false);
    }

    static GateHome create(Path home, Path policies, boolean secondSignature) {
        new Installation(home, Clock.systemUTC(), new SecureRandom())
                .create("https://gate.example.org", "gate-1", secondSignature);
        return new GateHome(home, built(policies));
    }

    /** A copy of another's folder, under the same keys. */
    static GateHome at(Path copy, GateHome original) {
        return new GateHome(copy, original.artifacts);
    }

    private static synchronized PolicyArtifacts built(Path policies) {
        return BUILT.computeIfAbsent(policies, folder -> {
            try {
                return switch (new PolicyBuild(new OpaTool(TestPolicy.opa(), java.time.Duration.ofMinutes(2)), folder)
                        .build()) {
                    case BuildOutcome.Built built -> built.artifacts();
                    case BuildOutcome.Refused refused ->
                        throw new AssertionError(refused.problems().toString());
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    Path home() {
        return home;
    }

    PolicyArtifacts artifacts() {
        return artifacts;
    }

    String policyHash() {
        return artifacts.facts().text("policyHash");
    }

    /** Signs a release with the policy key and starts an engine on it. */
    Wiring open() throws IOException, InterruptedException {
        return Wiring.open(new Settings(home, TestPolicy.opa(), "https://gate.example.org", "gate-1"), release());
    }

    /** The release that this home decides by. */
    LoadedRelease release() throws IOException {
        Path signed = home.resolve("release.dsse.json");
        if (!Files.exists(signed)) {
            byte[] payload = artifacts.statement(new ReleaseWindow(NOT_BEFORE, NOT_AFTER));
            Files.write(
                    signed,
                    Dsse.seal(DecisionStatement.PAYLOAD_TYPE, payload, new KeyFolder(home).signer(Role.POLICY))
                            .toBytes());
        }
        SortedMap<String, Bytes> files = new TreeMap<>();
        for (String name : new String[] {"bundle.tar.gz", "policy.wasm", "data.json"}) {
            files.put("policy/" + name, artifacts.files().get(name));
        }
        artifacts.sources().forEach((name, content) -> files.put("policy/src/" + name, content));
        Bytes envelope = Bytes.copyOf(Files.readAllBytes(signed));
        files.put(Carried.RELEASE, envelope);
        Path bundle = home.resolve("bundle.tar.gz");
        Files.write(
                bundle,
                java.util.Objects.requireNonNull(artifacts.files().get("bundle.tar.gz"))
                        .toArray());
        byte[] payload = org.sealgate.bundle.DsseEnvelope.read(envelope.toArray())
                .payload()
                .toArray();
        Json.Obj predicate = JsonReader.readObject(payload).object("predicate");
        return new LoadedRelease(predicate, files, Map.of(), bundle);
    }

    /** What {@code sealgate fsck} says of it, while nothing runs in it. */
    List<Fault> faults() {
        return faults(home);
    }

    /** The same of any home. */
    static List<Fault> faults(Path home) {
        return new Site(home, Clock.systemUTC(), new SecureRandom())
                .fsck(Optional.empty())
                .faults();
    }

    static Path root() {
        return Path.of(System.getProperty("sealgate.root", ".."));
    }
}
