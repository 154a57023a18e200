package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** What the reader hands in beside the bundles: how much of it is read, and how often. */
class OwnFilesTest {
    private static final int DOCUMENT = 4 << 20;

    @TempDir
    private Path folder;

    private Path file(String name, int size) throws IOException {
        return Files.write(folder.resolve(name), new byte[size]);
    }

    private Verifier verifier() throws IOException {
        return Verifier.trusting(TrustSource.of(Files.write(folder.resolve("trust-root.json"), TestTrust.file())));
    }

    private static Expectations about(Path artifact) {
        Expectations at = Expectations.at(Attack.AT);
        return new Expectations(
                at.at(),
                at.require(),
                Optional.of(artifact),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Test
    void trustRoot_largerThanAny_isNotRead() throws IOException {
        Path large = file("large.json", DOCUMENT + 1);
        IOException refused = assertThrows(IOException.class, () -> Verifier.trusting(TrustSource.of(large)));
        assertEquals(
                large
                        + " has more than 4194304 bytes and is no trust root: give the file as whoever made it gave it out",
                refused.getMessage());
        // one of the greatest size is read, and is none
        Trust read = Trust.read(TrustSource.of(file("most.json", DOCUMENT)));
        assertEquals(
                List.of(Code.JSON_SYNTAX),
                read.findings().stream().map(Finding::code).toList());
    }

    /** Whoever makes a trust root needs no key to fill it with a million keys that are none. */
    @Test
    void trustRoot_ofKeysThatAreNone_isRefusedWithAHundredReasons() {
        byte[] file = TestTrust.file(root -> root.with(
                "keys", Json.array(Collections.nCopies(100_000, Json.object().build()))));
        Problems problems = new Problems();
        assertTrue(TrustRootReader.read(file, problems).isEmpty());
        assertEquals(100, problems.findings().size());
    }

    @Test
    void checkpoint_largerThanAny_isNotRead() throws IOException {
        Path bundle = Forge.allow(Kind.SEALED_RUN).write(folder);
        Verifier verifier = verifier();
        Expectations large =
                Expectations.at(Attack.AT).comparing(Optional.of(file("large", (1 << 20) + 1)), Optional.empty());
        IOException refused = assertThrows(IOException.class, () -> verifier.verify(bundle, large));
        assertTrue(refused.toString().contains("more than 1048576 bytes and is no checkpoint"), refused.toString());
        Expectations most = Expectations.at(Attack.AT).comparing(Optional.of(file("most", 1 << 20)), Optional.empty());
        assertEquals(Exit.INDETERMINATE, verifier.verify(bundle, most).exit());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, DOCUMENT - 1, DOCUMENT, DOCUMENT + 1, DOCUMENT + 100_000})
    void artifact_largerThanADocument_isOnlyHashed(int size) throws IOException {
        byte[] bytes = new byte[size];
        byte[] salt = new byte[32];
        salt[7] = 9;
        Path file = Files.write(folder.resolve("artifact"), bytes);
        Artifact plain = Artifact.read(file, Optional.empty());
        assertEquals(Digest.sha256(bytes), plain.digest());
        assertEquals(Optional.empty(), plain.salted());
        assertEquals(size <= DOCUMENT, plain.content().isPresent());
        plain.content().ifPresent(content -> assertArrayEquals(bytes, content));
        Artifact salted = Artifact.read(file, Optional.of(salt));
        assertEquals(Digest.sha256(bytes), salted.digest());
        assertEquals(Optional.of(Digest.sha256(salt, bytes)), salted.salted());
    }

    @Test
    void artifact_ofManyBundles_isReadOnce() throws IOException {
        Verifier verifier = verifier();
        Path artifact = file("artifact", 10);
        Path other = folder.resolve("other");
        Path bundle = Forge.allow(Kind.SEALED_RUN).write(folder);
        Exit first = verifier.verify(bundle, about(artifact)).exit();
        assertEquals(Exit.FAILED, first);
        Files.delete(artifact);
        assertEquals(first, verifier.verify(bundle, about(artifact)).exit());
        assertThrows(NoSuchFileException.class, () -> verifier.verify(bundle, about(other)));
    }
}
