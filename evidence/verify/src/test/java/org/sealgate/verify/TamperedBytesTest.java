package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;

/** R8: whatever happens to the bytes of a bundle, it is no longer one that may be relied on. */
class TamperedBytesTest {
    private static final long SEED = 20260215;

    @TempDir
    private Path folder;

    private Verifier verifier;

    @BeforeEach
    void trust() throws IOException {
        verifier = Verifier.trusting(TrustSource.of(Files.write(folder.resolve("root"), TestTrust.file())));
    }

    private Exit exit(byte[] bundle) throws IOException {
        Path file = Files.write(folder.resolve("bundle.zip"), bundle);
        return verifier.verify(file, Expectations.at(Attack.AT).requireAny()).exit();
    }

    @Test
    void oneByte_anyOfTheStructure_flipped_isNeverAccepted() throws IOException {
        byte[] bundle = Files.readAllBytes(Forge.malformed().write(folder));
        // names, sizes and directory are everywhere but within the module, which the sample below covers
        int module = new String(bundle, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\0asm");
        List<Integer> accepted = new ArrayList<>();
        for (int at = 0; at < bundle.length; at++) {
            boolean inModule = at > module + 64 && at < module + 140_000;
            if (!inModule && accepts(bundle, at, 1 << (at % 8))) {
                accepted.add(at);
            }
        }
        assertEquals(List.of(), accepted);
    }

    @Test
    void oneByte_drawnBySeed_changed_isNeverAccepted() throws IOException {
        Random random = new Random(SEED);
        for (ForgedBundle each : List.of(Forge.allow(Kind.SEALED_RUN), Forge.withheld(), Forge.error("OPA_TIMEOUT"))) {
            byte[] bundle = Files.readAllBytes(each.write(folder));
            List<Integer> accepted = new ArrayList<>();
            for (int i = 0; i < 1500; i++) {
                int at = random.nextInt(bundle.length);
                if (accepts(bundle, at, 1 + random.nextInt(255))) {
                    accepted.add(at);
                }
            }
            assertEquals(List.of(), accepted, "seed " + SEED);
        }
    }

    private boolean accepts(byte[] bundle, int at, int mask) throws IOException {
        bundle[at] ^= (byte) mask;
        boolean accepted = exit(bundle) == Exit.OK;
        bundle[at] ^= (byte) mask;
        return accepted;
    }

    @Test
    void bundle_cutOrContinued_isNeverAccepted() throws IOException {
        byte[] bundle = Files.readAllBytes(Forge.allow(Kind.SEALED_RUN).write(folder));
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            int length = i < 100 ? bundle.length - 1 - i : random.nextInt(bundle.length);
            assertEquals(Exit.FAILED, exit(java.util.Arrays.copyOf(bundle, length)), "cut to " + length);
        }
        assertEquals(Exit.FAILED, exit(java.util.Arrays.copyOf(bundle, bundle.length + 1)));
        assertEquals(Exit.OK, exit(bundle));
    }

    /** Every file of one bundle in the place of the other's, left out, doubled in size, and added from the other. */
    @Test
    void file_removedSwappedOrAdded_isNeverAccepted() throws IOException {
        SortedMap<String, byte[]> one = Forge.allow(Kind.SEALED_RUN).parts();
        SortedMap<String, byte[]> other = Forge.deny(Kind.SEALED_RUN).parts();
        Set<Exit> found = EnumSet.noneOf(Exit.class);
        for (String name : one.keySet()) {
            SortedMap<String, byte[]> removed = new TreeMap<>(one);
            removed.remove(name);
            found.add(exit(removed));
            byte[] theirs = other.get(name);
            if (theirs != null && !java.util.Arrays.equals(theirs, one.get(name))) {
                SortedMap<String, byte[]> swapped = new TreeMap<>(one);
                swapped.put(name, theirs);
                found.add(exit(swapped));
            }
        }
        for (String added : List.of("a.txt", "zz/late.json", "objects/" + "0".repeat(64), "log/proof")) {
            SortedMap<String, byte[]> more = new TreeMap<>(one);
            more.put(added, new byte[] {1});
            found.add(exit(more));
        }
        assertEquals(EnumSet.of(Exit.FAILED), found);
    }

    private Exit exit(SortedMap<String, byte[]> parts) throws IOException {
        Path file = ForgedBundle.write(folder, parts);
        return verifier.verify(file, Expectations.at(Attack.AT).requireAny()).exit();
    }

    @Test
    void folder_unpacked_verifiesLikeItsZip(@TempDir Path unpacked) throws IOException {
        SortedMap<String, byte[]> parts = Forge.allow(Kind.SEALED_RUN).parts();
        Files.writeString(unpacked.resolve("mimetype"), "application/vnd.sealgate.evidence+zip");
        for (String name : parts.keySet()) {
            Path file = unpacked.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, parts.get(name));
        }
        Verdict whole = verifier.verify(unpacked, Expectations.at(Attack.AT));
        assertEquals(Exit.OK, whole.exit(), () -> whole.report().findings().toString());
        Files.writeString(unpacked.resolve("facts.json"), "{}");
        assertEquals(
                Exit.FAILED,
                verifier.verify(unpacked, Expectations.at(Attack.AT)).exit());
    }

    @Test
    void container_ofAnotherKind_isRefusedWithItsCode() throws IOException {
        byte[] bundle = Files.readAllBytes(Forge.allow(Kind.SEALED_RUN).write(folder));
        String text = new String(bundle, java.nio.charset.StandardCharsets.ISO_8859_1);
        Object[][] rows = {
            {Code.BUNDLE_CONTAINER, "no archive"},
            {Code.BUNDLE_NOT_CANONICAL, text.replace("\0\0!\0", "\0\0\"\0")},
        };
        for (Object[] row : rows) {
            Path file = Files.write(
                    folder.resolve("other.zip"),
                    ((String) row[1]).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            List<Finding> findings =
                    verifier.verify(file, Expectations.at(Attack.AT)).report().findings();
            assertEquals(List.of(row[0]), findings.stream().map(Finding::code).toList(), findings::toString);
        }
    }

    @Test
    void folder_ofAForeignNameOrKind_isRefusedWithItsCode(@TempDir Path unpacked) throws IOException {
        Files.writeString(unpacked.resolve("mimetype"), "application/vnd.sealgate.evidence+zip");
        Files.writeString(unpacked.resolve("a b"), "x");
        assertEquals(List.of(Code.BUNDLE_NAME), codes(unpacked));
        Files.delete(unpacked.resolve("a b"));
        Files.writeString(unpacked.resolve("mimetype"), "application/zip");
        assertEquals(List.of(Code.BUNDLE_MEDIA_TYPE), codes(unpacked));
    }

    private List<Code> codes(Path bundle) throws IOException {
        return verifier.verify(bundle, Expectations.at(Attack.AT)).report().findings().stream()
                .map(Finding::code)
                .toList();
    }

    @Test
    void part_largerThanAVerifierHolds_isRefused() throws IOException {
        for (String name : List.of("input.json", "policy/policy.wasm")) {
            SortedMap<String, byte[]> parts = Forge.allow(Kind.SEALED_RUN).parts();
            parts.put(name, new byte[(name.endsWith("wasm") ? 8 << 20 : 4 << 20) + 1]);
            Path file = ForgedBundle.write(folder, parts);
            List<Finding> findings =
                    verifier.verify(file, Expectations.at(Attack.AT)).report().findings();
            assertEquals(
                    List.of(Code.BUNDLE_LIMIT),
                    findings.stream().map(Finding::code).toList());
        }
    }
}
