package org.sealgate.verify;

import java.time.Instant;
import java.util.List;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.derive.Correction;
import org.sealgate.derive.Notice;
import org.sealgate.derive.Tombstone;
import org.sealgate.facts.SchemaFile;

/**
 * A signed correction or tombstone that has passed its schema, and every other check that does not ask what it is about.
 *
 * @param place where it lies: ends so that a name within it may follow
 * @param statement the in-toto Statement
 */
record KnownNotice(String place, Kind kind, Json.Obj statement) {
    /** The kinds of notices, by what their statements call things. */
    enum Kind {
        CORRECTION(Correction.PREDICATE_TYPE, SchemaFile.CORRECTION, "correctedAt", "corrects"),
        TOMBSTONE(Tombstone.PREDICATE_TYPE, SchemaFile.TOMBSTONE, "retiredAt", "retires");

        final String predicateType;
        final SchemaFile schema;
        private final String time;
        private final String target;

        Kind(String predicateType, SchemaFile schema, String time, String target) {
            this.predicateType = predicateType;
            this.schema = schema;
            this.time = time;
            this.target = target;
        }
    }

    /** Where findings about the statement point. */
    String file() {
        return place + Notice.FILE;
    }

    Json.Obj predicate() {
        return statement.object("predicate");
    }

    String issuer() {
        return predicate().object("issuer").text("id");
    }

    Instant saidAt() {
        return Instant.parse(predicate().text(kind.time));
    }

    private Json.Obj target() {
        return predicate().object(kind.target);
    }

    /** Whether it is about this decision; what it then says of it may still be wrong. */
    boolean isAbout(Decision decision) {
        return target().text("decisionId").equals(decision.id())
                && issuer().equals(decision.predicate().object("issuer").text("id"));
    }

    /** A notice names statement, subject and run of its decision: one that names others was made for another. */
    void requireOf(Decision decision, Digest statement, Problems problems) {
        String pointer = file() + "#/predicate/" + kind.target;
        problems.requireEqual(
                Code.SUBJECT_MISMATCH, pointer + "/statement", statement.text(), target().text("statement"));
        Canonical.require(
                Code.SUBJECT_MISMATCH,
                file() + "#/subject/0",
                decision.subject(),
                this.statement.objects("subject").getFirst(),
                problems);
        if (kind == Kind.CORRECTION) {
            problems.requireEqual(
                    Code.SUBJECT_MISMATCH,
                    pointer + "/runId",
                    decision.kind().id() + " " + decision.runId().orElse("without a run"),
                    target().text("kind") + " " + target().text("runId"));
        }
    }

    /** The files that a tombstone names. */
    List<Json.Obj> files() {
        return predicate().objects("files");
    }

    /** Who said it when and why, for people. */
    String words() {
        return predicate().text(kind.time) + " by " + predicate().text("by") + ": "
                + predicate().text("reason");
    }
}
