package org.sealgate.engine.bench;

import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/**
 * What wrk saw of one run.
 *
 * @param requests answered within the run
 * @param badStatus answers of 400 and above among them
 * @param broken connections that failed, timeouts included
 */
record Load(long requests, double seconds, double p50Millis, double p99Millis, long badStatus, long broken) {
    double perSecond() {
        return requests / seconds;
    }

    /** Reads the line that lines.lua writes. */
    static Load read(String output) {
        String line = output.lines()
                .filter(each -> each.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new BenchProblem("wrk gave no figures: " + output.strip()));
        try {
            Json.Obj said = JsonReader.readObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return new Load(
                    said.integer("requests"),
                    said.integer("micros") / 1e6,
                    said.integer("p50Micros") / 1e3,
                    said.integer("p99Micros") / 1e3,
                    said.integer("badStatus"),
                    said.integer("broken"));
        } catch (JsonException e) {
            throw new BenchProblem("wrk's figures cannot be read: " + line);
        }
    }

    Load requireClean(String what) {
        if (badStatus > 0 || broken > 0 || requests == 0) {
            throw new BenchProblem(what + " answered " + requests + " requests, " + badStatus
                    + " of them not with success; " + broken + " connections broke");
        }
        return this;
    }
}
