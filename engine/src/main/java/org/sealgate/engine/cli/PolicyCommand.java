package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import org.sealgate.engine.release.BuildOutcome;
import org.sealgate.engine.release.PolicyArtifacts;
import org.sealgate.engine.release.PolicyBuild;
import org.sealgate.engine.release.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code policy}: the officer's cycle. */
@Command(
        name = "policy",
        description = "Tests and builds the policies.",
        mixinStandardHelpOptions = true,
        subcommands = {PolicyCommand.Test.class, PolicyCommand.Build.class})
final class PolicyCommand {
    private PolicyCommand() {}

    /** Builds, or prints everything that is wrong and refuses. */
    static PolicyArtifacts built(Console console, Path policies) throws IOException {
        return switch (new PolicyBuild(Tools.opaTool(), policies).build()) {
            case BuildOutcome.Built built -> built.artifacts();
            case BuildOutcome.Refused refused -> {
                for (Problem problem : refused.problems()) {
                    console.line(Console.Mark.BAD, "policy", problem.toString());
                }
                throw Refusal.of(
                        "POLICY_REFUSED",
                        refused.problems().size() + " things to mend in " + policies + "; nothing was released");
            }
        };
    }

    /** Where the policies lie. */
    static final class Folder {
        @Option(
                names = "--policies",
                paramLabel = "DIR",
                description = "the policies (default: those of this checkout)")
        private @Nullable Path given;

        Path path() {
            return given != null ? given : Tools.root().resolve("policies");
        }
    }

    /** {@code policy test}. */
    @Command(
            name = "test",
            description = "Checks, tests and compiles the policies; no test at all is an error.",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        @Mixin
        private Folder folder;

        private final Console console;

        Test(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            console.line(
                    Console.Mark.GOOD, "passed", built(console, folder.path()).tests());
            return 0;
        }
    }

    /** {@code policy build}. */
    @Command(
            name = "build",
            description = "Builds a release, signs it with the policy key and promotes it for the next start.",
            mixinStandardHelpOptions = true)
    static final class Build implements Callable<Integer> {
        @Mixin
        private Folder folder;

        @Mixin
        private Home home;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "only write bundle.tar.gz, policy.wasm and the rest here; sign and promote nothing")
        private @Nullable Path out;

        private final Console console;

        Build(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            PolicyArtifacts artifacts = built(console, folder.path());
            console.line(Console.Mark.GOOD, "built", artifacts.tests());
            if (out != null) {
                write(artifacts, out);
                return 0;
            }
            Site site = new Site(home.folder(), Clock.systemUTC(), new SecureRandom());
            String release = site.release(artifacts, Settings.LOCAL_INSTANCE).text();
            console.line(Console.Mark.GOOD, "promoted", release + "; restart the engine to decide by it");
            return 0;
        }

        private static void write(PolicyArtifacts artifacts, Path folder) throws IOException {
            Files.createDirectories(folder);
            for (Map.Entry<String, Bytes> file : artifacts.files().entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue().toArray(), StandardOpenOption.CREATE_NEW);
            }
        }
    }
}
