package org.sealgate.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.Source;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.derive.Correction;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.Notice;
import org.sealgate.derive.Times;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.seal.KeyOutOfForce;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.Slot;
import org.sealgate.engine.store.StatementRecord;
import org.sealgate.engine.store.StoreFailure;
import org.sealgate.engine.store.StoredRecord;
import org.sealgate.engine.store.StoredStatement;
import org.sealgate.engine.store.Ticket;
import org.sealgate.facts.Actor;
import org.sealgate.facts.Sensors;

/** What is said about runs after they were sealed. The sealed files stay as they are; asked twice, it stands there twice. */
public final class Corrections {
    /** The list for people, in the store's folder {@code patch_log}: a line of JSON each. */
    public static final String FILE = "PATCH_LOG.jsonl";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final EvidenceStore store;
    private final List<StatementSigner> signers;
    private final Issuer issuer;
    private final Proofs proofs;
    private final Clock clock;
    private final String stream;

    Corrections(EvidenceStore store, List<StatementSigner> signers, Issuer issuer, Proofs proofs, Clock clock) {
        this.store = store;
        this.signers = List.copyOf(signers);
        this.issuer = issuer;
        this.proofs = proofs;
        this.clock = clock;
        this.stream = issuer.instance() + Correction.STREAM;
    }

    /** What came of asking for a correction. */
    public sealed interface Outcome {
        /** It is signed, recorded and in the log; {@code body} says so. */
        record Corrected(long number, Bytes body) implements Outcome {}

        /** Nothing was published under that run id. */
        record NoSuchRun() implements Outcome {}

        /** Nothing was recorded; {@code objections} say what is wrong with the request. */
        record Refused(List<Objection> objections) implements Outcome {
            public Refused {
                objections = List.copyOf(objections);
            }
        }

        /** Not known to be recorded. */
        record Unavailable(Duration retryAfter) implements Outcome {}
    }

    /** One thing that is wrong with a request, and where; never what stands there. */
    public record Objection(String code, String pointer) {}

    /** Reads {@code {"kind":…,"runId":…,"reason":…}}, signs what it says and records it. */
    public Outcome correct(Actor caller, Bytes body) {
        List<Objection> objections = new ArrayList<>();
        Optional<Asked> asked = read(body, objections);
        if (asked.isEmpty()) {
            return new Outcome.Refused(objections);
        }
        try {
            return correct(caller, asked.get());
        } catch (StoreFailure | KeyOutOfForce failure) {
            return new Outcome.Unavailable(RETRY_AFTER);
        }
    }

    private record Asked(Kind kind, String runId, String reason) {}

    private static Optional<Asked> read(Bytes body, List<Objection> objections) {
        Json.Obj asked;
        try {
            asked = JsonReader.readObject(body.toArray());
        } catch (JsonException e) {
            objections.add(new Objection(e.code().name(), ""));
            return Optional.empty();
        }
        for (String name : asked.members().keySet()) {
            if (!List.of("kind", "runId", "reason").contains(name)) {
                // its name is the caller's text
                objections.add(new Objection("MEMBER_UNKNOWN", ""));
            }
        }
        Optional<Kind> kind = text(asked, "kind", objections).flatMap(id -> kind(id, objections));
        Optional<String> runId = text(asked, "runId", objections);
        Optional<String> reason = text(asked, "reason", objections);
        reason.ifPresent(text -> judge(text, objections));
        return objections.isEmpty()
                ? Optional.of(new Asked(kind.orElseThrow(), runId.orElseThrow(), reason.orElseThrow()))
                : Optional.empty();
    }

    private static Optional<String> text(Json.Obj asked, String name, List<Objection> objections) {
        if (asked.get(name) instanceof Json.Str text) {
            return Optional.of(text.value());
        }
        objections.add(new Objection("MEMBER_MISSING", "/" + name));
        return Optional.empty();
    }

    private static Optional<Kind> kind(String id, List<Objection> objections) {
        Optional<Kind> kind = Kind.byId(id);
        if (kind.isEmpty()) {
            objections.add(new Objection("KIND_UNKNOWN", "/kind"));
        }
        return kind;
    }

    /** A correction is shown to whoever asks, for ever: what a sensor flags does not get in. */
    private static void judge(String reason, List<Objection> objections) {
        if (!Correction.isReason(reason)) {
            objections.add(new Objection("REASON_FORM", "/reason"));
        } else if (Sensors.flagged(reason).isPresent()) {
            objections.add(new Objection("REASON_FLAGGED", "/reason"));
        }
    }

