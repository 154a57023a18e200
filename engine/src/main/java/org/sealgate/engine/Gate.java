package org.sealgate.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Json;
import org.sealgate.derive.DocumentDigest;
import org.sealgate.derive.Times;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.decision.Deadline;
import org.sealgate.engine.decision.Decider;
import org.sealgate.engine.decision.Evaluation;
import org.sealgate.engine.intake.Intake;
import org.sealgate.engine.intake.Limits;
import org.sealgate.engine.intake.Violation;
import org.sealgate.engine.seal.KeyOutOfForce;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.KeyClaim;
import org.sealgate.engine.store.KeyRequest;
import org.sealgate.engine.store.RunClaim;
import org.sealgate.engine.store.RunRequest;
import org.sealgate.engine.store.StoreFailure;
import org.sealgate.engine.store.StoredRecord;

/**
 * The way of one proposal: intake, facts, decision, claim, derive, number, seal, commit, answer.
 *
 * <p>Nothing is answered that is not durable, and nothing but {@link Finding#ALLOWED} means publish.
 */
public final class Gate {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Intake intake;
    private final Observatory observatory;
    private final Decider decider;
    private final ReleaseInForce release;
    private final Docket docket;
    private final Sealing sealing;
    private final EvidenceStore store;
    private final RequestMacs macs;
    private final Ids ids;
    private final Clock clock;

    Gate(Steps steps, ReleaseInForce release, Issuer issuer, Clock clock) {
        this.intake = steps.intake();
        this.observatory = steps.observatory();
        this.decider = steps.decider();
        this.sealing = steps.sealing();
        this.store = steps.store();
        this.macs = steps.macs();
        this.ids = steps.ids();
        this.release = release;
        this.docket = new Docket(issuer, release, ids);
        this.clock = clock;
    }

    /** The steps that a gate is made of. */
    record Steps(
            Intake intake,
            Observatory observatory,
            Decider decider,
            Sealing sealing,
            EvidenceStore store,
            RequestMacs macs,
            Ids ids) {}

    /** Decides, seals and records one proposal. */
    public GateAnswer decide(GateRequest request) {
        var now = clock.instant();
        Proceeding proceeding =
                new Proceeding(request, ids.decisionId(now), macs.of(request), now, Deadline.after(Decider.PATIENCE));
        try (EvidenceStore.Coming ignored = store.coming()) {
            return request.idempotencyKey().isPresent()
                    ? once(proceeding, request.idempotencyKey().get())
                    : admit(proceeding);
        } catch (StoreFailure failure) {
            return new GateAnswer.Unavailable(RETRY_AFTER, failure.reason().name());
        } catch (KeyOutOfForce outOfForce) {
            return new GateAnswer.Unavailable(RETRY_AFTER, "KEY_NOT_IN_FORCE");
        }
    }

    private GateAnswer once(Proceeding proceeding, String key) {
        GateRequest request = proceeding.request();
        KeyRequest asked = new KeyRequest(request.caller().id(), request.kind(), key, proceeding.requestMac());
        return switch (store.claimKey(asked)) {
            case KeyClaim.InProgress ignored -> new GateAnswer.InProgress();
            case KeyClaim.Reused ignored -> new GateAnswer.KeyReused();
            case KeyClaim.Answered answered -> Repeats.first(answered.first());
            case KeyClaim.Fresh fresh -> {
                try (fresh) {
                    yield admit(proceeding);
                }
            }
        };
    }

    private GateAnswer admit(Proceeding proceeding) {
        GateRequest request = proceeding.request();
        return switch (intake.read(request.kind(), request.body().toArray())) {
            case Intake.Malformed malformed -> refuse(proceeding, malformed.violations());
            case Intake.Proposal proposal -> propose(proceeding, proposal);
        };
    }

    private GateAnswer propose(Proceeding proceeding, Intake.Proposal proposal) {
        Optional<StoredRecord> earlier = store.findRun(proceeding.request().kind(), proposal.runId());
        if (earlier.isPresent() && Repeats.isSame(earlier.get(), proceeding)) {
            return Repeats.again(store.shown(earlier.get()));
        }
        List<Violation> tooHeavy = Limits.ofObjects(observatory.sizes(proposal));
        if (!tooHeavy.isEmpty()) {
            return refuse(proceeding, tooHeavy);
        }
        try (Observatory.Sight sight = observatory.observe(proceeding, proposal, release)) {
            List<Violation> tooLong = Limits.ofInput(sight.observed().input());
            return tooLong.isEmpty()
                    ? judge(proceeding, proposal.runId(), sight.observed())
                    : refuse(proceeding, tooLong);
        }
    }

