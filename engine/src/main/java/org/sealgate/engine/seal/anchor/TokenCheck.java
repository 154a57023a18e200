package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ProofUnavailableException;

/**
 * Whether a token is one that an auditor with this installation's trust root will take. What is wrong is found here, where it can be
 * asked for again, and not years later.
 */
public final class TokenCheck {
    private final TokenRules rules;
    private final TimeStampToken token;

    private TokenCheck(TokenRules rules, TimeStampToken token) {
        this.rules = rules;
        this.token = token;
    }

    /**
     * Reads a token.
     *
     * @throws ProofUnavailableException {@code TSA_TOKEN} where it is none
     */
    public static TokenCheck of(byte[] der) {
        try {
            TokenRules rules = TokenRules.read(der);
            return new TokenCheck(rules, new TimeStampToken(ContentInfo.getInstance(ASN1Primitive.fromByteArray(der))));
        } catch (IOException | TSPException | RuntimeException | StackOverflowError e) {
            // the library has many ways to say that a structure is another one, and every one of them refuses it
            throw refused("it cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the time that the token proves.
     *
     * @param trusted whose time counts: of several the first that the token can be of
     * @throws ProofUnavailableException {@code TSA_TOKEN} where it is not over these bytes, or by none of these
     */
    public Instant require(List<TrustedTsa> trusted, byte[] data) {
        MessageImprint imprint = rules.info().getMessageImprint();
        if (!TokenAlgorithms.isSha256(imprint.getHashAlgorithm())
                || !Arrays.equals(
                        imprint.getHashedMessage(), Digest.sha256(data).bytes())) {
            throw new ProofUnavailableException("TSA_TOKEN", "the token is not kept: it is over other bytes");
        }
        String policy = rules.info().getPolicy().getId();
        Instant time = rules.time();
        Exception why = new IllegalArgumentException("the trust root names no authority with the policy " + policy);
        for (TrustedTsa tsa : trusted) {
            if (tsa.policy().equals(policy)) {
                try {
                    requireBy(tsa, time);
                    return time;
                } catch (TSPException | CertException | OperatorCreationException | IOException | RuntimeException e) {
                    // as above: whatever the library says of a hostile token, it is not this authority's
                    why = e;
                }
            }
        }
        throw refused(String.valueOf(why.getMessage()), why);
    }

    private void requireBy(TrustedTsa tsa, Instant time)
            throws TSPException, CertException, OperatorCreationException, IOException {
        X509CertificateHolder signer = new TokenPath(rules, tsa.anchor()).signer();
        for (X509CertificateHolder certificate : rules.certificates()) {
            String keyid = Digest.sha256(certificate.getSubjectPublicKeyInfo().getEncoded("DER"))
                    .hex();
            TokenRules.require(
                    !tsa.otherKeys().contains(keyid), "no certificate of a key for something else: " + keyid);
        }
        TokenAlgorithms.requireStrong(rules.signer(), signer.getSubjectPublicKeyInfo());
        token.validate(TokenAlgorithms.signerVerifier(signer));
        TokenRules.require(
                tsa.covers(time), "a time from " + tsa.from() + " to " + tsa.until() + ", which the trust root tells");
    }

    private static ProofUnavailableException refused(String why, Throwable cause) {
        return new ProofUnavailableException("TSA_TOKEN", "the token is not kept: " + why, cause);
    }
}
