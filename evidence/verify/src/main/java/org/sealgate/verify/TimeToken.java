package org.sealgate.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;
import org.sealgate.bundle.Digest;

/**
 * A time stamp token (RFC 3161, RFC 5652, RFC 5816) that was read strictly: one spelling, one signer, one statement, and everything that
 * is signed said once.
 *
 * <p>Reading it proves nothing yet: {@link TimePath} asks whose it is.
 *
 * @param info what it states
 * @param signer who claims to have signed, and what
 * @param certificate which certificate the signer has bound itself to
 * @param certificates those that came along
 */
record TimeToken(TSTInfo info, SignerInfo signer, ESSCertIDv2 certificate, List<Certificate> certificates) {
    static final int MOST_BYTES = 64 << 10;

    private static final ASN1ObjectIdentifier SIGNED_DATA = oid("1.2.840.113549.1.7.2");
    private static final ASN1ObjectIdentifier TST_INFO = oid("1.2.840.113549.1.9.16.1.4");
    private static final ASN1ObjectIdentifier CONTENT_TYPE = oid("1.2.840.113549.1.9.3");
    private static final ASN1ObjectIdentifier MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4");
    private static final ASN1ObjectIdentifier SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47");
    private static final Pattern GENERALIZED_TIME = Pattern.compile("[0-9]{14}([.][0-9]{0,8}[1-9])?Z");

    TimeToken {
        certificates = List.copyOf(certificates);
    }

    static TimeToken read(byte[] der) throws TokenRefusedException {
        DerShape.require(der);
        try {
            return read(ASN1Primitive.fromByteArray(der), der);
        } catch (IOException | RuntimeException e) {
            // the library has many ways to say that a structure is another one, and every one of them refuses it
            throw new TokenRefusedException("a time stamp token", e.toString());
        }
    }

    private static TimeToken read(ASN1Primitive read, byte[] der) throws TokenRefusedException, IOException {
        ContentInfo content = ContentInfo.getInstance(read);
        requireEqual("the type of signed data", SIGNED_DATA, content.getContentType());
        SignedData signed = SignedData.getInstance(content.getContent());
        requireSpelled(new ContentInfo(SIGNED_DATA, signed), der);
        requireEqual("version of the signed data", 3, signed.getVersion().intValueExact());
        requireEqual(
                "a time stamp inside", TST_INFO, signed.getEncapContentInfo().getContentType());
        requireEqual("no revocation lists", true, signed.getCRLs() == null);
        requireEqual("signers", 1, signed.getSignerInfos().size());
        byte[] statement = ASN1OctetString.getInstance(
                        signed.getEncapContentInfo().getContent())
                .getOctets();
        DerShape.require(statement);
        TSTInfo info = TSTInfo.getInstance(ASN1Primitive.fromByteArray(statement));
        requireSpelled(info, statement);
        ASN1Encodable signers = signed.getSignerInfos().getObjectAt(0);
        SignerInfo signer = SignerInfo.getInstance(signers);
        requireSpelled(signer, signers.toASN1Primitive().getEncoded("DER"));
        boolean byKeyid = signer.getSID().getId() instanceof ASN1OctetString;
        requireEqual(
                "version of the signer", byKeyid ? 3 : 1, signer.getVersion().intValueExact());
        requireEqual("no unsigned attributes", true, signer.getUnauthenticatedAttributes() == null);
        requireEqual("digest algorithms", 1, signed.getDigestAlgorithms().size());
        requireEqual(
                "the signer's digest algorithm",
                signer.getDigestAlgorithm(),
                AlgorithmIdentifier.getInstance(signed.getDigestAlgorithms().getObjectAt(0)));
        ESSCertIDv2 certificate = attributes(signer, statement);
        requireStatement(info);
        return new TimeToken(info, signer, certificate, certificates(signed.getCertificates()));
    }

    /** The signed attributes: what is signed, bound to the statement and to one certificate. */
    private static ESSCertIDv2 attributes(SignerInfo signer, byte[] statement)
            throws TokenRefusedException, IOException {
        if (signer.getAuthenticatedAttributes() == null) {
            throw new TokenRefusedException("signed attributes", "none");
        }
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        for (ASN1Encodable each : signer.getAuthenticatedAttributes()) {
            ASN1ObjectIdentifier type = Attribute.getInstance(each).getAttrType();
            if (!seen.add(type)) {
                throw new TokenRefusedException("each signed attribute once", type.getId() + " again");
            }
        }
        requireEqual("type of what is signed", TST_INFO, attribute(signer, CONTENT_TYPE));
        byte[] digest =
                ASN1OctetString.getInstance(attribute(signer, MESSAGE_DIGEST)).getOctets();
        byte[] found = TimeAlgorithms.digest(signer.getDigestAlgorithm(), statement);
        requireEqual("a digest over the statement", true, Arrays.equals(digest, found));
        SigningCertificateV2 certificates = SigningCertificateV2.getInstance(attribute(signer, SIGNING_CERTIFICATE_V2));
        if (certificates.getCerts().length == 0) {
            throw new TokenRefusedException("the signer's certificate", "none named");
        }
        return certificates.getCerts()[0];
    }

