package org.sealgate.engine.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.StatementSigner;

/** What lies in the policy folder of an installation is what was signed, or the engine does not start. */
class PolicyReleasesTest {
    private static final ReleaseWindow WINDOW =
            new ReleaseWindow(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final Instant PROMOTED_AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final StatementSigner SIGNER = new TestSigner();
    private static final String RELEASE = "release.dsse.json";
    private static final String PROMOTION = "promoted.dsse.json";

    @TempDir
    private Path home;

    /** Signs with a hash: who signed is for others to judge. */
    private record TestSigner() implements StatementSigner {
        @Override
        public String keyid() {
            return "a".repeat(64);
        }

        @Override
        public String algorithm() {
            return "test";
        }

        @Override
        public byte[] sign(byte[] pae) {
            return Digest.sha256(pae).bytes();
        }
    }

    @FunctionalInterface
    private interface Change {
        void make(Path policy, Path release) throws IOException;
    }

    record Damage(String name, Change change, ReleaseFault.Code code) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void release_publishedAndPromoted_isTheOneThatDecides() throws IOException {
        PolicyArtifacts artifacts = PolicyFolder.committedArtifacts();
        PolicyReleases releases = new PolicyReleases(home);
        PolicyRelease published = releases.publish(artifacts, WINDOW, SIGNER);
        releases.promote(published, PROMOTED_AT, "gate-1", SIGNER);

        PolicyReleases.Promoted promoted = new PolicyReleases(home).promoted();

        assertEquals(published, promoted.release());
        assertEquals(artifacts.files(), promoted.release().files());
        assertEquals(artifacts.sources(), promoted.release().sources());
        assertEquals(
                artifacts.facts().with("window", WINDOW.toJson()),
                promoted.release().predicate());
        assertEquals(
                Json.object()
                        .put("release", published.digest().text())
                        .put("promotedAt", "2026-01-02T03:04:05.678Z")
                        .put("controller", "gate-1")
                        .build(),
                PolicyRelease.statement(promoted.promotion(), "https://sealgate.org/policy-promotion/v1")
                        .get("predicate"));
        assertEquals(
                published.digest().hex().substring(0, 16),
                folder().getFileName().toString());
    }

    @Test
    void release_publishedAgain_isLeftAsItIs() throws IOException {
        PolicyReleases releases = new PolicyReleases(home);
        PolicyRelease first = releases.publish(made("1.0.0"), WINDOW, SIGNER);

        assertEquals(first, releases.publish(made("1.0.0"), WINDOW, SIGNER));
        assertEquals(
                first.digest().hex().substring(0, 16), folder().getFileName().toString());
    }

    @Test
    void release_promotedAfterAnother_takesItsPlace() throws IOException {
        PolicyReleases releases = new PolicyReleases(home);
        PolicyRelease first = releases.publish(made("1.0.0"), WINDOW, SIGNER);
        PolicyRelease second = releases.publish(made("1.0.1"), WINDOW, SIGNER);

        for (PolicyRelease each : List.of(first, second, first)) {
            releases.promote(each, PROMOTED_AT, "gate-1", SIGNER);
            assertEquals(each, releases.promoted().release());
        }
        try (Stream<Path> left = Files.list(home)) {
            assertEquals(
                    List.of(PROMOTION, "releases"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("damages")
    void release_damaged_isRefusedWithItsCode(Damage damage) throws IOException {
        PolicyReleases releases = new PolicyReleases(home);
        releases.promote(releases.publish(made("1.0.0"), WINDOW, SIGNER), PROMOTED_AT, "gate-1", SIGNER);
        damage.change.make(home, folder());

        assertEquals(
                damage.code,
                assertThrows(ReleaseFault.class, releases::promoted).code());
    }

    static List<Damage> damages() {
        List<Damage> damages = new ArrayList<>();
        for (String name :
                List.of("bundle.tar.gz", "policy.wasm", "data.json", "capabilities.json", "catalogue.json")) {
            damages.add(new Damage(
                    name + " changed", (home, release) -> append(release.resolve(name)), ReleaseFault.Code.DIGEST));
            damages.add(new Damage(
                    name + " removed",
                    (home, release) -> Files.delete(release.resolve(name)),
                    ReleaseFault.Code.FILE_MISSING));
        }
        damages.addAll(sourceDamages());
        damages.addAll(statementDamages());
        damages.addAll(promotionDamages());
        return damages;
    }

    private static List<Damage> sourceDamages() {
        String source = "src/sealed-run/sealed-run.rego";
        return List.of(
                new Damage(
                        "source changed", (home, release) -> append(release.resolve(source)), ReleaseFault.Code.DIGEST),
                new Damage(
                        "source removed",
                        (home, release) -> Files.delete(release.resolve(source)),
                        ReleaseFault.Code.DIGEST),
                new Damage(
                        "source added",
                        (home, release) -> Files.writeString(release.resolve("src/a.rego"), "x"),
                        ReleaseFault.Code.DIGEST),
                new Damage(
                        "source renamed",
                        (home, release) -> Files.move(release.resolve(source), release.resolve("src/a.rego")),
                        ReleaseFault.Code.DIGEST),
                new Damage(
                        "sources gone",
                        (home, release) -> WorkFolder.delete(release.resolve("src")),
                        ReleaseFault.Code.FILE_MISSING),
                new Damage(
                        "folder in a file's place",
                        (home, release) -> {
                            Files.delete(release.resolve("policy.wasm"));
                            Files.createDirectory(release.resolve("policy.wasm"));
                        },
                        ReleaseFault.Code.FILE_MISSING),
                new Damage(
                        "file in the release's place",
                        (home, release) -> {
                            WorkFolder.delete(release);
                            Files.writeString(release, "x");
                        },
                        ReleaseFault.Code.FILE_MISSING));
    }

    private static List<Damage> statementDamages() {
        return List.of(
                new Damage(
                        "statement removed",
                        (home, release) -> Files.delete(release.resolve(RELEASE)),
                        ReleaseFault.Code.FILE_MISSING),
                new Damage(
                        "statement that is no envelope",
                        (home, release) -> Files.writeString(release.resolve(RELEASE), "{}"),
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "statement that is a promotion",
                        (home, release) -> {
                            Files.delete(release.resolve(RELEASE));
                            Files.copy(home.resolve(PROMOTION), release.resolve(RELEASE));
                        },
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "statement of another payload type",
                        (home, release) -> {
                            DsseEnvelope envelope = DsseEnvelope.read(Files.readAllBytes(release.resolve(RELEASE)));
                            Files.write(
                                    release.resolve(RELEASE),
                                    new DsseEnvelope("text/plain", envelope.payload(), envelope.signatures())
                                            .toBytes());
                        },
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "statement without its predicate's members",
                        (home, release) -> Files.write(
                                release.resolve(RELEASE),
                                sealed(PolicyArtifacts.statement(
                                        PolicyArtifacts.PREDICATE_TYPE,
                                        List.of(),
                                        Json.object().build()))),
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "statement about other files",
                        (home, release) -> Files.write(
                                release.resolve(RELEASE),
                                sealed(PolicyArtifacts.statement(
                                        PolicyArtifacts.PREDICATE_TYPE,
                                        List.of(),
                                        made("1.0.0").facts()))),
                        ReleaseFault.Code.DIGEST),
                new Damage(
                        "statement of the same release with another window",
                        (home, release) -> Files.write(
                                release.resolve(RELEASE),
                                sealed(made("1.0.0")
                                        .statement(new ReleaseWindow(PROMOTED_AT, PROMOTED_AT.plusSeconds(1))))),
                        ReleaseFault.Code.FOLDER_NAME));
    }

    private static List<Damage> promotionDamages() {
        return List.of(
                new Damage(
                        "nothing promoted",
                        (home, release) -> Files.delete(home.resolve(PROMOTION)),
                        ReleaseFault.Code.NOT_PROMOTED),
                new Damage(
                        "release renamed",
                        (home, release) -> Files.move(release, release.resolveSibling("0".repeat(16))),
                        ReleaseFault.Code.FILE_MISSING),
                new Damage(
                        "promotion that is no envelope",
                        (home, release) -> Files.writeString(home.resolve(PROMOTION), "x"),
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "promotion that is a release",
                        (home, release) -> {
                            Files.delete(home.resolve(PROMOTION));
                            Files.copy(release.resolve(RELEASE), home.resolve(PROMOTION));
                        },
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "promotion of a release that is not there",
                        (home, release) -> promote(home, "0".repeat(64)),
                        ReleaseFault.Code.FILE_MISSING),
                new Damage(
                        "promotion of a release with the same folder name",
                        (home, release) -> promote(home, release.getFileName() + "0".repeat(48)),
                        ReleaseFault.Code.DIGEST),
                new Damage(
                        "promotion of no digest",
                        (home, release) -> promote(home, "../" + release.getFileName()),
                        ReleaseFault.Code.STATEMENT),
                new Damage(
                        "promotion about another file",
                        (home, release) -> {
                            Json.Obj predicate = Json.object()
                                    .put(
                                            "release",
                                            Digest.sha256(Files.readAllBytes(release.resolve(RELEASE)))
                                                    .text())
                                    .build();
                            Files.write(
                                    home.resolve(PROMOTION),
                                    sealed(PolicyArtifacts.statement(
                                            "https://sealgate.org/policy-promotion/v1", List.of(), predicate)));
                        },
                        ReleaseFault.Code.DIGEST));
    }

    @Test
    void release_inARenamedFolder_isRefused() throws IOException {
        new PolicyReleases(home).publish(made("1.0.0"), WINDOW, SIGNER);
        Path renamed = Files.move(folder(), folder().resolveSibling("0".repeat(16)));

        assertEquals(
                ReleaseFault.Code.FOLDER_NAME,
                assertThrows(ReleaseFault.class, () -> PolicyRelease.load(renamed))
                        .code());
    }

    /** Small and of the right form; what it decides does not matter here. */
    private static PolicyArtifacts made(String version) {
        SortedMap<String, Bytes> sources = new TreeMap<>();
        SortedMap<String, Digest> digests = new TreeMap<>();
        for (String name : List.of("sealed-run/sealed-run.rego", "lib/a.rego")) {
            sources.put(name, bytes(name));
            digests.put(name, bytes(name).sha256());
        }
        SortedMap<String, Bytes> files = new TreeMap<>();
        Json.Obj facts = Json.object()
                .put("version", version)
                .put("files", DirHash1.of(digests))
                .build();
        for (String name :
                List.of("bundle.tar.gz", "policy.wasm", "data.json", "capabilities.json", "catalogue.json")) {
            files.put(name, bytes(name));
            String member = name.equals("policy.wasm") ? "wasm" : name.substring(0, name.indexOf('.'));
            facts = facts.with(member, Json.of(bytes(name).sha256().text()));
        }
        return new PolicyArtifacts(sources, files, facts, "");
    }

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(Path file) throws IOException {
        Files.writeString(file, "x", StandardOpenOption.APPEND);
    }

    private static void promote(Path home, String digest) throws IOException {
        Json.Obj predicate = Json.object().put("release", "sha256:" + digest).build();
        Files.write(
                home.resolve(PROMOTION),
                sealed(PolicyArtifacts.statement("https://sealgate.org/policy-promotion/v1", List.of(), predicate)));
    }

    private static byte[] sealed(byte[] statement) {
        byte[] signature = SIGNER.sign(DsseEnvelope.pae(PolicyArtifacts.PAYLOAD_TYPE, statement));
        DsseSignature signed = new DsseSignature(SIGNER.keyid(), Bytes.copyOf(signature));
        return new DsseEnvelope(PolicyArtifacts.PAYLOAD_TYPE, Bytes.copyOf(statement), List.of(signed)).toBytes();
    }

    /** The one release that is there. */
    private Path folder() throws IOException {
        try (Stream<Path> folders = Files.list(home.resolve("releases"))) {
            List<Path> all = folders.toList();
            assertEquals(1, all.size());
            return all.getFirst();
        }
    }
}
