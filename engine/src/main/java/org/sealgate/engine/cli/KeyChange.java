package org.sealgate.engine.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.Keyring;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs that change keys have in common: where, why and from when on, and what is said afterwards. */
final class KeyChange {
    @Option(names = "--reason", paramLabel = "superseded|compromised", description = "why the key is taken back")
    private @Nullable String reason;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "what it signs from then on is not good, 2026-02-15T18:30:00Z (default: now)")
    private @Nullable String since;

    @Mixin
    private Home home;

    Keyring keyring() {
        return keyring(home.folder());
    }

    static Keyring keyring(Path folder) {
        return new Keyring(folder, Clock.systemUTC(), new SecureRandom(), Audit::against);
    }

    Optional<Keyring.Withdrawal> withdrawal() {
        if (reason == null && since != null) {
            throw Refusal.usage("KEY_REASON", "--since needs --reason superseded or --reason compromised");
        }
        return Optional.ofNullable(reason).map(why -> new Keyring.Withdrawal(why, at()));
    }

    Keyring.Withdrawal requireWithdrawal() {
        return withdrawal()
                .orElseThrow(() -> Refusal.usage(
                        "KEY_REASON", "say --reason superseded (another took its place) or --reason compromised"));
    }

    private Instant at() {
        try {
            return since == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw Refusal.usage("KEY_SINCE", "--since is no instant: write it as 2026-02-15T18:30:00Z");
        }
    }

    /** Says what came of it: 0 where the change is in force, 3 where it waits for others. */
    static int say(Console console, Keyring.Change change) {
        String what = "trust root version " + change.version();
        if (change.inForce()) {
            console.line(Console.Mark.GOOD, "in force", what + " in " + change.file());
            change.open().forEach(open -> console.line(Console.Mark.WARN, "open", open));
            console.say(
                    "Give it to auditors by a way of its own; they keep what they have, and take it as its successor.");
            return 0;
        }
        console.line(Console.Mark.WARN, "draft", what + " in " + change.file());
        change.open().forEach(open -> console.say("    " + open));
        console.say("Whoever holds another root key signs it: sealgate trust sign FILE --home THEIR-HOME");
        console.say("then, back here, the same with this home puts it in force.");
        return 3;
    }
}
