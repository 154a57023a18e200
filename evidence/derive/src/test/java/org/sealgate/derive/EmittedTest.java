package org.sealgate.derive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** What an allow emits: S002-11, S002-12, S002-16 to S002-25. */
class EmittedTest {
    private static final Json.Obj INPUT = Samples.read(Samples.INPUT);
    private static final Json.Obj RESULT = Samples.read(Samples.RESULT);
    private static final Json.Obj DATA = Samples.read(Samples.DATA);

    private static Json.Obj envelope(String outcome) {
        return AuthorityEnvelope.of(INPUT, RESULT, DATA, outcome).orElseThrow();
    }

    private static Emitted sealedRun() {
        Json.Obj draft = INPUT.object("proposal");
        return Emitted.of(draft, draft, Bytes.copyOf(CanonicalJson.rfc8785(draft)), INPUT, envelope("allow"));
    }

    /** S002-11, S002-12. */
    @Test
    void sealedRun_emitted_carriesItsOwnHashAndStamp() {
        Emitted emitted = sealedRun();
        Json.Obj document = JsonReader.readObject(emitted.bytes().toArray());
        assertAll(
                () -> assertEquals("artifacts/sealed_runs/RUN-1_20260215T183000Z.sealed.json", emitted.name()),
                () -> assertEquals("subject/RUN-1_20260215T183000Z.sealed.json", emitted.entryName()),
                () -> assertEquals(HashProfile.RFC8785_EMPTY.text(document), document.text("hash")),
                () -> assertEquals(emitted.selfHash(), document.text("hash")),
                () -> assertEquals(
                        Digest.sha256(CanonicalJson.rfc8785(document.object("hash_scope")))
                                .text(),
                        document.text("commit_hash")),
                () -> assertEquals(
                        "file",
                        document.object("hash_scope")
                                .objects("inputs")
                                .getFirst()
                                .text("type")));
    }

    /** The same record gives the same bytes whenever it is made again. */
    @Test
    void sealedRun_madeTwice_isByteEqual() {
        assertEquals(sealedRun(), sealedRun());
    }

    @Test
    void snapshot_emitted_isTheCallersBytes() {
        Json.Obj snapshot = Samples.read("""
                {"meta":{"run_id":"RUN-001","export_timestamp":"2026-02-15T18:30:00Z"},"hash":""}""");
        Bytes arrived = Bytes.copyOf("  {…}".getBytes(StandardCharsets.UTF_8));
        Json.Obj input = INPUT.with("kind", Json.of("llm-run-snapshot"));
        Emitted emitted = Emitted.of(snapshot, snapshot, arrived, input, envelope("allow"));
        assertEquals(arrived, emitted.bytes());
        assertEquals("artifacts/sealed_runs/RUN-001_20260215T183000Z.json", emitted.name());
    }

    /** S002-19 to S002-25: every field comes from input, result and data. */
    @Test
    void envelope_ofAnAllow_isComplete() {
        Json.Obj envelope = envelope("allow");
        assertAll(
                () -> assertEquals("svc", envelope.object("actor").text("id")),
                () -> assertFalse(envelope.object("actor").has("org_unit")),
                () -> assertEquals("delegated", envelope.object("authority").text("type")),
                () -> assertEquals(
                        "sha256:bb",
                        envelope.object("policy_snapshot")
                                .object("prompt_hashes")
                                .text("p.txt")),
                () -> assertEquals(
                        2, envelope.object("refusal").texts("checks_performed").size()),
                () -> assertTrue(envelope.object("enforcement").bool("enforcement_emitted")),
                () -> assertEquals(
                        "2026-02-15T18:30:00.131Z",
                        envelope.object("provenance").text("created_at")),
                () -> assertEquals(
                        HashScope.inputsHash(HashScope.of(INPUT)),
                        envelope.object("provenance").text("deterministic_inputs_hash")));
    }

    @Test
    void envelope_ofAnErrorAfterAnAllow_hasEmittedNothing() {
        assertFalse(envelope("error").object("enforcement").bool("enforcement_emitted"));
        assertNotEquals(envelope("allow"), envelope("error"));
    }

    @Test
    void envelope_withoutGrant_isNone() {
        assertTrue(AuthorityEnvelope.of(INPUT, RESULT.with("authority", Json.NULL), DATA, "deny")
                .isEmpty());
    }

    /** What a sensor took out of a scope bound is no scope. */
    @Test
    void envelope_withheldScope_leavesItOut() {
        Json.Obj bound = Samples.read("""
                {"decisions":["DEC-001",{"withheld":"email"}],"claims":[],"patches":[],"prompts":[],"datasets":[]}""");
        Json.Obj input = INPUT.with("proposal", INPUT.object("proposal").with("scope_bound", bound));
        Json.Obj envelope = AuthorityEnvelope.of(input, RESULT, DATA, "deny").orElseThrow();
        assertEquals(
                java.util.List.of("DEC-001"), envelope.object("scope_bound").texts("decisions"));
    }

    @Test
    void checksums_anyOrder_areSortedLinesForSha256sum() {
        Digest digest = Digest.sha256(new byte[0]);
        byte[] text = Projections.checksums(Map.of("b.json", digest, "a/b.json", digest));
        String expected = digest.hex() + "  a/b.json\n" + digest.hex() + "  b.json\n";
        assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), text);
    }

    @Test
    void validity_anyKind_isDecidedAtPlusTheReleasesSpan() {
        assertEquals("2026-02-15T18:30:01.131Z", Validity.until("2026-02-15T18:30:00.131Z", "sealed-run", DATA));
        assertEquals("1969-12-31T23:59:59.999Z", Times.format(Instant.ofEpochMilli(-1)));
    }
}
