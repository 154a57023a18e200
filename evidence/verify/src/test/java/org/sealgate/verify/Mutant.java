package org.sealgate.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * One change that PIT made to a class of evidence, and what the tests said to it.
 *
 * @param module folder below evidence, which is the package's name too
 * @param type class within the package, a nested one by its own name behind a dollar sign
 * @param method as written in the source, for a lambda the one that it stands in
 * @param place tells the mutant from all others, whichever run made it
 * @param what PIT's words
 */
record Mutant(
        String module, String type, String method, int line, String mutator, String place, String what, Status status)
        implements Comparable<Mutant> {
    /** What became of it, the best first. */
    enum Status {
        KILLED,
        TIMED_OUT,
        SURVIVED,
        NO_COVERAGE;

        private static Status of(Element mutation) {
            String status = mutation.getAttribute("status");
            if (!Boolean.parseBoolean(mutation.getAttribute("detected"))) {
                return status.equals("NO_COVERAGE") ? NO_COVERAGE : SURVIVED;
            }
            return status.equals("TIMED_OUT") ? TIMED_OUT : KILLED;
        }
    }

    private static final String PACKAGE = "org.sealgate.";
    private static final Comparator<Mutant> ORDER = Comparator.comparing(Mutant::module)
            .thenComparing(Mutant::file)
            .thenComparingInt(Mutant::line)
            .thenComparing(Mutant::mutator)
            .thenComparing(Mutant::place);

    /** All of one report, {@code mutations.xml}. */
    static List<Mutant> read(Path report) throws Exception {
        NodeList mutations = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("mutation");
        List<Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < mutations.getLength(); i++) {
            mutants.add(of((Element) mutations.item(i)));
        }
        return mutants;
    }

    private static Mutant of(Element mutation) {
        String name = text(mutation, "mutatedClass").substring(PACKAGE.length());
        String module = name.substring(0, name.indexOf('.'));
        String mutator = text(mutation, "mutator");
        String method = text(mutation, "mutatedMethod");
        return new Mutant(
                module,
                name.substring(module.length() + 1),
                method.startsWith("lambda$") ? method.split("\\$")[1] : method,
                Integer.parseInt(text(mutation, "lineNumber")),
                mutator.substring(mutator.lastIndexOf('.') + 1).replaceAll("Mutator|_.*", ""),
                String.join(" ", name, method, text(mutation, "methodDescription"), mutator, text(mutation, "indexes")),
                text(mutation, "description"),
                Status.of(mutation));
    }

    private static String text(Element mutation, String name) {
        return mutation.getElementsByTagName(name).item(0).getTextContent().strip();
    }

    boolean noticed() {
        return status.compareTo(Status.SURVIVED) < 0;
    }

    /** The class's file without its ending. */
    String file() {
        String top = type.contains("$") ? type.substring(0, type.indexOf('$')) : type;
        return top.substring(top.lastIndexOf('.') + 1);
    }

    @Override
    public int compareTo(Mutant other) {
        return ORDER.compare(this, other);
    }
}
