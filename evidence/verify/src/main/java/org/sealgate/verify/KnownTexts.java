package org.sealgate.verify;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A pattern that remembers what it has matched. Bundle after bundle names the same files with the same digests, and looking a text up
 * costs a tenth of matching it. Only matches are remembered, so nothing that a bundle holds can make another text match.
 */
final class KnownTexts {
    /** Of strangers' texts no more than this is kept, whatever they send: a few hundred files, short ones. */
    private static final int MOST = 512;

    private static final int LONGEST = 200;

    private final Pattern pattern;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    KnownTexts(Pattern pattern) {
        this.pattern = pattern;
    }

    boolean match(String text) {
        if (known.contains(text)) {
            return true;
        }
        boolean matches = pattern.matcher(text).find();
        if (matches && text.length() <= LONGEST && known.size() < MOST) {
            known.add(text);
        }
        return matches;
    }
}
