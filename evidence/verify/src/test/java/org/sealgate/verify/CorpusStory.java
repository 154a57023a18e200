package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a case is what it is, in one sentence, and which of the attacks of the threat model it carries out; from {@code
 * corpus/stories.txt}, a line a case.
 *
 * @param attack one of {@link #attacks()}, or {@code -}
 */
record CorpusStory(String attack, String why) {
    private static final Map<String, CorpusStory> TOLD = read();

    /** Every attack that the corpus has to answer, in the words of the threat model. */
    static List<String> attacks() {
        return lines("attacks.txt");
    }

    /** A case that nobody has written about is not yet a case. */
    static CorpusStory of(CorpusCase each) {
        @Nullable CorpusStory story = TOLD.get(each.name());
        if (story == null) {
            throw new IllegalStateException("stories.txt says nothing about " + each.name());
        }
        return story;
    }

    /** Of the cases that have a story. */
    static Set<String> names() {
        return TOLD.keySet();
    }

    private static Map<String, CorpusStory> read() {
        Map<String, CorpusStory> stories = new HashMap<>();
        for (String line : lines("stories.txt")) {
            String[] parts = line.split(" \\| ", 3);
            if (parts.length != 3
                    || !parts[2].endsWith(".")
                    || stories.put(parts[0], new CorpusStory(parts[1], parts[2])) != null) {
                throw new IllegalStateException("stories.txt: " + line);
            }
        }
        return stories;
    }

    private static List<String> lines(String name) {
        String text = new String(TestRelease.resource("../corpus/" + name), UTF_8);
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
