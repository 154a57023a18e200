package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A case as a foreign runner finds it, read from its {@code case.txt}; what is not exactly of the form that PROTOCOL.md describes is
 * refused.
 */
record CorpusFile(Path folder, String why, String attack, List<String> arguments, int exit, Set<String> codes) {
    static final String NAME = "case.txt";
    private static final List<String> FIELDS = List.of("why", "attack", "arguments", "exit", "codes");

    static CorpusFile read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(folder.getFileName() + " has no " + NAME);
        }
        Map<String, String> fields = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split(": ", 2);
            if (i >= FIELDS.size() || parts.length != 2 || !parts[0].equals(FIELDS.get(i)) || parts[1].isBlank()) {
                throw new IllegalStateException(folder.getFileName() + ", line " + (i + 1) + ": " + lines.get(i));
            }
            fields.put(parts[0], parts[1]);
        }
        if (fields.size() != FIELDS.size()) {
            throw new IllegalStateException(folder.getFileName() + " lacks lines");
        }
        return new CorpusFile(
                folder,
                fields.getOrDefault("why", ""),
                fields.getOrDefault("attack", ""),
                List.of(fields.getOrDefault("arguments", "").split(" ")),
                Integer.parseInt(fields.getOrDefault("exit", "")),
                codes(folder, fields.getOrDefault("codes", "")));
    }

    private static Set<String> codes(Path folder, String line) {
        Set<String> codes = new TreeSet<>();
        if (!line.equals("-")) {
            for (String code : line.split(" ")) {
                if (Stream.of(Code.values()).noneMatch(known -> known.name().equals(code))) {
                    throw new IllegalStateException(folder.getFileName() + " expects an unknown code: " + code);
                }
                codes.add(code);
            }
        }
        return codes;
    }

    /** All cases in the folder; that there are none is an error. */
    static List<CorpusFile> readAll(Path vectors) throws IOException {
        List<CorpusFile> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(vectors)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                cases.add(read(folder));
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalStateException("no case in " + vectors);
        }
        return cases;
    }

    /** Whether a run may leave something behind in the folder, so that it wants a copy of it. */
    boolean writes() {
        return arguments.contains("--state");
    }

    void copyTo(Path copy) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(folder.relativize(each));
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(each, target);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public String toString() {
        return String.valueOf(folder.getFileName());
    }
}
