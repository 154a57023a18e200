package org.sealgate.engine.fsck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.store.DecisionRecord;

/** Holds what was made of decisions when their bundles were first asked for against these decisions. */
final class RestatedLook {
    private static final Pattern NAME =
            Pattern.compile("([0-9a-f]{2})/([0-9a-f-]{36})[.]([a-z.]{1,40}(?:[.][1-9][0-9]?[0-9]?)?)");

    private final BiFunction<DecisionRecord, SortedMap<String, Bytes>, List<Fault>> judge;
    private final Faults faults;
    private final Map<String, SortedMap<String, Path>> files = new HashMap<>();

    RestatedLook(Path folder, BiFunction<DecisionRecord, SortedMap<String, Bytes>, List<Fault>> judge, Faults faults) {
        this.judge = judge;
        this.faults = faults;
        try {
            read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                Matcher parts = NAME.matcher(name);
                if (parts.matches() && parts.group(2).endsWith(parts.group(1))) {
                    files.computeIfAbsent(parts.group(2), id -> new TreeMap<>()).put(parts.group(3), file);
                } else {
                    faults.extra("restated/" + name, "nothing of this name is made of a decision");
                }
            }
        }
    }

    void decision(DecisionRecord record) {
        @Nullable SortedMap<String, Path> made = files.remove(record.decisionId());
        if (made == null) {
            return;
        }
        SortedMap<String, Bytes> contents = new TreeMap<>();
        try {
            for (String what : made.keySet()) {
                contents.put(what, Bytes.copyOf(Files.readAllBytes(made.getOrDefault(what, Path.of("")))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        judge.apply(record, contents).forEach(faults::add);
    }

    /** After the last record. */
    void end() {
        new TreeMap<>(files)
                .forEach((id, made) -> made.keySet()
                        .forEach(what ->
                                faults.extra("restated, " + what + " of decision " + id, "there is no such decision")));
    }
}
