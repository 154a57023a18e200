package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.math.BigInteger;
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
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What auditors ask of a token's bytes beyond RFC 3161, so that nothing unsigned can be changed in them: the rules of the verifier, which the
 * engine may not call. {@code evidence/vectors/tokens.json} holds both to the same answers.
 *
 * @param info what it states
 * @param signer who claims to have signed
 * @param bound the certificate that the signer has bound itself to
 * @param certificates those that came along, in the order in which they came
 */
record TokenRules(TSTInfo info, SignerInfo signer, ESSCertIDv2 bound, List<X509CertificateHolder> certificates) {
    static final int MOST_BYTES = 64 << 10;

    private static final int MOST_NUMBERED_TAG = 30;
    private static final int DEEPEST = 32;
    private static final Pattern TIME = Pattern.compile("[0-9]{14}([.][0-9]{0,8}[1-9])?Z");

    TokenRules {
        certificates = List.copyOf(certificates);
    }

    /** @throws IllegalArgumentException where it is not in the one spelling, or says more than is signed */
    static TokenRules read(byte[] der) throws IOException {
        require(der.length <= MOST_BYTES, "at most " + MOST_BYTES + " bytes");
        ASN1Primitive read = ASN1Primitive.fromByteArray(der);
        requireShallow(read, 0);
        SignedData signed = SignedData.getInstance(ContentInfo.getInstance(read).getContent());
        requireSpelled(new ContentInfo(PKCSObjectIdentifiers.signedData, signed), der);
        require(signed.getVersion().intValueExact() == 3, "signed data of version 3");
        require(signed.getCRLs() == null, "no revocation lists");
        require(signed.getSignerInfos().size() == 1, "one signer");
        byte[] statement = ASN1OctetString.getInstance(
                        signed.getEncapContentInfo().getContent())
                .getOctets();
        TSTInfo info = TSTInfo.getInstance(ASN1Primitive.fromByteArray(statement));
        requireSpelled(info, statement);
        requireStatement(info);
        ASN1Encodable signers = signed.getSignerInfos().getObjectAt(0);
        SignerInfo signer = SignerInfo.getInstance(signers);
        requireSpelled(signer, signers.toASN1Primitive().getEncoded("DER"));
        requireSigner(signer, signed.getDigestAlgorithms());
        return new TokenRules(info, signer, bound(signer), certificates(signed));
    }

    private static void requireStatement(TSTInfo info) {
        require(info.getVersion().intValueExact() == 1, "a time stamp of version 1");
        time(info);
        Extensions extensions = info.getExtensions();
        require(extensions == null || extensions.getCriticalExtensionOIDs().length == 0, "no critical extensions");
        Accuracy accuracy = info.getAccuracy();
        if (accuracy != null) {
            require(
                    within(accuracy.getSeconds(), 86_400)
                            && within(accuracy.getMillis(), 999)
                            && within(accuracy.getMicros(), 999),
                    "an accuracy of at most a day");
        }
    }

    private static boolean within(ASN1Integer part, int most) {
        return part == null
                || part.getValue().signum() >= 0 && part.getValue().compareTo(BigInteger.valueOf(most)) <= 0;
    }

    private static void requireSigner(SignerInfo signer, ASN1Set digests) {
        boolean byKeyid = signer.getSID().getId() instanceof ASN1OctetString;
        require(
                signer.getVersion().intValueExact() == (byKeyid ? 3 : 1),
                "a signer of the version that its name asks for");
        require(signer.getUnauthenticatedAttributes() == null, "no unsigned attributes");
        require(
                digests.size() == 1
                        && signer.getDigestAlgorithm().equals(AlgorithmIdentifier.getInstance(digests.getObjectAt(0))),
                "one digest algorithm, spelled as the signer's");
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        for (ASN1Encodable each : signer.getAuthenticatedAttributes()) {
            require(seen.add(Attribute.getInstance(each).getAttrType()), "each signed attribute once");
        }
    }

    /** RFC 5816: the older attribute names its certificate by SHA-1. */
    private static ESSCertIDv2 bound(SignerInfo signer) {
        for (ASN1Encodable each : signer.getAuthenticatedAttributes()) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
                    && attribute.getAttrValues().size() == 1) {
                ESSCertIDv2[] named = SigningCertificateV2.getInstance(
                                attribute.getAttrValues().getObjectAt(0))
                        .getCerts();
                require(named.length > 0, "the signer's certificate, by SigningCertificateV2");
                return named[0];
            }
        }
        throw new IllegalArgumentException("expected the signer's certificate by SigningCertificateV2 (RFC 5816)");
    }

    private static List<X509CertificateHolder> certificates(SignedData signed) throws IOException {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        if (signed.getCertificates() != null) {
            for (ASN1Encodable each : signed.getCertificates()) {
                certificates.add(
                        new X509CertificateHolder(each.toASN1Primitive().getEncoded("DER")));
            }
        }
        return certificates;
    }

    /** What the authority's clock said. */
    Instant time() {
        return time(info);
    }

    /** Not by the library's reader, which turns a thirtieth of February into a day of March. */
    private static Instant time(TSTInfo info) {
        String text = info.getGenTime().getTimeString();
        require(TIME.matcher(text).matches(), "a time in UTC to the second or finer");
        return Instant.parse(text.replaceFirst("(....)(..)(..)(..)(..)(.*)", "$1-$2-$3T$4:$5:$6"));
    }

    /** Tags of one byte, and no more than a few elements within each other. */
    private static void requireShallow(ASN1Primitive element, int depth) {
        require(depth <= DEEPEST, "at most " + DEEPEST + " elements within each other");
        Iterable<? extends ASN1Encodable> parts = switch (element) {
            case ASN1Sequence sequence -> sequence;
            case ASN1Set set -> set;
            case ASN1TaggedObject tagged -> {
                require(tagged.getTagNo() <= MOST_NUMBERED_TAG, "tags of one byte");
                yield Set.of(tagged.getBaseObject());
            }
            default -> Set.<ASN1Encodable>of();
        };
        parts.forEach(part -> requireShallow(part.toASN1Primitive(), depth + 1));
    }

    private static void requireSpelled(ASN1Object structure, byte[] der) throws IOException {
        require(Arrays.equals(structure.getEncoded("DER"), der), "the one spelling in DER");
    }

    static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
