package org.sealgate.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who may import whom, as a table. What is on no row may be imported by nobody. */
final class ImportRules {
    private static final String[] STEPS = {"intake", "decision", "seal", "store", "log"};
    private static final String[] SCHEMA_VALIDATOR = {"com.networknt..", "tools.jackson.."};
    private static final String[] OUTSIDE = {"java.net..", "javax.net..", "java.sql.."};
    private static final String[] CLOCK_CHANCE_FILE = {
        "java.nio.file..", "java.nio.channels..", "java.util.random..", "java.security.."
    };

    /** What a step hands out for others to read; the step itself stays out of their reach. */
    private static final Set<String> RESULTS_FOR_HTTP = Set.of("org.sealgate.engine.store.StoreHealth");

    /** Packages by the name that follows {@code org.sealgate.}; of foreign ones the pattern. */
    record Row(String name, List<String> ours, List<String> foreign, List<String> never) {
        String itself() {
            return name.equals("engine root") ? "org.sealgate.engine" : "org.sealgate." + name;
        }

        ArchRule rule() {
            String[] allowed = Stream.of(
                            Stream.of("java..", "org.jspecify..", itself()),
                            ours.stream().map(one -> "org.sealgate." + one),
                            foreign.stream())
                    .flatMap(patterns -> patterns)
                    .toArray(String[]::new);
            DescribedPredicate<JavaClass> permitted = resideInAnyPackage(allowed);
            if (!never.isEmpty()) {
                permitted = permitted.and(DescribedPredicate.not(resideInAnyPackage(never.toArray(String[]::new))));
            }
            if (name.equals("engine.http")) {
                permitted = permitted.or(describe("results", type -> RESULTS_FOR_HTTP.contains(type.getName())));
            }
            return classes().that().resideInAPackage(itself()).should().onlyDependOnClassesThat(permitted);
        }

        Row may(String... more) {
            return new Row(name, ours, join(foreign, more), never);
        }

        Row never(String... more) {
            return new Row(name, ours, foreign, join(never, more));
        }

        private static List<String> join(List<String> some, String... more) {
            return Stream.concat(some.stream(), Stream.of(more)).toList();
        }
    }

    private ImportRules() {}

    static List<Row> rows() {
        return List.of(
                row("bundle").never(OUTSIDE),
                row("facts", "bundle").may("com.google.re2j..").never(OUTSIDE),
                row("policy", "bundle").may("run.endive..").never(OUTSIDE),
                row("derive", "bundle", "facts").never(OUTSIDE).never(CLOCK_CHANCE_FILE),
                row("verify", "bundle", "facts", "policy", "derive")
                        .may("org.bouncycastle..")
                        .may(SCHEMA_VALIDATOR)
                        .never(OUTSIDE),
                row("verify.cli", "verify").may("picocli..").never(OUTSIDE),
                row("engine.intake", "bundle", "facts").may(SCHEMA_VALIDATOR).never(OUTSIDE),
                row("engine.decision", "bundle", "policy").never("java.sql.."),
                row("engine.seal", "engine.seal.anchor", "bundle")
                        .may("org.bouncycastle..")
                        .never("java.sql.."),
                row("engine.seal.anchor", "bundle").may("org.bouncycastle..").never("java.sql.."),
                // the JDK's own option for reading past the page cache lies in no java package
                row("engine.store", "bundle")
                        .may("javax.crypto..", "com.sun.nio.file..")
                        .never(OUTSIDE),
                row("engine.log", "bundle").never(OUTSIDE),
                row("engine.fsck", "engine.store", "engine.log", "bundle").never(OUTSIDE),
                row("engine.release", "bundle", "policy").never(OUTSIDE),
                row("engine.llmoutput", "bundle")
                        .may("org.apache.commons.csv..", "org.dhatim.fastexcel..")
                        .never(OUTSIDE),
                row(
                        "engine root",
                        Stream.concat(
                                        Stream.of(STEPS).map(step -> "engine." + step),
                                        Stream.of(
                                                "engine.seal.anchor",
                                                "engine.release",
                                                "engine.fsck",
                                                "bundle",
                                                "facts",
                                                "policy",
                                                "derive"))
                                .toArray(String[]::new)),
                row("engine.http", "engine", "bundle", "facts")
                        .may("io.micronaut..", "jakarta..", "io.netty..", "io.swagger.v3..", "org.slf4j.."),
                row(
                                "engine.cli",
                                "engine",
                                "engine.http",
                                "engine.fsck",
                                "engine.release",
                                "engine.llmoutput",
                                "engine.bench",
                                "verify",
                                "verify.cli",
                                "bundle")
                        .may("picocli.."),
                row("engine.bench", "engine", "engine.decision", "verify", "bundle"));
    }

    private static Row row(String name, String... ours) {
        return new Row(name, List.of(ours), List.of(), List.of());
    }

    /** What `derive` may not even call on classes that it may otherwise use. */
    static ArchRule deriveIsPure() {
        return noClasses()
                .that()
                .resideInAPackage("org.sealgate.derive")
                .should()
                .callCodeUnitWhere(describe("asks for time, chance or surroundings", ImportRules::asksTheWorld))
                .orShould()
                .dependOnClassesThat(describe(
                        "are clocks, chance or files",
                        type -> Set.of(
                                                "java.time.Clock",
                                                "java.time.InstantSource",
                                                "java.util.Random",
                                                "java.util.SplittableRandom",
                                                "java.util.concurrent.ThreadLocalRandom")
                                        .contains(type.getName())
                                || type.getName().startsWith("java.io.File")
                                || type.getName().equals("java.io.RandomAccessFile")));
    }

    private static boolean asksTheWorld(JavaCall<?> call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getName();
        return switch (owner) {
            case "java.lang.System" ->
                Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty").contains(name);
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    static ArchRule noCycles() {
        return SlicesRuleDefinition.slices()
                .matching("org.sealgate.(**)")
                .should()
                .beFreeOfCycles();
    }

    /** The running engine never verifies: only its command line and its benchmark do. */
    static ArchRule engineNeverVerifies() {
        return noClasses()
                .that()
                .resideInAPackage("org.sealgate.engine..")
                .and()
                .resideOutsideOfPackages("org.sealgate.engine.cli", "org.sealgate.engine.bench")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.sealgate.verify..");
    }

    /** Micronaut stays at the rim. */
    static ArchRule frameworkAtTheRim() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("org.sealgate.engine", "org.sealgate.engine.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micronaut..", "jakarta.inject..", "io.netty..");
    }
}
