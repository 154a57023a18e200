package org.sealgate.engine.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.Site;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.engine.fsck.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fsck}: is what is stored what was sealed? */
@Command(
        name = "fsck",
        description = {
            "Makes again everything that follows from the journal, and names what is missing, extra or different.",
            "Changes nothing. Exit 1 where anything is wrong."
        },
        mixinStandardHelpOptions = true)
final class FsckCommand implements Callable<Integer> {
    @Option(
            names = "--against",
            paramLabel = "OLDCOPY",
            description = "a copy of the log (or of the whole home) from before: names the first entry that differs")
    private @Nullable Path older;

    @Mixin
    private Home home;

    private final Console console;

    FsckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Report report = new Site(home.folder(), Clock.systemUTC(), new SecureRandom()).fsck(Optional.ofNullable(older));
        for (Fault fault : report.faults()) {
            console.line(Console.Mark.BAD, word(fault.kind()), fault.what() + ": " + fault.detail());
        }
        String looked = report.decisions() + " decisions, " + report.entries() + " entries of the log, "
                + report.objects() + " objects";
        boolean isWell = report.faults().isEmpty();
        console.line(
                isWell ? Console.Mark.GOOD : Console.Mark.BAD,
                isWell ? "well" : report.faults().size() + " wrong",
                looked);
        return isWell ? 0 : 1;
    }

    private static String word(Fault.Kind kind) {
        return switch (kind) {
            case MISSING -> "missing";
            case EXTRA -> "extra";
            case DIFFERENT -> "different";
        };
    }
}
