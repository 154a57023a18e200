package org.sealgate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code verify}: the stand-alone verifier's words, passed on as they are. */
@Command(name = "verify", description = "Replays evidence offline: BUNDLE… --trust-root FILE; --help says more.")
final class VerifyCommand implements Callable<Integer> {
    @Unmatched
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        return org.sealgate.verify.cli.Main.run(System.out, System.err, words.toArray(String[]::new));
    }
}
