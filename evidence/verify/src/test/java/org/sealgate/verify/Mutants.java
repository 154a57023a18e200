package org.sealgate.verify;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** PIT's mutants of all modules of evidence, each with the best that any run made of it, and the page that tells of them. */
final class Mutants {
    /** Of a hundred. */
    static final double LEAST = 85;

    private final List<Mutant> all;
    private final Map<String, String> reasons;

    /** @param reasons by {@code module.Class.method Mutator}, {@code module.Class.method} or {@code module.Class} */
    Mutants(Collection<Mutant> runs, Map<String, String> reasons) {
        Map<String, Mutant> best = new HashMap<>();
        for (Mutant mutant : runs) {
            best.merge(
                    mutant.place(), mutant, (one, other) -> one.status().compareTo(other.status()) <= 0 ? one : other);
        }
        this.all = best.values().stream().sorted().toList();
        this.reasons = reasons;
    }

    /** Of a hundred mutants so many were noticed. */
    double share() {
        return share(all);
    }

    private static double share(Collection<Mutant> mutants) {
        long noticed = mutants.stream().filter(Mutant::noticed).count();
        return mutants.isEmpty() ? 0 : 100.0 * noticed / mutants.size();
    }

    /** Those that were run, by name. */
    List<String> modules() {
        return all.stream().map(Mutant::module).distinct().toList();
    }

    /** Survivors for which no reason is written down. */
    List<Mutant> unexplained() {
        return survivors().stream().filter(mutant -> reason(mutant).isEmpty()).toList();
    }

    private List<Mutant> survivors() {
        return all.stream().filter(mutant -> !mutant.noticed()).toList();
    }

    /** The most particular one; empty where there is none. */
    private String reason(Mutant mutant) {
        String type = mutant.module() + "." + mutant.type();
        String method = type + "." + mutant.method();
        for (String key : List.of(method + " " + mutant.mutator(), method, type)) {
            if (reasons.containsKey(key)) {
                return reasons.get(key);
            }
        }
        return "";
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "mutants: %d of %d noticed (%.1f %%), %d survivors, %d of them explained",
                all.size() - survivors().size(),
                all.size(),
                share(),
                survivors().size(),
                survivors().size() - unexplained().size());
    }

    /** @param modules that there are; those that were not run are named */
    String page(List<String> modules) {
        StringBuilder text = new StringBuilder("""
                # Mutants of evidence

                Made by `./sealgate test --mutants`, which fails below %.0f %%. PIT changes one thing at a time in the classes of evidence
                (its default mutators) and runs the tests that come by; a mutant is noticed where one of them fails, or no longer ends.
                Each module's own tests count, and for `derive` those of `verify` too; for `verify` the corpus is judged case by case. Tests
                that start processes, rewrite classes, repeat others by the thousand or forge all their attacks anew for each of them
                are left out: what they alone would notice is not counted. A class that changed after a run may have been run again
                by itself. Below, each mutant that nobody notices, and why.

                """.formatted(LEAST));
        text.append("**").append(summary()).append("**\n\n");
        text.append(
                "| module | mutants | killed | never ended | survived | not reached | noticed |\n|---|---|---|---|---|---|---|\n");
        for (String module : modules) {
            text.append(row(
                    module,
                    all.stream()
                            .filter(mutant -> mutant.module().equals(module))
                            .toList()));
        }
        String file = "";
        for (Mutant mutant : survivors()) {
            String now = mutant.module() + "/" + mutant.file();
            if (!now.equals(file)) {
                text.append("\n## ").append(now).append(".java\n\n");
                file = now;
            }
            text.append(line(mutant));
        }
        return text.toString();
    }

    private static String row(String module, List<Mutant> mutants) {
        if (mutants.isEmpty()) {
            return "| " + module + " | not run | | | | | |\n";
        }
        StringBuilder row = new StringBuilder("| " + module + " | " + mutants.size() + " | ");
        for (Mutant.Status status : Mutant.Status.values()) {
            long count =
                    mutants.stream().filter(each -> each.status() == status).count();
            row.append(count).append(" | ");
        }
        return row.append(String.format(Locale.ROOT, "%.1f %% |\n", share(mutants)))
                .toString();
    }

    private String line(Mutant mutant) {
        String reason = reason(mutant);
        return "* " + mutant.line() + " `" + mutant.method() + "`, " + mutant.mutator() + ": "
                + (reason.isEmpty() ? "**not explained**" : reason) + "\n";
    }
}
