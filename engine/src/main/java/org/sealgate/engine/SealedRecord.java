package org.sealgate.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.derive.Emitted;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.SecondKeys;
import org.sealgate.engine.store.DecisionRecord;

/**
 * Holds everything that a record keeps against what its statement says of it.
 *
 * <p>No statement covers these, and nothing is said of them: the Idempotency-Key and the keyed hash of the request, when the record was
 * stored, in an answer the winner of a run id and the texts of the policy's catalogue. The P-256 signature is left to the log, whose entry
 * commits to it.
 */
final class SealedRecord {
    private static final String OBJECTS = "objects/";
    private static final String FACTS = "facts.json";
    private static final int MOST_MALFORMED = 100;
    private static final Set<String> KEPT = Set.of(Parts.PROPOSAL, Parts.INPUT, Parts.RESULT);
    private static final Set<String> UNLISTED = Set.of(Parts.STATEMENT, Parts.SIGNATURES, Parts.SUBJECT);

    private final DecisionRecord record;
    private final Bytes payload;
    private final Json.Obj statement;
    private final Json.Obj predicate;
    private final List<Fault> faults;
    private final SortedMap<String, Json.Obj> rows = new TreeMap<>();

    private SealedRecord(DecisionRecord record, Bytes payload, List<Fault> faults) {
        this.record = record;
        this.payload = payload;
        this.faults = faults;
        this.statement = JsonReader.readObject(payload.toArray());
        this.predicate = statement.object("predicate");
        predicate.objects("evidence").forEach(row -> rows.put(row.text("name"), row));
    }

    /**
     * What is not as the statement says.
     *
     * @param listing of what its bundle carries besides; empty where it cannot be read, which is a fault of its own
     */
    static List<Fault> faults(SecondKeys keys, DecisionRecord record, Optional<Json.Obj> listing) {
        @Nullable Bytes payload = record.parts().get(Parts.STATEMENT);
        String what = "decision " + record.decisionId();
        if (payload == null) {
            return List.of(new Fault(Fault.Kind.MISSING, what + ", " + Parts.STATEMENT, "the record has none"));
        }
        List<Fault> faults = new ArrayList<>();
        try {
            SealedRecord sealed = new SealedRecord(record, payload, faults);
            sealed.head();
            sealed.parts();
            sealed.objects();
            listing.ifPresent(sealed::carried);
            sealed.derived();
            sealed.signatures(keys);
        } catch (JsonException | IllegalArgumentException | NoSuchElementException | ClassCastException e) {
            faults.add(new Fault(
                    Fault.Kind.DIFFERENT, what, "it cannot be held against its statement: " + e.getMessage()));
        }
        return faults;
    }

    private void head() {
        boolean isAllow = predicate.text("outcome").equals("allow");
        require("decision id", predicate.text("decisionId"), record.decisionId());
        require("kind", predicate.text("kind"), record.kind().id());
        require("outcome", predicate.text("outcome"), record.outcome());
        String stream = predicate.object("sequence").text("stream");
        if (!stream.endsWith("/" + record.caller())) {
            different("caller", "the statement's stream is " + stream + ", the record says " + record.caller());
        }
        require(
                "run id",
                isAllow
                        ? predicate
                                .object("authorityEnvelope")
                                .object("provenance")
                                .text("run_id")
                        : null,
                record.runId());
        require("file name", isAllow ? subject().text("name") : null, record.fileName());
        require("status", String.valueOf(Answers.finding(predicate).status()), String.valueOf(record.status()));
        String part = record.parts().containsKey(Parts.SUBJECT) ? Parts.SUBJECT : Parts.PROPOSAL;
        require("part that is published", isAllow ? part : null, record.filePart());
        if (isAllow) {
            emitted(part, record.parts().get(part));
        } else if (part.equals(Parts.SUBJECT)) {
            add(Fault.Kind.EXTRA, Parts.SUBJECT, "the statement's outcome publishes nothing");
        }
    }

    private Json.Obj subject() {
        return statement.objects("subject").getFirst();
    }

    private void emitted(String part, @Nullable Bytes content) {
        Json.Obj subject = subject();
        String entry = Emitted.entryName(subject.text("name"));
        listed(entry, rows.get(entry), content);
        String digest = "sha256:" + subject.object("digest").text("sha256");
        if (content != null && !content.sha256().text().equals(digest)) {
            different(part, "the statement is about " + digest + ", this is " + content.sha256());
        }
    }

    private void parts() {
        for (String name : KEPT) {
            listed(name, rows.get(name), record.parts().get(name));
        }
        for (String name : record.parts().keySet()) {
            if (!KEPT.contains(name) && !UNLISTED.contains(name)) {
                add(Fault.Kind.EXTRA, name, "no part of a record has this name");
            }
        }
    }

    private void listed(String what, Json.@Nullable Obj row, @Nullable Bytes content) {
        if (row == null && content != null) {
            add(Fault.Kind.EXTRA, what, "the statement does not list it");
        } else if (row != null && content == null) {
            add(Fault.Kind.MISSING, what, "the statement lists " + row.text("digest"));
        } else if (row != null && content != null) {
            boolean isSame = content.size() == row.integer("bytes")
                    && content.sha256().text().equals(row.text("digest"));
            if (!isSame) {
                different(
                        what,
                        "the statement lists " + row.integer("bytes") + " bytes of " + row.text("digest")
                                + ", the record has " + content.size() + " of " + content.sha256());
            }
        }
    }

