package org.sealgate.verify;

import java.util.Arrays;
import java.util.Optional;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ExactNumbers;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;
import org.sealgate.facts.DecisionInput;
import org.sealgate.facts.SchemaFile;

/** The first half of step 12: input and result are what the statement names, canonical, and have the shape that every policy was promised. */
final class RecordedCheck {
    private static final String EVALUATION = Decision.FILE + "#/predicate/evaluations/0/";

    private final Decision decision;
    private final BundleFiles files;
    private final Problems problems;

    private RecordedCheck(Decision decision, BundleFiles files, Problems problems) {
        this.decision = decision;
        this.files = files;
        this.problems = problems;
    }

    /** Both, where they can be judged further. */
    static Optional<Recorded> read(Decision decision, BundleFiles files, Problems problems) {
        return new RecordedCheck(decision, files, problems).read();
    }

    private Optional<Recorded> read() {
        int size = files.bytes(Names.INPUT).length;
        if (size > DecisionInput.MAX_BYTES) {
            problems.add(
                    Code.INPUT_BINDING, Names.INPUT, "at most " + DecisionInput.MAX_BYTES + " bytes", size + " bytes");
            return Optional.empty();
        }
        Optional<Json.Obj> input = document(Names.INPUT, "input", SchemaFile.DECISION_INPUT, Code.INPUT_BINDING);
        Optional<Json.Obj> result = decision.hasResult()
                ? document(Names.RESULT, "result", SchemaFile.DECISION_RESULT, Code.REPLAY_RESULT)
                : Optional.empty();
        if (input.isEmpty() || result.isPresent() != decision.hasResult()) {
            return Optional.empty();
        }
        return Optional.of(new Recorded(input.get(), result));
    }

    private Optional<Json.Obj> document(String file, String member, SchemaFile schema, Code code) {
        byte[] bytes = files.bytes(file);
        problems.requireEqual(
                code,
                EVALUATION + member,
                files.digest(file),
                Digest.parse(decision.evaluation().text(member)));
        Json.Obj document;
        try {
            document = JsonReader.readObject(bytes, JsonLimits.EVIDENCE);
            ExactNumbers.require(document);
        } catch (JsonException refused) {
            problems.add(file, refused);
            return Optional.empty();
        }
        if (!Arrays.equals(bytes, CanonicalJson.rfc8785(document))) {
            problems.add(code, file, "RFC 8785", "another spelling");
        }
        Problems shape = new Problems();
        Schemas.require(schema, document, file, code, shape);
        problems.addAll(shape.findings());
        return shape.isEmpty() ? Optional.of(document) : Optional.empty();
    }
}
