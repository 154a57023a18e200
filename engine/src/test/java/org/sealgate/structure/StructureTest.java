package org.sealgate.structure;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.structure.ImportRules.Row;

/** The imports that architecture.md allows, over the compiled classes. */
class StructureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sealgate");

    static Stream<Row> rows() {
        return ImportRules.rows().stream();
    }

    /** Fails, too, where no class is found in the package. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void package_importsOnlyWhatItsRowAllows(Row row) {
        row.rule().check(PRODUCT);
    }

    @Test
    void package_withoutARow_isNone() {
        Set<String> covered = ImportRules.rows().stream().map(Row::itself).collect(Collectors.toSet());
        Set<String> found = PRODUCT.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("org.sealgate"))
                .collect(Collectors.toCollection(TreeSet::new));
        found.removeAll(covered);
        assertEquals(Set.of(), found, "packages that no row of ImportRules speaks of");
    }

    @Test
    void derive_isPure() {
        ImportRules.deriveIsPure().check(PRODUCT);
    }

    @Test
    void packages_haveNoCycle() {
        ImportRules.noCycles().check(PRODUCT);
    }

    @Test
    void engine_neverVerifies() {
        ImportRules.engineNeverVerifies().check(PRODUCT);
    }

    @Test
    void framework_staysAtTheRim() {
        ImportRules.frameworkAtTheRim().check(PRODUCT);
    }

    // ---- each rule can fail

    static Stream<Arguments> violations() {
        return Stream.of(
                broken("bundle", "return new java.net.Socket();"),
                broken("bundle", "return java.sql.DriverManager.getDrivers();"),
                broken("bundle", "return new org.bouncycastle.crypto.digests.SHA256Digest();"),
                broken("bundle", "return io.micronaut.core.util.StringUtils.EMPTY_STRING_ARRAY;"),
                broken("facts", "return org.sealgate.policy.PolicyCause.values();"),
                broken("facts", "return java.net.URI.create(\"a:b\");"),
                broken("policy", "return new java.net.ServerSocket();"),
                broken("policy", "return org.sealgate.engine.seal.Role.values();"),
                broken("derive", "return java.nio.file.Path.of(\"a\");"),
                broken("derive", "return new java.security.SecureRandom();"),
                broken("derive", "return org.sealgate.policy.PolicyCause.values();"),
                broken("verify", "return java.net.http.HttpClient.newHttpClient();"),
                broken("verify", "return org.sealgate.engine.seal.Role.values();"),
                broken("verify", "return jakarta.inject.Singleton.class;"),
                broken("verify.cli", "return org.sealgate.bundle.Json.NULL;"),
                broken("engine.intake", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine.decision", "return org.sealgate.engine.store.StoreHealth.class;"),
                broken("engine.seal", "return org.sealgate.engine.intake.Intake.class;"),
                broken("engine.seal.anchor", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine.store", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine.store", "return new java.net.Socket();"),
                broken("engine.store", "return org.sealgate.engine.log.TransparencyLog.class;"),
                broken("engine.log", "return org.sealgate.engine.store.StoreHealth.class;"),
                broken("engine.log", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine.fsck", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine.release", "return org.sealgate.engine.store.StoreHealth.class;"),
                broken("engine.llmoutput", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine root", "return org.sealgate.verify.Exit.OK;"),
                broken("engine.http", "return org.sealgate.engine.store.EvidenceStore.class;"),
                broken("engine.http", "return org.sealgate.engine.seal.Role.values();"),
                broken("engine.cli", "return org.sealgate.engine.store.StoreHealth.class;"),
                broken("engine.bench", "return org.sealgate.engine.store.StoreHealth.class;"));
    }

    private static Arguments broken(String row, String statement) {
        return Arguments.of(row, statement);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void import_thatNoRowAllows_found(String name, String statement, @TempDir Path folder) {
        Row row = ImportRules.rows().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertFails(row.rule(), Fixture.compile(folder, List.of(new Fixture(row.itself(), statement))));
    }

    @Test
    void row_withoutAViolation_isNone() {
        Set<Object> proven = violations().map(row -> row.get()[0]).collect(Collectors.toSet());
        assertEquals(
                List.of(),
                ImportRules.rows().stream()
                        .map(Row::name)
                        .filter(name -> !proven.contains(name))
                        .toList());
    }

    static Stream<Arguments> impurities() {
        return Stream.of(
                        "return System.currentTimeMillis();",
                        "return System.getenv(\"A\");",
                        "return java.time.Instant.now();",
                        "return java.time.LocalDate.now();",
                        "return java.time.Clock.systemUTC();",
                        "return Math.random();",
                        "return java.util.UUID.randomUUID();",
                        "return new java.util.Random();",
                        "return new java.io.FileInputStream(\"a\");",
                        "return new java.io.File(\"a\");")
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impurities")
    void derive_askingTheWorld_found(String statement, @TempDir Path folder) {
        assertFails(
                ImportRules.deriveIsPure(),
                Fixture.compile(folder, List.of(new Fixture("org.sealgate.derive", statement))));
    }

    @Test
    void otherRules_broken_found(@TempDir Path folder) {
        JavaClasses classes = Fixture.compile(
                folder,
                List.of(
                        new Fixture("org.sealgate.facts", "return org.sealgate.policy.Fixture1.broken();"),
                        new Fixture("org.sealgate.policy", "return org.sealgate.facts.Fixture0.broken();"),
                        new Fixture("org.sealgate.engine.store", "return org.sealgate.verify.Exit.OK;"),
                        new Fixture("org.sealgate.engine.intake", "return jakarta.inject.Singleton.class;")));
        assertAll(
                () -> assertFails(ImportRules.noCycles(), classes),
                () -> assertFails(ImportRules.engineNeverVerifies(), classes),
                () -> assertFails(ImportRules.frameworkAtTheRim(), classes));
    }

    private static void assertFails(ArchRule rule, JavaClasses classes) {
        assertThrows(AssertionError.class, () -> rule.check(classes));
    }

    // ---- an auditor's machine

    /** Every class of the evidence modules links and initialises with nothing of the engine's on the class path. */
    @Test
    void evidence_withoutTheFramework_loads() throws Exception {
        List<String> path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(
                        ".*([/\\\\]engine[/\\\\]target|micronaut|netty|jakarta|reactor|reactive|logback).*"))
                .toList();
        URL[] urls = new URL[path.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(path.get(i)).toUri().toURL();
        }
        try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThrows(
                    ClassNotFoundException.class, () -> alone.loadClass("io.micronaut.context.ApplicationContext"));
            List<String> names = evidence().map(JavaClass::getName).toList();
            assertTrue(names.size() > 50, "only " + names.size() + " classes found");
            for (String name : names) {
                Class.forName(name, true, alone);
            }
        }
    }

    /** Java 21's class files have the major version 65: auditors run them on any current long-term release. */
    @Test
    void evidence_isCompiledForJava21() {
        assertAll(evidence().map(type -> () -> assertTrue(majorVersion(type) <= 65, type.getName())));
    }

    private static Stream<JavaClass> evidence() {
        return PRODUCT.stream().filter(type -> !type.getPackageName().startsWith("org.sealgate.engine"));
    }

    private static int majorVersion(JavaClass type) throws IOException {
        URI source = type.getSource().orElseThrow().getUri();
        try (InputStream file = source.toURL().openStream();
                DataInputStream in = new DataInputStream(file)) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
