package org.sealgate.engine.fsck;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.store.Journalled;

/** The callers' sequences, from the statements themselves: numbers without a gap, each naming the one before. */
final class StreamLook {
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private final Faults faults;
    private final Map<String, Place> newest = new HashMap<>();
    private final Map<Digest, String> named = new HashMap<>();

    private record Place(long number, Digest pae) {}

    StreamLook(Faults faults) {
        this.faults = faults;
    }

    void statement(String what, Journalled record, Bytes payload) {
        String name = what + " (number " + record.number() + " of " + record.stream() + ")";
        if (!Digest.sha256(DsseEnvelope.pae(PAYLOAD_TYPE, payload.toArray())).equals(record.pae())) {
            faults.different(name, "its statement does not hash to the digest that is journalled with it");
            return;
        }
        try {
            Json.Obj sequence =
                    JsonReader.readObject(payload.toArray()).object("predicate").object("sequence");
            @Nullable String previous = sequence.textOrNull("previous");
            if (!sequence.text("stream").equals(record.stream()) || sequence.integer("number") != record.number()) {
                faults.different(name, "its statement says another number or stream");
            }
            follow(name, record, Optional.ofNullable(previous).map(Digest::parse));
        } catch (JsonException | IllegalArgumentException e) {
            faults.different(name, "its statement has no sequence: " + e.getMessage());
        }
    }

    private void follow(String name, Journalled record, Optional<Digest> previous) {
        @Nullable Place before = newest.get(record.stream());
        long expected = before == null ? 1 : before.number + 1;
        previous.ifPresent(digest -> named.put(digest, "number " + (record.number() - 1) + " of " + record.stream()));
        if (record.number() > expected) {
            String gap = record.number() - 1 == expected
                    ? "number " + expected
                    : "numbers " + expected + " to " + (record.number() - 1);
            faults.missing(gap + " of " + record.stream(), "the next one there is " + name);
        } else if (record.number() < expected) {
            faults.extra(name, "number " + record.number() + " of the stream is there already");
        } else if (!previous.equals(Optional.ofNullable(before).map(Place::pae))) {
            faults.different(name, "it names another predecessor than the one that is journalled");
        }
        newest.put(record.stream(), new Place(Math.max(record.number(), expected - 1), record.pae()));
    }

    void end() {
        newest.clear();
    }

    /** Which number the statement of this digest had, if a later one names it. */
    Optional<String> successorOf(Digest pae) {
        return Optional.ofNullable(named.get(pae));
    }
}
