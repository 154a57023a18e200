package org.sealgate.engine.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code keys} that name who attests the log's checkpoints besides ourselves. */
final class KeysAttestCommands {
    private KeysAttestCommands() {}

    /** {@code keys witness}. */
    @Command(
            name = "witness",
            description = "Names a witness of the log (C2SP tlog-witness): what it cosigned, auditors are told.",
            mixinStandardHelpOptions = true)
    static final class Witness implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NAME", description = "what the log policy calls it")
        private String name;

        @Parameters(index = "1", paramLabel = "VKEY", description = "its key, as it publishes it: name+hash+base64")
        private String key;

        @Option(names = "--url", paramLabel = "URL", description = "where it takes checkpoints")
        private @Nullable String url;

        @Option(
                names = "--need",
                paramLabel = "N",
                description =
                        "so many witnesses must have cosigned; evidence without them is refused, earlier evidence too")
        private @Nullable Integer need;

        @Mixin
        private KeyChange change;

        private final Console console;

        Witness(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            OptionalInt needed = need == null ? OptionalInt.empty() : OptionalInt.of(need);
            return KeyChange.say(console, change.keyring().addWitness(name, key, Optional.ofNullable(url), needed));
        }
    }

    /** {@code keys authority}. */
    @Command(
            name = "authority",
            description = "Names somebody else's time stamping authority (RFC 3161): its word for the time counts.",
            mixinStandardHelpOptions = true)
    static final class Authority implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "its certificates in PEM, the root last")
        private Path certificates;

        @Option(names = "--controller", required = true, paramLabel = "NAME", description = "whose it is")
        private String controller;

        @Option(names = "--policy", required = true, paramLabel = "OID", description = "the policy of its tokens")
        private String policy;

        @Mixin
        private KeyChange change;

        private final Console console;

        Authority(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            int status = KeyChange.say(console, change.keyring().addTimeAuthority(controller, certificates, policy));
            console.say(
                    "The engine asks it when anchors.json in the home folder names its address: {\"tsa\":\"http://…\"}");
            return status;
        }
    }
}
