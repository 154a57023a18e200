package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.sealgate.bundle.Json;

/**
 * A time stamping authority that the installation's trust root names: tokens of others are not kept, because no auditor would take them.
 *
 * @param anchor its certificate, or the one that its chain ends in
 * @param policy under which its tokens must stand
 * @param from of the time that a token may say, inclusive
 * @param until exclusive
 * @param otherKeys the keyids of those whom the trust root names for something else: none of them may say the time as well
 */
public record TrustedTsa(
        X509CertificateHolder anchor, String policy, Instant from, Instant until, Set<String> otherKeys) {
    public TrustedTsa {
        otherKeys = Set.copyOf(otherKeys);
    }

    /** A row of {@code tsa[]} in a trust root that has passed its schema. */
    public static TrustedTsa of(Json.Obj row, Set<String> otherKeys) {
        try {
            return new TrustedTsa(
                    new X509CertificateHolder(Base64.getDecoder().decode(row.text("certificate"))),
                    row.text("policy"),
                    Instant.parse(row.text("validFrom")),
                    Instant.parse(row.text("validUntil")),
                    otherKeys);
        } catch (IOException e) {
            throw new IllegalArgumentException("the trust root names a certificate that cannot be read", e);
        }
    }

    boolean covers(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
