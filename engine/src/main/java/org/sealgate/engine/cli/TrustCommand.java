package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trust}: whom auditors believe. */
@Command(
        name = "trust",
        description = "The trust root that auditors hold.",
        mixinStandardHelpOptions = true,
        subcommands = {TrustCommand.Export.class, TrustShowCommand.class, TrustSignCommand.class})
final class TrustCommand {
    private TrustCommand() {}

    /** {@code trust export}. */
    @Command(
            name = "export",
            description = "Writes the trust root, to be given to auditors by a way of its own.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        @Option(names = "--out", required = true, paramLabel = "FILE", description = "nothing that exists is replaced")
        private Path out;

        @Option(
                names = "--sigstore",
                description =
                        "for Sigstore's clients: FILE is a folder, trusted_root.json and evidence-key.pub are put there")
        private boolean sigstore;

        @Mixin
        private Home home;

        private final Console console;

        Export(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            Site site = new Site(home.folder(), Clock.systemUTC(), new SecureRandom());
            if (sigstore) {
                for (Map.Entry<String, Bytes> file : site.forSigstore().entrySet()) {
                    Files.createDirectories(out);
                    write(out.resolve(file.getKey()), file.getValue());
                }
                return 0;
            }
            write(out, site.trustRoot());
            return 0;
        }

        private void write(Path file, Bytes content) throws IOException {
            try {
                Files.write(file, content.toArray(), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                throw Refusal.of("FILE_EXISTS", file + " exists and was left as it is");
            }
            console.line(Console.Mark.GOOD, "exported", content.sha256().text() + " to " + file);
        }
    }
}
