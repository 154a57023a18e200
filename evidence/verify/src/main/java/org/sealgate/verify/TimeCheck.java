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

    private final TimeStamps stamps;
    private final Instant decidedAt;
    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Instant proven;

    private TimeCheck(TimeStamps stamps, Instant decidedAt) {
        this.stamps = stamps;
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

    /** @param logged the entry whose checkpoint the token has to be over; without one, the checkpoint that lies in the bundle */
    static Outcome of(
            Set<TrustRoot.Proof> required,
            Container container,
            Optional<LogCheck.Logged> logged,
            TimeStamps stamps,
            Instant decidedAt) {
        if (!required.contains(TIME)) {
            return new Outcome(
                    new NotChecked(Because.NOT_REQUIRED, "the trust root requires no proven time"),
                    Optional.empty(),
                    List.of());
        }
        TimeCheck check = new TimeCheck(stamps, decidedAt);
        check.check(container, logged);
        CheckResult result = check.problems.result("signed by " + check.proven);
        return new Outcome(
                result, Optional.ofNullable(check.proven).filter(time -> result instanceof Pass), check.notes);
    }

    private void check(Container container, Optional<LogCheck.Logged> logged) {
        Optional<byte[]> checkpoint =
                logged.map(entry -> entry.note().toArray()).or(() -> bytes(container, Names.LOG_CHECKPOINT));
        @Nullable Part token = container.parts().get(Names.LOG_TOKEN);
        if (token == null) {
            problems.add(Code.TSA_TOKEN, Names.LOG_TOKEN, "a token, because the trust root requires a time", "none");
        }
        if (checkpoint.isEmpty()) {
            problems.add(Code.TSA_TOKEN, Names.LOG_CHECKPOINT, "a checkpoint that the token is over", "none");
        }
        if (token == null || checkpoint.isEmpty()) {
            return;
        }
        try {
            byte[] der = token.bytes((int) Math.min(token.size(), ContainerCheck.MOST_JSON_BYTES));
            judge(stamps.requireShared(der, checkpoint.get()));
        } catch (TokenRefusedException refused) {
            problems.add(refused.code(), Names.LOG_TOKEN, refused.expected(), refused.actual());
        }
    }

    private static Optional<byte[]> bytes(Container container, String name) {
        return Optional.ofNullable(container.parts().get(name)).map(part -> part.bytes(ContainerCheck.MOST_JSON_BYTES));
    }

    private void judge(TimeStamps.Stamp stamp) {
        Instant time = stamp.time();
        if (decidedAt.isAfter(stamp.latest().plus(CLOCKS_DIFFER))) {
            problems.add(
                    Code.TIME_ORDER,
                    Names.LOG_TOKEN,
                    "a time after the decision at " + decidedAt,
                    "the token's " + time);
        }
        if (decidedAt.isBefore(stamp.earliest().minus(LATEST_TOKEN))) {
            problems.add(
                    Code.TIME_SKEW,
                    Names.LOG_TOKEN,
                    "a token within " + LATEST_TOKEN.toHours() + " hours of the decision at " + decidedAt,
                    "the token's " + time);
        }
        proven = stamp.latest();
        TrustRoot.TimeAuthority authority = stamp.authority();
        notes.add(
                authority.operator()
                        ? "the time is the operator's own word: " + authority.controller() + " runs the time authority "
                                + "itself, and no one else was asked"
                        : "the time is the word of " + authority.controller());
    }
}
