package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One case of the corpus as it is made: a folder with everything that an auditor would have in hand, and what a verifier must say.
 *
 * @param files by their path in the case's folder
 * @param arguments of the verifier's command line, run in that folder
 * @param codes of findings, all of them; warnings are added by the run
 */
record CorpusCase(String name, SortedMap<String, byte[]> files, List<String> arguments, Set<Code> codes, Exit exit) {
    static final String BUNDLE = "bundle.evidence.zip";
    static final String ROOT = "trust-root.json";

    CorpusCase {
        Objects.requireNonNull(name, "name");
        files = new TreeMap<>(files);
        arguments = List.copyOf(arguments);
        codes = Set.copyOf(codes);
    }

    /** The usual call: one bundle, one trust root, an instant. */
    static CorpusCase of(String name, byte[] bundle, byte[] root, List<String> more, Code... codes) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(BUNDLE, bundle);
        files.put(ROOT, root);
        return new CorpusCase(name, files, arguments(List.of(BUNDLE), more), Set.of(codes), worst(Set.of(codes)));
    }

    static CorpusCase of(Attack attack, String area) {
        Expectations asked = attack.asked().apply(Expectations.at(Attack.AT));
        List<String> more = new ArrayList<>();
        if (asked.require() == Expectations.Require.ANY) {
            more.addAll(List.of("--require", "any"));
        }
        asked.audience().ifPresent(audience -> more.addAll(List.of("--audience", audience)));
        asked.policy().ifPresent(policy -> more.addAll(List.of("--expect-policy", policy)));
        Code[] codes = attack.codes().toArray(Code[]::new);
        return of(area + "-" + slug(attack.name()), zip(attack.parts().get()), attack.trustRoot(), more, codes);
    }

    static List<String> arguments(Collection<String> bundles, List<String> more) {
        List<String> arguments = new ArrayList<>(bundles);
        arguments.addAll(List.of("--trust-root", ROOT));
        if (!more.contains("--at")) {
            arguments.addAll(List.of("--at", Attack.AT.toString()));
        }
        arguments.addAll(more);
        return arguments;
    }

    /** The same with another file beside the bundle, or instead of it. */
    CorpusCase with(String path, byte[] content) {
        SortedMap<String, byte[]> more = new TreeMap<>(files);
        more.put(path, content);
        return new CorpusCase(name, more, arguments, codes, exit);
    }

    CorpusCase asking(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new CorpusCase(name, files, all, codes, exit);
    }

    /** Another exit status than that of the worst finding: warnings that count, questions left open. */
    CorpusCase ending(Exit other) {
        return new CorpusCase(name, files, arguments, codes, other);
    }

    /** The folder's name, which says the verdict. */
    String folder() {
        return exit == Exit.OK ? name : name + "_inadmissible";
    }

    private static Exit worst(Set<Code> codes) {
        return codes.stream().map(Code::exit).reduce(Exit.OK, Exit::worse);
    }

    static byte[] zip(SortedMap<String, byte[]> parts) {
        return ForgedBundle.bytes(parts);
    }

    static String slug(String words) {
        String plain = words.toLowerCase(Locale.ROOT).replace("'s", "s").replaceAll("[^a-z0-9]+", "-");
        return plain.replaceAll("^-|-$", "");
    }

    /** Writes what the folder holds but its case file. */
    void write(Path folder) throws IOException {
        for (String path : files.keySet()) {
            Path file = folder.resolve(path);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Objects.requireNonNull(files.get(path)));
        }
    }

    /** The case file, with every code that the verifier named. */
    byte[] describe(CorpusStory story, Set<String> found) {
        String text = "why: " + story.why() + "\n"
                + "attack: " + story.attack() + "\n"
                + "arguments: " + String.join(" ", arguments) + "\n"
                + "exit: " + exit.status() + "\n"
                + "codes: " + (found.isEmpty() ? "-" : String.join(" ", new TreeSet<>(found))) + "\n";
        return text.getBytes(UTF_8);
    }

    /** Of the codes found those that were declared, and those that are no mere warnings. */
    Set<Code> comparable(Set<String> found) {
        Set<Code> comparable = EnumSet.noneOf(Code.class);
        for (String each : found) {
            Code code = Code.valueOf(each);
            if (!code.isWarning() || codes.contains(code)) {
                comparable.add(code);
            }
        }
        return comparable;
    }
}
