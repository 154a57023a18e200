package org.sealgate.verify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the person who verifies brings along, besides the trust root: the instant of judgement and what the decision must
 * be about. Everything is optional but the instant; nothing here comes from the bundle.
 *
 * @param at judges the trust root's expiry, keys without a proven time, and the decision's validity
 * @param require whether a verified denial or error is good enough
 * @param artifact the file that the reader holds; must be the statement's subject
 * @param salt the 32 bytes that a withheld document's digest was salted with
 * @param audience for whom the decision must have been made
 * @param policy digest of the release statement that must have been used, {@code sha256:…}
 * @param checkpoint a checkpoint of the issuer's log that was seen before
 * @param log the folder of a copy of the log's files: {@code checkpoint}, {@code tile/…}
 * @param notices corrections and tombstones of the issuer, each a file or an unpacked folder, whatever they are about
 */
public record Expectations(
        Instant at,
        Require require,
        Optional<Path> artifact,
        Optional<Path> salt,
        Optional<String> audience,
        Optional<String> policy,
        Optional<Path> checkpoint,
        Optional<Path> log,
        List<Path> notices) {
    public Expectations {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(require, "require");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(log, "log");
        notices = List.copyOf(notices);
    }

    /** Which decisions are good enough for exit status 0. */
    public enum Require {
        ALLOW,
        ANY
    }

    /** An allow, judged at the given instant, about anything and for anyone. */
    public static Expectations at(Instant at) {
        return new Expectations(
                at,
                Require.ALLOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** The same, content with any verified record. */
    public Expectations requireAny() {
        return new Expectations(at, Require.ANY, artifact, salt, audience, policy, checkpoint, log, notices);
    }

    /** The same, about a log of which this was seen before and these files are at hand. */
    public Expectations comparing(Optional<Path> seen, Optional<Path> files) {
        return new Expectations(at, require, artifact, salt, audience, policy, seen, files, notices);
    }

    /** The same, with these notices at hand. */
    public Expectations noticing(List<Path> brought) {
        return new Expectations(at, require, artifact, salt, audience, policy, checkpoint, log, brought);
    }
}
