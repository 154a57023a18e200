package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.verify.cli.Main;

/** What a verifier says to a case: its exit status, and every code of its report, of findings, warnings and sequences alike. */
record CorpusAnswer(int exit, Set<String> codes) {
    /** A command line, to be run within this process. */
    interface CommandLine {
        int run(PrintStream out, PrintStream err, String... arguments);
    }

    CorpusAnswer {
        codes = new TreeSet<>(codes);
    }

    static CorpusAnswer expected(CorpusFile file) {
        return new CorpusAnswer(file.exit(), file.codes());
    }

    static CorpusAnswer ofMain(Path folder, List<String> arguments) {
        return of(Main::run, folder, arguments);
    }

    /** Runs a command line that knows no working folder: what names something in the case's folder is given with it. */
    static CorpusAnswer of(CommandLine line, Path folder, List<String> arguments) {
        List<String> all = new ArrayList<>();
        for (String each : arguments) {
            Path named = folder.resolve(each);
            all.add(Files.exists(named) || isFolder(all) ? named.toString() : each);
        }
        all.addAll(List.of("-o", "json"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = line.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), all.toArray(String[]::new));
        return new CorpusAnswer(exit, codes(out.toByteArray()));
    }

    private static boolean isFolder(List<String> before) {
        return !before.isEmpty() && before.getLast().equals("--state");
    }

    /** Every {@code "code"} of a report, wherever it stands; none where nothing was evaluated. */
    static Set<String> codes(byte[] report) {
        Set<String> codes = new TreeSet<>();
        if (report.length > 0) {
            collect(JsonReader.read(new String(report, UTF_8).strip().getBytes(UTF_8)), codes);
        }
        return codes;
    }

    private static void collect(Json value, Set<String> codes) {
        switch (value) {
            case Json.Obj object -> {
                if (object.get("code") instanceof Json.Str code) {
                    codes.add(code.value());
                }
                object.members().values().forEach(each -> collect(each, codes));
            }
            case Json.Arr array -> array.items().forEach(each -> collect(each, codes));
            case Json.Str s -> {}
            case Json.Num n -> {}
            case Json.Bool b -> {}
            case Json.Null n -> {}
        }
    }
}
