package org.sealgate.verify;

import static org.sealgate.verify.Step.ADMISSIBILITY;
import static org.sealgate.verify.Step.BINDING;
import static org.sealgate.verify.Step.CONTAINER;
import static org.sealgate.verify.Step.ENVELOPE;
import static org.sealgate.verify.Step.FILES;
import static org.sealgate.verify.Step.KEYS;
import static org.sealgate.verify.Step.LIMITS;
import static org.sealgate.verify.Step.LOG;
import static org.sealgate.verify.Step.PAYLOAD;
import static org.sealgate.verify.Step.POLICY;
import static org.sealgate.verify.Step.REDERIVATION;
import static org.sealgate.verify.Step.RELEVANCE;
import static org.sealgate.verify.Step.REPLAY;
import static org.sealgate.verify.Step.SIGNATURES;
import static org.sealgate.verify.Step.TIME;
import static org.sealgate.verify.Step.TRUST_ROOT;

/**
 * Every reason for which a replay does not end in a plain pass, each with the step that finds it, what it means for the
 * exit status, and what a reader can do next.
 *
 * <p>The names are part of the protocol: scripts and the adversarial corpus compare them, so none is ever renamed.
 * A code that stands for a warning ends in {@link Exit#OK}.
 */
public enum Code {
    BUNDLE_LIMIT(
            LIMITS,
            Exit.FAILED,
            "The bundle is larger than this verifier reads; do not raise the limit for a stranger's file."),
    BUNDLE_CONTAINER(
            CONTAINER,
            Exit.FAILED,
            "This is not an evidence bundle, or it was cut; ask its holder for the file again."),
    BUNDLE_NOT_CANONICAL(CONTAINER, Exit.FAILED, "The archive was repacked; ask for the file as the gate gave it out."),
    BUNDLE_NAME(CONTAINER, Exit.FAILED, "A file name is not one that a bundle may hold; ask for the original."),
    BUNDLE_DUPLICATE(CONTAINER, Exit.FAILED, "Two files share a name; ask for the original."),
    BUNDLE_MEDIA_TYPE(CONTAINER, Exit.FAILED, "This is an archive of another kind; give the .evidence.zip file."),

    TRUST_ROOT_MISSING(
            TRUST_ROOT,
            Exit.USAGE,
            "Give --trust-root FILE, obtained from somebody you trust and not from the bundle."),
    TRUST_ROOT_SIGNATURE(
            TRUST_ROOT,
            Exit.UNTRUSTED,
            "The trust root is not the one its signers made; get it again from its publisher."),
    TRUST_ROOT_EXPIRED(TRUST_ROOT, Exit.INDETERMINATE, "Get the newest trust root from its publisher."),
    TRUST_ROOT_ROLLBACK(TRUST_ROOT, Exit.FAILED, "A newer trust root was seen before; use that one."),
    KEY_ENCODING(
            TRUST_ROOT,
            Exit.FAILED,
            "A key in the trust root is not in the one encoding that is accepted; have it issued again."),
    KEY_WEAK(
            TRUST_ROOT,
            Exit.FAILED,
            "A key in the trust root is not one that evidence may be signed with; have it replaced."),

    ENVELOPE_SYNTAX(ENVELOPE, Exit.FAILED, "The envelope was altered or is no DSSE envelope of this format."),
    ENVELOPE_MEMBER(ENVELOPE, Exit.FAILED, "The envelope has members that do not belong there; it was altered."),
    JSON_UTF8(ENVELOPE, Exit.FAILED, "A JSON file is not UTF-8."),
    JSON_BOM(ENVELOPE, Exit.FAILED, "A JSON file begins with a byte order mark."),
    JSON_SYNTAX(ENVELOPE, Exit.FAILED, "A JSON file is malformed."),
    JSON_DUPLICATE_KEY(
            ENVELOPE, Exit.FAILED, "A JSON object names a member twice, so that two readers may read two things."),
    JSON_LONE_SURROGATE(ENVELOPE, Exit.FAILED, "A JSON string holds half a character."),
    JSON_DEPTH(ENVELOPE, Exit.FAILED, "A JSON file is nested deeper than the format allows."),
    JSON_NUMBER_RANGE(ENVELOPE, Exit.FAILED, "A number is outside what a double can carry."),
    JSON_NUMBER_PRECISION(
            ENVELOPE,
            Exit.FAILED,
            "A number is not carried exactly by a double, so that two engines may read two values."),
    JSON_TRAILING(ENVELOPE, Exit.FAILED, "Something follows the JSON document."),

