package org.sealgate.verify;

import static org.sealgate.verify.TrustRoot.Proof.TIME;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Part;
import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;
import org.sealgate.verify.CheckResult.Pass;

/**
 * Step 9: a time stamping authority that the trust root names has seen the checkpoint, which has the entry in it. The entry's signature
 * is then no younger than the token.
 */
final class TimeCheck {
    /** What clocks of different machines may differ by. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    /** A token comes within seconds; an outage of the authority may cost a day. A statement that is older than that was back-dated. */
    static final Duration LATEST_TOKEN = Duration.ofHours(24);

    private final TrustRoot root;
    private final Instant decidedAt;
    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Instant proven;

    private TimeCheck(TrustRoot root, Instant decidedAt) {
        this.root = root;
        this.decidedAt = decidedAt;
    }

    /**
     * What the step came to.
     *
     * @param proven by then the statement was signed; only where the step passed
     * @param notes whose word the time is
     */
    record Outcome(CheckResult result, Optional<Instant> proven, List<String> notes) {
        Outcome {
            notes = List.copyOf(notes);
        }
    }

    static Outcome of(Set<TrustRoot.Proof> required, Container container, TrustRoot root, Instant decidedAt) {
        if (!required.contains(TIME)) {
            return new Outcome(
                    new NotChecked(Because.NOT_REQUIRED, "the trust root requires no proven time"),
                    Optional.empty(),
                    List.of());
        }
        TimeCheck check = new TimeCheck(root, decidedAt);
        check.check(container);
        CheckResult result = check.problems.result("signed by " + check.proven);
        return new Outcome(
                result, Optional.ofNullable(check.proven).filter(time -> result instanceof Pass), check.notes);
    }

    private void check(Container container) {
        @Nullable Part checkpoint = container.parts().get(Names.LOG_CHECKPOINT);
        @Nullable Part token = container.parts().get(Names.LOG_TOKEN);
        if (token == null) {
            problems.add(Code.TSA_TOKEN, Names.LOG_TOKEN, "a token, because the trust root requires a time", "none");
        }
        if (checkpoint == null) {
            problems.add(Code.TSA_TOKEN, Names.LOG_CHECKPOINT, "a checkpoint that the token is over", "none");
        }
        if (token == null || checkpoint == null) {
            return;
        }
        try {
            if (token.size() > TimeToken.MOST_BYTES) {
                throw new TokenRefusedException("at most " + TimeToken.MOST_BYTES + " bytes", token.size() + " bytes");
            }
            judge(TimeToken.read(token.bytes(TimeToken.MOST_BYTES)), checkpoint.bytes(ContainerCheck.MOST_JSON_BYTES));
        } catch (TokenRefusedException refused) {
            problems.add(refused.code(), Names.LOG_TOKEN, refused.expected(), refused.actual());
        }
    }

    private void judge(TimeToken token, byte[] checkpoint) throws TokenRefusedException {
        token.requireOver(checkpoint);
        Instant time = token.time();
        TrustRoot.TimeAuthority authority = authority(token, time);
        Instant latest = time.plus(token.accuracy());
        if (decidedAt.isAfter(latest.plus(CLOCKS_DIFFER))) {
            problems.add(
                    Code.TIME_ORDER,
                    Names.LOG_TOKEN,
                    "a time after the decision at " + decidedAt,
                    "the token's " + time);
        }
        if (decidedAt.isBefore(time.minus(token.accuracy()).minus(LATEST_TOKEN))) {
            problems.add(
                    Code.TIME_SKEW,
                    Names.LOG_TOKEN,
                    "a token within " + LATEST_TOKEN.toHours() + " hours of the decision at " + decidedAt,
                    "the token's " + time);
        }
        proven = latest;
        notes.add(
                authority.operator()
                        ? "the time is the operator's own word: " + authority.controller() + " runs the time authority "
                                + "itself, and no one else was asked"
                        : "the time is the word of " + authority.controller());
    }

    /** The first that the token can be of; where it can be of none, what the most likely one says. */
    private TrustRoot.TimeAuthority authority(TimeToken token, Instant time) throws TokenRefusedException {
        String policy = token.info().getPolicy().getId();
        TokenRefusedException reason = new TokenRefusedException("a policy that the trust root names", policy);
        for (TrustRoot.TimeAuthority authority : root.timeAuthorities()) {
            if (!authority.policy().equals(policy)) {
                continue;
            }
            try {
                TimeSigner.require(token, authority.certificate().toArray());
                requireWithin(authority, time);
                return authority;
            } catch (TokenRefusedException refused) {
                reason = refused;
            }
        }
        throw reason;
    }

    private static void requireWithin(TrustRoot.TimeAuthority authority, Instant time) throws TokenRefusedException {
        if (time.isBefore(authority.validFrom()) || !time.isBefore(authority.validUntil())) {
            throw new TokenRefusedException(
                    "a time from " + authority.validFrom() + " to " + authority.validUntil(), time.toString());
        }
    }
}
