package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import picocli.CommandLine.Option;

/** The folder that holds an installation, and what a client reads there. */
final class Home {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "the installation: keys, policy, evidence (default: var beside the launcher)")
    private @Nullable Path given;

    /** The installation of this folder, whatever the command line says. */
    static Home at(Path folder) {
        Home home = new Home();
        home.given = folder;
        return home;
    }

    Path folder() {
        if (given != null) {
            return given;
        }
        String root = System.getProperty("sealgate.root", ".");
        return Path.of(root).resolve("var");
    }

    /** Where the running engine says where it is. */
    static Path url(Path home) {
        return home.resolve("url");
    }

    /**
     * The running engine, as one of its callers.
     *
     * @param caller whose token to take; the first one where null
     */
    EngineClient engine(@Nullable String caller) {
        String url = read(url(folder()), "ENGINE_ABSENT", "no engine runs here: start one with ./sealgate up")
                .strip();
        return new EngineClient(url, token(caller));
    }

    /** Id and token of the first caller, for the console of a local start. */
    String firstCaller() {
        return row(null).text("id") + " " + row(null).text("token");
    }

    private String token(@Nullable String caller) {
        return row(caller).text("token");
    }

    private Json.Obj row(@Nullable String caller) {
        Path file = folder().resolve("callers.json");
        String text =
                read(file, "CALLERS_ABSENT", "there are no callers yet: ./sealgate up makes them at its first start");
        try {
            for (Json each :
                    ((Json.Arr) JsonReader.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))).items()) {
                Json.Obj row = (Json.Obj) each;
                if (caller == null || row.text("id").equals(caller)) {
                    return row;
                }
            }
        } catch (JsonException | ClassCastException e) {
            throw Refusal.of("CALLERS_SYNTAX", file + " is no list of callers");
        }
        throw Refusal.usage("CALLER_UNKNOWN", file + " has no caller of that id");
    }

    private static String read(Path file, String code, String sentence) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Refusal.of(code, sentence + " (" + file + ")");
        }
    }
}
