package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;

/** The way from a token's signer to the one certificate that the trust root lists. RFC 3161 2.3, RFC 5816, RFC 5280 6. */
class TimePathTest {
    private static final String ANOTHER_KIND = "a key that may sign, found";
    private static final List<TestKey> KEYS = List.of(
            TestTsa.AUTHORITY,
            TestKey.ecdsa("tsa", "gate-1", 31),
            TestKey.ecdsa("tsa", "gate-1", 32),
            TestKey.ecdsa("tsa", "gate-1", 33),
            TestKey.ecdsa("tsa", "gate-1", 34));
    static final Extension IS_AUTHORITY = constraints(new BasicConstraints(true));

    /** A token, the certificate that is trusted, and how the refusal begins; empty for a good one. */
    record Row(String name, TestTsa tsa, Certificate trusted, Optional<String> refusal) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row own(String name, Consumer<TestTsa> edit, String refusal) {
        TestTsa tsa = new TestTsa(new byte[0]);
        edit.accept(tsa);
        return new Row(name, tsa, tsa.certificate, Optional.of(refusal).filter(text -> !text.isEmpty()));
    }

    private static Row with(String name, String refusal, Extension... extensions) {
        return own(
                name,
                tsa -> set(tsa, TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, extensions)),
                refusal);
    }

    private static void set(TestTsa tsa, Certificate certificate) {
        tsa.certificate = certificate;
        tsa.sent = new ArrayList<>(List.of(certificate));
    }

    private static Extension extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        return new Extension(id, critical, new DEROctetString(TestTsa.der(value)));
    }

    private static Extension constraints(BasicConstraints constraints) {
        return extension(Extension.basicConstraints, true, constraints);
    }

    private static Extension may(int usage) {
        return extension(Extension.keyUsage, true, new KeyUsage(usage));
    }

    static Extension identified(int by) {
        return extension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {(byte) by}));
    }

    static List<Row> namedByItsKey() {
        return List.of(
                byKey("its key's identifier", 7, "", TestTsa.USAGE, identified(7)),
                byKey("another's identifier", 8, "the signer's certificate, found none", TestTsa.USAGE, identified(7)),
                byKey("an identifier that it has not", 7, "the signer's certificate, found none", TestTsa.USAGE));
    }

    private static Row byKey(String name, int keyid, String refusal, Extension... extensions) {
        return own(
                name,
                tsa -> {
                    set(tsa, TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, extensions));
                    tsa.keyid = Optional.of(new byte[] {(byte) keyid});
                },
                refusal);
    }

    static List<Row> bound() {
        return List.of(
                bound("to its issuer and serial number", "tsa", 7, ""),
                bound("to another issuer", "other", 7, "the issuer that the signer bound itself to"),
                bound("to another serial number", "tsa", 8, "the issuer that the signer bound itself to"));
    }

    private static Row bound(String name, String issuer, int serial, String refusal) {
        return own(
                name,
                tsa -> {
                    byte[] digest = Digest.sha256(TestTsa.der(tsa.certificate)).bytes();
                    IssuerSerial by = new IssuerSerial(
                            new GeneralNames(new GeneralName(new X500Name("CN=" + issuer))),
                            new ASN1Integer(BigInteger.valueOf(serial)));
                    ESSCertIDv2 id = new ESSCertIDv2(TestTsa.SHA256, digest, by);
                    tsa.editAttributes = all -> List.of(all.get(0), all.get(1), TestTsa.bound(id));
                },
                refusal);
    }

    static List<Row> usages() {
        Extension both = TestTsa.usage(true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning);
        Extension none = extension(Extension.keyUsage, true, new org.bouncycastle.asn1.DERBitString(new byte[0]));
        return List.of(
                with("for time stamps", "", TestTsa.USAGE),
                with("no extended usage", "a certificate with a critical extended key usage, found none", IS_AUTHORITY),
                with(
                        "not critical",
                        "a certificate with a critical extended key usage, found one not critical",
                        TestTsa.usage(false, KeyPurposeId.id_kp_timeStamping)),
                with("for more than time", "timeStamping and nothing else", both),
                with(
                        "for servers",
                        "timeStamping and nothing else",
                        TestTsa.usage(true, KeyPurposeId.id_kp_serverAuth)),
                with("a key that may sign", "", TestTsa.USAGE, may(KeyUsage.digitalSignature)),
                with("a key that binds", "", TestTsa.USAGE, may(KeyUsage.nonRepudiation)),
                with(
                        "a key that may sign, and more",
                        "",
                        TestTsa.USAGE,
                        may(KeyUsage.digitalSignature | KeyUsage.cRLSign)),
                with("a key for certificates", ANOTHER_KIND, TestTsa.USAGE, may(KeyUsage.keyCertSign)),
                with("a key that may only decipher", ANOTHER_KIND, TestTsa.USAGE, may(KeyUsage.decipherOnly)),
                with("a key that may nothing", ANOTHER_KIND, TestTsa.USAGE, none),
                with(
                        "a critical extension that nobody knows",
                        "critical extensions that are known here, found 1.2.3",
                        TestTsa.USAGE,
                        new Extension(new ASN1ObjectIdentifier("1.2.3"), true, new DEROctetString(new byte[] {5, 0}))));
    }

    /** The root, and below it as many authorities as there are extensions, the last of which signs the signer's. */
    private static Row chain(String name, String refusal, Extension[]... authorities) {
        List<Certificate> all = new ArrayList<>();
        all.add(TestTsa.certificate("ca0", KEYS.get(0), "ca0", KEYS.get(0), authorities[0]));
        for (int i = 1; i < authorities.length; i++) {
            all.add(TestTsa.certificate("ca" + i, KEYS.get(i), "ca" + (i - 1), KEYS.get(i - 1), authorities[i]));
        }
        int last = authorities.length - 1;
        TestTsa tsa = new TestTsa(new byte[0]);
        set(tsa, TestTsa.certificate("tsa", TestTsa.KEY, "ca" + last, KEYS.get(last), TestTsa.USAGE));
        tsa.sent.addAll(all.subList(1, all.size()));
        return new Row(name, tsa, all.getFirst(), Optional.of(refusal).filter(text -> !text.isEmpty()));
    }

    static List<Row> chains() {
        Extension[] ca = {IS_AUTHORITY};
        Extension[] signs = {IS_AUTHORITY, may(KeyUsage.keyCertSign)};
        Extension[] signsNot = {IS_AUTHORITY, may(KeyUsage.digitalSignature)};
        Extension[] none = {constraints(new BasicConstraints(0))};
        Extension[] one = {constraints(new BasicConstraints(1))};
        Extension[] any = {
            constraints(BasicConstraints.getInstance(
                    new DERSequence(new ASN1Encodable[] {ASN1Boolean.TRUE, new ASN1Integer(1L << 31)})))
        };
        Extension[] leaf = {constraints(new BasicConstraints(false))};
        Extension[] strange = {
            IS_AUTHORITY, new Extension(new ASN1ObjectIdentifier("1.2.3"), true, new DEROctetString(new byte[] {5, 0}))
        };
        String tooLong = "a certificate that leads to the trust root's, found a longer way";
        return List.of(
                chain("by the trusted one", "", ca),
                chain("by one between", "", ca, ca),
                chain("by three between", "", ca, ca, ca, ca),
                chain("by four between", tooLong, ca, ca, ca, ca, ca),
                chain("by keys for it", "", signs, signs),
                chain("by a root's key not for it", "a key that may sign certificates", signsNot, signs),
                chain("by a key not for it", "a key that may sign certificates", signs, signsNot),
                chain("by one that is no authority", "a certificate authority's certificate", ca, leaf),
                chain("by one that says nothing of it", "a certificate authority's certificate", ca, new Extension[] {
                    may(KeyUsage.keyCertSign)
                }),
                chain("none between allowed, none there", "", none),
                chain("none between allowed, one there", "a way of at most 0", none, ca),
                chain("none below it allowed, none there", "", ca, none),
                chain("one allowed, one there", "", one, ca),
                chain("more allowed than an integer holds", "", any, ca),
                chain("one allowed, two there", "a way of at most 1", one, ca, ca),
                chain("by one with what nobody knows", "critical extensions that are known here", ca, strange),
                unrelated(),
                itself());
    }

    private static Row unrelated() {
        Row good = chain("", "", new Extension[] {IS_AUTHORITY});
        good.tsa().sent.add(TestTsa.certificate("else", KEYS.get(1), "else", KEYS.get(1), IS_AUTHORITY));
        return new Row(
                "one besides", good.tsa(), good.trusted(), Optional.of("certificates of the way to the trust root's"));
    }

    /** One that is issued by its own name leads nowhere, however often it is followed. */
    private static Row itself() {
        Row good = chain("", "", new Extension[] {IS_AUTHORITY});
        TestTsa tsa = new TestTsa(new byte[0]);
        return new Row(
                "by itself alone",
                tsa,
                good.trusted(),
                Optional.of("a certificate that leads to the trust root's, found none"));
    }

    @ParameterizedTest
    @MethodSource({"namedByItsKey", "bound", "usages", "chains"})
    void signer_ofAToken_isTheOneThatTheTrustedVouchesFor(Row row) throws TokenRefusedException {
        TimeToken token = TimeToken.read(row.tsa().token());
        assertEquals(row.refusal(), refusal(token, row));
    }

    private static Optional<String> refusal(TimeToken token, Row row) {
        try {
            TimePath.signer(token, TestTsa.der(row.trusted())).requireSigned(token, token.time());
            return Optional.empty();
        } catch (TokenRefusedException refused) {
            String text = String.valueOf(refused.getMessage());
            return row.refusal().filter(text::startsWith).or(() -> Optional.of(text));
        }
    }

    /** Each certificate of the way narrows when the signer may be believed. */
    @ParameterizedTest
    @MethodSource("windows")
    void signer_ofAWay_isGoodWhereAllOfItIs(Window window) throws TokenRefusedException {
        Certificate root = TestTsa.certificate("root", KEYS.get(0), window.root("root"), IS_AUTHORITY);
        TestTsa tsa = new TestTsa(new byte[0]);
        set(tsa, TestTsa.certificate("tsa", TestTsa.KEY, window.own("root"), TestTsa.USAGE));
        TimeSigner signer = TimePath.signer(TimeToken.read(tsa.token()), TestTsa.der(root));
        assertEquals(Instant.parse("2026-02-01T00:00:00Z"), signer.from());
        assertEquals(Instant.parse("2026-03-01T00:00:00Z"), signer.until());
    }

    /** From when until when root and signer are good. */
    record Window(String rootFrom, String rootUntil, String from, String until) {
        TestTsa.Issued root(String issuer) {
            return new TestTsa.Issued(issuer, KEYS.get(0), rootFrom + "000000Z", rootUntil + "000000Z");
        }

        TestTsa.Issued own(String issuer) {
            return new TestTsa.Issued(issuer, KEYS.get(0), from + "000000Z", until + "000000Z");
        }
    }

    static List<Window> windows() {
        return List.of(
                new Window("20260101", "20260401", "20260201", "20260301"),
                new Window("20260201", "20260301", "20260101", "20260401"),
                new Window("20260101", "20260301", "20260201", "20260401"),
                new Window("20260201", "20260401", "20260101", "20260301"),
                new Window("20260201", "20260301", "20260201", "20260301"));
    }
}
