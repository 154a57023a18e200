package org.sealgate.engine.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.sealgate.verify.Escaped;

/**
 * Where a verb speaks: results on {@code out}, everything about the run on {@code err}.
 *
 * <p>A word stands beside every symbol, so nothing is said by colour or shape alone. Text that came from elsewhere is
 * escaped: a terminal must not obey a document.
 */
final class Console {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colour;
    private final boolean terminal;

    Console(PrintWriter out, PrintWriter err, boolean colour, boolean terminal) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.terminal = terminal;
    }

    static Console ofProcess() {
        java.io.Console tty = System.console();
        boolean terminal = tty != null && tty.isTerminal();
        return new Console(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                terminal && coloured(System.getenv()),
                terminal);
    }

    /** The convention of no-color.org: set and not empty means no colour. */
    static boolean coloured(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** Whether a person watches: progress is then one line that changes. */
    boolean isTerminal() {
        return terminal;
    }

    /** How a line begins. */
    enum Mark {
        GOOD("✓", "32"),
        BAD("✗", "31"),
        WARN("!", "33"),
        NONE("·", "0");

        private final String symbol;
        private final String code;

        Mark(String symbol, String code) {
            this.symbol = symbol;
            this.code = code;
        }
    }

    /** One result: a symbol, the word that says the same, and the rest. */
    void line(Mark mark, String word, String rest) {
        String head = mark.symbol + " " + escape(word);
        out.println((colour ? "\u001b[" + mark.code + "m" + head + "\u001b[0m" : head) + "  " + escape(rest));
    }

    /** A line of a result. */
    void say(String text) {
        out.println(escape(text));
    }

    /** A document for machines; what a terminal would obey stands in it as an escape of JSON, which says the same. */
    void document(String json) {
        out.println(Escaped.json(json));
    }

    /** A sentence about the run. */
    void note(String text) {
        err.println(escape(text));
    }

    /** Why it ended. */
    void fail(String text) {
        out.flush();
        err.println("sealgate: " + escape(text));
    }

    void flush() {
        out.flush();
        err.flush();
    }

    /** As the verifier's reports show it. */
    static String escape(String text) {
        return Escaped.text(text);
    }
}
