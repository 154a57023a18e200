package org.sealgate.verify;

import java.time.Instant;
import java.util.List;

/**
 * Who signed a trust root: a signature counts whose key was valid and not revoked when the root was issued, by the root that is asked.
 *
 * <p>Every signature of the file must be a good one by a root key that the file itself lists, once each; keys of the predecessor stay
 * listed, so nothing else has a place there.
 */
final class RootSignatures {
    private RootSignatures() {}

    /** Signatures that have no place in the file. */
    static List<Finding> wrong(TrustRoot root) {
        Problems problems = new Problems();
        for (Finding each : signers(root, root).wrong()) {
            problems.add(
                    Code.TRUST_ROOT_SIGNATURE, each.pointer(), each.expected(), each.code() + ": " + each.actual());
        }
        return problems.findings();
    }

    /** What is lacking for {@code root} to be signed by the root role of {@code by}, to its threshold. */
    static List<Finding> lacking(TrustRoot root, TrustRoot by) {
        List<TrustedKey> good = signers(root, by).keys().stream()
                .filter(key -> isGood(key, root.issuedAt()))
                .toList();
        Problems problems = new Problems();
        for (Finding each : Signers.lacking(TrustRootReader.FILE, by, KeyRole.ROOT, good)) {
            problems.add(
                    Code.TRUST_ROOT_SIGNATURE,
                    each.pointer(),
                    each.expected() + " by the root role of version " + by.version(),
                    each.actual());
        }
        return problems.findings();
    }

    private static Signers signers(TrustRoot root, TrustRoot by) {
        return Signers.of(root.envelope(), TrustRootReader.FILE, by, KeyRole.ROOT);
    }

    private static boolean isGood(TrustedKey key, Instant at) {
        return key.revoked().isEmpty() && !at.isBefore(key.validFrom()) && at.isBefore(key.validUntil());
    }
}
