package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
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
            @Nullable TrustedKey key = root.keys().get(keyid(holder.getSubjectPublicKeyInfo()));
            if (key != null) {
                problems.add(
                        Code.KEY_ROLE, pointer, "one role a key", key.role().id());
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            // BouncyCastle's ways to say that this is no certificate
            problems.add(Code.KEY_ENCODING, pointer, "a certificate", "none that can be read");
        }
    }

    /** As a trust root names keys: a certificate's key is spelled in one way, or is none that {@link TimeKey} takes. */
    static String keyid(SubjectPublicKeyInfo key) {
        try {
            return Digest.sha256(key.getEncoded("DER")).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
