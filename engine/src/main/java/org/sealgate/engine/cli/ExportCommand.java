package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.llmoutput.LlmOutputTable;
import org.sealgate.engine.llmoutput.RunSnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: one row of LLM_OUTPUT as a snapshot that the gate can be asked about. */
@Command(
        name = "export",
        description = "Makes an llm-run-snapshot from one LLM_OUTPUT row.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Option(names = "--source", required = true, paramLabel = "FILE", description = "the table: FILE.csv or FILE.xlsx")
    private Path source;

    @Option(names = "--run-id", required = true, paramLabel = "ID", description = "the row's RunID")
    private String runId;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "where to write; nothing that exists is replaced (default: <home>/exports/<RunID>_<time>.json)")
    private @Nullable Path out;

    @Mixin
    private Home home;

    private final Console console;
    private final InstantSource clock;

    ExportCommand(Console console) {
        this(console, InstantSource.system());
    }

    ExportCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        RunSnapshot snapshot = snapshot();
        Path target = out != null ? out : home.folder().resolve("exports").resolve(snapshot.fileName());
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        try {
            // CREATE_NEW: of two exports to one name at once, one makes the file and the other is refused
            Files.write(target, snapshot.document().toArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw Refusal.of("FILE_EXISTS", target + " exists and was left as it is: an export replaces nothing");
        }
        console.line(Console.Mark.GOOD, "exported", runId + " to " + target);
        return 0;
    }

    private RunSnapshot snapshot() {
        return RunSnapshot.of(LlmOutputTable.read(source).row(runId), clock.instant());
    }
}
