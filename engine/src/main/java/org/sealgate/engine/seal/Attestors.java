package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.Witness;
import org.sealgate.engine.seal.anchor.HttpTimeSource;
import org.sealgate.engine.seal.anchor.HttpWitness;
import org.sealgate.engine.seal.anchor.TrustedTsa;

/**
 * Those who attest a log's checkpoints for this installation.
 *
 * <p>Without a file {@code anchors.json} in the home folder these are the operator's own time stamping authority and the witnesses
 * whose address the trust root tells. The file
 * names others by address; their keys are the trust root's:
 *
 * <pre>{@code {"tsa":"http://tsa.example.org/","witnesses":{"w1":"https://witness.example.org/"}}} </pre>
 *
 * @param time who says when
 * @param witnesses who says that the log has one history; maybe nobody
 */
public record Attestors(TimeSource time, List<Witness> witnesses) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Set<String> MEMBERS = Set.of("tsa", "witnesses");

    public Attestors {
        witnesses = List.copyOf(witnesses);
    }

    /**
     * Reads the file, if there is one.
     *
     * @throws KeyProblem where it cannot be used, or the operator's own authority cannot be opened
     */
    public static Attestors open(Path home, TrustedKeys trusted, Clock clock, SecureRandom random) {
        try {
            Json.Obj file = read(home.resolve("anchors.json"));
            return new Attestors(
                    file.has("tsa") ? external(file, trusted, clock, random) : TimeAuthority.open(home, trusted, clock),
                    witnesses(file, trusted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificates of the operator's own time stamping authority in DER, from its own to the one that the trust root names. */
    public static List<Bytes> certificates(Path home) {
        try {
            return TimeAuthority.chain(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of connections; nobody is to be asked afterwards. */
    @Override
    public void close() {
        if (time instanceof HttpTimeSource external) {
            external.close();
        }
        for (Witness witness : witnesses) {
            if (witness instanceof HttpWitness client) {
                client.close();
            }
        }
    }

    private static HttpTimeSource external(Json.Obj file, TrustedKeys trusted, Clock clock, SecureRandom random) {
        List<TrustedTsa> trustedTsas = trusted.timeAuthorities();
        return new HttpTimeSource(address(file.text("tsa")), DEADLINE, trustedTsas, clock, random);
    }

    /** Those that the trust root names and whose address it, or the file, tells: nobody else's cosignature would count. */
    private static List<Witness> witnesses(Json.Obj file, TrustedKeys trusted) {
        Json.Obj addresses =
                file.has("witnesses") ? file.object("witnesses") : Json.object().build();
        List<Witness> witnesses = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (LogPolicy.WitnessLine line : trusted.logPolicy().witnesses()) {
            known.add(line.name());
            Optional<String> address =
                    addresses.has(line.name()) ? Optional.of(addresses.text(line.name())) : line.url();
            address.ifPresent(text -> witnesses.add(new HttpWitness(line.key(), address(text), DEADLINE)));
        }
        for (String name : addresses.members().keySet()) {
            if (!known.contains(name)) {
                throw new KeyProblem("anchors.json: the trust root names no witness " + name);
            }
        }
        return witnesses;
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
                throw new KeyProblem("anchors.json: " + text + " is no address of http or https");
            }
            return address;
        } catch (java.net.URISyntaxException e) {
            throw new KeyProblem("anchors.json: " + text + " is no address", e);
        }
    }

    private static Json.Obj read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Json.object().build();
        }
        try {
            Json.Obj file = JsonReader.readObject(Files.readAllBytes(path));
            for (String member : file.members().keySet()) {
                if (!MEMBERS.contains(member)) {
                    throw new KeyProblem(path + ": " + member + " is not known; there is " + MEMBERS);
                }
            }
            return file;
        } catch (JsonException e) {
            throw new KeyProblem(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
