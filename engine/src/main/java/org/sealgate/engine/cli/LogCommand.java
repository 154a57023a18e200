package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.ConsistencyProof;
import org.sealgate.engine.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log}: what is logged, and proofs of it. */
@Command(
        name = "log",
        description = "The transparency log, from its files: an engine may run meanwhile.",
        mixinStandardHelpOptions = true,
        subcommands = {LogCommand.CheckpointVerb.class, LogCommand.Proof.class, LogCommand.Consistency.class})
final class LogCommand {
    private LogCommand() {}

    /** Where the log is. */
    static final class Where {
        @Option(
                names = "--log",
                paramLabel = "DIR",
                description = "a copy of the log's files (default: the home's own)")
        private @Nullable Path folder;

        @Mixin
        private Home home;

        LogReader reader() {
            Site site = new Site(home.folder(), Clock.systemUTC(), new SecureRandom());
            return new LogReader(folder == null ? site.logFolder() : folder, site.logTrust());
        }
    }

    /** {@code log checkpoint}. */
    @Command(
            name = "checkpoint",
            description = "Prints the newest checkpoint, once its signature is verified.",
            mixinStandardHelpOptions = true)
    static final class CheckpointVerb implements Callable<Integer> {
        @Mixin
        private Where where;

        private final Console console;

        CheckpointVerb(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            byte[] note = where.reader().verified().note();
            new String(note, StandardCharsets.UTF_8).lines().forEach(console::say);
            return 0;
        }
    }

    /** {@code log proof}. */
    @Command(
            name = "proof",
            description = "Proves that an entry is in the log: C2SP tlog-proof.",
            mixinStandardHelpOptions = true)
    static final class Proof implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "ENTRY",
                description = "an index, or a file: a bundle, or the DSSE envelope of a statement")
        private String entry;

        @Option(names = "--out", paramLabel = "FILE", description = "where to; nothing that exists is replaced")
        private @Nullable Path out;

        @Mixin
        private Where where;

        private final Console console;

        Proof(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            LogReader.Proven proven = where.reader().prove(entry);
            byte[] file = proven.proof().toBytes();
            if (out == null) {
                new String(file, StandardCharsets.UTF_8).lines().forEach(console::say);
                return 0;
            }
            try {
                Files.write(out, file, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                throw Refusal.of("FILE_EXISTS", out + " exists and was left as it is");
            }
            console.line(Console.Mark.GOOD, "proven", "entry " + proven.proof().index() + " of " + proven.size());
            return 0;
        }
    }

    /** {@code log consistency}. */
    @Command(
            name = "consistency",
            description = "Proves that the log of today begins with the one of an older checkpoint.",
            mixinStandardHelpOptions = true)
    static final class Consistency implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "CHECKPOINT", description = "a checkpoint that was seen before")
        private Path older;

        @Mixin
        private Where where;

        private final Console console;

        Consistency(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            ConsistencyProof proof = where.reader().consistent(older);
            console.line(
                    Console.Mark.GOOD,
                    "consistent",
                    "the log of " + proof.newSize() + " entries begins with the one of " + proof.oldSize());
            proof.hashes().forEach(hash -> console.say(hash.text()));
            return 0;
        }
    }
}