    private void objects() {
        SortedMap<String, Digest> shared = new TreeMap<>(record.shared());
        if (shared.remove(Carried.LISTING) == null) {
            add(Fault.Kind.MISSING, Carried.LISTING, "the record names no listing of what its bundle carries");
        }
        rows.tailMap(OBJECTS).forEach((name, row) -> {
            if (name.startsWith(OBJECTS)) {
                same(name, row.text("digest"), shared.remove(name));
            }
        });
        shared.keySet().forEach(name -> add(Fault.Kind.EXTRA, name, "the statement does not list it"));
    }

    /** Policy, schemas and guide: whatever the statement lists and the record does not keep itself. */
    private void carried(Json.Obj listing) {
        SortedMap<String, Digest> named = new TreeMap<>();
        listing.members().keySet().forEach(name -> named.put(name, Digest.parse(listing.text(name))));
        rows.forEach((name, row) -> {
            if (Set.of("policy", "schema", "guide").contains(row.text("role"))) {
                same(name, row.text("digest"), named.remove(name));
            }
        });
        Json.Obj policy = predicate.object("policy");
        same(Carried.RELEASE, policy.text("release"), named.remove(Carried.RELEASE));
        SortedMap<String, Digest> sources = new TreeMap<>();
        named.forEach((name, digest) -> {
            if (name.startsWith(Carried.SOURCES)) {
                sources.put(name.substring(Carried.SOURCES.length()), digest);
            } else {
                add(Fault.Kind.EXTRA, name, "the listing names it and the statement does not");
            }
        });
        require(Carried.SOURCES, policy.text("files"), DirHash1.of(sources));
    }

    private void same(String name, String listed, @Nullable Digest found) {
        if (found == null) {
            add(Fault.Kind.MISSING, name, "the statement lists " + listed + " and the record names none");
        } else {
            require(name, listed, found.text());
        }
    }

    /** What a bundle holds of the parts, and the answer. A part that was found changed speaks for itself: nothing is derived from it. */
    private void derived() {
        if (!faults.isEmpty()) {
            return;
        }
        @Nullable Bytes input = record.parts().get(Parts.INPUT);
        if (input != null) {
            Json.Obj facts = JsonReader.readObject(input.toArray()).object("facts");
            listed(FACTS, rows.get(FACTS), Bytes.copyOf(CanonicalJson.rfc8785(facts)));
        }
        answer();
    }

    private void answer() {
        try {
            Json.Obj answer = JsonReader.readObject(record.answer().toArray());
            List<Json.Obj> violations = answer.objects("violations");
            Optional<String> winner =
                    Optional.ofNullable(answer.textOrNull("winner")).filter(told -> isFinding(Finding.RUN_EXISTS));
            Bytes expected = Answers.again(statement, payload.sha256(), violations, winner);
            if (!expected.equals(record.answer()) || !agree(violations)) {
                different("answer", "it is not what follows from the statement");
            }
        } catch (JsonException e) {
            different("answer", "it is no answer: " + e.getMessage());
        }
    }

    /** The statement lists the first of a malformed proposal's; those of a policy are in its result. */
    private boolean agree(List<Json.Obj> told) {
        if (isFinding(Finding.MALFORMED)) {
            List<Json.Obj> listed = predicate.objects("malformed");
            return listed.equals(told.stream().limit(MOST_MALFORMED).toList());
        }
        @Nullable Bytes result = record.parts().get(Parts.RESULT);
        boolean isJudged = isFinding(Finding.ALLOWED) || isFinding(Finding.DENIED);
        List<Json.Obj> found = isJudged && result != null
                ? JsonReader.readObject(result.toArray()).objects("violations")
                : List.of();
        return found.stream()
                .map(SealedRecord::place)
                .toList()
                .equals(told.stream().map(SealedRecord::place).toList());
    }

    private boolean isFinding(Finding finding) {
        return Answers.finding(predicate) == finding;
    }

    private static List<String> place(Json.Obj violation) {
        return List.of(violation.text("code"), violation.text("pointer"), violation.text("severity"));
    }

    /** One of each algorithm that the statement asks for. */
    private void signatures(SecondKeys keys) {
        DsseEnvelope envelope = BundleAssembly.envelope(record);
        List<String> asked = predicate.object("signing").texts("requires");
        int count = envelope.signatures().size();
        if (count != asked.size()) {
            different(Parts.SIGNATURES, "the statement asks for one of each of " + asked + ", the record has " + count);
        }
        List<DsseSignature> second =
                envelope.signatures().stream().filter(keys::isNamed).toList();
        if (asked.contains(SecondKeys.algorithm()) && second.isEmpty()) {
            add(
                    Fault.Kind.MISSING,
                    Parts.SIGNATURES,
                    "none is of an " + SecondKeys.algorithm() + " key of the trust root");
        }
        for (DsseSignature signature : second) {
            try {
                keys.require(signature, envelope.pae());
            } catch (KeyProblem e) {
                different(Parts.SIGNATURES, String.valueOf(e.getMessage()));
            }
        }
    }

    private void require(String what, @Nullable String stated, @Nullable String found) {
        if (!Objects.equals(stated, found)) {
            different(what, "the statement says " + orNone(stated) + ", the record " + orNone(found));
        }
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "none" : text;
    }

    private void different(String what, String detail) {
        add(Fault.Kind.DIFFERENT, what, detail);
    }

    private void add(Fault.Kind kind, String what, String detail) {
        faults.add(new Fault(kind, "decision " + record.decisionId() + ", " + what, detail));
    }
}
