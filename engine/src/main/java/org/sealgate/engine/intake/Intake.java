package org.sealgate.engine.intake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.Kind;
import org.sealgate.facts.NamedObject;
import org.sealgate.facts.NamedObjects;
import org.sealgate.facts.Pointers;
import org.sealgate.facts.Reading;
import org.sealgate.facts.SchemaFile;

/** Bytes to a proposal of the right shape, or to everything that is wrong with them. */
public final class Intake {
    /** A statement lists so many; the rest of a hopeless body tells nobody more. */
    private static final int LISTED = 100;

    /** The size up to which a body is told everything that is wrong with it. */
    private static final int REPORTED_IN_FULL = 64 * 1024;

    private final Map<Kind, CompiledSchema> schemas = new EnumMap<>(Kind.class);

    public Intake() {
        for (Kind kind : Kind.values()) {
            schemas.put(kind, new CompiledSchema(SchemaFile.ofProposal(kind)));
        }
    }

    public sealed interface Outcome permits Proposal, Malformed {}

    /**
     * @param reading the document, with its claims set apart
     * @param runId of the run that it is about
     * @param objects that it names, distinct digests at most {@link Limits#NAMED_OBJECTS}
     */
    public record Proposal(Reading reading, String runId, List<NamedObject> objects) implements Outcome {}

    /** @param violations sorted, distinct, at least one */
    public record Malformed(List<Violation> violations) implements Outcome {
        public Malformed {
            violations = violations.stream().distinct().sorted().limit(LISTED).toList();
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("violations are empty");
            }
        }
    }

    public Outcome read(Kind kind, byte[] body) {
        if (body.length > Limits.BODY_BYTES) {
            return new Malformed(List.of(Limits.BODY));
        }
        Reading reading;
        try {
            reading = Reading.of(kind, body);
        } catch (JsonException e) {
            return new Malformed(List.of(new Violation(e.code().name(), new Pointers().mask(e.pointer()))));
        }
        return judge(reading);
    }

    private Outcome judge(Reading reading) {
        Json.Obj proposal = reading.proposal();
        List<Violation> violations = new ArrayList<>(schema(reading.kind(), reading.bytes(), proposal));
        if (reading.kind() == Kind.LLM_RUN_SNAPSHOT) {
            violations.addAll(selfHash(reading.claims().get("hash")));
        }
        if (!violations.isEmpty()) {
            return new Malformed(violations);
        }
        List<NamedObject> objects = NamedObjects.of(reading);
        if (objects.stream().map(NamedObject::digest).distinct().count() > Limits.NAMED_OBJECTS) {
            return new Malformed(List.of(Limits.OBJECTS));
        }
        return new Proposal(reading, runId(reading), objects);
    }

    /** The one claim that a kind must bring: the schema does not see it, and whether it is right is for the policy to say. */
    private static List<Violation> selfHash(@Nullable Json hash) {
        if (hash instanceof Json.Str) {
            return List.of();
        }
        return List.of(new Violation(hash == null ? "SCHEMA_REQUIRED" : "SCHEMA_TYPE", "/hash"));
    }

    private static String runId(Reading reading) {
        return switch (reading.kind()) {
            case LLM_RUN_SNAPSHOT -> reading.proposal().object("meta").text("run_id");
            case SEALED_RUN -> reading.proposal().text("run_id");
        };
    }

    private List<Violation> schema(Kind kind, int bytes, Json.Obj proposal) {
        CompiledSchema schema = Objects.requireNonNull(schemas.get(kind), "made for every kind");
        return bytes <= REPORTED_IN_FULL ? schema.violations(proposal) : schema.firstViolation(proposal);
    }
}
