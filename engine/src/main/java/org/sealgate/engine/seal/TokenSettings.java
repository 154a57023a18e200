package org.sealgate.engine.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/**
 * Where a PKCS#11 token and its key are, {@code keys/<role>/pkcs11.json}:
 *
 * <pre>{@code {"key":"sealgate-decision","library":"/usr/lib/softhsm/libsofthsm2.so","pin":"/run/secrets/pin","slot":1234567}} </pre>
 *
 * @param library the token's own, an absolute path
 * @param slot as the token's tool shows it
 * @param key the label of the key
 * @param pin a file that only its owner may read
 */
record TokenSettings(Path library, long slot, String key, Path pin) {
    static final String FILE = "pkcs11.json";

    private static final Set<String> MEMBERS = Set.of("library", "slot", "key", "pin");
    /** Both go into a configuration of SunPKCS11, which has a syntax of its own. */
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/._+-]{1,1000}");

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    TokenSettings {
        if (!PATH.matcher(library.toString()).matches()) {
            throw new KeyProblem("library " + library + " is no absolute path of letters, digits and /._+-");
        }
        if (!LABEL.matcher(key).matches()) {
            throw new KeyProblem("key " + key + " is no label of letters, digits and ._-");
        }
        if (slot < 0 || slot > Integer.MAX_VALUE) {
            throw new KeyProblem("slot " + slot + " is not within 0 and " + Integer.MAX_VALUE);
        }
    }

    /** Reads a file; a PIN file is named relative to it. */
    static TokenSettings read(Path file) throws IOException {
        try {
            Json.Obj settings = JsonReader.readObject(Files.readAllBytes(file));
            if (!settings.members().keySet().equals(MEMBERS)) {
                throw new KeyProblem(file + " must have exactly the members " + MEMBERS);
            }
            return new TokenSettings(
                    Path.of(settings.text("library")),
                    settings.integer("slot"),
                    settings.text("key"),
                    file.toAbsolutePath().resolveSibling(settings.text("pin")).normalize());
        } catch (NoSuchFileException e) {
            throw new KeyProblem(file + " is not there", e);
        } catch (JsonException e) {
            throw new KeyProblem(file + ": " + e.getMessage(), e);
        }
    }

    byte[] toBytes() {
        return CanonicalJson.rfc8785(Json.object()
                .put("library", library.toString())
                .put("slot", slot)
                .put("key", key)
                .put("pin", pin.toString())
                .build());
    }
}
