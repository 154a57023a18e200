package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;

/** Whatever stands under the name of a stored file: it is named, it is not waited for, and what is wrong beside it is named too. */
class FsckOddFilesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PLANTED = "artifacts/sealed_runs/planted.json";

    @TempDir
    static Path folder;

    private static GateHome home;

    @BeforeAll
    static void store() throws Exception {
        home = GateHome.create(folder.resolve("home"));
        try (Wiring wiring = home.open()) {
            Oracle oracle = new Oracle(folder, home.home().resolve("trust-root.json"));
            for (int n = 0; n < 3; n++) {
                GateRequest request = Proposals.request(
                        Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("ODD-" + n)));
                Recorded answer = assertInstanceOf(Recorded.class, wiring.gate().decide(request));
                oracle.bundle(wiring, Proposals.PUBLISHER, answer);
            }
            Json.Obj asked = Json.object()
                    .put("kind", "llm-run-snapshot")
                    .put("runId", "ODD-0")
                    .put("reason", "Wrong input.")
                    .build();
            assertInstanceOf(
                    Corrections.Outcome.Corrected.class,
                    wiring.corrections()
                            .correct(Proposals.actor("local-operator", "operator"), Proposals.bytes(asked)));
        }
    }

    /** What a file is replaced with. */
    private enum Odd {
        FOLDER {
            @Override
            void put(Path file) throws IOException {
                Files.delete(file);
                Files.createDirectory(file);
            }
        },
        PIPE {
            @Override
            void put(Path file) throws IOException {
                Files.delete(file);
                try {
                    assertEquals(
                            0,
                            new ProcessBuilder("mkfifo", file.toString())
                                    .start()
                                    .waitFor());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        },
        LINK {
            @Override
            void put(Path file) throws IOException {
                Path aside = Files.createTempFile(folder, "aside", "");
                HomeFiles.write(aside, Files.readAllBytes(file));
                Files.delete(file);
                Files.createSymbolicLink(file, aside);
            }
        },
        HOLES {
            @Override
            void put(Path file) throws IOException {
                byte[] content = Files.readAllBytes(file);
                HomeFiles.write(file, content);
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(1L << 40);
                }
            }
        };

        abstract void put(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void files_thatAreOdd_areEachNamed(Odd odd) throws IOException {
        areEachNamed(odd, "log", "artifacts", "restated", "patch_log");
        // records cannot be read without these, so that nothing can be held against them
        areEachNamed(odd, "objects/sha256");
    }

    private static void areEachNamed(Odd odd, String... folders) throws IOException {
        Path store = HomeFiles.copy(home.home(), folder.resolve(odd + "-in-" + folders.length))
                .resolve("store");
        List<String> names = names(store, folders);
        assertTrue(names.size() > 10, names::toString);
        for (String name : names) {
            odd.put(store.resolve(name));
        }
        List<Fault> faults = faults(store);
        for (String name : names) {
            Fault.Kind kind = odd == Odd.HOLES ? Fault.Kind.DIFFERENT : Fault.Kind.EXTRA;
            String called = odd == Odd.HOLES ? called(name) : name;
            boolean isNamed = faults.stream()
                    .anyMatch(fault -> fault.kind() == kind && fault.what().equals(called));
            assertTrue(isNamed, () -> called + ": " + faults);
        }
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void segment_thatIsOdd_isNamed(Odd odd) throws IOException {
        Path store =
                HomeFiles.copy(home.home(), folder.resolve("segment-" + odd)).resolve("store");
        odd.put(store.resolve("journal/00000001.journal"));
        HomeFiles.write(store.resolve(PLANTED), new byte[3]);
        List<Fault> faults = faults(store);
        assertTrue(
                faults.stream().anyMatch(fault -> fault.what().startsWith("journal/00000001.journal at byte ")),
                faults::toString);
        assertTrue(faults.stream().anyMatch(fault -> fault.what().equals(PLANTED)), faults::toString);
    }

    /** What a folder of tiles leads to may be all right today. */
    @Test
    void folder_thatIsALink_isNamed() throws IOException {
        Path store = HomeFiles.copy(home.home(), folder.resolve("linked")).resolve("store");
        for (String name : List.of("log/tile", "artifacts", "restated", "patch_log", "objects/sha256")) {
            Path aside = folder.resolve("linked-" + name.replace('/', '-'));
            Files.move(store.resolve(name), aside);
            Files.createSymbolicLink(store.resolve(name), aside);
        }
        List<String> extra = faults(store).stream()
                .filter(fault -> fault.kind() == Fault.Kind.EXTRA)
                .map(Fault::what)
                .toList();
        assertEquals(List.of("restated", "objects/sha256", "artifacts", "patch_log", "log/tile"), extra);
    }

    /** Signatures that are no list: the record is named, and what is wrong with the next one and beside it is named too. */
    @Test
    void record_thatCannotBeRead_hidesNothingElse() throws IOException {
        Path store = HomeFiles.copy(home.home(), folder.resolve("broken")).resolve("store");
        HomeFiles.edit(store, 0, HomeFiles.replace("\0\012signatures", "[{\"keyid\"", " {\"keyid\""));
        HomeFiles.edit(store, 0, HomeFiles.replace("\0\012signatures", "\"}]", "\"} "));
        HomeFiles.edit(store, 1, HomeFiles.replace("", "\"validUntil\":\"2", "\"validUntil\":\"3"));
        HomeFiles.write(store.resolve(PLANTED), new byte[3]);
        List<Fault> faults = faults(store);
        for (String what : List.of("entry 0 of the log", PLANTED)) {
            assertTrue(faults.stream().anyMatch(fault -> fault.what().equals(what)), faults::toString);
        }
        for (String what : List.of("decision [^ ,]*", "restated of decision .*", "decision .*, answer")) {
            assertTrue(faults.stream().anyMatch(fault -> fault.what().matches(what)), () -> what + ": " + faults);
        }
    }

    private static String called(String name) {
        if (name.startsWith("objects/")) {
            return "object sha256:" + name.substring("objects/sha256/".length()).replace("/", "");
        }
        int id = "restated/xx/".length();
        return name.startsWith("restated/")
                ? "restated, " + name.substring(id + 37) + " of decision " + name.substring(id, id + 36)
                : name;
    }

    private static List<Fault> faults(Path store) {
        return assertTimeoutPreemptively(PATIENCE, () -> GateHome.faults(store.resolveSibling("")));
    }

    private static List<String> names(Path store, String... folders) throws IOException {
        List<String> names = new ArrayList<>();
        for (String each : folders) {
            try (Stream<Path> all = Files.walk(store.resolve(each))) {
                all.filter(Files::isRegularFile)
                        .map(file -> store.relativize(file).toString())
                        .sorted()
                        .forEach(names::add);
            }
        }
        return names;
    }
}
