package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import org.sealgate.bundle.StatementSigner;

/**
 * The keys of an installation: {@code <home>/keys/<role>/{key.pem,passphrase,public.pem}}.
 *
 * <p>A folder a role, so that a role's key can lie on another machine: whoever asks for one that is not there gets a
 * {@link KeyProblem} that names it.
 */
public final class KeyFolder {
    private final Path folder;

    public KeyFolder(Path home) {
        this.folder = home.resolve("keys");
    }

    /** Whether any key was made here. */
    public boolean isInitialised() {
        return Files.exists(folder.resolve(Role.DECISION.id()).resolve("key.pem"));
    }

    /** Makes a key of every role, each under its own passphrase; refuses to replace one. */
    Map<Role, KeyPair> create(SecureRandom random) {
        Map<Role, KeyPair> made = new EnumMap<>(Role.class);
        try {
            PrivateFile.folder(folder);
            for (Role role : Role.values()) {
                made.put(role, create(role, random));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    private KeyPair create(Role role, SecureRandom random) throws IOException {
        Path place = folder.resolve(role.id());
        PrivateFile.folder(place);
        KeyPair pair = KeyPair.generate(role.algorithm(), random);
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

    /** Opens the key of one role for signing statements. */
    public StatementSigner signer(Role role) {
        return open(role).signer();
    }

    KeyPair open(Role role) {
        Path place = folder.resolve(role.id());
        try {
            byte[] passphrase = strip(PrivateFile.read(place.resolve("passphrase")));
            Path key = place.resolve("key.pem");
            byte[] info = EncryptedPem.read(PrivateFile.read(key), passphrase, key.toString());
            return KeyPair.ofPrivate(info, role.algorithm(), key.toString());
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
