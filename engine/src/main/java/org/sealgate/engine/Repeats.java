package org.sealgate.engine;

import java.util.Optional;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.StoredRecord;
import org.sealgate.facts.Actor;

/** Answers that were given before. */
final class Repeats {
    private Repeats() {}

    /** First status and body, for a repeated Idempotency-Key. */
    static GateAnswer first(StoredRecord stored) {
        DecisionRecord record = stored.decision();
        return new GateAnswer.Recorded(finding(record), record.status(), record.answer(), record.decisionId());
    }

    /** The receipt of an allow that is asked for again: 200, the same bytes. */
    static GateAnswer again(StoredRecord stored) {
        DecisionRecord record = stored.decision();
        return new GateAnswer.Recorded(Finding.ALLOWED, 200, record.answer(), record.decisionId());
    }

    static boolean isSame(StoredRecord stored, Proceeding proceeding) {
        DecisionRecord record = stored.decision();
        return record.outcome().equals("allow")
                && record.caller().equals(proceeding.request().caller().id())
                && record.requestMac().equals(proceeding.requestMac());
    }

    /** R7: the winner's subject, told to the caller who won and to nobody else. */
    static Optional<String> winner(StoredRecord stored, Actor caller) {
        if (!stored.decision().caller().equals(caller.id())) {
            return Optional.empty();
        }
        Json.Obj receipt = JsonReader.readObject(stored.decision().answer().toArray());
        return Optional.of(receipt.object("subject").text("digest"));
    }

    private static Finding finding(DecisionRecord record) {
        if (record.outcome().equals("allow")) {
            return Finding.ALLOWED;
        }
        Json.Obj problem = JsonReader.readObject(record.answer().toArray());
        return switch (problem.text("code")) {
            case "denied" -> Finding.DENIED;
            case "run-exists" -> Finding.RUN_EXISTS;
            case "malformed" -> Finding.MALFORMED;
            default -> Finding.NO_ANSWER;
        };
    }
}
