package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.store.DecisionRecord;

/** Holds what was made of decisions when their bundles were first asked for against these decisions. */
final class RestatedLook {
    private static final Pattern FOLDER = Pattern.compile("restated(/[0-9a-f]{2})?");
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern NAME =
            Pattern.compile("restated/([0-9a-f]{2})/([0-9a-f-]{36})[.]([a-z.]{1,40}(?:[.][1-9][0-9]?[0-9]?)?)");

    private final BiFunction<DecisionRecord, SortedMap<String, Bytes>, List<Fault>> judge;
    private final Faults faults;
    private final Map<String, SortedMap<String, Path>> files = new HashMap<>();

    RestatedLook(
            PlainFiles plain, BiFunction<DecisionRecord, SortedMap<String, Bytes>, List<Fault>> judge, Faults faults) {
        this.judge = judge;
        this.faults = faults;
        faults.look("restated", () -> read(plain));
    }

    private void read(PlainFiles plain) throws IOException {
        for (Path file : plain.below("restated", FOLDER.asMatchPredicate())) {
            Matcher parts = NAME.matcher(plain.name(file));
            if (parts.matches() && parts.group(2).endsWith(parts.group(1))) {
                files.computeIfAbsent(parts.group(2), id -> new TreeMap<>()).put(parts.group(3), file);
            } else {
                faults.extra(plain.name(file), "nothing of this name is made of a decision");
            }
        }
    }

    /** Whether anything is there of a decision that was not looked at yet. */
    boolean isOf(String decisionId) {
        return files.containsKey(decisionId);
    }

    void decision(DecisionRecord record) {
        @Nullable SortedMap<String, Path> made = files.remove(record.decisionId());
        if (made == null) {
            return;
        }
        String id = " of decision " + record.decisionId();
        SortedMap<String, Bytes> contents = new TreeMap<>();
        made.forEach((what, file) -> faults.look(
                "restated, " + what + id,
                () -> PlainFiles.read(file, MOST_BYTES)
                        .ifPresent(content -> contents.put(what, Bytes.copyOf(content)))));
        if (contents.size() == made.size()) {
            faults.look("restated" + id, () -> judge.apply(record, contents).forEach(faults::add));
        }
    }

    /** After the last record. */
    void end() {
        new TreeMap<>(files)
                .forEach((id, made) -> made.keySet()
                        .forEach(what ->
                                faults.extra("restated, " + what + " of decision " + id, "there is no such decision")));
    }
}