    SIGNATURE_NONE(SIGNATURES, Exit.UNSIGNED, "Nobody signed this; it proves nothing."),
    SIGNATURE_INVALID(SIGNATURES, Exit.FAILED, "The statement or its signature was altered after signing."),
    SIGNATURE_THRESHOLD(SIGNATURES, Exit.FAILED, "Fewer controllers signed than the trust root asks for."),
    SIGNATURE_ALGORITHM_MISSING(
            SIGNATURES, Exit.FAILED, "A required second signature is missing; it may have been stripped."),
    KEY_UNKNOWN(
            SIGNATURES,
            Exit.UNTRUSTED,
            "The signer is not in your trust root; make sure that it is the right and newest one."),
    KEY_ROLE(SIGNATURES, Exit.UNTRUSTED, "The key may sign other things, but not decisions."),

    PAYLOAD_TYPE_UNSUPPORTED(Step.PAYLOAD_TYPE, Exit.FAILED, "The signed payload is not an in-toto statement."),

    PAYLOAD_NOT_CANONICAL(
            PAYLOAD, Exit.FAILED, "The statement is not in its canonical form; no engine of ours wrote it."),
    STATEMENT_TYPE(PAYLOAD, Exit.FAILED, "The payload is not an in-toto statement of version 1."),
    PREDICATE_TYPE(PAYLOAD, Exit.FAILED, "The statement is about something else than a policy decision."),
    STATEMENT_SCHEMA(PAYLOAD, Exit.FAILED, "The statement does not have the shape of a policy decision."),
    ISSUER_MISMATCH(PAYLOAD, Exit.UNTRUSTED, "The key's owner may not speak for the issuer that the statement names."),

    FILE_MISSING(FILES, Exit.FAILED, "A file of the evidence was removed; ask for the whole bundle."),
    FILE_EXTRA(FILES, Exit.FAILED, "A file was added that nobody signed for; do not read it."),
    FILE_DIGEST(FILES, Exit.FAILED, "A file is not the one that was signed for."),
    PROJECTION_MISMATCH(
            FILES, Exit.FAILED, "A file that repeats the statement says something else than the statement."),
    VSA_MISMATCH(FILES, Exit.FAILED, "The verification summary does not belong to this statement."),
    OBJECT_TOMBSTONED(
            FILES,
            Exit.INDETERMINATE,
            "The gate has retired the payload; signature, digests and log hold, and the decision cannot be made again."),

    CHECKPOINT_SYNTAX(LOG, Exit.FAILED, "The log's checkpoint is malformed."),
    LOG_ORIGIN(LOG, Exit.FAILED, "The checkpoint is from another log."),
    LOG_SIGNATURE(LOG, Exit.FAILED, "The checkpoint was not signed by a log of the trust root."),
    LOG_INCLUSION(LOG, Exit.FAILED, "The proof does not lead to the checkpoint's root."),
    LOG_LEAF(LOG, Exit.FAILED, "The log entry is about another statement."),
    WITNESS_QUORUM(LOG, Exit.FAILED, "Too few witnesses have seen the checkpoint."),
    WITNESS_NONE(
            LOG, Exit.OK, "No witness has seen the checkpoint: that the log shows everybody one history is its word."),
    LOG_ROLLBACK(LOG, Exit.FAILED, "The log is shorter than it was."),
    LOG_FORK(LOG, Exit.FAILED, "The log shows two histories; keep both checkpoints and tell the log's readers."),
    LOG_PROOF_MISSING(
            LOG,
            Exit.FAILED,
            "A log proof that is asked for is not there; fetch the bundle, or the log's files, again."),
    SEQUENCE_FORK(LOG, Exit.FAILED, "Two statements claim one place in the sequence, or a wrong predecessor."),
    SEQUENCE_GAP(
            LOG, Exit.OK, "A number of the sequence is not among these bundles; ask for the decision that holds it."),

    TSA_TOKEN(TIME, Exit.FAILED, "The trust root requires a time token and there is no good one."),
    TSA_IMPRINT(TIME, Exit.FAILED, "The time token is over other bytes."),
    TIME_SKEW(TIME, Exit.FAILED, "The statement's time is too far from the proven one."),
    TIME_ORDER(TIME, Exit.FAILED, "The times contradict each other."),
    TIME_UNANCHORED(TIME, Exit.OK, "No time is proven: the signer's own clock says when this was."),

    KEY_NOT_YET_VALID(KEYS, Exit.FAILED, "The key was not valid yet."),
    KEY_EXPIRED(
            KEYS,
            Exit.FAILED,
            "The key was no longer valid; without a proven time an old signature cannot be told from a late one."),
    KEY_REVOKED(KEYS, Exit.FAILED, "The key was revoked."),

    POLICY_RELEASE(POLICY, Exit.FAILED, "The policy release is not signed by the policy role of the trust root."),
    POLICY_DIGEST(POLICY, Exit.FAILED, "A part of the policy is not the one that its release names."),
    POLICY_WINDOW(POLICY, Exit.FAILED, "The policy was not in force when it was asked."),
    POLICY_ENTRYPOINT(POLICY, Exit.FAILED, "Another rule of the policy was asked than the one for this kind."),
    POLICY_WASM_MISMATCH(POLICY, Exit.FAILED, "The compiled policy is not the one that its release describes."),
    POLICY_NONDETERMINISTIC(
            POLICY, Exit.FAILED, "The compiled policy calls built-ins that may answer differently the next time."),
    POLICY_UNEXPECTED(POLICY, Exit.FAILED, "The decision was made with another policy than you expect."),

