package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the verifier's rules off, one at a time, and looks for a case that is then answered in another way. */
final class Adequacy {
    private final RewrittenVerifier verifier = new RewrittenVerifier();
    private final List<CorpusFile> cases;
    private final Map<CorpusFile, Set<String>> passed = new HashMap<>();
    private final SortedMap<String, String> codes = new TreeMap<>();
    private final SortedMap<String, String> places = new TreeMap<>();

    private Adequacy(List<CorpusFile> cases) {
        this.cases = cases;
    }

    static Adequacy measure(List<CorpusFile> cases) throws IOException {
        Adequacy adequacy = new Adequacy(cases);
        adequacy.baseline();
        for (Code each : Code.values()) {
            String code = each.name();
            Switch.offCode(code);
            adequacy.codes.put(code, adequacy.notices(adequacy.expecting(code)));
        }
        for (String place : adequacy.verifier.places()) {
            Switch.offPlace(place);
            List<CorpusFile> come = adequacy.expecting(RewrittenVerifier.code(place)).stream()
                    .filter(file -> adequacy.passed.getOrDefault(file, Set.of()).contains(place))
                    .toList();
            adequacy.places.put(place, adequacy.notices(come));
        }
        Switch.allOn();
        return adequacy;
    }

    private void baseline() throws IOException {
        for (CorpusFile file : cases) {
            Switch.allOn();
            CorpusAnswer answer = answer(file);
            if (!answer.equals(CorpusAnswer.expected(file))) {
                throw new IllegalStateException(file + " with every rule on: " + answer);
            }
            passed.put(file, Switch.passed());
        }
    }

    private List<CorpusFile> expecting(String code) {
        return cases.stream()
                .filter(file -> file.codes().contains(code))
                .sorted(Comparator.comparing(file -> file.codes().size()))
                .toList();
    }

    /** The first case that is answered in another way; the empty text where none is. */
    private String notices(List<CorpusFile> candidates) throws IOException {
        for (CorpusFile file : candidates) {
            if (!answer(file).equals(CorpusAnswer.expected(file))) {
                return file.toString();
            }
        }
        return "";
    }

    private CorpusAnswer answer(CorpusFile file) throws IOException {
        if (!file.writes()) {
            return CorpusAnswer.of(verifier, file.folder(), file.arguments());
        }
        Path copy = Files.createTempDirectory("corpus");
        file.copyTo(copy);
        try {
            return CorpusAnswer.of(verifier, copy, file.arguments());
        } finally {
            CorpusFile.delete(copy);
        }
    }

    List<String> unnoticed() {
        return without(codes);
    }

    List<String> unexplained() {
        List<String> open = without(places);
        open.removeIf(place -> !reason(place).isEmpty());
        return open;
    }

    /** Reasons for places that a case notices, or that there are not. */
    List<String> wronglyExplained() {
        List<String> wrong = new ArrayList<>(reasons().keySet());
        for (String place : without(places)) {
            wrong.remove(place);
            wrong.remove(place.substring(0, place.indexOf(' ')));
        }
        return wrong;
    }

    private static List<String> without(SortedMap<String, String> noticed) {
        List<String> open = new ArrayList<>();
        noticed.forEach((rule, file) -> {
            if (file.isEmpty()) {
                open.add(rule);
            }
        });
        return open;
    }

    private static String reason(String place) {
        Map<String, String> reasons = reasons();
        String method = place.substring(0, place.indexOf(' '));
        return reasons.getOrDefault(place, reasons.getOrDefault(method, ""));
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        new String(TestRelease.resource("../corpus/places.txt"), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line ->
                        reasons.put(line.substring(0, line.indexOf(" | ")), line.substring(line.indexOf(" | ") + 3)));
        return reasons;
    }

    String share() {
        return String.format(
                Locale.ROOT,
                "adequacy: %d of %d codes (%s), %d of %d places (%s), %d cases",
                codes.size() - without(codes).size(),
                codes.size(),
                percent(codes),
                places.size() - without(places).size(),
                places.size(),
                percent(places),
                cases.size());
    }

    private static String percent(SortedMap<String, String> noticed) {
        return String.format(
                Locale.ROOT,
                "%.1f %%",
                100.0 * (noticed.size() - without(noticed).size()) / noticed.size());
    }

    String report() {
        StringBuilder text = new StringBuilder("# Adequacy of the corpus\n\n");
        text.append(
                "Made by a test (`AdequacyTest`), which fails below 100 % of the codes. Each rule of the verifier is\n");
        text.append(
                "turned off, one at a time, in a copy of its classes rewritten as they are loaded; the rule counts where at\n");
        text.append("least one case is then answered with another exit status or other codes.\n\n");
        text.append("**").append(share()).append("**\n\n");
        text.append(
                "| code | places that find it | cases that expect it | one that notices its loss |\n|---|---|---|---|\n");
        codes.forEach((code, file) -> text.append(row(code, file)));
        unnoticedPlaces(text);
        return text.toString();
    }

    private String row(String code, String file) {
        long found = places.keySet().stream()
                .filter(place -> RewrittenVerifier.code(place).equals(code))
                .count();
        return "| " + code + " | " + (found == 0 ? "the readers" : String.valueOf(found)) + " | "
                + expecting(code).size() + " | " + (file.isEmpty() ? "**none**" : file) + " |\n";
    }

    private void unnoticedPlaces(StringBuilder text) {
        text.append(
                "\n## By place\n\nA code is found in several places, and each is turned off by itself as well. Not noticed:\n\n");
        List<String> open = without(places);
        if (open.isEmpty()) {
            text.append("none.\n");
        }
        for (String place : open) {
            String reason = reason(place);
            text.append("* `").append(place).append("`: ");
            text.append(reason.isEmpty() ? "**neither case nor reason**" : reason)
                    .append('\n');
        }
    }
}
