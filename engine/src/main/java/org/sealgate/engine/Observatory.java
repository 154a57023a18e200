package org.sealgate.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Digest;
import org.sealgate.derive.DocumentDigest;
import org.sealgate.derive.Times;
import org.sealgate.engine.intake.Intake;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.Objects;
import org.sealgate.engine.store.RestrictedStore;
import org.sealgate.facts.Actor;
import org.sealgate.facts.DecisionInput;
import org.sealgate.facts.Facts;
import org.sealgate.facts.NamedObject;
import org.sealgate.facts.ObjectView;
import org.sealgate.facts.Reading;
import org.sealgate.facts.Redaction;
import org.sealgate.facts.RehashedObject;
import org.sealgate.facts.Sensors;

/** Looks at a proposal: what the bytes show, and what only the engine can see. */
final class Observatory {
    private final Objects objects;
    private final RestrictedStore restricted;
    private final Ids ids;
    private final Clock clock;
    private final String engineVersion;

    Observatory(EvidenceStore store, Ids ids, Clock clock, String engineVersion) {
        this.objects = store.objects();
        this.restricted = store.restricted();
        this.ids = ids;
        this.clock = clock;
        this.engineVersion = engineVersion;
    }

    /** What was seen; the objects stay pinned until it is closed. */
    record Sight(Observed observed, Objects.Pin pin) implements AutoCloseable {
        @Override
        public void close() {
            pin.close();
        }
    }

    /** Lengths of the distinct objects that the proposal names and that are there, in bytes. */
    List<Long> sizes(Intake.Proposal proposal) {
        return proposal.objects().stream()
                .map(NamedObject::digest)
                .distinct()
                .map(objects::size)
                .filter(size -> size >= 0)
                .toList();
    }

    /** Where something must be withheld, the salt is made and forced here, before any number is given. */
    Sight observe(Proceeding proceeding, Intake.Proposal proposal, ReleaseInForce release) {
        return look(proceeding, proposal, release, true);
    }

    /** The same for a preview, which leaves nothing behind: its salt is forgotten at once. */
    Sight glance(Proceeding proceeding, Intake.Proposal proposal, ReleaseInForce release) {
        return look(proceeding, proposal, release, false);
    }

    private Sight look(Proceeding proceeding, Intake.Proposal proposal, ReleaseInForce release, boolean recorded) {
        GateRequest request = proceeding.request();
        Reading reading = proposal.reading();
        Objects.Pin pin =
                objects.pin(proposal.objects().stream().map(NamedObject::digest).toList());
        Redaction redaction = Redaction.of(reading);
        String evaluatedAt = Times.format(now(proceeding));
        DocumentDigest form = form(proceeding, reading, redaction, recorded);
        Facts facts = facts(request.caller(), reading, redaction, evaluatedAt);
        DecisionInput input = DecisionInput.of(
                reading,
                redaction,
                form.toJson(),
                new DecisionInput.Asked(
                        request.caller(),
                        request.parameters(),
                        release.context(request.kind(), evaluatedAt, engineVersion)),
                facts);
        return new Sight(new Observed(reading, request.body(), form, proposal.objects(), input, evaluatedAt), pin);
    }

    /** A clock that was set back between arrival and here must not decide before the request. */
    private Instant now(Proceeding proceeding) {
        Instant now = clock.instant();
        return now.isBefore(proceeding.requestedAt()) ? proceeding.requestedAt() : now;
    }

    private DocumentDigest form(Proceeding proceeding, Reading reading, Redaction redaction, boolean recorded) {
        if (!redaction.withholds()) {
            return new DocumentDigest.Plain(reading.digest());
        }
        byte[] salt = recorded ? restricted.newSalt(proceeding.decisionId()).toArray() : ids.salt();
        return DocumentDigest.salted(salt, proceeding.request().body().toArray());
    }

    /** An object that somebody else has put is not there: knowing a digest is no right to the bytes. */
    private Facts facts(Actor caller, Reading reading, Redaction redaction, String evaluatedAt) {
        SortedMap<Digest, Boolean> present = new TreeMap<>();
        Map<Digest, Optional<RehashedObject>> seen = new HashMap<>();
        ObjectView view = named -> seen.computeIfAbsent(named, digest -> {
            Optional<RehashedObject> found = objects.has(caller.id(), digest)
                    ? objects.rehash(digest).map(object -> new RehashedObject(object.digest(), object.bytes()))
                    : Optional.empty();
            present.put(digest, found.isPresent());
            return found;
        });
        return new Facts(Sensors.derived(reading, redaction, view, evaluatedAt), present);
    }
}
