package org.sealgate.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

class ExportCommandTest {
    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void table() throws IOException {
        table = Files.writeString(folder.resolve("table.csv"), """
                RunID,SessionDate,Model,TopActions,TopRisks,SuggestedUpdates,SealHash,SummaryConfidence_pct,NextReviewDate,Operator,Notes
                RUN-001,2026-01-02,gpt-4o,1) A; 2) B,1) X,,,68,2026-01-09,J. Rivera,
                """);
    }

    @Test
    void row_exported_liesUnderTheHomeByItsName() throws IOException {
        Terminal terminal = new Terminal();
        assertEquals(
                0, terminal.run("export", "--source", table, "--run-id", "RUN-001", "--home", folder), terminal::err);
        List<Path> files = list(folder.resolve("exports"));
        assertEquals(1, files.size());
        Json.Obj snapshot = JsonReader.readObject(Files.readAllBytes(files.getFirst()));
        assertEquals(HashProfile.RFC8785_EMPTY.text(snapshot), snapshot.text("hash"));
        // S002-12: the name's stamp is the export's
        String stamp = snapshot.object("meta")
                .text("export_timestamp")
                .replace("-", "")
                .replace(":", "");
        assertEquals(
                "RUN-001_" + stamp + ".json", files.getFirst().getFileName().toString());
        assertTrue(terminal.out().startsWith("✓ exported  RUN-001 to "), terminal::out);
    }

    // S002-01
    @Test
    void unknownRun_exported_exitsWithoutAFile() throws IOException {
        Terminal terminal = new Terminal();
        Path out = folder.resolve("none.json");
        assertEquals(1, terminal.run("export", "--source", table, "--run-id", "RUN-404", "--out", out));
        assertEquals("sealgate: RUN_UNKNOWN: no row has the RunID RUN-404\n", terminal.err());
        assertEquals(List.of(table), list(folder));
    }

    // S002-13
    @Test
    void existingFile_asTarget_leftAsItIs() throws IOException {
        Path out = Files.writeString(folder.resolve("sealed.json"), "sealed long ago");
        Terminal terminal = new Terminal();
        assertEquals(1, terminal.run("export", "--source", table, "--run-id", "RUN-001", "--out", out));
        assertEquals("sealed long ago", Files.readString(out));
        assertTrue(terminal.err().startsWith("sealgate: FILE_EXISTS: "), terminal::err);
    }

    // S002-13, under concurrency
    @Test
    void oneTarget_ofManyAtOnce_hasOneWinner() throws Exception {
        Path out = folder.resolve("race.json");
        CyclicBarrier start = new CyclicBarrier(8);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return new Terminal().run("export", "--source", table, "--run-id", "RUN-001", "--out", out);
                }));
            }
            int winners = 0;
            for (Future<Integer> run : runs) {
                winners += run.get() == 0 ? 1 : 0;
            }
            assertEquals(1, winners);
        }
        Json.Obj snapshot = JsonReader.readObject(Files.readAllBytes(out));
        assertEquals(HashProfile.RFC8785_EMPTY.text(snapshot), snapshot.text("hash"));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
