package org.sealgate.verify.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.verify.Bundles;
import org.sealgate.verify.Escaped;
import org.sealgate.verify.Exit;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.JsonReport;
import org.sealgate.verify.JunitReport;
import org.sealgate.verify.Notices;
import org.sealgate.verify.SaltRefusedException;
import org.sealgate.verify.SarifReport;
import org.sealgate.verify.Sequences;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Unread;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of the protocol, and one run over all bundles given. */
@Command(
        name = "sealgate-verify",
        description = {
            "Replays evidence bundles offline: signatures, files, policy, decision.",
            "Exit status: 0 admissible (with --require any: verified), 1 failed, 2 usage or nothing evaluated,",
            "3 indeterminate, 4 untrusted signer, 5 not signed. Anything but 0: do not rely on it.",
            "Where a shell makes words of file names, write ./*.evidence.zip: a name may begin with a dash."
        },
        sortOptions = false,
        mixinStandardHelpOptions = false)
final class VerifyCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    @Parameters(
            paramLabel = "BUNDLE",
            arity = "0..*",
            description = {
                "bundles: .evidence.zip files, unpacked folders, folders of bundles,",
                "patterns such as 'archive/2026-*'"
            })
    private List<String> bundles = new ArrayList<>();

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description = "whom to trust; obtained out of band, never from a bundle")
    private @Nullable Path trustRoot;

    @Option(
            names = "--trust-root-digest",
            paramLabel = "DIGEST",
            description = "sha256:… that the trust root file must have")
    private @Nullable String trustRootDigest;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "remembers the newest trust root seen, and refuses older ones")
    private @Nullable Path state;

    @Option(names = "--artifact", paramLabel = "FILE", description = "the file you hold: the decision must be about it")
    private @Nullable Path artifact;

    @Option(
            names = "--salt",
            paramLabel = "FILE",
            description = "32 bytes: proves with --artifact which document was withheld")
    private @Nullable Path salt;

    @Option(names = "--audience", paramLabel = "NAME", description = "for whom the decision must have been made")
    private @Nullable String audience;

    @Option(
            names = "--expect-policy",
            paramLabel = "DIGEST",
            description = "sha256:… of the release statement that must have been used")
    private @Nullable String policy;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "judge as of this instant, 2026-02-15T18:30:00Z (default: now)")
    private @Nullable String at;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "a checkpoint of the log that you have seen before: the log must still be the same")
    private @Nullable Path checkpoint;

    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "a copy of the log's files (checkpoint, tile/…) to compare checkpoints with")
    private @Nullable Path log;

    @Option(
            names = "--notice",
            paramLabel = "PATH",
            description = {
                "a correction or tombstone of the gate: a .notice.zip file, an unpacked one,",
                "or a folder of them; may be given several times"
            })
    private List<Path> notices = new ArrayList<>();

    @Option(
            names = "--complete",
            paramLabel = "STREAM",
            description = "these bundles must hold every number of the stream, which is one issuer's")
    private @Nullable String complete;

    @Option(
            names = "--require",
            paramLabel = "allow|any",
            description = "any: a verified denial or error is good enough")
    private Expectations.Require require = Expectations.Require.ALLOW;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json|junit|sarif",
            description = "how to report")
    private Output output = Output.TEXT;

    @Option(
            names = {"-h", "--help"},
            description = "this text, with no other word beside it")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** How to report. */
    enum Output {
        TEXT,
        JSON,
        JUNIT,
        SARIF
    }

    VerifyCommand(PrintStream out, PrintStream err, boolean terminal) {
        this.terminal = terminal;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            return help ? usage() : run();
        } catch (WrongCall wrong) {
            say(String.valueOf(wrong.getMessage()));
            return Exit.USAGE.status();
        }
    }

    /** A call that cannot be carried out, with the fix. */
    private static final class WrongCall extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongCall(String sentence) {
            super(sentence);
        }
    }

    /** Beside other words it may be a file's name, and a status of 0 would be taken for a verdict. */
    private int usage() {
        CommandLine line = spec.commandLine();
        if (line.getParseResult().originalArgs().size() > 1) {
            throw new WrongCall("--help stands alone: nothing was verified");
        }
        line.usage(line.getOut());
        return Exit.OK.status();
    }

    private int run() {
        if (bundles.isEmpty()) {
            throw new WrongCall("no bundle given: name at least one .evidence.zip file or folder");
        }
        Expectations expectations = expectations();
        Verifier verifier = verifier();
        List<Verdict> verdicts = new ArrayList<>();
        List<Unread> unread = new ArrayList<>();
        Set<Path> named = named();
        Progress progress = new Progress(err, terminal, named.size(), InstantSource.system());
        for (Path bundle : named) {
            verify(verifier, bundle, expectations, unread).ifPresent(verdicts::add);
            progress.step();
        }
        return report(verdicts, unread);
    }

    private int report(List<Verdict> verdicts, List<Unread> unread) {
        Exit worst = verdicts.stream().map(Verdict::exit).reduce(unread.isEmpty() ? Exit.OK : Exit.USAGE, Exit::worse);
        Sequences.Result sequences = Sequences.of(verdicts, Optional.ofNullable(complete));
        worst = worst.worse(sequences.exit());
        switch (output) {
            case TEXT -> new TextReport(out).print(verdicts, unread, sequences);
            case JSON -> out.println(JsonReport.of(verdicts, unread, sequences, worst));
            case JUNIT -> out.print(JunitReport.of(verdicts, unread, sequences));
            case SARIF -> out.println(SarifReport.of(verdicts, unread, sequences, worst));
        }
        return worst.status();
    }

    /** Every bundle once, in the order of the words. */
    private Set<Path> named() {
        Set<Path> all = new LinkedHashSet<>();
        for (String word : bundles) {
            try {
                all.addAll(Bundles.named(word));
            } catch (IOException e) {
                throw new WrongCall("cannot find the bundles: " + reason(e));
            }
        }
        return all;
    }

    private Verifier verifier() {
        if (trustRoot == null) {
            throw new WrongCall(
                    "no trust root: give --trust-root FILE, obtained from somebody you trust and not from the bundle");
        }
        try {
            return Verifier.trusting(
                    new TrustSource(trustRoot, Optional.ofNullable(trustRootDigest), Optional.ofNullable(state)));
        } catch (IOException e) {
            throw new WrongCall("cannot use the trust root or the state folder: " + reason(e));
        }
    }

    private Expectations expectations() {
        return new Expectations(
                time(),
                require,
                Optional.ofNullable(artifact),
                Optional.ofNullable(salt),
                Optional.ofNullable(audience),
                Optional.ofNullable(policy),
                Optional.ofNullable(checkpoint),
                Optional.ofNullable(log),
                brought());
    }

    private List<Path> brought() {
        List<Path> brought = new ArrayList<>();
        for (Path path : notices) {
            try {
                brought.addAll(Notices.named(path));
            } catch (IOException e) {
                throw new WrongCall("cannot find the notices: " + reason(e));
            }
        }
        return brought;
    }

    private Instant time() {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new WrongCall("--at is no instant: write it as 2026-02-15T18:30:00Z");
        }
    }

    private Optional<Verdict> verify(Verifier verifier, Path bundle, Expectations expectations, List<Unread> unread) {
        try {
            return Optional.of(verifier.verify(bundle, expectations));
        } catch (IOException e) {
            say("cannot read " + bundle + ": " + reason(e));
            unread.add(new Unread(bundle.toString(), reason(e)));
            return Optional.empty();
        } catch (SaltRefusedException e) {
            throw new WrongCall("--salt FILE must hold the 32 bytes of the salt");
        }
    }

    private void say(String sentence) {
        err.println(Escaped.text("sealgate-verify: " + sentence));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "no such file: " + missing.getFile();
        }
        return e.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + e.getMessage();
    }
}
