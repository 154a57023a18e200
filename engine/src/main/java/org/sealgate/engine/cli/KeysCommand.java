package org.sealgate.engine.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys}: who signs. */
@Command(
        name = "keys",
        description = "Makes an installation's keys.",
        mixinStandardHelpOptions = true,
        subcommands = KeysCommand.Init.class)
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

        @Mixin
        private Home home;

        private final Console console;

        Init(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            new Site(home.folder(), Clock.systemUTC(), new SecureRandom()).create(issuer, controller);
            console.line(
                    Console.Mark.GOOD,
                    "made",
                    "keys of every role in " + home.folder().resolve("keys"));
            console.say("Keep keys/root and keys/policy on another machine; the engine opens keys/decision alone.");
            console.say("Give " + home.folder().resolve("trust-root.json") + " to auditors by a way of its own.");
            return 0;
        }
    }
}
