package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.StatementSigner;

/**
 * The certificates of the operator's own time stamping authority, which say in their names whose word it is: one for the key, good for
 * time stamps and nothing else (RFC 3161 section 2.3), and the root that issued it.
 *
 * <p>Two, because readers of Sigstore's bundles take no authority that vouches for itself. The root's private key is thrown away: it will
 * issue no other.
 */
public final class TsaCertificate {
    private static final int KEYID_BYTES = 20;

    private TsaCertificate() {}

    /**
     * A key to be certified, or to certify.
     *
     * @param signer P-256
     * @param spki its public half
     */
    public record Key(StatementSigner signer, Bytes spki) {}

    /** How long they are good, and who holds the key, as the trust root names it. */
    public record Validity(String controller, Instant from, Instant until) {}

    /** The authority's and the root's certificate, in DER and in this order. */
    public static List<Bytes> issue(Key authority, Key root, Validity validity) {
        X500Name rootName = name(validity, "operator's own time stamping root");
        X500Name name = name(validity, "operator's own time stamping authority");
        try {
            Bytes issued = sign(
                    builder(authority, name, rootName, validity)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    true,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
                            .addExtension(
                                    Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyid(root))),
                    root);
            Bytes self = sign(
                    builder(root, rootName, rootName, validity)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)),
                    root);
            return List.of(issued, self);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509v3CertificateBuilder builder(Key key, X500Name name, X500Name issuer, Validity validity)
            throws IOException {
        return new X509v3CertificateBuilder(
                        issuer,
                        new BigInteger(1, keyid(key)).setBit(0),
                        time(validity.from()),
                        time(validity.until()),
                        name,
                        SubjectPublicKeyInfo.getInstance(key.spki().toArray()))
                .addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyid(key)));
    }

    private static Bytes sign(X509v3CertificateBuilder builder, Key by) throws IOException {
        return Bytes.copyOf(builder.build(new KeyContentSigner(by.signer()))
                .toASN1Structure()
                .getEncoded("DER"));
    }

    private static X500Name name(Validity validity, String what) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, validity.controller())
                .addRDN(BCStyle.CN, what)
                .build();
    }

    private static byte[] keyid(Key key) {
        return Arrays.copyOf(key.spki().sha256().bytes(), KEYID_BYTES);
    }

    private static Time time(Instant instant) {
        return new Time(Date.from(instant), Locale.ROOT);
    }
}
