package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.StatementSigner;

/**
 * The certificate of the operator's own time stamping authority: signed by itself, good for time stamps and nothing else (RFC 3161
 * section 2.3), and saying in its name whose word it is.
 */
public final class TsaCertificate {
    private TsaCertificate() {}

    /**
     * Makes one, in DER.
     *
     * @param key P-256
     * @param spki its public half
     * @param controller who holds the key, as the trust root names it
     */
    public static byte[] selfSigned(StatementSigner key, byte[] spki, String controller, Instant from, Instant until) {
        var name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, controller)
                .addRDN(BCStyle.CN, "operator's own time stamping authority")
                .build();
        byte[] keyid = Digest.sha256(spki).bytes();
        try {
            X509CertificateHolder certificate = new X509v3CertificateBuilder(
                            name,
                            new BigInteger(1, keyid).shiftRight(Long.SIZE * 2).setBit(0),
                            time(from),
                            time(until),
                            name,
                            SubjectPublicKeyInfo.getInstance(spki))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new SubjectKeyIdentifier(java.util.Arrays.copyOf(keyid, 20)))
                    .build(new KeyContentSigner(key));
            return certificate.toASN1Structure().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Time time(Instant instant) {
        return new Time(Date.from(instant), Locale.ROOT);
    }
}
