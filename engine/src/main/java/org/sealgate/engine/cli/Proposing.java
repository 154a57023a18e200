package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Kind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every verb that brings a proposal is told. */
final class Proposing {
    @Parameters(paramLabel = "FILE", description = "the proposal: one JSON document, sent byte for byte")
    private Path file;

    @Option(names = "--kind", required = true, paramLabel = "K", description = "llm-run-snapshot or sealed-run")
    private String kind;

    @Option(names = "--scope", paramLabel = "S", description = "the decision scope claimed, as DEC-001")
    private @Nullable String scope;

    @Option(names = "--audience", paramLabel = "A", description = "for whom; may be given several times")
    private List<String> audience = List.of();

    @Option(names = "--purpose", paramLabel = "P", description = "what for")
    private @Nullable String purpose;

    @Option(
            names = "--caller",
            paramLabel = "ID",
            description = "which caller of callers.json asks (default: the first)")
    private @Nullable String caller;

    @Option(names = "-o", paramLabel = "FORM", description = "text (default) or json")
    private Output output = Output.TEXT;

    @Mixin
    private Home home;

    Kind kind() {
        return Kind.byId(kind)
                .orElseThrow(
                        () -> Refusal.usage("KIND_UNKNOWN", "there is no kind " + kind + "; there are " + kinds()));
    }

    private static String kinds() {
        return Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(" and "));
    }

    Path file() {
        return file;
    }

    byte[] proposal() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Refusal.usage("FILE_UNREADABLE", file + " cannot be read");
        }
    }

    EngineClient.Parameters parameters() {
        return new EngineClient.Parameters(scope, audience, purpose);
    }

    EngineClient engine() {
        return home.engine(caller);
    }

    boolean asJson() {
        return output == Output.JSON;
    }
}
