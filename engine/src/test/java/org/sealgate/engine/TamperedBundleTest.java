package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.Part;
import org.sealgate.bundle.Source;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.facts.Actor;
import org.sealgate.verify.Verdict;

/** R8: real bundles of a real gate, each changed in one thing by somebody without its key. */
class TamperedBundleTest {
    private static final int FLIPS = 150;
    private static final int PART_LIMIT = 1 << 26;

    @TempDir
    static Path folder;

    private static final Map<String, Path> BUNDLES = new LinkedHashMap<>();
    private static Wiring wiring;
    private static Oracle oracle;

    @BeforeAll
    static void seal() throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        wiring = home.open();
        oracle = new Oracle(folder, home.home().resolve("trust-root.json"));
        Actor publisher = Proposals.PUBLISHER;
        wiring.shelf().put(publisher, Proposals.OBJECT.sha256(), Proposals.OBJECT.open());
        seal(
                "snapshot",
                Proposals.request(publisher, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("T-1"))));
        seal(
                "another snapshot",
                Proposals.request(publisher, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("T-2"))));
        seal(
                "sealed run",
                Proposals.request(
                        publisher, Kind.SEALED_RUN, Proposals.bytes(Proposals.draft("T-3", home.policyHash()))));
        seal(
                "denial",
                Proposals.request(
                        Proposals.actor("x", "stranger"),
                        Kind.LLM_RUN_SNAPSHOT,
                        Proposals.hashed(Proposals.snapshot("T-4"))));
        seal("malformed", Proposals.request(publisher, Kind.SEALED_RUN, Proposals.text("{")));
        seal(
                "run exists",
                Proposals.request(
                        Proposals.actor("y", "publisher"),
                        Kind.LLM_RUN_SNAPSHOT,
                        Proposals.hashed(Proposals.snapshot("T-1"))));
    }

    private static void seal(String name, GateRequest request) throws IOException {
        Recorded answer = (Recorded) wiring.gate().decide(request);
        BUNDLES.put(name, oracle.bundle(wiring, request.caller(), answer));
    }

    @AfterAll
    static void stop() {
        wiring.close();
    }

    @Test
    void bundle_untouched_isVerified() throws IOException {
        for (Map.Entry<String, Path> bundle : BUNDLES.entrySet()) {
            assertTrue(oracle.judge(bundle.getValue()).verified(), bundle.getKey());
        }
    }

    @Test
    void bundle_oneBitFlipped_isRefused() throws IOException {
        Random random = new Random(20261121);
        for (Map.Entry<String, Path> bundle : BUNDLES.entrySet()) {
            byte[] genuine = Files.readAllBytes(bundle.getValue());
            for (int i = 0; i < FLIPS; i++) {
                byte[] flipped = genuine.clone();
                int at = random.nextInt(flipped.length);
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                assertRefused(bundle.getKey() + ", byte " + at, flipped);
            }
        }
    }

    @Test
    void bundle_oneFileRemovedOrAdded_isRefused() throws IOException {
        for (Map.Entry<String, Path> bundle : BUNDLES.entrySet()) {
            SortedMap<String, Source> parts = parts(bundle.getValue());
            for (String name : List.copyOf(parts.keySet())) {
                SortedMap<String, Source> fewer = new TreeMap<>(parts);
                fewer.remove(name);
                assertRefused(bundle.getKey() + " without " + name, container(fewer));
            }
            for (String name :
                    List.of("another.json", "log/proof", "vsa.dsse.json", "sigstore.json", "policy/src/x.rego")) {
                SortedMap<String, Source> more = new TreeMap<>(parts);
                more.put(name, Source.of("{}".getBytes(StandardCharsets.UTF_8)));
                assertRefused(bundle.getKey() + " with " + name, container(more));
            }
        }
    }

    /** Every file that two bundles both have, and not the same, put from one into the other. */
    @Test
    void bundle_oneFileOfAnother_isRefused() throws IOException {
        List<String> swapped = new ArrayList<>();
        for (Map.Entry<String, Path> from : BUNDLES.entrySet()) {
            for (Map.Entry<String, Path> into : BUNDLES.entrySet()) {
                SortedMap<String, Source> donor = parts(from.getValue());
                SortedMap<String, Source> host = parts(into.getValue());
                for (String name : host.keySet()) {
                    Source given = donor.get(name);
                    if (given == null
                            || given.crc32()
                                    == Objects.requireNonNull(host.get(name)).crc32()) {
                        continue;
                    }
                    SortedMap<String, Source> mixed = new TreeMap<>(host);
                    mixed.put(name, given);
                    swapped.add(name);
                    assertRefused(into.getKey() + " with " + name + " of " + from.getKey(), container(mixed));
                }
            }
        }
        assertTrue(swapped.contains("decision.dsse.json") && swapped.contains("input.json"), swapped.toString());
    }

    /** The list is for people with a shell. */
    @Test
    void checksums_inAnUnpackedBundle_passSha256sum() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/sha256sum")), "sha256sum is not installed: skipped");
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        try (Container container = Container.open(Objects.requireNonNull(BUNDLES.get("sealed run")))) {
            for (Part part : container.parts().values()) {
                Path file = unpacked.resolve(part.name());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.write(file, part.bytes(PART_LIMIT));
            }
        }
        Process process = new ProcessBuilder("sha256sum", "-c", "--quiet", "--strict", "checksums.txt")
                .directory(unpacked.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), out);
    }

    private static void assertRefused(String what, byte[] bundle) throws IOException {
        Path file = folder.resolve("tampered.zip");
        Files.write(file, bundle);
        Verdict verdict = oracle.judge(file);
        assertFalse(verdict.verified(), what);
        assertNotEquals(0, verdict.exit().status(), what);
    }

    private static SortedMap<String, Source> parts(Path bundle) throws IOException {
        SortedMap<String, Source> parts = new TreeMap<>();
        try (Container container = Container.open(bundle)) {
            for (Part part : container.parts().values()) {
                parts.put(part.name(), Source.of(part.bytes(PART_LIMIT)));
            }
        }
        return parts;
    }

    private static byte[] container(SortedMap<String, Source> parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream closing = out) {
            Container.write(closing, parts);
        }
        return out.toByteArray();
    }
}
