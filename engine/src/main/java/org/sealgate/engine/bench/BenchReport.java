package org.sealgate.engine.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.sealgate.bundle.Json;

/**
 * The figures of one run.
 *
 * @param ratio gate ÷ OPA alone
 * @param bytesPerDecision journal and named files; objects are the caller's
 * @param log how the log does
 * @param records in the store at the end, each of them a 201
 * @param notes everything else that a reader needs to judge them
 */
public record BenchReport(
        double opaPerSecond,
        double gatePerSecond,
        double ratio,
        double gateP50Millis,
        double gateP99Millis,
        double replayPerSecondPerCore,
        double bytesPerDecision,
        double engineRssMiB,
        double readySeconds,
        double coldVerifySeconds,
        LogFigures log,
        long records,
        List<String> notes) {
    public BenchReport {
        notes = List.copyOf(notes);
    }

    /** {@code {"opaPerSecond":…,"gatePerSecond":…,…}} */
    public Json.Obj json() {
        return Json.object()
                .put("opaPerSecond", number(opaPerSecond, 0))
                .put("gatePerSecond", number(gatePerSecond, 0))
                .put("ratio", number(ratio, 3))
                .put("gateP50Millis", number(gateP50Millis, 2))
                .put("gateP99Millis", number(gateP99Millis, 2))
                .put("replayPerSecondPerCore", number(replayPerSecondPerCore, 0))
                .put("bytesPerDecision", number(bytesPerDecision, 0))
                .put("engineRssMiB", number(engineRssMiB, 0))
                .put("logEntriesPerSecond", number(log.entriesPerSecond(), 0))
                .put("restartSecondsPer100000", number(log.restartSeconds(), 2))
                .put("proofP99Millis", number(log.proofMillis(), 2))
                .put("bundleBytesBeside", number(log.bundleBytes(), 0))
                .build();
    }

    /** A table, with what was promised beside what was found. */
    public List<String> lines() {
        return List.of(
                row("OPA alone", opaPerSecond, "/s", "at least 4500"),
                row("gate", gatePerSecond, "/s", "at least 1200"),
                row("gate : OPA alone", ratio, "", "at least 0.25"),
                row("gate, median", gateP50Millis, "ms", ""),
                row("gate, 99th percentile", gateP99Millis, "ms", "at most 30"),
                row("bulk replay, one core", replayPerSecondPerCore, "/s", "at least 2000"),
                row("verify one bundle, cold", coldVerifySeconds, "s", "at most 0.6"),
                row("ready after start", readySeconds, "s", "at most 5"),
                row("stored a decision", bytesPerDecision / 1024, "KiB", "at most 12"),
                row("engine, resident", engineRssMiB, "MiB", "at most 350"),
                row("log alone, 16 threads", log.entriesPerSecond(), "/s", "at least 5000"),
                row("restart with 100,000", log.restartSeconds(), "s", "at most 1 beyond an empty start"),
                row("proof, 99th percentile", log.proofMillis(), "ms", "at most 5"),
                row(
                        "bundle, beside objects",
                        log.bundleBytes() / 1024,
                        "KiB",
                        "at most 40, without policy and schemas"));
    }

    private static String row(String what, double figure, String unit, String promised) {
        int decimals = figure < 10 ? 2 : figure < 100 ? 1 : 0;
        return "%-24s %10s %-4s %s"
                .formatted(what, text(figure, decimals), unit, promised)
                .stripTrailing();
    }

    private static Json number(double value, int decimals) {
        return new Json.Num(text(value, decimals));
    }

    private static String text(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
