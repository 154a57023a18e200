package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.engine.Keyring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trust show}. */
@Command(
        name = "show",
        description = "Shows a trust root or a draft of one, and what an auditor would say to it.",
        mixinStandardHelpOptions = true)
final class TrustShowCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "default: the one in force here")
    private @Nullable Path file;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "the version that it is to follow (default: the one in force here, for a draft)")
    private @Nullable Path before;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "how to report")
    private Output output = Output.TEXT;

    @Mixin
    private Home home;

    private final Console console;

    TrustShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path inForce = home.folder().resolve("trust-root.json");
        Path shown = file == null ? inForce : file;
        Bytes bytes = read(shown);
        Json.Obj payload = Keyring.payload(bytes);
        if (output == Output.JSON) {
            console.document(new String(CanonicalJson.rfc8785(payload), StandardCharsets.UTF_8));
            return 0;
        }
        Optional<Path> follows = Optional.ofNullable(before)
                .or(() -> Optional.of(inForce).filter(own -> file != null && Files.exists(own)));
        Optional<Bytes> earlier = follows.isEmpty() ? Optional.empty() : Optional.of(read(follows.get()));
        // the same file again follows nothing
        Optional<Bytes> other = earlier.filter(own -> !own.equals(bytes));
        content(bytes, payload);
        List<Keyring.Objection> against = Audit.against(bytes, other);
        against.forEach(each -> console.line(Console.Mark.BAD, "refused", each.sentence()));
        if (against.isEmpty()) {
            console.line(
                    Console.Mark.GOOD,
                    "good",
                    other.isEmpty()
                            ? "signed to its own threshold"
                            : "signed to its own and its predecessor's threshold");
        }
        return against.isEmpty() ? 0 : 1;
    }

    private void content(Bytes bytes, Json.Obj root) {
        console.say("trust root " + bytes.sha256().text());
        console.say("version " + root.integer("version") + ", issued " + root.text("issuedAt") + ", expires "
                + root.text("expires"));
        for (Json.Obj issuer : root.objects("issuers")) {
            console.say("issuer " + issuer.text("issuer") + " by " + issuer.text("controller") + ", requires "
                    + required(issuer.object("require")));
        }
        for (String role : root.object("roles").members().keySet()) {
            Json.Obj asked = root.object("roles").object(role);
            console.say("role " + role + ": " + asked.integer("threshold") + " of its controllers, each with "
                    + String.join(" and ", asked.texts("algorithms")));
        }
        root.objects("keys").forEach(this::key);
        root.text("logPolicy").lines().forEach(line -> console.say("log policy: " + line));
        for (Json.Obj tsa : root.objects("tsa")) {
            console.say("time authority of " + tsa.text("controller") + ", policy " + tsa.text("policy")
                    + (tsa.bool("operator") ? ", the operator's own" : ""));
        }
    }

    private static String required(Json.Obj require) {
        List<String> names = Stream.of("log", "witness", "time", "vsa", "sigstore")
                .filter(require::bool)
                .toList();
        return names.isEmpty() ? "signatures alone" : String.join(", ", names);
    }

    private void key(Json.Obj row) {
        String revoked = row.get("revoked") instanceof Json.Obj why
                ? ", revoked since " + why.text("at") + " as " + why.text("reason")
                : "";
        console.say("key " + row.text("keyid").substring(0, 16) + " "
                + row.texts("roles").getFirst() + " "
                + row.text("algorithm") + " of " + row.text("controller") + ", " + row.text("validFrom") + " to "
                + row.text("validUntil") + revoked);
    }

    static Bytes read(Path from) throws IOException {
        if (!Files.exists(from)) {
            throw Refusal.usage("FILE_MISSING", from + " is not there");
        }
        return Bytes.copyOf(Files.readAllBytes(from));
    }
}
