package org.sealgate.engine.seal.anchor;

import static org.sealgate.engine.seal.anchor.TokenRules.require;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The one way from a token's signer to a certificate of the trust root that auditors go: by the same rules as the verifier's, which the
 * engine may not call.
 */
final class TokenPath {
    /** Certificates between the authority's own and the trust root's. */
    private static final int LONGEST_CHAIN = 3;

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.keyUsage, Extension.extendedKeyUsage, Extension.basicConstraints, Extension.certificatePolicies);

    private final TokenRules token;
    private final X509CertificateHolder anchor;

    TokenPath(TokenRules token, X509CertificateHolder anchor) {
        this.token = token;
        this.anchor = anchor;
    }

    /**
     * Returns the certificate that the token is signed by, where it leads to the trust root's; whether it has signed is not asked.
     *
     * @throws IllegalArgumentException where it leads there on no way
     */
    X509CertificateHolder signer() throws IOException, CertException, OperatorCreationException {
        X509CertificateHolder signer = named();
        requireBound(signer);
        Extension usage = signer.getExtension(Extension.extendedKeyUsage);
        require(usage != null && usage.isCritical(), "a certificate with a critical extended key usage");
        KeyPurposeId[] purposes =
                ExtendedKeyUsage.getInstance(usage.getParsedValue()).getUsages();
        require(
                purposes.length == 1 && purposes[0].equals(KeyPurposeId.id_kp_timeStamping),
                "a certificate for time stamps and nothing else");
        requireUsage(signer, KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
        requireGood(signer);
        requireWay(signer);
        return signer;
    }

    private X509CertificateHolder named() throws IOException {
        List<X509CertificateHolder> candidates = new ArrayList<>(token.certificates());
        candidates.add(anchor);
        for (X509CertificateHolder candidate : candidates) {
            if (isNamed(candidate)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("expected the certificate that the signer names");
    }

    private boolean isNamed(X509CertificateHolder candidate) throws IOException {
        ASN1Encodable id = token.signer().getSID().getId();
        if (id instanceof ASN1OctetString keyid) {
            Extension extension = candidate.getExtension(Extension.subjectKeyIdentifier);
            return extension != null && keyid.equals(ASN1OctetString.getInstance(extension.getParsedValue()));
        }
        IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(id);
        return same(named.getName(), candidate.getIssuer())
                && named.getSerialNumber().getValue().equals(candidate.getSerialNumber());
    }

    private void requireBound(X509CertificateHolder signer) throws IOException {
        byte[] digest = TokenAlgorithms.digest(token.bound().getHashAlgorithm(), signer.getEncoded());
        require(Arrays.equals(digest, token.bound().getCertHash()), "the certificate that the signer bound itself to");
        IssuerSerial issuer = token.bound().getIssuerSerial();
        GeneralNames names = new GeneralNames(new GeneralName(signer.getIssuer()));
        require(
                issuer == null
                        || same(issuer.getIssuer(), names)
                                && issuer.getSerial().getValue().equals(signer.getSerialNumber()),
                "the issuer that the signer bound itself to");
    }

    private void requireWay(X509CertificateHolder signer) throws IOException, CertException, OperatorCreationException {
        List<X509CertificateHolder> unused = new ArrayList<>(token.certificates());
        X509CertificateHolder at = signer;
        unused.remove(at);
        for (int between = 0; !at.equals(anchor); between++) {
            require(between <= LONGEST_CHAIN, "a shorter way to the trust root's certificate");
            X509CertificateHolder issuer = issuer(at);
            requireAuthority(issuer, between);
            requireGood(issuer);
            requireIssued(at, issuer);
            at = issuer;
            unused.remove(at);
        }
        // nobody has signed the list of certificates: what is on no way to the trust root could be anything
        require(unused.isEmpty(), "certificates of the way to the trust root's and no others");
    }

    /** The trust root's certificate where it fits: of two ways the one that ends is taken. */
    private X509CertificateHolder issuer(X509CertificateHolder of) throws IOException {
        if (same(of.getIssuer(), anchor.getSubject())) {
            return anchor;
        }
        for (X509CertificateHolder candidate : token.certificates()) {
            if (same(of.getIssuer(), candidate.getSubject()) && !candidate.equals(of)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("expected a certificate that leads to the trust root's");
    }

    private static void requireAuthority(X509CertificateHolder issuer, int below) {
        Extension constraints = issuer.getExtension(Extension.basicConstraints);
        require(constraints != null, "a certificate authority's certificate");
        BasicConstraints basic = BasicConstraints.getInstance(constraints.getParsedValue());
        require(basic.isCA(), "a certificate authority's certificate");
        BigInteger longest = basic.getPathLenConstraint();
        require(longest == null || longest.compareTo(BigInteger.valueOf(below)) >= 0, "a way as short as allowed");
        requireUsage(issuer, KeyUsage.keyCertSign);
    }

    private static void requireIssued(X509CertificateHolder of, X509CertificateHolder issuer)
            throws IOException, CertException, OperatorCreationException {
        Certificate certificate = of.toASN1Structure();
        AlgorithmIdentifier algorithm = certificate.getSignatureAlgorithm();
        require(
                same(algorithm, certificate.getTBSCertificate().getSignature()),
                "one signature algorithm of a certificate, spelled the same in both places");
        require(certificate.getSignature().getPadBits() == 0, "a signature in whole bytes");
        TokenAlgorithms.requireStrong(algorithm, issuer.getSubjectPublicKeyInfo());
        require(of.isSignatureValid(TokenAlgorithms.verifier(issuer)), "a certificate that its issuer has signed");
    }

    private static void requireUsage(X509CertificateHolder holder, int any) {
        Extension usage = holder.getExtension(Extension.keyUsage);
        if (usage != null) {
            byte[] bits = KeyUsage.getInstance(usage.getParsedValue()).getBytes();
            require(bits.length > 0 && (bits[0] & any) != 0, "a key usage that allows it");
        }
    }

    /** Valid when the token was made, and nothing critical in it is passed over. */
    private void requireGood(X509CertificateHolder holder) {
        Instant time = token.time();
        require(
                !time.isBefore(holder.getNotBefore().toInstant())
                        && !time.isAfter(holder.getNotAfter().toInstant()),
                "certificates that are valid at " + time);
        require(holder.getExtensions() != null, "a certificate of version 3");
        for (ASN1ObjectIdentifier critical : holder.getExtensions().getCriticalExtensionOIDs()) {
            require(UNDERSTOOD.contains(critical), "no other critical extension than are known, not " + critical);
        }
    }

    /** Byte for byte: the library takes names for the same that differ in case or string type. */
    private static boolean same(ASN1Encodable one, ASN1Encodable other) throws IOException {
        return Arrays.equals(
                one.toASN1Primitive().getEncoded("DER"), other.toASN1Primitive().getEncoded("DER"));
    }
}
