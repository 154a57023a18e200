package org.sealgate.verify.cli;

import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sealgate.verify.Escaped;
import org.sealgate.verify.Exit;
import org.sealgate.verify.Verifier;
import picocli.CommandLine;

/** {@code sealgate-verify}: replays evidence offline and says with its exit status whether to rely on it. */
public final class Main {
    private Main() {}

    /** Runs as a process of its own. */
    public static void main(String[] args) {
        // the schema validator brings a logging facade, which would remark on standard error that nobody listens
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Verifier.warmUp();
        System.exit(process(System.out, System.err, args));
    }

    /** As a process with these outputs, which it leaves open; gives the exit status. */
    static int process(OutputStream standard, OutputStream error, String... args) {
        PrintStream out = new PrintStream(standard, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(error, true, StandardCharsets.UTF_8);
        int status = run(out, err, isTerminal(Console.class, System.console()), args);
        out.flush();
        return status;
    }

    /** Runs within another command line; gives the exit status. */
    public static int run(PrintStream out, PrintStream err, String... args) {
        return run(out, err, false, args);
    }

    /**
     * Whether a person sits at the process's console; what JDK 22 and later call one may be no terminal.
     *
     * @param type the console's public one
     */
    static boolean isTerminal(Class<?> type, @Nullable Object console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) type.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            // before JDK 22 there is a console only where there is a terminal
            return true;
        }
    }

    /** @param terminal whether a person watches {@code err} */
    static int run(PrintStream out, PrintStream err, boolean terminal, String... args) {
        VerifyCommand command = new VerifyCommand(out, err, terminal);
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // a file may be called @name, and what it holds is no words of the call
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((wrong, given) -> {
            err.println(Escaped.text("sealgate-verify: " + wrong.getMessage() + "; see sealgate-verify --help"));
            return Exit.USAGE.status();
        });
        line.setExecutionExceptionHandler((fault, failed, parsed) -> fault(err, fault));
        line.setOut(new java.io.PrintWriter(out, true));
        line.setErr(new java.io.PrintWriter(err, true));
        return line.execute(args);
    }

    /** A fault of the verifier's own: whatever was to be judged is not. */
    private static int fault(PrintStream err, Exception fault) {
        err.println(Escaped.text("sealgate-verify: this should not happen, and nothing is to be relied on: " + fault));
        for (StackTraceElement frame : fault.getStackTrace()) {
            err.println("    at " + frame);
        }
        return Exit.INDETERMINATE.status();
    }
}
