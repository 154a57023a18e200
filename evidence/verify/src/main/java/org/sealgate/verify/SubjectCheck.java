package org.sealgate.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.AuthorityEnvelope;
import org.sealgate.derive.DocumentDigest;
import org.sealgate.derive.Emitted;
import org.sealgate.derive.OwnHash;
import org.sealgate.derive.Validity;

/**
 * Step 12, what follows from input and result: the document that an allow emits, the authority envelope and the validity, made again by
 * the code that the engine made them with; and whether the document that lies there has the hashes of its own content. On anything but an
 * allow the subject is the proposal as it arrived.
 */
final class SubjectCheck {
    private static final String PREDICATE = Decision.FILE + "#/predicate/";
    private static final String SUBJECT = Decision.FILE + "#/subject/0";

    private final Decision decision;
    private final BundleFiles files;
    private final Release release;
    private final Recorded recorded;
    private final Problems problems;

    SubjectCheck(Decision decision, BundleFiles files, Release release, Recorded recorded, Problems problems) {
        this.decision = decision;
        this.files = files;
        this.release = release;
        this.recorded = recorded;
        this.problems = problems;
    }

    void check(Optional<Original> original) {
        validity();
        Optional<Json.Obj> envelope = authorityEnvelope();
        if (!decision.isAllow()) {
            proposal();
            selfHashOfProposal(original);
            return;
        }
        ownHashes();
        if (original.isPresent() && envelope.isPresent()) {
            emitted(original.get(), envelope.get());
        } else {
            problems.add(Code.SUBJECT_MISMATCH, SUBJECT, "a document that proposal and authority give", "neither");
        }
    }

    private void validity() {
        String until = Validity.until(decision.decidedAtText(), decision.kind().id(), release.data());
        problems.requireEqual(
                Code.VALIDITY_MISMATCH,
                PREDICATE + "validUntil",
                until,
                decision.predicate().text("validUntil"));
    }

    /** Gates and refusal are step 14's, and whether an allow emitted is step 15's: each rule has one code. */
    private Optional<Json.Obj> authorityEnvelope() {
        Optional<Json.Obj> made = recorded.result()
                .flatMap(result -> AuthorityEnvelope.of(recorded.input(), result, release.data(), decision.outcome()));
        @Nullable Json expected = made.map(this::withoutLaterSteps).orElse(null);
        @Nullable
        Json actual = decision.authorityEnvelope().map(this::withoutLaterSteps).orElse(null);
        Canonical.require(
                Code.AUTHORITY_ENVELOPE_MISMATCH, PREDICATE + "authorityEnvelope", expected, actual, problems);
        return made;
    }

    private Json.Obj withoutLaterSteps(Json.Obj envelope) {
        Json.Obj enforcement = envelope.object("enforcement").without("gates_checked", "gate_outcomes");
        Json.Obj kept = decision.isAllow() ? enforcement.without("enforcement_emitted") : enforcement;
        return envelope.without("refusal").with("enforcement", kept);
    }

    /** That it is called so the schema has asked. */
    private void proposal() {
        if (!decision.isWithheld()) {
            Json.Obj digest = new DocumentDigest.Plain(files.digest(Names.PROPOSAL)).toSubjectDigest();
            Canonical.require(Code.SUBJECT_MISMATCH, SUBJECT + "/digest", digest, decision.subjectDigest(), problems);
        }
    }

    /** A snapshot hashes itself, whatever became of it; the draft of a sealed run does not. */
    private void selfHashOfProposal(Optional<Original> original) {
        Json recordedHash = decision.predicate().get("selfHash");
        if (recordedHash == null) {
            return;
        }
        if (decision.kind() == Kind.SEALED_RUN) {
            problems.add(Code.SELF_HASH_MISMATCH, PREDICATE + "selfHash", "absent", Canonical.shown(recordedHash));
        } else if (original.isPresent()) {
            selfHash(HashProfile.RFC8785_EMPTY.text(original.get().reading().document()));
        }
    }

    private void emitted(Original original, Json.Obj envelope) {
        Emitted made = Emitted.of(
                original.reading().document(),
                original.reading().proposal(),
                Bytes.copyOf(original.bytes()),
                recorded.input(),
                envelope);
        problems.requireEqual(Code.SUBJECT_MISMATCH, SUBJECT + "/name", made.name(), decision.subjectName());
        Canonical.require(
                Code.SUBJECT_MISMATCH,
                SUBJECT + "/digest",
                new DocumentDigest.Plain(made.bytes().sha256()).toSubjectDigest(),
                decision.subjectDigest(),
                problems);
        String entry = Emitted.entryName(decision.subjectName());
        if (!Arrays.equals(made.bytes().toArray(), files.bytes(entry))) {
            problems.add(
                    Code.SUBJECT_MISMATCH,
                    entry,
                    made.bytes().sha256().text(),
                    files.digest(entry).text());
        }
        selfHash(made.selfHash());
        if (decision.kind() == Kind.LLM_RUN_SNAPSHOT) {
            problems.requireEqual(
                    Code.SELF_HASH_MISMATCH,
                    Names.PROPOSAL + "#/hash",
                    made.selfHash(),
                    original.reading().claims().text("hash"));
        }
    }

    /** Of the document as it lies there: where it is not the one that was to be emitted, whether it is one at all. */
    private void ownHashes() {
        String entry = Emitted.entryName(decision.subjectName());
        for (OwnHash hash : files.kept(entry).map(this::hashesInside).orElse(List.of())) {
            Canonical.require(
                    Code.RUN_HASH,
                    entry + "#" + hash.pointer(),
                    hash.expected().orElse(null),
                    hash.found().orElse(null),
                    problems);
        }
    }

    private List<OwnHash> hashesInside(byte[] document) {
        try {
            return OwnHash.of(decision.kind(), JsonReader.readObject(document, JsonLimits.EVIDENCE));
        } catch (JsonException refused) {
            // no emitted document is so, which is the subject's mismatch
            return List.of();
        }
    }

    private void selfHash(String made) {
        Json expected =
                Json.object().put("profile", "rfc8785-empty").put("value", made).build();
        Canonical.require(
                Code.SELF_HASH_MISMATCH,
                PREDICATE + "selfHash",
                expected,
                decision.predicate().get("selfHash"),
                problems);
    }
}
