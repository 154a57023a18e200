package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;

/** A record that its owner has written again is held against the statement that was signed. */
class FsckRecordTest {
    private static final int ALLOWED = 0;
    private static final int RUN_EXISTS = 1;
    private static final int DENIED = 2;
    private static final int MALFORMED = 3;
    private static final String START = "";
    private static final String INPUT = "\0\ninput.json";
    private static final String PROPOSAL = "\0\rproposal.json";
    private static final String RESULT = "\0\013result.json";

    @TempDir
    static Path folder;

    private static GateHome home;

    @BeforeAll
    static void store() throws Exception {
        home = GateHome.create(folder.resolve("home"), GateHome.root().resolve("policies"), true);
        Json.Obj snapshot = Proposals.snapshot("FSCK-0");
        Json.Obj other = snapshot.with("top_risks", Json.strings(List.of("Another risk")));
        Json.Obj wrong = Proposals.snapshot("FSCK-2").with("hash", Json.of("sha256:" + "0".repeat(64)));
        try (Wiring wiring = home.open()) {
            assertEquals(201, decide(wiring, Proposals.hashed(snapshot)));
            assertEquals(409, decide(wiring, Proposals.hashed(other)));
            assertEquals(409, decide(wiring, Proposals.bytes(wrong)));
            assertEquals(422, decide(wiring, Proposals.text("{")));
        }
    }

    private static int decide(Wiring wiring, Bytes body) {
        GateRequest request = Proposals.request(Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, body);
        return assertInstanceOf(Recorded.class, wiring.gate().decide(request)).status();
    }

    private record Edited(String named, int decision, HomeFiles.Edit edit) {}

    private static Edited edited(String named, int decision, String mark, String from, String to) {
        return new Edited(named, decision, HomeFiles.replace(mark, from, to));
    }

    private static List<Edited> table() {
        return List.of(
                edited("input.json", ALLOWED, INPUT, "\"evaluatedAt\":\"2", "\"evaluatedAt\":\"3"),
                edited("input.json", DENIED, INPUT, "DEC-001", "DEC-002"),
                edited("proposal.json", DENIED, PROPOSAL, "J. Rivera", "J. Rivers"),
                edited("result.json", ALLOWED, RESULT, "{\"", "{ "),
                edited("result.json", RUN_EXISTS, RESULT, "{\"", "{ "),
                edited("result.json", DENIED, START, RESULT, "\0\013resulx.json"),
                edited("resulx.json", DENIED, START, RESULT, "\0\013resulx.json"),
                edited("subject", DENIED, START, RESULT, "\0\007subject"),
                edited("answer", ALLOWED, START, "\"validUntil\":\"2", "\"validUntil\":\"3"),
                edited("answer", RUN_EXISTS, START, "\"run-exists\"", "\"run-exisxs\""),
                edited("answer", DENIED, "\"violations\"", "\"pointer\":\"/", "\"pointer\":\"x"),
                edited("answer", MALFORMED, "\"violations\"", "\"pointer\":\"", "\"pointex\":\""),
                new Edited("status", DENIED, FsckRecordTest::allowedStatus),
                edited("outcome", DENIED, START, "\0\004deny", "\0\005allow"),
                edited("outcome", MALFORMED, START, "\0\005error", "\0\004deny"),
                edited("kind", DENIED, START, "\0\020llm-run-snapshot", "\0\012sealed-run"),
                edited("caller", ALLOWED, START, "\0\015svc-publisher", "\0\015svc-publishex"),
                edited("run id", ALLOWED, START, "\0\006FSCK-0", "\0\006FSCK-9"),
                edited("file name", ALLOWED, START, "sealed_runs/FSCK-0_", "sealed_runs/FSCK-9_"),
                new Edited("decision id", ALLOWED, FsckRecordTest::otherId),
                new Edited("signatures", ALLOWED, payload -> otherSignature(payload, 1)));
    }

    /** Two bytes before the answer's length. */
    private static byte[] allowedStatus(byte[] payload) {
        int at = new String(payload, StandardCharsets.ISO_8859_1).indexOf("{\"bundle\":") - 6;
        payload[at] = 0;
        payload[at + 1] = (byte) 201;
        return payload;
    }

    /** It stands behind the format's byte, the time and its own length. */
    private static byte[] otherId(byte[] payload) {
        int last = 1 + 8 + 2 + 35;
        payload[last] = (byte) (payload[last] == '0' ? '1' : '0');
        return payload;
    }

    /** Ten characters into the n-th, which stand for bytes of the signature. */
    private static byte[] otherSignature(byte[] payload, int nth) {
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\0\012signatures");
        for (int i = 0; i <= nth; i++) {
            at = text.indexOf("\"sig\":\"", at + 1);
        }
        int changed = at + "\"sig\":\"".length() + 10;
        payload[changed] = (byte) (payload[changed] == 'A' ? 'B' : 'A');
        return payload;
    }

    @Test
    void store_untouched_isWell() {
        assertEquals(List.of(), home.faults());
    }

    @Test
    void record_writtenAgain_isNamedByWhatIsNotAsStated() throws IOException {
        List<Edited> table = table();
        for (int n = 0; n < table.size(); n++) {
            Edited row = table.get(n);
            Path copy = HomeFiles.copy(home.home(), folder.resolve("edited-" + n));
            HomeFiles.edit(copy.resolve("store"), row.decision(), row.edit());
            List<Fault> faults = GateHome.faults(copy);
            String what = row + " " + n;
            assertTrue(faults.stream().anyMatch(fault -> isOf(fault, row.named())), () -> what + ": " + faults);
        }
    }

    /** The whole of a record and its published file, so that these two agree. */
    @Test
    void publishedFile_changedWithItsRecord_isNamed() throws IOException {
        Path copy = HomeFiles.copy(home.home(), folder.resolve("published"));
        Path store = copy.resolve("store");
        HomeFiles.edit(store, ALLOWED, HomeFiles.replace(PROPOSAL + "\0\0", "Budget reversal", "Budget increase"));
        try (Stream<Path> all = Files.list(store.resolve("artifacts/sealed_runs"))) {
            Path file = all.findFirst().orElseThrow();
            String changed = Files.readString(file).replace("Budget reversal", "Budget increase");
            HomeFiles.write(file, changed.getBytes(StandardCharsets.UTF_8));
        }
        List<Fault> faults = GateHome.faults(copy);
        assertEquals(3, faults.size(), faults::toString);
        assertTrue(faults.stream().anyMatch(fault -> isOf(fault, "proposal.json")), faults::toString);
        assertTrue(faults.stream().anyMatch(fault -> fault.what().contains(", subject/FSCK-0_")), faults::toString);
    }

    private static boolean isOf(Fault fault, String named) {
        return fault.what().startsWith("decision ") && fault.what().endsWith(", " + named);
    }
}
