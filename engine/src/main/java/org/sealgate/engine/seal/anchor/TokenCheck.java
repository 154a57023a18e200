package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.bc.BcECSignerInfoVerifierBuilder;
import org.bouncycastle.cms.bc.BcRSASignerInfoVerifierBuilder;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ProofUnavailableException;

/**
 * Whether a token is one that an auditor with this installation's trust root will take. What is wrong is found here, where it can be
 * asked for again, and not years later.
 */
public final class TokenCheck {
    /** Intermediate certificates between an authority and the one that the trust root names. */
    private static final int LONGEST_CHAIN = 4;

    private final byte[] der;
    private final TimeStampToken token;
    private final Collection<X509CertificateHolder> certificates;

    private TokenCheck(byte[] der, TimeStampToken token, Collection<X509CertificateHolder> certificates) {
        this.der = der;
        this.token = token;
        this.certificates = certificates;
    }

    /**
     * Reads a token.
     *
     * @throws ProofUnavailableException {@code TSA_TOKEN} where it is none
     */
    public static TokenCheck of(byte[] der) {
        try {
            ASN1Primitive read = ASN1Primitive.fromByteArray(der);
            TimeStampToken token = new TimeStampToken(ContentInfo.getInstance(read));
            return new TokenCheck(der, token, token.getCertificates().getMatches(null));
        } catch (IOException | TSPException | IllegalArgumentException e) {
            throw refused("it cannot be read", e);
        }
    }

    /**
     * Returns the time that the token proves.
     *
     * @throws ProofUnavailableException {@code TSA_TOKEN} where it is not over these bytes, by one of these, in the one spelling
     */
    public Instant require(List<TrustedTsa> trusted, byte[] data) {
        boolean sha256 =
                NISTObjectIdentifiers.id_sha256.equals(token.getTimeStampInfo().getMessageImprintAlgOID());
        byte[] imprint = token.getTimeStampInfo().getMessageImprintDigest();
        if (!sha256 || !Arrays.equals(imprint, Digest.sha256(data).bytes())) {
            throw refused("it is over other bytes");
        }
        try {
            if (!Arrays.equals(der, token.getEncoded("DER"))) {
                throw refused("it is not in DER");
            }
            Instant time = token.getTimeStampInfo().getGenTime().toInstant();
            X509CertificateHolder signer = signer(trusted);
            boolean known = false;
            for (TrustedTsa tsa : trusted) {
                String policy = token.getTimeStampInfo().getPolicy().getId();
                known |= tsa.policy().equals(policy) && tsa.covers(time) && leadsTo(signer, tsa.anchor(), time);
            }
            if (!known) {
                throw refused(
                        "the trust root names no authority that it could be of, under this policy and at " + time);
            }
            token.validate(verifier(signer));
            return time;
        } catch (TSPException | CertException | OperatorCreationException | IOException e) {
            throw refused(e.toString(), e);
        }
    }

    private X509CertificateHolder signer(List<TrustedTsa> trusted) {
        Optional<X509CertificateHolder> sent =
                certificates.stream().filter(token.getSID()::match).findFirst();
        return sent.or(() -> trusted.stream()
                        .map(TrustedTsa::anchor)
                        .filter(token.getSID()::match)
                        .findFirst())
                .orElseThrow(() -> refused("the certificate of its signer is not there"));
    }

    private boolean leadsTo(X509CertificateHolder signer, X509CertificateHolder anchor, Instant time)
            throws CertException, OperatorCreationException {
        X509CertificateHolder at = signer;
        for (int length = 0; length < LONGEST_CHAIN; length++) {
            if (at.equals(anchor)) {
                return true;
            }
            if (isIssued(at, anchor, time)) {
                return true;
            }
            X509CertificateHolder below = at;
            Optional<X509CertificateHolder> issuer = Optional.empty();
            for (X509CertificateHolder candidate : certificates) {
                if (!candidate.equals(below) && isIssued(below, candidate, time)) {
                    issuer = Optional.of(candidate);
                }
            }
            if (issuer.isEmpty()) {
                return false;
            }
            at = issuer.get();
        }
        return false;
    }

    private static boolean isIssued(X509CertificateHolder certificate, X509CertificateHolder by, Instant time)
            throws CertException, OperatorCreationException {
        Extension constraints = by.getExtension(Extension.basicConstraints);
        boolean authority = constraints != null
                && BasicConstraints.getInstance(constraints.getParsedValue()).isCA();
        return authority
                && certificate.getIssuer().equals(by.getSubject())
                && by.isValidOn(java.util.Date.from(time))
                && certificate.isSignatureValid(keyOf(by));
    }

    private static ContentVerifierProvider keyOf(X509CertificateHolder certificate) throws OperatorCreationException {
        var digests = new DefaultDigestAlgorithmIdentifierFinder();
        return isElliptic(certificate)
                ? new BcECContentVerifierProviderBuilder(digests).build(certificate)
                : new BcRSAContentVerifierProviderBuilder(digests).build(certificate);
    }

    private static SignerInformationVerifier verifier(X509CertificateHolder certificate)
            throws OperatorCreationException {
        var names = new DefaultCMSSignatureAlgorithmNameGenerator();
        var signatures = new DefaultSignatureAlgorithmIdentifierFinder();
        var digests = new DefaultDigestAlgorithmIdentifierFinder();
        var calculators = new BcDigestCalculatorProvider();
        return isElliptic(certificate)
                ? new BcECSignerInfoVerifierBuilder(names, signatures, digests, calculators).build(certificate)
                : new BcRSASignerInfoVerifierBuilder(names, signatures, digests, calculators).build(certificate);
    }

    private static boolean isElliptic(X509CertificateHolder certificate) {
        return certificate
                .getSubjectPublicKeyInfo()
                .getAlgorithm()
                .getAlgorithm()
                .equals(X9ObjectIdentifiers.id_ecPublicKey);
    }

    private static ProofUnavailableException refused(String why) {
        return new ProofUnavailableException("TSA_TOKEN", "the token is not kept: " + why);
    }

    private static ProofUnavailableException refused(String why, Exception cause) {
        return new ProofUnavailableException("TSA_TOKEN", "the token is not kept: " + why, cause);
    }
}
