package org.sealgate.verify;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;

/**
 * Certificates of time authorities in a trust root: readable, in one spelling, and with a key that has no role besides. A key that also
 * signs decisions would let one theft count for two.
 */
final class SoleRoles {
    private SoleRoles() {}

    static void require(TrustRoot root, Problems problems) {
        for (int i = 0; i < root.timeAuthorities().size(); i++) {
            byte[] certificate = root.timeAuthorities().get(i).certificate().toArray();
            require(root, certificate, TrustRootReader.FILE + "#/tsa/" + i + "/certificate", problems);
        }
    }

    private static void require(TrustRoot root, byte[] certificate, String pointer, Problems problems) {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(certificate);
            if (!Arrays.equals(certificate, holder.toASN1Structure().getEncoded("DER"))) {
                problems.add(Code.KEY_ENCODING, pointer, "DER", "another spelling");
            }
            byte[] spki = holder.getSubjectPublicKeyInfo().getEncoded("DER");
            @Nullable TrustedKey key = root.keys().get(Digest.sha256(spki).hex());
            if (key != null) {
                problems.add(
                        Code.KEY_ROLE, pointer, "one role a key", key.role().id());
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // BouncyCastle's three ways to say that this is no certificate
            problems.add(Code.KEY_ENCODING, pointer, "a certificate", "none that can be read");
        }
    }
}
