package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.verify.CheckResult;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.Finding;
import org.sealgate.verify.Report;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: why, in plain words first. What was not verified is not explained. */
@Command(
        name = "explain",
        description = "Says why a decision came out as it did: which rule, where in the document, what to do.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID or BUNDLE", description = "a decision of the running engine, or a bundle")
    private String what;

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description = "whom to believe (default: the installation's own)")
    private @Nullable Path trustRoot;

    @Option(
            names = "--caller",
            paramLabel = "ID",
            description = "which caller of callers.json asks (default: the first)")
    private @Nullable String caller;

    @Option(names = "-o", paramLabel = "FORM", description = "text (default) or json")
    private Output output = Output.TEXT;

    @Mixin
    private Home home;

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path given = Path.of(what);
        if (Files.exists(given)) {
            return explain(given);
        }
        Path fetched = Files.createTempFile("sealgate", ".evidence.zip");
        try (EngineClient engine = home.engine(caller)) {
            Files.write(fetched, engine.bundle(what));
            return explain(fetched);
        } finally {
            Files.deleteIfExists(fetched);
        }
    }

    private int explain(Path bundle) throws IOException {
        Path root = trustRoot != null ? trustRoot : home.folder().resolve("trust-root.json");
        if (!Files.exists(root)) {
            throw Refusal.usage(
                    "TRUST_ROOT_MISSING", "there is no trust root at " + root + ": name one with --trust-root");
        }
        Verdict verdict = Verifier.trusting(TrustSource.of(root))
                .verify(bundle, Expectations.at(Instant.now()).requireAny());
        if (!verdict.verified()) {
            console.line(
                    Console.Mark.BAD, "not genuine", "this bundle does not verify, so nothing it says is explained");
            failures(verdict.report()).forEach(console::say);
            return verdict.exit().status();
        }
        Explanation explanation = Explanation.of(bundle);
        switch (output) {
            case TEXT -> print(explanation);
            case JSON -> Answers.document(console, json(explanation));
        }
        return 0;
    }

    private static List<String> failures(Report report) {
        List<String> lines = new ArrayList<>();
        for (Report.Line line : report.lines()) {
            if (line.result() instanceof CheckResult.Fail fail) {
                for (Finding finding : fail.findings()) {
                    lines.add("    " + finding.code() + " at " + finding.pointer() + ": expected " + finding.expected()
                            + ", found " + finding.actual());
                }
            }
        }
        return lines;
    }

    private void print(Explanation explanation) {
        boolean allowed = explanation.outcome().equals("allow");
        console.line(allowed ? Console.Mark.GOOD : Console.Mark.BAD, explanation.outcome(), explanation.verdict());
        int number = 0;
        for (Explanation.Reason reason : explanation.reasons()) {
            number++;
            print(number, reason);
        }
        if (explanation.result().isPresent()) {
            console.say("");
            console.say(explanation.authority());
            failed("Checks", explanation.failed("checks"));
            failed("Gates", explanation.failed("gates"));
        }
        console.say(
                "The record itself verifies; what was proposed is known by its digest and, where allowed, carried in the bundle.");
    }

    private void print(int number, Explanation.Reason reason) {
        String title = reason.title();
        String where = reason.pointer().isEmpty() ? "the document as a whole" : reason.pointer();
        console.say("");
        console.say(number + ". " + title + " (" + reason.code()
                + (reason.severity().equals("warn") ? ", a warning" : "") + ")");
        console.say("   where: " + where);
        reason.rule().ifPresent(rule -> {
            console.say("   means: " + rule.description());
            console.say("   do:    " + rule.remediation());
            console.say("   rule:  " + rule.place());
        });
    }

    private void failed(String what, List<String> names) {
        console.say(
                what + (names.isEmpty() ? ": all passed." : " that did not pass: " + String.join(", ", names) + "."));
    }

    private static Json.Obj json(Explanation explanation) {
        List<Json> reasons = new ArrayList<>();
        for (Explanation.Reason reason : explanation.reasons()) {
            var row = Json.object()
                    .put("code", reason.code())
                    .put("severity", reason.severity())
                    .put("pointer", reason.pointer());
            reason.rule()
                    .ifPresent(rule -> row.put("title", rule.title())
                            .put("description", rule.description())
                            .put("remediation", rule.remediation())
                            .put("rule", rule.place()));
            reasons.add(row.build());
        }
        Json.Obj predicate = explanation.predicate();
        return Json.object()
                .put("decisionId", predicate.text("decisionId"))
                .put("kind", predicate.text("kind"))
                .put("outcome", explanation.outcome())
                .putIfPresent("cause", predicate.textOrNull("cause"))
                .put("sentence", explanation.verdict())
                .put("reasons", Json.array(reasons))
                .put("checksFailed", Json.strings(explanation.failed("checks")))
                .put("gatesFailed", Json.strings(explanation.failed("gates")))
                .build();
    }
}
