package org.sealgate.engine.cli;

import java.util.concurrent.Callable;
import org.sealgate.bundle.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: what would the gate say? Nothing is sealed, so nothing that comes out can serve as evidence. */
@Command(
        name = "check",
        description = "Asks the gate without sealing; can never serve as evidence.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Proposing proposing;

    private final Console console;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Kind kind = proposing.kind();
        byte[] proposal = proposing.proposal();
        try (EngineClient engine = proposing.engine()) {
            EngineClient.Answer answer = engine.preview(kind, proposal, proposing.parameters());
            boolean allowed =
                    answer.status() == 200 && "allow".equals(answer.body().textOrNull("outcome"));
            if (proposing.asJson()) {
                Answers.document(console, answer.body());
            } else {
                Answers.outcome(console, kind, answer);
                console.say("A preview: nothing was sealed, and this is no evidence.");
            }
            return allowed ? 0 : 1;
        }
    }
}
