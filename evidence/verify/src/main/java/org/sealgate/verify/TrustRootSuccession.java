package org.sealgate.verify;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one trust root may follow another: the next version, signed by the root role of both, that forgets no key and takes back no
 * revocation.
 */
final class TrustRootSuccession {
    private final TrustRoot before;
    private final TrustRoot root;
    private final Problems problems;

    private TrustRootSuccession(TrustRoot before, TrustRoot root, Problems problems) {
        this.before = before;
        this.root = root;
        this.problems = problems;
    }

    /** Adds what stands against it; an older version, or another root of the same one, is for the caller to see. */
    static void require(TrustRoot before, TrustRoot root, Problems problems) {
        new TrustRootSuccession(before, root, problems).require();
    }

    private void require() {
        long next = before.version() + 1;
        if (root.version() != next) {
            problems.add(
                    Code.TRUST_ROOT_SIGNATURE,
                    TrustRootReader.FILE + "#/version",
                    "version " + next + " next, signed by version " + before.version(),
                    "version " + root.version());
            return;
        }
        problems.addAll(RootSignatures.lacking(root, before));
        if (root.issuedAt().isBefore(before.issuedAt())) {
            rollback("#/issuedAt", "not before version " + before.version(), root.issuedAt());
        }
        before.keys().values().forEach(this::requireKept);
    }

    private void requireKept(TrustedKey old) {
        String pointer = "#/keys/" + old.keyid();
        @Nullable TrustedKey kept = root.keys().get(old.keyid());
        if (kept == null) {
            rollback(pointer, "still listed, with its interval", "not listed");
        } else if (kept.role() != old.role() || !kept.controller().equals(old.controller())) {
            rollback(
                    pointer,
                    old.role().id() + " of " + old.controller(),
                    kept.role().id() + " of " + kept.controller());
        } else if (old.revoked().isPresent()
                && !isAsStrict(kept.revoked(), old.revoked().get())) {
            rollback(pointer + "/revoked", "revoked as before or more strictly", "less");
        }
    }

    private static boolean isAsStrict(Optional<TrustedKey.Revocation> now, TrustedKey.Revocation then) {
        return now.filter(why -> !why.at().isAfter(then.at()) && (why.compromised() || !then.compromised()))
                .isPresent();
    }

    private void rollback(String pointer, String expected, Instant actual) {
        rollback(pointer, expected, actual.toString());
    }

    private void rollback(String pointer, String expected, String actual) {
        problems.add(Code.TRUST_ROOT_ROLLBACK, TrustRootReader.FILE + pointer, expected, actual);
    }
}
