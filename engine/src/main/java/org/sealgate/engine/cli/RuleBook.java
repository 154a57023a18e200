package org.sealgate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What the rules of a policy say about themselves: their METADATA, read from the Rego that a bundle carries. */
final class RuleBook {
    private static final String OPENING = "# METADATA";

    private final List<Rule> rules = new ArrayList<>();

    /** @param sources Rego by its name in the bundle */
    RuleBook(SortedMap<String, String> sources) {
        sources.forEach((name, text) -> read(name, text.lines().toList()));
    }

    /**
     * A rule that can refuse.
     *
     * @param place file and line
     * @param head the first line after the METADATA, which names the pointer where it is always the same
     */
    record Rule(String code, String title, String description, String remediation, String place, String head) {
        boolean names(String pointer) {
            return head.contains("\"pointer\": \"" + pointer + "\"");
        }

        boolean namesAny() {
            return head.contains("\"pointer\": \"");
        }
    }

    /** The rule behind a violation: of several with one code the one that names this pointer, else one that names none. */
    Optional<Rule> find(String code, String pointer) {
        List<Rule> of = rules.stream().filter(rule -> rule.code().equals(code)).toList();
        return of.stream()
                .filter(rule -> rule.names(pointer))
                .findFirst()
                .or(() -> of.stream().filter(rule -> !rule.namesAny()).findFirst())
                .or(() -> of.stream().findFirst());
    }

    private void read(String name, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(OPENING)) {
                int end = i + 1;
                while (end < lines.size() && lines.get(end).startsWith("#")) {
                    end++;
                }
                List<String> block = lines.subList(i + 1, end);
                String head = String.join(" ", lines.subList(end, Math.min(lines.size(), end + 6)));
                String code = value(block, "code");
                if (!code.isEmpty()) {
                    rules.add(new Rule(
                            code,
                            value(block, "title"),
                            value(block, "description"),
                            value(block, "remediation"),
                            name + ":" + (end + 1),
                            head));
                }
                i = end - 1;
            }
        }
    }

    private static String value(List<String> block, String key) {
        return block.stream()
                .map(line -> line.substring(1).strip())
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
