package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.StatementSigner;

/**
 * The keys of an installation: {@code <home>/keys/<role>/{key.pem,passphrase,public.pem}}.
 *
 * <p>A folder a role, so that a role's key can lie on another machine: whoever asks for one that is not there gets a
 * {@link KeyProblem} that names it. A key that is to follow lies in {@code <role>.next} until a trust root lists it; the one that it
 * follows then moves to {@code retired/}.
 */
public final class KeyFolder {
    private static final String NEXT = ".next";

    private final Path folder;

    public KeyFolder(Path home) {
        this.folder = home.resolve("keys");
    }

    /** Whether any key was made here. */
    public boolean isInitialised() {
        return Files.exists(folder.resolve(Role.DECISION.id()).resolve("key.pem"));
    }

    /** Makes a key, under a passphrase of its own; refuses to replace one. */
    KeyPair create(KeySlot slot, SecureRandom random) throws IOException {
        return create(slot, folder.resolve(slot.folder()), random);
    }

    private KeyPair create(KeySlot slot, Path place, SecureRandom random) throws IOException {
        PrivateFile.folder(folder);
        PrivateFile.folder(place);
        KeyPair pair = KeyPair.generate(slot.algorithm(), random);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        byte[] passphrase =
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret).getBytes(StandardCharsets.US_ASCII);
        PrivateFile.create(place.resolve("passphrase"), passphrase);
        PrivateFile.create(
                place.resolve("key.pem"), EncryptedPem.write(pair.insecurePrivateKeyInfo(), passphrase, random));
        PrivateFile.create(place.resolve("public.pem"), EncryptedPem.pem("PUBLIC KEY", pair.spki()));
        return pair;
    }

    /** The key that is to follow: made where there is none yet, taken up where an earlier change was not carried through. */
    KeyPair prepare(KeySlot slot, SecureRandom random) throws IOException {
        Path place = next(slot);
        // a stop while it was made leaves a folder without public.pem, which no trust root can list
        if (Files.exists(place) && !Files.exists(place.resolve("public.pem"))) {
            Files.move(
                    place,
                    retired(place.getFileName() + "-unfinished-"
                            + Files.getLastModifiedTime(place).toMillis()));
        }
        return Files.exists(place) ? open(slot, place) : create(slot, place, random);
    }

    /** Puts keys in their place that the trust root in force lists. A stop in between is made good by the next call. */
    void settle(Set<String> listed) throws IOException {
        for (Role role : Role.values()) {
            for (KeySlot slot : KeySlot.all(role)) {
                Path next = next(slot);
                if (Files.exists(next.resolve("public.pem")) && listed.contains(keyid(next))) {
                    Path place = folder.resolve(slot.folder());
                    if (Files.exists(place)) {
                        Files.move(
                                place,
                                retired(slot.folder() + "-" + keyid(place).substring(0, 16)),
                                StandardCopyOption.ATOMIC_MOVE);
                    }
                    Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
                    PrivateFile.forceFolder(folder);
                }
            }
        }
    }

    /** The keyid of the log key that is to follow, where the trust root names it: logs have no keyids there. */
    Optional<String> logKeyid(Predicate<KeyPair> named) throws IOException {
        KeySlot slot = KeySlot.of(Role.LOG);
        Path place = next(slot);
        boolean follows = Files.exists(place.resolve("public.pem")) && named.test(open(slot, place));
        return follows ? Optional.of(keyid(place)) : Optional.empty();
    }

    private Path next(KeySlot slot) {
        return folder.resolve(slot.folder() + NEXT);
    }

    private Path retired(String name) throws IOException {
        Path retired = folder.resolve("retired");
        PrivateFile.folder(retired);
        return retired.resolve(name);
    }

    /** The public key of a slot, where one was made. */
    Optional<String> keyid(KeySlot slot) throws IOException {
        Path place = folder.resolve(slot.folder());
        return Files.exists(place.resolve("public.pem")) ? Optional.of(keyid(place)) : Optional.empty();
    }

    private static String keyid(Path place) throws IOException {
        return Digest.sha256(publicKey(place.resolve("public.pem"))).hex();
    }

    /** SubjectPublicKeyInfo of a {@code public.pem}. */
    static byte[] publicKey(Path file) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals("PUBLIC KEY")) {
                throw new KeyProblem(file + " is no public key in PEM");
            }
            return object.getContent();
        }
    }

    /** Opens the key of one role for signing statements. */
    public StatementSigner signer(Role role) {
        return open(role).signer();
    }

    /** Opens every key that a role signs with here: its own, and that of its second signature where one was made. */
    public List<StatementSigner> signers(Role role) {
        List<StatementSigner> signers = new ArrayList<>();
        for (KeySlot slot : KeySlot.all(role)) {
            if (signers.isEmpty() || Files.exists(folder.resolve(slot.folder()))) {
                signers.add(open(slot, folder.resolve(slot.folder())).signer());
            }
        }
        return signers;
    }

    /** Opens the log's key for signing checkpoints. */
    public CheckpointSigner logSigner(String origin) {
        return open(Role.LOG).logSigner(origin);
    }

    KeyPair open(Role role) {
        KeySlot slot = KeySlot.of(role);
        return open(slot, folder.resolve(slot.folder()));
    }

    private static KeyPair open(KeySlot slot, Path place) {
        try {
            byte[] passphrase = strip(PrivateFile.read(place.resolve("passphrase")));
            Path key = place.resolve("key.pem");
            byte[] info = EncryptedPem.read(PrivateFile.read(key), passphrase, key.toString());
            return KeyPair.ofPrivate(info, slot.algorithm(), key.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A passphrase file may end in one line feed, as an editor leaves it. */
    private static byte[] strip(byte[] passphrase) {
        int length = passphrase.length;
        boolean lineFeed = length > 0 && passphrase[length - 1] == '\n';
        return lineFeed ? java.util.Arrays.copyOf(passphrase, length - 1) : passphrase;
    }
}
