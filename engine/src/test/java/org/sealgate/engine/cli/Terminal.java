package org.sealgate.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Runs a verb and keeps what it said. */
final class Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int run(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i] instanceof Path path ? path.toString() : (String) arguments[i];
        }
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, false);
        int status = Main.run(console, words);
        console.flush();
        return status;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