    private GateAnswer judge(Proceeding proceeding, String runId, Observed observed) {
        Evaluation evaluation =
                decider.decide(proceeding.request().kind(), observed.input().canonical(), proceeding.deadline());
        return switch (Conclusion.of(observed, evaluation, release)) {
            case Conclusion.Allowed allowed -> claim(proceeding, runId, observed, evaluation, allowed);
            case Conclusion.Denied denied ->
                sealing.commit(proceeding, docket.denied(proceeding, observed, evaluation, denied));
            case Conclusion.Failed failed ->
                sealing.commit(proceeding, docket.failed(proceeding, observed, evaluation, failed));
        };
    }

    /** One winner per run id and file name; who comes second gets no signed allow. */
    private GateAnswer claim(
            Proceeding proceeding, String runId, Observed observed, Evaluation evaluation, Conclusion.Allowed allowed) {
        GateRequest request = proceeding.request();
        RunRequest asked = new RunRequest(
                request.kind(),
                runId,
                allowed.emitted().name(),
                request.caller().id(),
                proceeding.requestMac());
        return switch (store.claim(asked, proceeding.deadline().remaining())) {
            case RunClaim.Claimed claimed -> {
                try (claimed) {
                    Draft draft = docket.allowed(proceeding, observed, evaluation, allowed);
                    yield sealing.commit(proceeding, draft);
                }
            }
            case RunClaim.TakenBySame same -> Repeats.again(same.first());
            case RunClaim.Taken taken -> {
                var lost = new Docket.RunTaken(allowed, Repeats.winner(taken.winner(), request.caller()));
                yield sealing.commit(proceeding, docket.runExists(proceeding, observed, evaluation, lost));
            }
            case RunClaim.NameOccupied ignored -> {
                var lost = new Docket.RunTaken(allowed, Optional.empty());
                yield sealing.commit(proceeding, docket.runExists(proceeding, observed, evaluation, lost));
            }
        };
    }

    private GateAnswer refuse(Proceeding proceeding, List<Violation> violations) {
        byte[] salt = store.restricted().newSalt(proceeding.decisionId()).toArray();
        DocumentDigest salted =
                DocumentDigest.salted(salt, proceeding.request().body().toArray());
        List<Json.Obj> listed = violations.stream().map(Violation::json).toList();
        return sealing.commit(proceeding, docket.malformed(proceeding, Times.format(clock.instant()), salted, listed));
    }

    /**
     * What the gate would say, recorded nowhere and signed by nobody: it can never serve as evidence.
     *
     * @return {@code {"preview":true,"outcome":"deny","cause":null,"violations":[…]}}
     */
    public Json.Obj preview(GateRequest request) {
        var now = clock.instant();
        Proceeding proceeding =
                new Proceeding(request, ids.decisionId(now), macs.of(request), now, Deadline.after(Decider.PATIENCE));
        return switch (intake.read(request.kind(), request.body().toArray())) {
            case Intake.Malformed malformed -> Previews.malformed(malformed.violations());
            case Intake.Proposal proposal -> {
                List<Violation> tooHeavy = Limits.ofObjects(observatory.sizes(proposal));
                yield tooHeavy.isEmpty() ? glance(proceeding, proposal) : Previews.malformed(tooHeavy);
            }
        };
    }

    private Json.Obj glance(Proceeding proceeding, Intake.Proposal proposal) {
        try (Observatory.Sight sight = observatory.glance(proceeding, proposal, release)) {
            List<Violation> tooLong = Limits.ofInput(sight.observed().input());
            if (!tooLong.isEmpty()) {
                return Previews.malformed(tooLong);
            }
            Evaluation evaluation = decider.decide(
                    proceeding.request().kind(), sight.observed().input().canonical(), proceeding.deadline());
            return Previews.of(Conclusion.of(sight.observed(), evaluation, release), release);
        }
    }
}
