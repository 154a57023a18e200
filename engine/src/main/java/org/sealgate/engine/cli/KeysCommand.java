package org.sealgate.engine.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: who signs. */
@Command(
        name = "keys",
        description = "Makes and changes an installation's keys.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysCommand.Init.class,
            KeysCommand.Rotate.class,
            KeysCommand.Revoke.class,
            KeysCommand.Add.class,
            KeysAttestCommands.Witness.class,
            KeysAttestCommands.Authority.class,
            KeysListCommand.class,
        })
final class KeysCommand {
    private KeysCommand() {}

    /** {@code keys init}. */
    @Command(
            name = "init",
            description = "Makes keys of every role, as encrypted PEM, and the trust root; replaces nothing.",
            mixinStandardHelpOptions = true)
    static final class Init implements Callable<Integer> {
        @Option(names = "--issuer", paramLabel = "URI", description = "the gate's name in statements")
        private String issuer = Settings.LOCAL_ISSUER;

        @Option(names = "--controller", paramLabel = "NAME", description = "who holds the keys")
        private String controller = Settings.LOCAL_INSTANCE;

        @Option(
                names = "--second-signature",
                description = "each decision bears a signature of ML-DSA-65 besides, and the trust root requires it")
        private boolean secondSignature;

        @Option(
                names = "--only-root",
                description = "makes a root key alone, for a person who signs trust roots with others")
        private boolean onlyRoot;

        @Mixin
        private Home home;

        private final Console console;

        Init(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            if (onlyRoot) {
                Path publicKey = KeyChange.keyring(home.folder()).createRoot();
                console.line(Console.Mark.GOOD, "made", "a root key; its public half is " + publicKey);
                console.say("The gate's operator lists it: sealgate keys add root --controller NAME --public FILE");
                return 0;
            }
            new Site(home.folder(), Clock.systemUTC(), new SecureRandom()).create(issuer, controller, secondSignature);
            console.line(
                    Console.Mark.GOOD,
                    "made",
                    "keys of every role in " + home.folder().resolve("keys"));
            console.say(
                    "Keep keys/root and keys/policy on another machine; the engine opens keys/decision, keys/log and"
                            + " keys/tsa alone.");
            console.say("Give " + home.folder().resolve("trust-root.json") + " to auditors by a way of its own.");
            return 0;
        }
    }

    /** {@code keys rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a role's next key and the trust root that lists it; what the old one signed stays good.",
                "With --reason the old key is taken back: the one that lies here, or all that the role has elsewhere."
            },
            mixinStandardHelpOptions = true)
    static final class Rotate implements Callable<Integer> {
        @Parameters(paramLabel = "ROLE", description = "decision, policy, root, log or tsa")
        private String role;

        @Option(
                names = "--pkcs11",
                paramLabel = "FILE",
                description = "makes it on a token: {\"library\":…,\"slot\":…,\"key\":label,\"pin\":file}")
        private @Nullable Path token;

        @Mixin
        private KeyChange change;

        private final Console console;

        Rotate(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            var keyring = change.keyring();
            int status = KeyChange.say(
                    console,
                    token == null
                            ? keyring.rotate(role, change.withdrawal())
                            : keyring.rotateToToken(role, change.withdrawal(), token));
            console.say("The old private key lies in keys/retired when the new one is in use: destroy it.");
            return status;
        }
    }

    /** {@code keys revoke}. */
    @Command(
            name = "revoke",
            description = "Takes a key back, for good: auditors refuse what it signs from then on.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Parameters(paramLabel = "KEYID", description = "as keys list shows it")
        private String keyid;

        @Mixin
        private KeyChange change;

        private final Console console;

        Revoke(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return KeyChange.say(console, change.keyring().revoke(keyid, change.requireWithdrawal()));
        }
    }

    /** {@code keys add}. */
    @Command(name = "add", description = "Lists the key of another person or machine.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "ROLE", description = "decision, policy or root")
        private String role;

        @Option(names = "--controller", required = true, paramLabel = "NAME", description = "who holds it")
        private String controller;

        @Option(names = "--public", required = true, paramLabel = "FILE", description = "their public.pem")
        private Path publicKey;

        @Option(
                names = "--threshold",
                paramLabel = "N",
                description =
                        "how many controllers must sign trust roots from now on; of the other roles one signs alone")
        private @Nullable Integer threshold;

        @Mixin
        private KeyChange change;

        private final Console console;

        Add(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            OptionalInt needed = threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold);
            return KeyChange.say(console, change.keyring().add(role, controller, publicKey, needed));
        }
    }
}
