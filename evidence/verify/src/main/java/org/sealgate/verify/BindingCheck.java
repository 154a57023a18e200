package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.facts.Reading;
import org.sealgate.facts.SchemaFile;

/**
 * Step 12, what the policy was asked: about this proposal, for this request, under this policy and at this time, and nothing else.
 * {@link FactsCheck} and {@link SubjectCheck} do the rest of the step.
 */
final class BindingCheck {
    private static final String FEASIBILITY = "feasibility";

    private final Decision decision;
    private final BundleFiles files;
    private final Release release;
    private final Json.Obj input;
    private final Problems problems;
    private final List<String> notes = new ArrayList<>();

    BindingCheck(Decision decision, BundleFiles files, Release release, Recorded recorded, Problems problems) {
        this.decision = decision;
        this.files = files;
        this.release = release;
        this.input = recorded.input();
        this.problems = problems;
    }

    /** What could not be made again, and what is only the engine's word. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Checks everything about the input but its facts; gives the document where it is at hand and is the one that was judged. */
    Optional<Original> check(Held held) {
        context();
        request();
        document();
        claims();
        Optional<Original> original = original(held);
        original.ifPresent(this::proposal);
        return original;
    }

    private void context() {
        Json.Obj context = input.object("context");
        Json.Obj released = release.predicate();
        text("/kind", decision.kind().id(), input.text("kind"));
        text("/phase", decision.evaluation().text("phase"), input.text("phase"));
        text("/context/evaluatedAt", decision.decidedAtText(), context.text("evaluatedAt"));
        text("/context/policyVersion", released.text("version"), context.text("policyVersion"));
        text("/context/policyHash", released.text("policyHash"), context.text("policyHash"));
        Json.Obj kinds = release.data().object("governance").object("kinds");
        text(
                "/context/schemaVersion",
                kinds.object(decision.kind().id()).text("schemaVersion"),
                context.text("schemaVersion"));
        text(
                "/context/engineVersion",
                decision.predicate().object("issuer").text("engine"),
                context.text("engineVersion"));
    }

    private void request() {
        Json.Obj predicate = decision.predicate();
        same(
                "/request/audience",
                predicate.get("audience"),
                input.object("request").get("audience"));
        String actor = input.object("actor").text("id");
        String stream = predicate.object("sequence").text("stream");
        // the stream is the issuer's instance and the caller
        if (!stream.endsWith("/" + actor)) {
            problems.add(Code.INPUT_BINDING, Names.INPUT + "#/actor/id", "the caller of stream " + stream, actor);
        }
    }

    private void document() {
        Json.Obj document = input.object("document");
        if (decision.isWithheld()) {
            same("/document/digest", decision.subjectDigest(), document.get("digest"));
            if (input.object("facts")
                    .object("derived")
                    .array("findings")
                    .items()
                    .isEmpty()) {
                problems.add(Code.INPUT_BINDING, Names.INPUT + "#/document/digest", "a plain digest", "a salted one");
            }
            return;
        }
        byte[] proposal = files.bytes(Names.PROPOSAL);
        same("/document/digest", Json.of(files.digest(Names.PROPOSAL).text()), document.get("digest"));
        same("/document/bytes", Json.of(proposal.length), document.get("bytes"));
    }

    /** What a client may only claim was set apart before the policy was asked: to be seen without the document as well. */
    private void claims() {
        input.object("proposal").members().forEach((name, value) -> {
            if (Reading.isClaim(name)) {
                Code code = name.equals(FEASIBILITY) ? Code.CLIENT_FEASIBILITY : Code.INPUT_BINDING;
                Canonical.require(code, Names.INPUT + "#/proposal/" + name, null, value, problems);
            }
        });
    }

    private Optional<Original> original(Held held) {
        byte @Nullable [] bytes = decision.isWithheld()
                ? held.provenDocument(decision.subjectDigest()).orElse(null)
                : files.bytes(Names.PROPOSAL);
        if (bytes == null) {
            notes.add("the document is withheld: its facts and its redaction were not made again "
                    + "(whoever holds it and its salt can, with --artifact and --salt)");
            return Optional.empty();
        }
        try {
            return Optional.of(Original.of(decision.kind(), bytes));
        } catch (JsonException refused) {
            problems.add(Names.PROPOSAL, refused);
            return Optional.empty();
        }
    }

    private void proposal(Original original) {
        if (original.redaction().withholds() && !decision.isWithheld()) {
            problems.add(
                    Code.INPUT_BINDING,
                    Names.PROPOSAL,
                    "withheld, because the sensors flag "
                            + original.redaction().findings().size() + " places in it",
                    "in the bundle");
        }
        Schemas.require(
                SchemaFile.ofProposal(decision.kind()),
                original.reading().proposal(),
                Names.PROPOSAL,
                Code.INPUT_BINDING,
                problems);
        same("/proposal", original.redaction().proposal(), input.get("proposal"));
        same("/claims", original.redaction().claims(), input.get("claims"));
    }

    private void text(String pointer, String expected, String actual) {
        problems.requireEqual(Code.INPUT_BINDING, Names.INPUT + "#" + pointer, expected, actual);
    }

    private void same(String pointer, @Nullable Json expected, @Nullable Json actual) {
        Canonical.require(Code.INPUT_BINDING, Names.INPUT + "#" + pointer, expected, actual, problems);
    }
}
