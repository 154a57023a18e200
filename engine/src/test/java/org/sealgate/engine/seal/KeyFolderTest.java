package org.sealgate.engine.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.StatementSigner;

/** Keys on disk: made apart, closed to others, opened only by their passphrase. */
class KeyFolderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-15T18:30:00Z"), ZoneOffset.UTC);
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    @TempDir
    Path home;

    private void init() {
        new Installation(home, CLOCK, new SecureRandom()).create("https://gate.example.org", "gate-1");
    }

    @Test
    void init_everyRole_hasItsOwnKeyAndPassphrase() throws IOException {
        init();
        Set<String> passphrases = new HashSet<>();
        for (Role role : Role.values()) {
            Path place = home.resolve("keys").resolve(role.id());
            passphrases.add(Files.readString(place.resolve("passphrase")));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("key.pem"))));
            assertTrue(
                    Files.readString(place.resolve("key.pem")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        }
        assertEquals(Role.values().length, passphrases.size());
    }

    @Test
    void init_again_refusesAndChangesNothing() throws IOException {
        init();
        Path key = home.resolve("keys/decision/key.pem");
        byte[] before = Files.readAllBytes(key);
        assertThrows(KeyProblem.class, this::init);
        assertArrayEquals(before, Files.readAllBytes(key));
    }

    @Test
    void trustRoot_signedByItsRootKey_listsOneRoleAKey() throws Exception {
        init();
        DsseEnvelope envelope = DsseEnvelope.read(Files.readAllBytes(Installation.trustRoot(home)));
        assertEquals(Installation.TRUST_ROOT_TYPE, envelope.payloadType());
        Json.Obj payload = JsonReader.readObject(envelope.payload().toArray());
        assertEquals(3, payload.objects("keys").size());
        payload.objects("keys")
                .forEach(key -> assertEquals(1, key.texts("roles").size()));
        KeyPair root = new KeyFolder(home).open(Role.ROOT);
        assertTrue(jdkVerifies(
                root, envelope.pae(), envelope.signatures().getFirst().sig().toArray()));
    }

    /** The log's key as others spell it: OpenSSL's bytes of the key file, hashed with the log's name. */
    @Test
    void trustRoot_logPolicy_namesTheLogsKey() throws Exception {
        init();
        Json.Obj payload = JsonReader.readObject(DsseEnvelope.read(Files.readAllBytes(Installation.trustRoot(home)))
                .payload()
                .toArray());
        String pem = Files.readString(home.resolve("keys/log/public.pem"));
        byte[] spki = java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        byte[] typed = java.util.Arrays.copyOfRange(spki, spki.length - 33, spki.length);
        typed[0] = 1;
        java.security.MessageDigest sha256 = java.security.MessageDigest.getInstance("SHA-256");
        sha256.update("log.gate.example.org\n".getBytes(StandardCharsets.UTF_8));
        String hash = java.util.HexFormat.of().formatHex(sha256.digest(typed), 0, 4);
        String key = "log.gate.example.org+" + hash + "+"
                + java.util.Base64.getEncoder().encodeToString(typed);
        assertEquals("log " + key + "\nquorum none\n", payload.text("logPolicy"));
        assertEquals(
                "log.gate.example.org", payload.objects("issuers").getFirst().text("origin"));
    }

    /** R10: an independent implementation accepts it, the same bytes sign the same, S is low. */
    @Test
    void signature_anyMessage_isDeterministicLowAndAcceptedByTheJdk() throws Exception {
        init();
        KeyFolder keys = new KeyFolder(home);
        StatementSigner signer = keys.signer(Role.DECISION);
        KeyPair pair = keys.open(Role.DECISION);
        for (int i = 0; i < 50; i++) {
            byte[] message = ("message " + i).getBytes(StandardCharsets.UTF_8);
            byte[] signature = signer.sign(message);
            assertArrayEquals(signature, signer.sign(message));
            BigInteger s = StandardDSAEncoding.INSTANCE.decode(P256_ORDER, signature)[1];
            assertTrue(s.compareTo(P256_ORDER.shiftRight(1)) <= 0);
            assertTrue(jdkVerifies(pair, message, signature));
        }
    }

    private static boolean jdkVerifies(KeyPair pair, byte[] message, byte[] signature) throws Exception {
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pair.spki())));
        check.update(message);
        return check.verify(signature);
    }

    enum Damage {
        READABLE_BY_GROUP,
        PASSPHRASE_READABLE,
        WRONG_PASSPHRASE,
        FLIPPED,
        PLAIN_PEM,
        OTHER_ALGORITHM,
        REMOVED
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void open_damagedKey_isRefusedWithASentence(Damage damage) throws IOException {
        init();
        Path place = home.resolve("keys/decision");
        Path key = place.resolve("key.pem");
        switch (damage) {
            case READABLE_BY_GROUP -> Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
            case PASSPHRASE_READABLE ->
                Files.setPosixFilePermissions(
                        place.resolve("passphrase"), PosixFilePermissions.fromString("rw----r--"));
            case WRONG_PASSPHRASE -> Files.writeString(place.resolve("passphrase"), "other");
            case FLIPPED -> Files.writeString(key, Files.readString(key).replaceFirst("MI", "MJ"));
            case PLAIN_PEM -> Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
            case OTHER_ALGORITHM -> {
                Files.copy(home.resolve("keys/log/key.pem"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                Files.copy(
                        home.resolve("keys/log/passphrase"),
                        place.resolve("passphrase"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            case REMOVED -> Files.delete(key);
        }
        KeyProblem problem = assertThrows(KeyProblem.class, () -> new KeyFolder(home).signer(Role.DECISION));
        assertFalse(String.valueOf(problem.getMessage()).isBlank());
    }

    /** The files are OpenSSL's own format: an operator can open them without us. */
    @Test
    void pem_everyRole_opensInOpenssl() throws Exception {
        Path openssl = onPath("openssl");
        org.junit.jupiter.api.Assumptions.assumeTrue(openssl != null, "openssl is not installed: skipped");
        init();
        for (Role role : Role.values()) {
            Path place = home.resolve("keys").resolve(role.id());
            Process process = new ProcessBuilder(
                            String.valueOf(openssl),
                            "pkey",
                            "-in",
                            place.resolve("key.pem").toString(),
                            "-passin",
                            "file:" + place.resolve("passphrase"),
                            "-pubout")
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), out);
            assertEquals(
                    Files.readString(place.resolve("public.pem")),
                    out,
                    Map.of("role", role).toString());
        }
    }

    private static @org.jspecify.annotations.Nullable Path onPath(String name) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
