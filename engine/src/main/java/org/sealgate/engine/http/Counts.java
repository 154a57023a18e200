package org.sealgate.engine.http;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests answered, by status and by the code of what was refused before the gate. Nothing of a request is in a name. */
@Singleton
final class Counts {
    private final Engine engine;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Counts(Engine engine) {
        this.engine = engine;
    }

    void answered(int status) {
        count("sealgate_answers_total{status=\"" + status + "\"}");
    }

    void refused(Problem problem) {
        engine.refused(problem.status());
        count("sealgate_refused_total{code=\"" + problem.code() + "\"}");
    }

    void decided(String finding) {
        count("sealgate_decisions_total{finding=\"" + finding + "\"}");
    }

    private void count(String name) {
        counts.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    SortedMap<String, Long> read() {
        SortedMap<String, Long> read = new TreeMap<>();
        counts.forEach((name, count) -> read.put(name, count.sum()));
        return read;
    }
}
