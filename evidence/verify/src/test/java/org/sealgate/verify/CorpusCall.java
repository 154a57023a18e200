package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A case's arguments put to the library: the same words, no command line in between. An argument that it does not know is an error. */
final class CorpusCall {
    private final Path folder;
    private final List<Path> bundles = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    private CorpusCall(Path folder, List<String> arguments) {
        this.folder = folder;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith("--")) {
                options.put(arguments.get(i), arguments.get(++i));
            } else {
                bundles.add(folder.resolve(arguments.get(i)));
            }
        }
    }

    static CorpusAnswer answer(Path folder, List<String> arguments) throws IOException {
        return new CorpusCall(folder, arguments).answer();
    }

    private CorpusAnswer answer() throws IOException {
        Path root = path("--trust-root").orElseThrow();
        Verifier verifier = Verifier.trusting(new TrustSource(root, text("--trust-root-digest"), path("--state")));
        Expectations expectations = new Expectations(
                Instant.parse(text("--at").orElseThrow()),
                text("--require").filter("any"::equals).isPresent()
                        ? Expectations.Require.ANY
                        : Expectations.Require.ALLOW,
                path("--artifact"),
                path("--salt"),
                text("--audience"),
                text("--expect-policy"),
                path("--checkpoint"),
                path("--log"),
                path("--notice").map(CorpusCall::notices).orElse(List.of()));
        Optional<String> complete = text("--complete");
        if (!options.isEmpty()) {
            options.remove("--require");
        }
        if (!options.isEmpty()) {
            throw new IllegalStateException("arguments that the library's runner does not know: " + options);
        }
        List<Verdict> verdicts = new ArrayList<>();
        Exit worst = Exit.OK;
        for (Path bundle : bundles) {
            Verdict verdict = verifier.verify(bundle, expectations);
            verdicts.add(verdict);
            worst = worst.worse(verdict.exit());
        }
        Sequences.Result sequences = Sequences.of(verdicts, complete);
        return new CorpusAnswer(worst.worse(sequences.exit()).status(), codes(verdicts, sequences));
    }

    private static List<Path> notices(Path path) {
        try {
            return Notices.named(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> codes(List<Verdict> verdicts, Sequences.Result sequences) {
        List<Finding> findings = new ArrayList<>(sequences.findings());
        for (Verdict verdict : verdicts) {
            findings.addAll(verdict.report().findings());
            findings.addAll(verdict.report().warnings());
        }
        Set<String> codes = new TreeSet<>();
        findings.forEach(finding -> codes.add(finding.code().name()));
        return codes;
    }

    private Optional<String> text(String option) {
        return Optional.ofNullable(options.remove(option));
    }

    private Optional<Path> path(String option) {
        return text(option).map(folder::resolve);
    }
}
