package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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

    /**
     * Makes the key that is to follow. One that an earlier change left is set aside: it was never listed, and may have lain here for
     * long, or have been copied with the machine.
     */
    KeyPair begin(KeySlot slot, SecureRandom random) throws IOException {
        setAside(slot);
        return create(slot, next(slot), random);
    }

    /**
     * The same on a token: what lies here is where it is.
     *
     * @param anew whether a key is made whatever an earlier change left; otherwise one of the same settings is taken up, for its label
     *     is spent
     */
    TokenKey begin(KeySlot slot, TokenSettings token, TrustRootEdition.Interval valid, boolean anew)
            throws IOException {
        Path place = next(slot);
        if (!anew && isLeft(place, token)) {
            return TokenKey.open(token);
        }
        setAside(slot);
        TokenKey key = TokenKey.generate(token, valid.from(), valid.until());
        PrivateFile.folder(folder);
        PrivateFile.folder(place);
        PrivateFile.create(place.resolve(TokenSettings.FILE), token.toBytes());
        PrivateFile.create(place.resolve("public.pem"), EncryptedPem.pem("PUBLIC KEY", key.spki()));
        return key;
    }

    private static boolean isLeft(Path place, TokenSettings token) throws IOException {
        Path settings = place.resolve(TokenSettings.FILE);
        return Files.exists(place.resolve("public.pem"))
                && Files.exists(settings)
                && TokenSettings.read(settings).equals(token);
    }

    private void setAside(KeySlot slot) throws IOException {
        Path place = next(slot);
        if (Files.exists(place)) {
            long made = Files.getLastModifiedTime(place).toMillis();
            Files.move(place, retired(place.getFileName() + "-unfinished-" + made));
        }
    }

    /** Whether a trust root lists the key that lies in a folder. */
    @FunctionalInterface
    interface Listing {
        boolean names(KeySlot slot, Path place) throws IOException;
    }

    /** Puts keys in their place that the trust root in force lists. A stop in between is made good by the next call. */
    void settle(Listing listing) throws IOException {
        for (Role role : Role.values()) {
            for (KeySlot slot : KeySlot.all(role)) {
                if (Files.exists(next(slot).resolve("public.pem")) && listing.names(slot, next(slot))) {
                    settle(slot);
                }
            }
        }
    }

    private void settle(KeySlot slot) throws IOException {
        Path place = folder.resolve(slot.folder());
        if (Files.exists(place)) {
            String name = slot.folder() + "-" + keyid(place).substring(0, 16);
            Path old = retired(name);
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            PrivateFile.forceFolder(folder.resolve("retired"));
        }
        // a stop here leaves the role without a key, and the next one where this goes on
        Files.move(next(slot), place, StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.forceFolder(folder);
    }

    /** Where the key that is to follow lies. */
    Path next(KeySlot slot) {
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

    static String keyid(Path place) throws IOException {
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
        return signer(KeySlot.of(role));
    }

    /** Opens every key that a role signs with here: its own, and that of its second signature where one was made. */
    public List<StatementSigner> signers(Role role) {
        return KeySlot.all(role).stream()
                .filter(slot -> slot.equals(KeySlot.of(role)) || Files.exists(folder.resolve(slot.folder())))
                .map(this::signer)
                .toList();
    }

    private StatementSigner signer(KeySlot slot) {
        Path place = folder.resolve(slot.folder());
        Path token = place.resolve(TokenSettings.FILE);
        if (!Files.exists(token)) {
            return open(slot, place).signer();
        }
        try {
            return TokenKey.open(TokenSettings.read(token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the log's key for signing checkpoints. */
    public CheckpointSigner logSigner(String origin) {
        return open(Role.LOG).logSigner(origin);
    }

    KeyPair open(Role role) {
        KeySlot slot = KeySlot.of(role);
        return open(slot, folder.resolve(slot.folder()));
    }

    static KeyPair open(KeySlot slot, Path place) {
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
    static byte[] strip(byte[] passphrase) {
        int length = passphrase.length;
        boolean lineFeed = length > 0 && passphrase[length - 1] == '\n';
        return lineFeed ? java.util.Arrays.copyOf(passphrase, length - 1) : passphrase;
    }
}