    private static ASN1Encodable attribute(SignerInfo signer, ASN1ObjectIdentifier type) throws TokenRefusedException {
        for (ASN1Encodable each : signer.getAuthenticatedAttributes()) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrType().equals(type)
                    && attribute.getAttrValues().size() == 1) {
                return attribute.getAttrValues().getObjectAt(0);
            }
        }
        throw new TokenRefusedException("one signed attribute " + type.getId(), "none");
    }

    private static void requireStatement(TSTInfo info) throws TokenRefusedException {
        requireEqual("version of the time stamp", 1, info.getVersion().intValueExact());
        time(info);
        Extensions extensions = info.getExtensions();
        boolean critical = extensions != null && extensions.getCriticalExtensionOIDs().length > 0;
        requireEqual("no critical extensions of the time stamp", false, critical);
    }

    private static List<Certificate> certificates(ASN1Set set) {
        List<Certificate> certificates = new ArrayList<>();
        if (set != null) {
            set.forEach(each -> certificates.add(Certificate.getInstance(each)));
        }
        return certificates;
    }

    /** @throws TokenRefusedException TSA_IMPRINT where it is not over these bytes by SHA-256 */
    void requireOver(byte[] data) throws TokenRefusedException {
        AlgorithmIdentifier algorithm = info.getMessageImprint().getHashAlgorithm();
        if (!TimeAlgorithms.isSha256(algorithm)) {
            throw new TokenRefusedException(
                    Code.TSA_IMPRINT, "SHA-256", algorithm.getAlgorithm().getId());
        }
        String expected = Digest.sha256(data).hex();
        String actual =
                java.util.HexFormat.of().formatHex(info.getMessageImprint().getHashedMessage());
        if (!expected.equals(actual)) {
            throw new TokenRefusedException(Code.TSA_IMPRINT, "sha256:" + expected, "sha256:" + actual);
        }
    }

    /** Digest of all that decides whose the token can be: whom it names as signer, the certificates, and the one trusted. */
    Digest claimedSigner(byte[] trusted) throws TokenRefusedException {
        try {
            List<byte[]> parts = new ArrayList<>();
            // each in DER, which says where it ends: no two lists are the same bytes one after the other
            parts.add(signer.getSID().getEncoded("DER"));
            parts.add(certificate.getEncoded("DER"));
            for (Certificate each : certificates) {
                parts.add(each.getEncoded("DER"));
            }
            parts.add(trusted);
            return Digest.sha256(parts.toArray(byte[][]::new));
        } catch (IOException e) {
            throw new TokenRefusedException("certificates in DER", e.toString());
        }
    }

    /** What the authority's clock said. */
    Instant time() throws TokenRefusedException {
        return time(info);
    }

    private static Instant time(TSTInfo info) throws TokenRefusedException {
        String text = info.getGenTime().getTimeString();
        if (!GENERALIZED_TIME.matcher(text).matches()) {
            throw new TokenRefusedException("a time in UTC to the second or finer", text);
        }
        String iso = text.substring(0, 4)
                + '-'
                + text.substring(4, 6)
                + '-'
                + text.substring(6, 8)
                + 'T'
                + text.substring(8, 10)
                + ':'
                + text.substring(10, 12)
                + ':'
                + text.substring(12);
        try {
            return Instant.parse(iso);
        } catch (DateTimeException e) {
            throw new TokenRefusedException("a time", text);
        }
    }

    /** How far the authority's clock may be off, by its own word; zero where it says nothing. */
    Duration accuracy() throws TokenRefusedException {
        Accuracy accuracy = info.getAccuracy();
        if (accuracy == null) {
            return Duration.ZERO;
        }
        Duration total = Duration.ofSeconds(part(accuracy.getSeconds(), 86_400))
                .plusMillis(part(accuracy.getMillis(), 999))
                .plusNanos(part(accuracy.getMicros(), 999) * 1000);
        return total;
    }

    private static long part(ASN1Integer part, long most) throws TokenRefusedException {
        if (part == null) {
            return 0;
        }
        if (part.getValue().signum() < 0 || part.getValue().compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TokenRefusedException(
                    "an accuracy of at most " + most, part.getValue().toString());
        }
        return part.longValueExact();
    }

    private static void requireSpelled(ASN1Object structure, byte[] der) throws TokenRefusedException, IOException {
        // a structure that was read leniently, or has a member that the library passed over, is not written the same
        // again
        if (!Arrays.equals(structure.getEncoded("DER"), der)) {
            throw new TokenRefusedException("the one spelling in DER", "another");
        }
    }

    private static void requireEqual(String what, Object expected, Object actual) throws TokenRefusedException {
        if (!expected.equals(actual)) {
            throw new TokenRefusedException(what + ": " + expected, String.valueOf(actual));
        }
    }

    private static ASN1ObjectIdentifier oid(String id) {
        return new ASN1ObjectIdentifier(id);
    }
}
