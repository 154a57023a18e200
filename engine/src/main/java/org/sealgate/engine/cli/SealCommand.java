package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seal}: decides and seals. Anything but exit status 0 means: do not publish. */
@Command(
        name = "seal",
        description = "Decides and seals; prints id, digest and path. Anything but exit 0 means: do not publish.",
        mixinStandardHelpOptions = true)
final class SealCommand implements Callable<Integer> {
    @Mixin
    private Proposing proposing;

    @Option(
            names = "--objects",
            paramLabel = "DIR",
            description = "where the files lie that the proposal names; they are put first (default: beside FILE)")
    private @Nullable Path objects;

    @Option(names = "--bundle", paramLabel = "FILE", description = "keep the evidence here; nothing is replaced")
    private @Nullable Path bundle;

    private final Console console;

    SealCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Kind kind = proposing.kind();
        byte[] proposal = proposing.proposal();
        try (EngineClient engine = proposing.engine()) {
            for (NamedFiles.Found file : NamedFiles.of(proposal, objects())) {
                engine.putObject(file.digest(), file.path());
            }
            EngineClient.Answer answer = engine.propose(kind, proposal, proposing.parameters());
            report(kind, answer);
            @Nullable String id = answer.body().textOrNull("decisionId");
            if (bundle != null && id != null) {
                Files.write(bundle, engine.bundle(id), StandardOpenOption.CREATE_NEW);
                console.note("The evidence lies in " + bundle);
            }
            return answer.isAllow() ? 0 : 1;
        }
    }

    private Path objects() {
        return objects != null ? objects : proposing.file().toAbsolutePath().resolveSibling(".");
    }

    private void report(Kind kind, EngineClient.Answer answer) {
        if (proposing.asJson()) {
            Answers.document(console, answer.body());
            return;
        }
        Answers.outcome(console, kind, answer);
        Json.Obj body = answer.body();
        Answers.detail(console, "decision", body.textOrNull("decisionId"));
        Answers.detail(console, "statement", body.textOrNull("statement"));
        if (body.get("subject") instanceof Json.Obj subject) {
            Answers.detail(console, "subject", subject.textOrNull("name"));
            Answers.detail(console, "digest", subject.get("digest") instanceof Json.Str text ? text.value() : null);
        }
        Answers.detail(console, "bundle", body.textOrNull("bundle"));
    }
}
