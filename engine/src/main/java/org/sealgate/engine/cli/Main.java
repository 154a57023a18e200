package org.sealgate.engine.cli;

import org.sealgate.engine.SiteProblem;
import org.sealgate.engine.llmoutput.SourceProblem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code sealgate}: names its verbs, and turns whatever ends one into a sentence and an exit status. */
@Command(
        name = "sealgate",
        description = "Decides by policy whether a run may be published, and seals why.",
        version = "sealgate 0.1.0",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ExportCommand.class,
            CheckCommand.class,
            SealCommand.class,
            VerifyCommand.class,
            ExplainCommand.class,
            PatchCommand.class,
            PolicyCommand.class,
            KeysCommand.class,
            TrustCommand.class,
            BenchCommand.class,
            LogCommand.class,
            FsckCommand.class,
            DoctorCommand.class,
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Nothing but a verb does anything. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        int status = run(console, args);
        console.flush();
        System.exit(status);
    }

    /** The same without ending the process. */
    static int run(Console console, String... args) {
        CommandLine line = new CommandLine(new Main(), new Verbs(console))
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // a file may be called @name, and what it holds is no words of the call
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, given) -> wrongCall(console, wrong))
                .setExecutionStrategy(parsed -> execute(console, parsed))
                .setExecutionExceptionHandler((problem, command, parsed) -> end(console, problem));
        return line.execute(args);
    }

    private static int wrongCall(Console console, ParameterException wrong) {
        console.fail(String.valueOf(wrong.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(wrong, console.err())) {
            wrong.getCommandLine().usage(console.err());
        }
        return 2;
    }

    /** Help or version beside what a verb is to work on may be a file's name: its status of 0 would be taken for the verb's. */
    private static int execute(Console console, ParseResult parsed) {
        boolean asks = false;
        boolean names = false;
        for (ParseResult verb = parsed; verb != null; verb = verb.subcommand()) {
            asks |= verb.isUsageHelpRequested() || verb.isVersionHelpRequested();
            names |= !verb.matchedPositionals().isEmpty() || !verb.unmatched().isEmpty();
        }
        if (asks && names) {
            console.fail("--help and --version stand without what a verb works on: nothing was done");
            return 2;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int end(Console console, Exception problem) {
        if (problem instanceof Refusal refusal) {
            console.fail(refusal.code() + ": " + refusal.getMessage());
            return refusal.status();
        }
        if (problem instanceof SiteProblem site) {
            console.fail(String.valueOf(site.getMessage()));
            return 1;
        }
        if (problem instanceof SourceProblem source) {
            console.fail(source.code() + ": " + source.getMessage());
            return 1;
        }
        // whatever else it is, people get a sentence; the trace is for who asks for it
        console.fail(
                "this should not happen (" + problem + "); run it again with SEALGATE_TRACE=1 and report what it says");
        if (System.getenv("SEALGATE_TRACE") != null) {
            problem.printStackTrace(console.err());
        }
        return 1;
    }
}
