package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Whose a token can be: the one certificate that its signer bound itself to, good for time stamps and nothing else, that leads to the
 * certificate of a trust root (RFC 3161 section 2.3, RFC 5280 section 6 as far as such chains need it).
 */
final class TimePath {
    /** Certificates between the authority's own and the trust root's. */
    private static final int LONGEST_CHAIN = 3;

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.keyUsage, Extension.extendedKeyUsage, Extension.basicConstraints, Extension.certificatePolicies);

    private final TimeToken token;
    private final Certificate anchor;
    private Instant from = Instant.MIN;
    private Instant until = Instant.MAX;

    private TimePath(TimeToken token, Certificate anchor) {
        this.token = token;
        this.anchor = anchor;
    }

    /** Whom this certificate vouches for as the token's signer. That it has signed the token is not asked here. */
    static TimeSigner signer(TimeToken token, byte[] trusted) throws TokenRefusedException {
        try {
            return new TimePath(token, Certificate.getInstance(trusted)).require();
        } catch (RuntimeException e) {
            // the library has many ways to say that a structure is another one, and every one of them refuses it
            throw new TokenRefusedException("certificates in good order", e.toString());
        }
    }

    private TimeSigner require() throws TokenRefusedException {
        Certificate signer = signer();
        requireBound(signer);
        requireForTimeStamps(signer);
        requireKnown(signer);
        requirePath(signer);
        return new TimeSigner(TimeKey.of(signer.getSubjectPublicKeyInfo()), from, until);
    }

    private Certificate signer() throws TokenRefusedException {
        List<Certificate> candidates = new ArrayList<>(token.certificates());
        candidates.add(anchor);
        for (Certificate candidate : candidates) {
            if (isNamed(candidate)) {
                return candidate;
            }
        }
        throw new TokenRefusedException("the signer's certificate", "none that the signer names");
    }

    private boolean isNamed(Certificate candidate) {
        ASN1Encodable id = token.signer().getSID().getId();
        if (id instanceof ASN1OctetString keyid) {
            Extension extension = extension(candidate, Extension.subjectKeyIdentifier);
            return extension != null && keyid.equals(ASN1OctetString.getInstance(extension.getParsedValue()));
        }
        IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(id);
        return same(named.getName(), candidate.getIssuer())
                && named.getSerialNumber().equals(candidate.getSerialNumber());
    }

    /** RFC 5816: otherwise another certificate of the same key, or of another one, could be put in its place. */
    private void requireBound(Certificate signer) throws TokenRefusedException {
        ESSCertIDv2 bound = token.certificate();
        byte[] digest = TimeAlgorithms.digest(bound.getHashAlgorithm(), der(signer));
        if (!Arrays.equals(digest, bound.getCertHash())) {
            throw new TokenRefusedException("the certificate that the signer bound itself to", "another one");
        }
        IssuerSerial issuer = bound.getIssuerSerial();
        GeneralNames names = new GeneralNames(new GeneralName(signer.getIssuer()));
        boolean fits = issuer == null
                || same(issuer.getIssuer(), names) && issuer.getSerial().equals(signer.getSerialNumber());
        if (!fits) {
            throw new TokenRefusedException("the issuer that the signer bound itself to", "another one");
        }
    }

    private static void requireForTimeStamps(Certificate signer) throws TokenRefusedException {
        Extension usage = extension(signer, Extension.extendedKeyUsage);
        if (usage == null || !usage.isCritical()) {
            throw new TokenRefusedException(
                    "a certificate with a critical extended key usage", usage == null ? "none" : "one not critical");
        }
        KeyPurposeId[] purposes =
                ExtendedKeyUsage.getInstance(usage.getParsedValue()).getUsages();
        if (purposes.length != 1 || !purposes[0].equals(KeyPurposeId.id_kp_timeStamping)) {
            throw new TokenRefusedException("timeStamping and nothing else", Arrays.toString(purposes));
        }
        Extension key = extension(signer, Extension.keyUsage);
        if (key != null && !may(key, KeyUsage.digitalSignature | KeyUsage.nonRepudiation)) {
            throw new TokenRefusedException("a key that may sign", "another key usage");
        }
    }

    private static boolean may(Extension keyUsage, int any) {
        byte[] bits = KeyUsage.getInstance(keyUsage.getParsedValue()).getBytes();
        return bits.length > 0 && (bits[0] & any) != 0;
    }

    private void requirePath(Certificate signer) throws TokenRefusedException {
        List<Certificate> unused = new ArrayList<>(token.certificates());
        Certificate at = signer;
        unused.remove(at);
        for (int between = 0; !at.equals(anchor); between++) {
            if (between > LONGEST_CHAIN) {
                throw new TokenRefusedException("a certificate that leads to the trust root's", "a longer way");
            }
            Certificate issuer = issuer(at);
            requireAuthority(issuer, between);
            requireKnown(issuer);
            requireIssued(at, issuer);
            at = issuer;
            unused.remove(at);
        }
        // nobody has signed the list of certificates: what is on no way to the trust root could be anything
        if (!unused.isEmpty()) {
            throw new TokenRefusedException("certificates of the way to the trust root's", "others besides");
        }
    }

    private static void requireIssued(Certificate certificate, Certificate issuer) throws TokenRefusedException {
        if (!same(
                certificate.getSignatureAlgorithm(),
                certificate.getTBSCertificate().getSignature())) {
            throw new TokenRefusedException("the signature algorithm that the certificate names", "another");
        }
        TimeAlgorithms.verify(
                TimeKey.of(issuer.getSubjectPublicKeyInfo()),
                certificate.getSignatureAlgorithm(),
                TimeAlgorithms.digestOf(certificate.getSignatureAlgorithm()),
                der(certificate.getTBSCertificate()),
                TimeAlgorithms.bits(certificate.getSignature()));
    }

    /** The trust root's certificate where it fits: of two ways the one that ends is taken. */
    private Certificate issuer(Certificate of) throws TokenRefusedException {
        if (same(of.getIssuer(), anchor.getSubject())) {
            return anchor;
        }
        for (Certificate candidate : token.certificates()) {
            if (same(of.getIssuer(), candidate.getSubject()) && !candidate.equals(of)) {
                return candidate;
            }
        }
        throw new TokenRefusedException("a certificate that leads to the trust root's", "none");
    }

    private static void requireAuthority(Certificate issuer, int below) throws TokenRefusedException {
        Extension constraints = extension(issuer, Extension.basicConstraints);
        BasicConstraints basic =
                constraints == null ? null : BasicConstraints.getInstance(constraints.getParsedValue());
        if (basic == null || !basic.isCA()) {
            throw new TokenRefusedException("a certificate authority's certificate", "another");
        }
        if (basic.getPathLenConstraint() != null
                && basic.getPathLenConstraint().bitLength() < Integer.SIZE
                && basic.getPathLenConstraint().intValueExact() < below) {
            throw new TokenRefusedException("a way of at most " + basic.getPathLenConstraint(), "a longer one");
        }
        Extension key = extension(issuer, Extension.keyUsage);
        if (key != null && !may(key, KeyUsage.keyCertSign)) {
            throw new TokenRefusedException("a key that may sign certificates", "another key usage");
        }
    }

    /** Nothing critical in it is passed over; its window narrows the way's. */
    private void requireKnown(Certificate certificate) throws TokenRefusedException {
        Instant begins = certificate.getStartDate().getDate().toInstant();
        Instant ends = certificate.getEndDate().getDate().toInstant();
        from = begins.isAfter(from) ? begins : from;
        until = ends.isBefore(until) ? ends : until;
        Extensions extensions = certificate.getTBSCertificate().getExtensions();
        if (extensions == null) {
            throw new TokenRefusedException("a certificate of version 3", "one without extensions");
        }
        for (ASN1ObjectIdentifier critical : extensions.getCriticalExtensionOIDs()) {
            if (!UNDERSTOOD.contains(critical)) {
                throw new TokenRefusedException("critical extensions that are known here", critical.getId());
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Extension extension(
            Certificate certificate, ASN1ObjectIdentifier id) {
        Extensions extensions = certificate.getTBSCertificate().getExtensions();
        return extensions == null ? null : extensions.getExtension(id);
    }

    /** Byte for byte: names that are alike but for case or string type would let unsigned bytes change. */
    private static boolean same(ASN1Encodable one, ASN1Encodable other) {
        return Arrays.equals(der(one), der(other));
    }

    private static byte[] der(ASN1Encodable part) {
        try {
            return part.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
