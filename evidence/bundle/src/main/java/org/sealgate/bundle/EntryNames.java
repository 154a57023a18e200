package org.sealgate.bundle;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names that a bundle may use: segments {@code [A-Za-z0-9][A-Za-z0-9._-]{0,99}} joined by {@code /}, at most 240 characters, each
 * path of one spelling and one nature, so that any file system holds the unpacked bundle.
 */
final class EntryNames {
    private static final int MAX_NAME = 240;
    private static final int MAX_SEGMENT = 100;

    private EntryNames() {}

    /** @throws ContainerException BUNDLE_NAME where a name is off the profile, else BUNDLE_DUPLICATE where two exclude each other */
    static void require(List<String> names) {
        names.forEach(EntryNames::require);
        Map<String, String> spellings = HashMap.newHashMap(2 * names.size());
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                String folder = name.substring(0, slash + 1);
                String known = spellings.putIfAbsent(fold(name.substring(0, slash)), folder);
                if (known != null && !known.equals(folder)) {
                    throw duplicate();
                }
            }
            if (spellings.putIfAbsent(fold(name), name) != null) {
                throw duplicate();
            }
        }
    }

    /** @throws ContainerException BUNDLE_NAME where the name is off the profile */
    static void require(String name) {
        if (name.length() > MAX_NAME) {
            throw new ContainerException(ContainerCode.BUNDLE_NAME, "a name of more than " + MAX_NAME + " characters");
        }
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            if (!isSegment(name, start, end)) {
                throw new ContainerException(ContainerCode.BUNDLE_NAME, "a name off the profile");
            }
            start = end + 1;
        }
    }

    private static boolean isSegment(String name, int start, int end) {
        if (end == start || end - start > MAX_SEGMENT || !isAlphanumeric(name.charAt(start))) {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            char c = name.charAt(i);
            if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String fold(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    private static ContainerException duplicate() {
        return new ContainerException(
                ContainerCode.BUNDLE_DUPLICATE, "two names that one folder of a file system cannot hold");
    }
}
