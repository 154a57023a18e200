package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/** A time stamping authority that does what an attacker would have it do, put together from the parts of its tokens. */
final class TestTsa {
    static final TestKey KEY = TestKey.ecdsa("tsa", "gate-1", 21);
    static final TestKey OTHER = TestKey.ecdsa("tsa", "gate-1", 22);
    static final TestKey AUTHORITY = TestKey.ecdsa("tsa", "gate-1", 23);
    static final String POLICY = "1.3.6.1.4.1.32473.3161.1";
    static final AlgorithmIdentifier SHA256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    static final AlgorithmIdentifier SHA1 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.14.3.2.26"));
    static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
    static final Extension USAGE = usage(true, KeyPurposeId.id_kp_timeStamping);

    TestKey signer = KEY;
    Certificate certificate = certificate("tsa", KEY, "tsa", KEY, USAGE);
    List<Certificate> sent = new ArrayList<>(List.of(certificate));
    AlgorithmIdentifier imprintAlgorithm = SHA256;
    AlgorithmIdentifier digestAlgorithm = SHA256;
    AlgorithmIdentifier signatureAlgorithm = ECDSA;
    byte[] imprint;
    String policy = POLICY;
    String time = "20260215183003.5Z";
    ASN1Encodable accuracy = new DERSequence(new ASN1Integer(1));
    List<ASN1Encodable> moreStatement = List.of();
    UnaryOperator<List<Attribute>> editAttributes = UnaryOperator.identity();
    /** What it makes of the signed attributes; by the signer's key where nothing else is asked for. */
    UnaryOperator<byte[]> signing = message -> signer.sign(message).sig().toArray();

    /** By what the statement's digest is signed. */
    UnaryOperator<byte[]> digest = statement -> Digest.sha256(statement).bytes();

    UnaryOperator<byte[]> editSignature = UnaryOperator.identity();
    UnaryOperator<byte[]> editStatement = UnaryOperator.identity();
    List<ASN1Encodable> moreOfSigner = List.of();
    UnaryOperator<List<ASN1Encodable>> editSigners = UnaryOperator.identity();
    /** The signer's name for itself instead of issuer and serial number. */
    Optional<byte[]> keyid = Optional.empty();

    TestTsa(byte[] data) {
        imprint = Digest.sha256(data).bytes();
    }

    /** A row of {@code tsa[]}. */
    static Json.Obj row(Certificate certificate) {
        return Json.object()
                .put("controller", "gate-1")
                .put("certificate", Base64.getEncoder().encodeToString(der(certificate)))
                .put("policy", POLICY)
                .put("operator", true)
                .put("validFrom", "2026-01-01T00:00:00.000Z")
                .put("validUntil", "2028-01-01T00:00:00.000Z")
                .build();
    }

    static Extension usage(boolean critical, KeyPurposeId... purposes) {
        return new Extension(
                Extension.extendedKeyUsage, critical, new DEROctetString(der(new ExtendedKeyUsage(purposes))));
    }

    /** By whom a certificate is signed, in whose name, and from when until when it is good. */
    record Issued(String issuer, TestKey by, String from, String until) {
        Issued(String issuer, TestKey by, String until) {
            this(issuer, by, "20260101000000Z", until);
        }
    }

    static Certificate certificate(String name, TestKey key, String issuer, TestKey by, Extension... extensions) {
        return certificate(name, key, new Issued(issuer, by, "20280101000000Z"), extensions);
    }

