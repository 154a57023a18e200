package org.sealgate.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of a policy in their order: each may name only what stands above it. */
final class LogPolicyReader {
    private static final String NONE = "none";
    private static final int MOST_CHARACTERS = 1 << 16;

    private final List<LogPolicy.LogLine> logs = new ArrayList<>();
    private final List<LogPolicy.WitnessLine> witnesses = new ArrayList<>();
    private final List<LogPolicy.GroupLine> groups = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> grouped = new HashSet<>();
    private final Set<Bytes> keys = new HashSet<>();
    private @Nullable String quorum;

    LogPolicy read(String text) {
        boolean plain = text.codePoints().allMatch(c -> c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f));
        if (!plain || !text.endsWith("\n") || text.length() > MOST_CHARACTERS) {
            throw refused("a policy is not lines of text, or too long");
        }
        for (String line : text.split("\n")) {
            List<String> words = Arrays.stream(line.split("[ \t]+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!words.isEmpty() && !words.getFirst().startsWith("#")) {
                line(words.getFirst(), words.subList(1, words.size()));
            }
        }
        String named = quorum;
        if (named == null) {
            throw refused("a policy without a quorum");
        }
        return new LogPolicy(logs, witnesses, groups, named.equals(NONE) ? Optional.empty() : Optional.of(named));
    }

    private void line(String word, List<String> rest) {
        switch (word) {
            case "log" -> log(rest);
            case "witness" -> witness(rest);
            case "group" -> group(rest);
            case "quorum" -> quorum(rest);
            default -> throw refused("a line that is no log, witness, group or quorum");
        }
    }

    private void log(List<String> words) {
        requireBetween(words, 1, 2);
        VerifierKey key = key(words.getFirst(), VerifierKey.Type.ED25519);
        logs.add(new LogPolicy.LogLine(key, optional(words, 1)));
    }

    private void witness(List<String> words) {
        requireBetween(words, 2, 3);
        VerifierKey key = key(words.get(1), VerifierKey.Type.COSIGNATURE_V1);
        define(words.getFirst());
        witnesses.add(new LogPolicy.WitnessLine(words.getFirst(), key, optional(words, 2)));
    }

    private void group(List<String> words) {
        requireBetween(words, 3, Integer.MAX_VALUE);
        List<String> members = words.subList(2, words.size());
        // one place each, over all groups: so nobody counts twice for the quorum
        if (!members.stream().allMatch(member -> names.contains(member) && grouped.add(member))) {
            throw refused("a group names somebody that is in a group already, or that no line above defines");
        }
        long needed = switch (words.get(1)) {
            case "all" -> members.size();
            case "any" -> 1;
            default -> NoteText.decimal(words.get(1)).orElse(0L);
        };
        if (needed < 1 || needed > members.size()) {
            throw refused("a group needs none of its members, or more than it has");
        }
        define(words.getFirst());
        groups.add(new LogPolicy.GroupLine(words.getFirst(), (int) needed, members));
    }

    private void quorum(List<String> words) {
        requireBetween(words, 1, 1);
        String name = words.getFirst();
        if (quorum != null || (!name.equals(NONE) && !names.contains(name))) {
            throw refused("a second quorum, or one that no line above defines");
        }
        quorum = name;
    }

    private VerifierKey key(String vkey, VerifierKey.Type type) {
        VerifierKey key = VerifierKey.parse(vkey);
        if (key.type() != type) {
            throw new LogProofException(LogProofCode.KEY_ENCODING, "a key of a type that its line does not take");
        }
        if (!keys.add(key.key())) {
            throw refused("one key on two lines");
        }
        return key;
    }

    private void define(String name) {
        if (name.equals(NONE) || !names.add(name)) {
            throw refused("a name defined twice, or the name none");
        }
    }

    private static Optional<String> optional(List<String> words, int at) {
        return at < words.size() ? Optional.of(words.get(at)) : Optional.empty();
    }

    private static void requireBetween(List<String> words, int fewest, int most) {
        if (words.size() < fewest || words.size() > most) {
            throw refused("a line with too few or too many words");
        }
    }

    private static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.LOG_POLICY, reason);
    }
}
