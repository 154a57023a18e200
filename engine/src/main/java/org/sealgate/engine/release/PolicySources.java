package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;

/**
 * The files of a policy folder, read once, so that what is tested is what is hashed.
 *
 * @param files by name relative to the folder, for example {@code sealed-run/sealed-run.rego}
 */
record PolicySources(SortedMap<String, Bytes> files) {
    static final String BASELINE = "POLICY_BASELINE.md";
    static final String VERSION = "POLICY_VERSION.txt";
    static final String CAPABILITIES = "capabilities.json";

    private static final String DATA_FOLDER = "data/";
    private static final String REGO = ".rego";
    private static final String TEST = "_test.rego";

    /** As a bundle of evidence names its parts, which carries these files. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})*");

    /** What the tar of opa's bundle has room for. */
    private static final int MAX_NAME = 100;

    private static final int MAX_BYTES = 4 << 20;

    PolicySources {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Reads what can be read and adds what is wrong to {@code problems}. */
    static PolicySources read(Path folder, List<Problem> problems) throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        for (Path path : paths) {
            String name = folder.relativize(path).toString().replace('\\', '/');
            if (!isName(name) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(Problem.in(
                        name, ProblemCode.FILE_NAME, "evidence cannot carry this file; remove or rename it"));
            } else if (Files.size(path) > MAX_BYTES) {
                problems.add(Problem.in(name, ProblemCode.FILE_CONTENT, "larger than 4 MiB"));
            } else {
                byte[] content = Files.readAllBytes(path);
                requireText(name, content, problems);
                files.put(name, Bytes.copyOf(content));
            }
        }
        for (String needed : List.of(BASELINE, VERSION, CAPABILITIES)) {
            if (!files.containsKey(needed)) {
                problems.add(Problem.in(needed, ProblemCode.FILE_MISSING, "a policy folder needs this file"));
            }
        }
        return new PolicySources(files);
    }

    private static boolean isName(String name) {
        return name.length() <= MAX_NAME && NAME.matcher(name).matches() && !name.equals(WorkFolder.DATA);
    }

    private static void requireText(String name, byte[] content, List<Problem> problems) {
        int line = 1;
        for (byte b : content) {
            if (b == '\r') {
                problems.add(new Problem(
                        ProblemCode.FILE_CONTENT, name, line, "a carriage return; lines end with LF alone"));
                return;
            }
            line += b == '\n' ? 1 : 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
        } catch (CharacterCodingException e) {
            problems.add(Problem.in(name, ProblemCode.FILE_CONTENT, "not UTF-8"));
        }
    }

    @Nullable
    Bytes file(String name) {
        return files.get(name);
    }

    String text(String name) {
        Bytes content = files.get(name);
        return content == null ? "" : new String(content.toArray(), StandardCharsets.UTF_8);
    }

    /** Every Rego file. */
    List<String> rego() {
        return named(name -> name.endsWith(REGO));
    }

    /** The Rego that decides: without tests. */
    List<String> policies() {
        return named(name -> name.endsWith(REGO) && !name.endsWith(TEST));
    }

    /** The JSON under {@code data/}. */
    List<String> data() {
        return named(name -> name.startsWith(DATA_FOLDER) && name.endsWith(".json"));
    }

    private List<String> named(java.util.function.Predicate<String> wanted) {
        return files.keySet().stream().filter(wanted).toList();
    }

    /** {@code dirHash1:<hex>} over all files: the revision of the release. */
    String dirHash() {
        SortedMap<String, Digest> digests = new TreeMap<>();
        files.forEach((name, content) -> digests.put(name, content.sha256()));
        return DirHash1.of(digests);
    }
}
