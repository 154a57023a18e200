package org.sealgate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code verify}: the stand-alone verifier's words, passed on as they are. */
@Command(name = "verify", description = "Replays evidence offline: BUNDLE… --trust-root FILE; --help says more.")
final class VerifyCommand implements Callable<Integer> {
    /** Whatever it is; a {@code --} among the words is lost here. */
    @Unmatched
    private List<String> any = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        List<String> words = all.subList(all.indexOf(spec.name()) + 1, all.size());
        return org.sealgate.verify.cli.Main.run(System.out, System.err, words.toArray(String[]::new));
    }
}
