package org.sealgate.engine.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One turn of each.
 *
 * @param engineMicros CPU time of the engine's process a decision, and {@code opaMicros} that of its OPA
 */
record Round(Load opa, Load gate, double replaysPerSecond, double engineMicros, double opaMicros, double engineRssMiB) {
    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
