package org.sealgate.engine.release;

/**
 * One thing that is wrong with a policy folder.
 *
 * @param file relative to the policy folder; empty where the folder as a whole is meant
 * @param line from 1; 0 where no line is meant
 * @param message one sentence: what was found, and what to do
 */
public record Problem(ProblemCode code, String file, int line, String message) implements Comparable<Problem> {
    public Problem {
        if (line < 0) {
            throw new IllegalArgumentException("line is negative: " + line);
        }
    }

    static Problem in(String file, ProblemCode code, String message) {
        return new Problem(code, file, 0, message);
    }

    @Override
    public int compareTo(Problem other) {
        int byFile = file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
        int byCode = byLine != 0 ? byLine : code.compareTo(other.code);
        return byCode != 0 ? byCode : message.compareTo(other.message);
    }

    /** As compilers print it: {@code sealed-run/limits.rego:12: METADATA: …}. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line;
        return (place.isEmpty() ? "" : place + ": ") + code + ": " + message;
    }
}
