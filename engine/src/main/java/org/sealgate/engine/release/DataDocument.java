package org.sealgate.engine.release;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.ExactNumbers;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonPointer;
import org.sealgate.bundle.JsonReader;

/**
 * The one data document of a release: the files of {@code data/} merged under {@code governance}, with the policy's version and the
 * hash of its prose. Two files that give one value are refused, for the order of files must not decide.
 */
record DataDocument(Json.Obj governance) {
    private static final String ROOT = "governance";
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,6}([.][0-9]{1,6}){2}");
    private static final String VERSION_LINE = "Version: ";
    private static final List<String> RESERVED = List.of("policyVersion", "policyHash");

    byte[] toBytes() {
        return CanonicalJson.rfc8785(Json.object().put(ROOT, governance).build());
    }

    static Optional<DataDocument> of(PolicySources sources, List<Problem> problems) {
        Map<String, Json> merged = new LinkedHashMap<>();
        int before = problems.size();
        for (String name : sources.data()) {
            Json.Obj root = read(name, sources, problems);
            if (root != null) {
                merge(merged, root, "/" + ROOT, new Origin(name, problems));
            }
        }
        for (String reserved : RESERVED) {
            if (merged.containsKey(reserved)) {
                problems.add(Problem.in(
                        "data", ProblemCode.DATA_RESERVED, "/governance/" + reserved + " is written by the build"));
            }
        }
        String version = version(sources, problems);
        if (problems.size() > before || merged.isEmpty()) {
            if (merged.isEmpty()) {
                problems.add(Problem.in("data", ProblemCode.FILE_MISSING, "no data file gives /governance"));
            }
            return Optional.empty();
        }
        merged.put("policyVersion", Json.of(version));
        merged.put("policyHash", Json.of(hash(sources)));
        return Optional.of(new DataDocument(new Json.Obj(merged)));
    }

    private static String hash(PolicySources sources) {
        Bytes baseline = sources.file(PolicySources.BASELINE);
        return baseline == null ? "" : baseline.sha256().text();
    }

    private static Json.@Nullable Obj read(String name, PolicySources sources, List<Problem> problems) {
        Bytes content = sources.file(name);
        if (content == null) {
            return null;
        }
        try {
            Json.Obj root = JsonReader.readObject(content.toArray());
            ExactNumbers.require(root);
            if (root.members().size() == 1 && root.get(ROOT) instanceof Json.Obj governance) {
                return governance;
            }
            problems.add(Problem.in(
                    name, ProblemCode.DATA_ROOT, "the one root member of a data file is the object \"governance\""));
        } catch (JsonException e) {
            problems.add(new Problem(
                    ProblemCode.DATA_SYNTAX, name, line(content, e.offset()), e.getMessage() + " at " + e.pointer()));
        }
        return null;
    }

    private static int line(Bytes content, int offset) {
        byte[] bytes = content.toArray();
        int line = 1;
        for (int i = 0; i < Math.min(offset, bytes.length); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return offset < 0 ? 0 : line;
    }

    /** Where a value comes from, for the one who has to mend it. */
    private record Origin(String file, List<Problem> problems) {
        void duplicate(String pointer) {
            problems.add(Problem.in(file, ProblemCode.DATA_DUPLICATE, pointer + " is given by another file, too"));
        }
    }

    private static void merge(Map<String, Json> into, Json.Obj from, String pointer, Origin origin) {
        from.members().forEach((name, value) -> {
            String at = pointer + "/" + JsonPointer.escape(name);
            Json there = into.putIfAbsent(name, value);
            if (there instanceof Json.Obj first && value instanceof Json.Obj second) {
                Map<String, Json> inner = new LinkedHashMap<>(first.members());
                merge(inner, second, at, origin);
                into.put(name, new Json.Obj(inner));
            } else if (there != null) {
                origin.duplicate(at);
            }
        });
    }

    /** The version that the file names; the prose must name the same, for its hash is what sealed runs carry. */
    private static String version(PolicySources sources, List<Problem> problems) {
        String version = sources.text(PolicySources.VERSION).strip();
        if (!VERSION.matcher(version).matches()) {
            problems.add(new Problem(
                    ProblemCode.VERSION_FORMAT,
                    PolicySources.VERSION,
                    1,
                    "a version is three numbers with points, such as 1.0.0"));
        }
        List<String> lines = sources.text(PolicySources.BASELINE).lines().toList();
        List<String> stated =
                lines.stream().filter(line -> line.startsWith(VERSION_LINE)).toList();
        if (stated.size() != 1 || !stated.getFirst().equals(VERSION_LINE + version)) {
            int line = stated.isEmpty() ? 0 : lines.indexOf(stated.getLast()) + 1;
            problems.add(new Problem(
                    ProblemCode.VERSION_MISMATCH,
                    PolicySources.BASELINE,
                    line,
                    "must have exactly one line \"" + VERSION_LINE + version + "\", the version of "
                            + PolicySources.VERSION));
        }
        return version;
    }
}