    SUBJECT_MISMATCH(BINDING, Exit.FAILED, "What the statement is about is not what this proposal and decision give."),
    INPUT_BINDING(BINDING, Exit.FAILED, "The policy was asked about something else than the proposal or the request."),
    FACTS_MISMATCH(BINDING, Exit.FAILED, "The recorded facts are not those of the bytes."),
    AUTHORITY_ENVELOPE_MISMATCH(
            BINDING, Exit.FAILED, "The authority envelope is not the one that input and result give."),
    VALIDITY_MISMATCH(BINDING, Exit.FAILED, "The validity is not the one that the policy's data gives."),
    SELF_HASH_MISMATCH(BINDING, Exit.FAILED, "The document's own hash is not the hash of its content."),
    RUN_HASH(BINDING, Exit.FAILED, "A hash inside the document does not belong to its content."),
    CLIENT_FEASIBILITY(BINDING, Exit.FAILED, "A client's own feasibility claim reached the policy as a fact."),

    REPLAY_ABORT(REPLAY, Exit.FAILED, "The policy broke off on this input."),
    REPLAY_LIMIT(
            REPLAY,
            Exit.INDETERMINATE,
            "The policy did not end within its budget; nothing can be said about its answer."),
    REPLAY_RESULT(REPLAY, Exit.FAILED, "The policy gives another answer than the recorded one."),
    ENGINE_DISAGREE(REPLAY, Exit.FAILED, "Two evaluations disagreed and the decision was not an error."),

    GATE_MISMATCH(REDERIVATION, Exit.FAILED, "The recorded gates or checks are not those of the result."),
    REFUSAL_MISMATCH(REDERIVATION, Exit.FAILED, "The recorded refusal is not that of the result."),
    OUTCOME_MISMATCH(REDERIVATION, Exit.FAILED, "The recorded outcome does not follow from the result."),

    CHECKS_EMPTY(ADMISSIBILITY, Exit.FAILED, "No check was made; nothing evaluated is never a pass."),
    CHECKS_INCOMPLETE(ADMISSIBILITY, Exit.FAILED, "A required check is missing or did not pass."),
    GATE_SET(ADMISSIBILITY, Exit.FAILED, "The gates are not the required ones."),
    GATE_NOT_PASS(ADMISSIBILITY, Exit.FAILED, "A gate did not pass; a skipped gate is no pass."),
    ENFORCEMENT_NOT_EMITTED(ADMISSIBILITY, Exit.FAILED, "The gate did not emit the artifact."),
    AUTHORITY_WINDOW(ADMISSIBILITY, Exit.FAILED, "The authority was not in force when it was used."),
    AUTHORITY_NOT_GRANTED(ADMISSIBILITY, Exit.FAILED, "No grant of the policy release gives this authority."),
    REFUSAL_UNAVAILABLE(ADMISSIBILITY, Exit.FAILED, "The policy had no way to refuse."),
    REFUSAL_TRIGGERED(ADMISSIBILITY, Exit.FAILED, "The policy refused."),
    OUTCOME_NOT_ALLOW(
            ADMISSIBILITY,
            Exit.FAILED,
            "The record is about a denial or an error; with --require any it counts as a record."),

    ARTIFACT_NOT_SUBJECT(RELEVANCE, Exit.FAILED, "The decision is about another artifact than the one you hold."),
    AUDIENCE_MISMATCH(RELEVANCE, Exit.FAILED, "The decision was not made for this audience."),
    DECISION_EXPIRED(RELEVANCE, Exit.FAILED, "The decision is no longer valid; ask the gate again."),
    SUPERSEDED(RELEVANCE, Exit.OK, "The gate has corrected this run since; read the reason before you rely on it."),
    ARTIFACT_NOT_GIVEN(
            RELEVANCE, Exit.OK, "Give --artifact FILE to make sure that the decision is about the file you hold.");

    private final Step step;
    private final Exit exit;
    private final String advice;

    Code(Step step, Exit exit, String advice) {
        this.step = step;
        this.exit = exit;
        this.advice = advice;
    }

    /** The step that finds it first; the JSON codes are found wherever JSON is read. */
    public Step step() {
        return step;
    }

    /** What it means for the exit status. */
    public Exit exit() {
        return exit;
    }

    /** One sentence: what it means for the reader, or what to do next. */
    public String advice() {
        return advice;
    }

    /** Whether it is worth saying but no reason to refuse. */
    public boolean isWarning() {
        return exit == Exit.OK;
    }
}