    /** One at a time, so that the list for people is in the order of the numbers. */
    private synchronized Outcome correct(Actor caller, Asked asked) {
        Optional<StoredRecord> run = store.findRun(asked.kind(), asked.runId());
        if (run.isEmpty()) {
            return new Outcome.NoSuchRun();
        }
        Correction correction = correction(caller, asked, run.get());
        try (Ticket ticket = store.number(stream, slot -> pae(correction, slot))) {
            byte[] payload = correction.payload(sequence(ticket.slot()));
            DsseEnvelope envelope = Dsse.seal(DecisionStatement.PAYLOAD_TYPE, payload, signers);
            StatementRecord record = new StatementRecord(
                    stream, ticket.slot().number(), ticket.pae(), envelope.payload(), Sealing.signatures(envelope));
            store.commit(ticket, record).join();
            // A stop here leaves a correction that is recorded and logged and not on the list: start lists it.
            list();
            return new Outcome.Corrected(record.number(), answer(record));
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreFailure failure ? failure : e;
        }
    }

    private Correction correction(Actor caller, Asked asked, StoredRecord run) {
        Notice.Said said = new Notice.Said(
                issuer.uri(),
                issuer.engineVersion(),
                issuer.requires(),
                issuer.trustRootVersion(),
                caller.id(),
                Times.format(clock.instant()));
        DsseEnvelope sealed = BundleAssembly.envelope(run.decision());
        Json.Obj statement = JsonReader.readObject(sealed.payload().toArray());
        Notice.About about = new Notice.About(
                run.decision().decisionId(),
                run.decision().pae(),
                statement.objects("subject").getFirst());
        return new Correction(said, about, asked.kind().id(), asked.runId(), asked.reason());
    }

    private byte[] pae(Correction correction, Slot slot) {
        return DsseEnvelope.pae(DecisionStatement.PAYLOAD_TYPE, correction.payload(sequence(slot)));
    }

    private DecisionStatement.Sequence sequence(Slot slot) {
        return new DecisionStatement.Sequence(stream, slot.number(), Optional.ofNullable(slot.previous()));
    }

    private static Bytes answer(StatementRecord record) {
        Json.Obj statement = JsonReader.readObject(record.payload().toArray());
        Json.Obj predicate = statement.object("predicate");
        return Bytes.copyOf(CanonicalJson.rfc8785(Json.object()
                .put("number", record.number())
                .put("correctedAt", predicate.text("correctedAt"))
                .put("corrects", predicate.object("corrects"))
                .put("subject", statement.objects("subject").getFirst())
                .put("statement", record.payload().sha256().text())
                .put("notice", "/v1/corrections/" + record.number())
                .build()));
    }

    /** The PATCH_LOG: what the signed corrections say, a line each. */
    public Bytes patchLog() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        store.statements(stream)
                .forEach(stored -> lines.writeBytes(line(stored.statement())
                        .orElseThrow(() -> new IllegalStateException("a correction without a line"))
                        .toArray()));
        return Bytes.copyOf(lines.toByteArray());
    }

    /** The line that a statement has in the PATCH_LOG; empty where it is no correction. */
    static Optional<Bytes> line(StatementRecord record) {
        Json.Obj statement = JsonReader.readObject(record.payload().toArray());
        return Correction.PREDICATE_TYPE.equals(statement.textOrNull("predicateType"))
                ? Optional.of(Bytes.copyOf(Correction.patchLine(statement)))
                : Optional.empty();
    }

    /** Makes the list what the statements say; where it cannot be written now, the next correction or start writes it. */
    synchronized void list() {
        Bytes lines = patchLog();
        try {
            if (!store.patchLog().read(FILE).orElse(Bytes.copyOf(new byte[0])).equals(lines)) {
                store.patchLog().replace(FILE, lines);
            }
        } catch (IOException e) {
            System.getLogger(Corrections.class.getName())
                    .log(System.Logger.Level.WARNING, "the PATCH_LOG is made again later", e);
        }
    }

    /** A correction for an auditor: its envelope and what proves it. Empty where there is none of that number. */
    public Optional<Archive.Bundle> notice(long number) {
        return store.statements(stream).stream()
                .filter(stored -> stored.statement().number() == number)
                .findFirst()
                .map(this::notice);
    }

    private Archive.Bundle notice(StoredStatement stored) {
        try {
            SortedMap<String, Source> sources = new TreeMap<>();
            proofs.of(stored).forEach((name, content) -> sources.put(name, Source.of(content.toArray())));
            StatementRecord record = stored.statement();
            DsseEnvelope envelope = BundleAssembly.envelope(record.payload(), record.signatures());
            sources.put(Notice.FILE, Source.of(envelope.toBytes()));
            return new Archive.Bundle.Ready((OutputStream out) -> Container.write(out, sources));
        } catch (ProofUnavailableException e) {
            return new Archive.Bundle.NotYet(e.code());
        }
    }
}
