package org.sealgate.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.Keyring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trust sign}. */
@Command(
        name = "sign",
        description = {
            "Adds a root key's signature to a draft of a trust root; look at it first with: sealgate trust show.",
            "Where that was the last one wanting, and the version before is in force here, it comes into force: stop the engine first."
        },
        mixinStandardHelpOptions = true)
final class TrustSignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DRAFT", description = "signed in its place")
    private Path draft;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "the version that it follows, where this home has none")
    private @Nullable Path before;

    @Mixin
    private Home home;

    private final Console console;

    TrustSignCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!Files.exists(draft)) {
            throw Refusal.usage("FILE_MISSING", draft + " is not there");
        }
        Keyring.Change change = KeyChange.keyring(home.folder()).sign(draft, Optional.ofNullable(before));
        if (change.inForce()) {
            return KeyChange.say(console, change);
        }
        console.line(Console.Mark.GOOD, "signed", "trust root version " + change.version() + " in " + change.file());
        if (change.open().isEmpty()) {
            console.say("Nothing is wanting: sealgate trust sign with the gate's home puts it in force.");
            return 0;
        }
        change.open().forEach(open -> console.say("    still open: " + open));
        return 3;
    }
}
