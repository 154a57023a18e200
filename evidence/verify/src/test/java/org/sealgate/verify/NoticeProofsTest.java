package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.Notice;

/** A notice by itself: its size, and what its proofs are good for. */
class NoticeProofsTest {
    @TempDir
    private Path folder;

    /** Asks for a log and a time; the decision key was taken back five days after the notice. */
    private static byte[] trustRoot() {
        return Proven.trustRoot(root -> {
            Json.Obj asking = root.with(
                    "issuers",
                    Json.array(root.objects("issuers").stream()
                            .map(row -> (Json) row.with(
                                    "require",
                                    row.object("require")
                                            .with("vsa", Json.of(false))
                                            .with("sigstore", Json.of(false))))
                            .toList()));
            Json.Obj revoked = Json.object()
                    .put("at", "2026-02-25T00:00:00.000Z")
                    .put("reason", "superseded")
                    .build();
            return TestTrust.key(TestTrust.DECISION, key -> key.with("revoked", revoked))
                    .apply(ForgedNotice.allowing().apply(asking));
        });
    }

    private NoticeCheck.Read open(byte[] trustRoot, byte[] notice) throws IOException {
        Path root = Files.write(folder.resolve("trust-root.json"), trustRoot);
        Session session = new Session(Trust.read(TrustSource.of(root)));
        Path file = Files.write(folder.resolve("a.notice.zip"), notice);
        return NoticeCheck.open(file, session, session.trust().root().orElseThrow(), Attack.AT);
    }

    private static ForgedNotice notice() {
        return ForgedNotice.correction(Forge.allow(Kind.SEALED_RUN)).stamped("20260220090003Z");
    }

    @Test
    void notice_timedBeforeTheKeyWasTakenBack_isGood() throws IOException {
        NoticeCheck.Read read = open(trustRoot(), notice().zip());
        assertEquals(List.of(), HandMade.lines(read.findings()));
        assertTrue(read.notice().isPresent());
    }

    /** The token is over a checkpoint: without a place under that it proves no time, and the key is judged as of now. */
    @Test
    void notice_timedButNotInTheLog_hasNoProvenTime() throws IOException {
        ForgedNotice notice = notice().edited(it -> it.editParts = parts -> {
            TreeMap<String, byte[]> all = new TreeMap<>(parts);
            all.computeIfPresent(
                    Names.LOG_PROOF,
                    (name, proof) -> new String(proof, UTF_8)
                            .replace("index 30", "index 31")
                            .getBytes(UTF_8));
            return all;
        });
        NoticeCheck.Read read = open(trustRoot(), notice.zip());
        assertTrue(read.notice().isEmpty());
        assertEquals(
                List.of(Code.LOG_INCLUSION, Code.KEY_REVOKED),
                read.findings().stream().map(Finding::code).toList());
        assertEquals(
                "the time of judgement " + Attack.AT, read.findings().getLast().actual());
    }

    @Test
    void notice_withAPartTooLarge_isNotRead() throws IOException {
        TreeMap<String, byte[]> parts = new TreeMap<>();
        parts.put(Notice.FILE, new byte[ContainerCheck.MOST_JSON_BYTES + 1]);
        NoticeCheck.Read read = open(TestTrust.file(), ForgedBundle.bytes(parts));
        assertTrue(read.notice().isEmpty());
        assertEquals(
                List.of("BUNDLE_LIMIT at " + folder.resolve("a.notice.zip")
                        + "/notice.dsse.json: expected at most 4194304 bytes, found 4194305 bytes"),
                HandMade.lines(read.findings()));
    }
}
