package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which bundles are meant by a word: a bundle itself, a folder of bundles, or a pattern for where the shell does not expand it.
 *
 * <pre>{@code
 * Bundles.named("a.evidence.zip")        that file, whether it is there or not
 * Bundles.named("unpacked/")             that folder, where it holds mimetype or decision.dsse.json
 * Bundles.named("archive/")              every *.evidence.zip and every unpacked bundle below it, sorted
 * Bundles.named("archive/2026-*")        what matches, each as above; java.nio's glob, ** crosses folders
 * }</pre>
 *
 * <p>Links are not followed on the way. A bundle that is not found is not verified, so a word that means nothing is an error.
 */
public final class Bundles {
    private static final String SUFFIX = ".evidence.zip";

    private Bundles() {}

    /**
     * The bundles that the word means, at least one.
     *
     * @throws NoSuchFileException where it means none
     * @throws IOException where a folder cannot be listed
     */
    public static List<Path> named(String word) throws IOException {
        boolean pattern = word.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
        if (pattern && !exists(word)) {
            return some(word, matching(word));
        }
        Path path = path(word);
        return Files.isDirectory(path) && !isUnpacked(path) ? some(word, below(path)) : List.of(path);
    }

    private static boolean exists(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private static Path path(String word) throws NoSuchFileException {
        try {
            return Path.of(word);
        } catch (InvalidPathException noPath) {
            throw new NoSuchFileException(word);
        }
    }

    private static List<Path> some(String word, List<Path> found) throws NoSuchFileException {
        if (found.isEmpty()) {
            throw new NoSuchFileException(word + " means no bundle");
        }
        return found;
    }

    /** A bundle that lost one of the two is a broken bundle and not a folder of none. */
    private static boolean isUnpacked(Path folder) {
        return Files.exists(folder.resolve("mimetype")) || Files.exists(folder.resolve(Decision.FILE));
    }

    private static List<Path> below(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                if (isUnpacked(each)) {
                    found.add(each);
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                if (each.toString().endsWith(SUFFIX)) {
                    found.add(each);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    private static List<Path> matching(String word) throws IOException {
        int magic = 0;
        while ("*?[{".indexOf(word.charAt(magic)) < 0) {
            magic++;
        }
        // the folders in front of the first sign that is none of a name; the pattern is for the rest
        int rest = word.lastIndexOf('/', magic) + 1;
        Path start = path(rest == 0 ? "." : word.substring(0, rest));
        PathMatcher matcher = matcher(word, word.substring(rest));
        List<Path> matched = Files.isDirectory(start) ? below(start, matcher) : List.of();
        return matched.stream()
                .map(each -> rest == 0 ? start.relativize(each) : each)
                .toList();
    }

    private static List<Path> below(Path start, PathMatcher matcher) throws IOException {
        List<Path> matched = new ArrayList<>();
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                if (!each.equals(start) && matcher.matches(start.relativize(each))) {
                    matched.addAll(isUnpacked(each) ? List.of(each) : below(each));
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                if (matcher.matches(start.relativize(each))) {
                    matched.add(each);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        matched.sort(null);
        return matched;
    }

    private static PathMatcher matcher(String word, String glob) throws NoSuchFileException {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException noPattern) {
            throw new NoSuchFileException(word);
        }
    }
}
