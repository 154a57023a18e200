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
import picocli.CommandLine.Parameters;

/** {@code patch}: a signed correction of a run. The sealed file stays as it is. */
@Command(
        name = "patch",
        description = {
            "Says something about a published run: signed, logged, a line of the PATCH_LOG. What was sealed stays as it",
            "is; who verifies it and is given the correction is told."
        },
        mixinStandardHelpOptions = true)
final class PatchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN_ID", description = "the run that was published")
    private String runId;

    @Option(
            names = "--kind",
            paramLabel = "K",
            description = "llm-run-snapshot or sealed-run (default: ${DEFAULT-VALUE})")
    private String kind = "sealed-run";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "one line of at most 500 characters, for whoever relies on the run; no personal data")
    private String reason;

    @Option(
            names = "--notice",
            paramLabel = "FILE",
            description = "keep the correction for auditors here; nothing is replaced")
    private @Nullable Path notice;

    @Option(
            names = "--caller",
            paramLabel = "ID",
            description = "which caller of callers.json asks, an operator (default: ${DEFAULT-VALUE})")
    private String caller = "local-operator";

    @Option(names = "-o", paramLabel = "FORM", description = "text (default) or json")
    private Output output = Output.TEXT;

    @Mixin
    private Home home;

    private final Console console;

    PatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Kind known = Kind.byId(kind).orElseThrow(() -> Refusal.usage("KIND_UNKNOWN", "there is no kind " + kind));
        try (EngineClient engine = home.engine(caller)) {
            EngineClient.Answer answer = engine.correct(known, runId, reason);
            report(answer);
            if (notice != null && answer.status() == 201) {
                long number = answer.body().integer("number");
                Files.write(notice, engine.notice(number), StandardOpenOption.CREATE_NEW);
                console.note("The correction lies in " + notice);
            }
            return answer.status() == 201 ? 0 : 1;
        }
    }

    private void report(EngineClient.Answer answer) {
        Json.Obj body = answer.body();
        if (output == Output.JSON) {
            Answers.document(console, body);
            return;
        }
        if (answer.status() == 201) {
            console.line(Console.Mark.GOOD, "corrected", runId + ", number " + body.integer("number"));
            Answers.detail(console, "decision", body.object("corrects").textOrNull("decisionId"));
            Answers.detail(console, "subject", body.object("subject").textOrNull("name"));
            Answers.detail(console, "statement", body.textOrNull("statement"));
            return;
        }
        String title = answer.status() == 404 ? "no such run was published" : body.textOrNull("title");
        console.line(Console.Mark.BAD, "not corrected", runId + ": " + title);
        Answers.violations(body)
                .forEach(each -> console.say("    " + each.text("code") + " at " + each.text("pointer")));
    }
}
