package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;

/** What was made of decisions for their bundles is looked over like what was sealed. */
class RestatedFilesTest {
    @TempDir
    static Path folder;

    private static GateHome home;
    private static final List<String> IDS = new ArrayList<>();

    @BeforeAll
    static void store() throws Exception {
        home = GateHome.create(folder.resolve("home"));
        try (Wiring wiring = home.open()) {
            Oracle oracle = new Oracle(folder, home.home().resolve("trust-root.json"));
            for (int n = 0; n < 3; n++) {
                GateRequest request = Proposals.request(
                        Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("REST-" + n)));
                Recorded answer = assertInstanceOf(Recorded.class, wiring.gate().decide(request));
                IDS.add(answer.decisionId());
                if (n < 2) {
                    oracle.bundle(wiring, Proposals.PUBLISHER, answer);
                }
            }
        }
    }

    private static List<Fault> faults() {
        return new Site(home.home(), Clock.systemUTC(), new SecureRandom())
                .fsck(Optional.empty())
                .faults();
    }

    private static Path file(int n, String what) {
        String id = IDS.get(n);
        return home.home()
                .resolve("store/restated")
                .resolve(id.substring(id.length() - 2))
                .resolve(id + "." + what);
    }

    private interface Change {
        void apply() throws IOException;
    }

    private record Touched(String what, Path file, Change change, Fault.Kind kind) {}

    private static List<Touched> table() {
        Path summary = file(0, "vsa.dsse.json");
        Path token = file(0, "signature.tsr");
        return List.of(
                new Touched("summary gone", summary, () -> Files.delete(summary), Fault.Kind.MISSING),
                new Touched(
                        "summary of another decision",
                        summary,
                        () -> write(summary, Files.readAllBytes(file(1, "vsa.dsse.json"))),
                        Fault.Kind.DIFFERENT),
                new Touched("summary changed", summary, () -> flip(summary), Fault.Kind.DIFFERENT),
                new Touched("summary that is none", summary, () -> write(summary, new byte[3]), Fault.Kind.DIFFERENT),
                new Touched(
                        "token over another signature",
                        token,
                        () -> write(token, Files.readAllBytes(file(1, "signature.tsr"))),
                        Fault.Kind.DIFFERENT),
                new Touched("token that is none", token, () -> write(token, new byte[3]), Fault.Kind.DIFFERENT));
    }

    @Test
    void files_touched_areNamed_andTheOthersAreNot() throws IOException {
        assertEquals(List.of(), faults());
        for (Touched row : table()) {
            byte[] before = Files.readAllBytes(row.file);
            row.change.apply();
            List<Fault> found = faults();
            assertEquals(1, found.size(), () -> row.what + ": " + found);
            assertEquals(row.kind, found.getFirst().kind(), row.what);
            String name = row.file.getFileName().toString();
            String expected = "restated, " + name.substring(37) + " of decision " + name.substring(0, 36);
            assertEquals(expected, found.getFirst().what());
            write(row.file, before);
        }
        assertEquals(List.of(), faults());
    }

    @Test
    void files_ofNoDecision_areNamed() throws IOException {
        Path foreign = file(0, "vsa.dsse.json").resolveSibling("readme.txt");
        String id = IDS.getFirst().substring(0, 34);
        Path unknown = Files.createDirectories(home.home().resolve("store/restated/ff"))
                .resolve((id + "ff").equals(IDS.getFirst()) ? id + "ee.vsa.dsse.json" : id + "ff.vsa.dsse.json");
        Path odd = file(1, "other");
        for (Path added : List.of(foreign, unknown, odd)) {
            write(added, new byte[3]);
            List<Fault> found = faults();
            assertEquals(
                    List.of(Fault.Kind.EXTRA), found.stream().map(Fault::kind).toList(), added + " " + found);
            Files.delete(added);
        }
        assertEquals(List.of(), faults());
    }

    /** One that was signed before its key was superseded is as good as it was. */
    @Test
    void summary_ofARotatedKey_isWell() {
        new Keyring(home.home(), Clock.systemUTC(), new SecureRandom(), (file, before) -> List.of())
                .rotate("decision", Optional.empty());
        assertEquals(List.of(), faults());
    }

    private static void flip(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String text = new String(content, java.nio.charset.StandardCharsets.UTF_8);
        int sig = text.indexOf("\"sig\":\"") + 20;
        content[sig] = (byte) (content[sig] == 'A' ? 'B' : 'A');
        write(file, content);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }
}
