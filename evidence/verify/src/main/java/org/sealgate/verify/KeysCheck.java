package org.sealgate.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Step 10: the keys were good when they signed.
 *
 * <p>At a proven time that is one question, whatever a revocation's reason: a signature that somebody saw before the key was taken back
 * is not the thief's. Without a proven time a key must be valid and unrevoked at {@code decidedAt} and at the time of judgement; one that
 * was stolen says whatever it likes about the time, so it is never good.
 */
final class KeysCheck {

    private KeysCheck() {}

    /**
     * When a statement says it was signed, and when that is proved.
     *
     * @param proven of the entry in the log
     * @param said by the statement itself
     * @param at of judgement
     */
    record Signing(Optional<Instant> proven, Instant said, Instant at) {
        SigningTime entry() {
            return SigningTime.of(proven, said, at);
        }

        SigningTime unproven() {
            return SigningTime.of(Optional.empty(), said, at);
        }
    }

    /**
     * The entry is of one signature; any other may be much younger. What another controller added is judged without the entry's time. Of the
     * same controller, who has changed his keys since as he may, only a stolen key is told apart: its thief could have added to the entry.
     */
    static void require(List<TrustedKey> keys, Optional<LogCheck.Logged> logged, Signing signing, Problems problems) {
        List<TrustedKey> others = keys.stream()
                .filter(key -> logged.isPresent()
                        && !key.controller().equals(logged.get().key().controller()))
                .toList();
        List<TrustedKey> own = new ArrayList<>(keys);
        own.removeAll(others);
        require(own, signing.entry(), problems);
        require(others, signing.unproven(), problems);
        if (signing.proven().isPresent()) {
            logged.map(LogCheck.Logged::key).ifPresent(own::remove);
            requireUnstolen(own, problems);
        }
    }

    static void require(List<TrustedKey> keys, SigningTime when, Problems problems) {
        for (TrustedKey key : keys) {
            switch (when) {
                case SigningTime.Proven proven -> require(key, proven.time(), "the proven time", problems);
                case SigningTime.Claimed claimed -> {
                    require(key, claimed.decidedAt(), "decidedAt", problems);
                    require(key, claimed.at(), "the time of judgement", problems);
                    requireUnstolen(List.of(key), problems);
                }
            }
        }
    }

    /** Whoever stole a key says whatever he likes about the time. */
    static void requireUnstolen(List<TrustedKey> keys, Problems problems) {
        for (TrustedKey key : keys) {
            if (key.revoked().filter(TrustedKey.Revocation::compromised).isPresent()) {
                problems.add(Code.KEY_REVOKED, pointer(key), "a proven time before the revocation", "compromised");
            }
        }
    }

    private static void require(TrustedKey key, Instant time, String name, Problems problems) {
        if (time.isBefore(key.validFrom())) {
            problems.add(Code.KEY_NOT_YET_VALID, pointer(key), "not before " + key.validFrom(), name + " " + time);
        }
        if (!time.isBefore(key.validUntil())) {
            problems.add(Code.KEY_EXPIRED, pointer(key), "before " + key.validUntil(), name + " " + time);
        }
        if (key.revoked().filter(revoked -> !time.isBefore(revoked.at())).isPresent()) {
            Instant revoked = key.revoked().orElseThrow().at();
            problems.add(Code.KEY_REVOKED, pointer(key), "before the revocation at " + revoked, name + " " + time);
        }
    }

    private static String pointer(TrustedKey key) {
        return TrustRootReader.FILE + "#/keys/" + key.keyid();
    }
}