    static Certificate certificate(String name, TestKey key, Issued issued, Extension... extensions) {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(7)));
        generator.setSignature(ECDSA);
        generator.setIssuer(new X500Name("CN=" + issued.issuer()));
        generator.setSubject(new X500Name("CN=" + name));
        generator.setStartDate(new Time(new ASN1GeneralizedTime(issued.from())));
        generator.setEndDate(new Time(new ASN1GeneralizedTime(issued.until())));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.spki()));
        if (extensions.length > 0) {
            generator.setExtensions(new Extensions(extensions));
        }
        var body = generator.generateTBSCertificate();
        byte[] signature = issued.by().sign(der(body)).sig().toArray();
        return Certificate.getInstance(new DERSequence(new ASN1Encodable[] {body, ECDSA, new DERBitString(signature)}));
    }

    /** A certificate authority's own. */
    static Certificate authority() {
        return certificate("authority", AUTHORITY, "authority", AUTHORITY, TimePathTest.IS_AUTHORITY);
    }

    /** Signs with this key, by a certificate of the authority's. */
    TestTsa signedBy(TestKey key) {
        signer = key;
        certificate = certificate("tsa", key, "authority", AUTHORITY, USAGE);
        sent = new ArrayList<>(List.of(certificate));
        return this;
    }

    byte[] token() {
        byte[] statement = editStatement.apply(statement());
        List<ASN1Encodable> signers = editSigners.apply(new ArrayList<>(List.of(signerInfo(statement))));
        ASN1EncodableVector signed = new ASN1EncodableVector();
        signed.add(new ASN1Integer(3));
        signed.add(new DERSet(digestAlgorithm));
        signed.add(new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4"),
            new DERTaggedObject(true, 0, new DEROctetString(statement))
        }));
        if (!sent.isEmpty()) {
            signed.add(new DERTaggedObject(false, 0, new DERSet(sent.toArray(ASN1Encodable[]::new))));
        }
        signed.add(new DERSet(signers.toArray(ASN1Encodable[]::new)));
        return der(new ContentInfo(new ASN1ObjectIdentifier("1.2.840.113549.1.7.2"), new DERSequence(signed)));
    }

    private byte[] statement() {
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(1));
        info.add(new ASN1ObjectIdentifier(policy));
        info.add(new DERSequence(new ASN1Encodable[] {imprintAlgorithm, new DEROctetString(imprint)}));
        info.add(new ASN1Integer(1));
        info.add(new DERGeneralizedTime(time));
        info.add(accuracy);
        moreStatement.forEach(info::add);
        return der(new DERSequence(info));
    }

    private ASN1Encodable signerInfo(byte[] statement) {
        List<Attribute> attributes = new ArrayList<>(List.of(
                attribute("1.2.840.113549.1.9.3", new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4")),
                attribute("1.2.840.113549.1.9.4", new DEROctetString(digest.apply(statement))),
                bound(new ESSCertIDv2(Digest.sha256(der(certificate)).bytes()))));
        DERSet set = new DERSet(editAttributes.apply(attributes).toArray(ASN1Encodable[]::new));
        byte[] signature = editSignature.apply(signing.apply(der(set)));
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(keyid.isPresent() ? 3 : 1));
        info.add(keyid.<ASN1Encodable>map(id -> new DERTaggedObject(false, 0, new DEROctetString(id)))
                .orElseGet(() ->
                        new DERSequence(new ASN1Encodable[] {certificate.getIssuer(), certificate.getSerialNumber()})));
        info.add(digestAlgorithm);
        info.add(new DERTaggedObject(false, 0, set));
        info.add(signatureAlgorithm);
        info.add(new DEROctetString(signature));
        moreOfSigner.forEach(info::add);
        return new DERSequence(info);
    }

    static Attribute bound(ESSCertIDv2... certificates) {
        return attribute("1.2.840.113549.1.9.16.2.47", new SigningCertificateV2(certificates));
    }

    static Attribute attribute(String type, ASN1Encodable value) {
        return new Attribute(new ASN1ObjectIdentifier(type), new DERSet(value));
    }

    static byte[] der(ASN1Encodable part) {
        try {
            return part.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with an outermost length as BER has it and DER has not. */
    static byte[] indefinite(byte[] token) {
        try {
            return new BERSequence(ASN1Sequence.getInstance(token).toArray()).getEncoded("BER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
