package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;

/** RFC 3161 2.4.2 and RFC 5652 5, read strictly: what each member of a token has to be, and what it is refused as otherwise. */
class TimeTokenTest {
    private static final ASN1ObjectIdentifier DATA = new ASN1ObjectIdentifier("1.2.840.113549.1.7.1");
    private static final String SPELLED = "the one spelling in DER";

    /** A token, and what the refusal says was expected; empty for one that is read. */
    record Row(String name, byte[] token, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, Consumer<TestTsa> edit, String expected) {
        TestTsa tsa = new TestTsa(new byte[0]);
        edit.accept(tsa);
        return new Row(name, tsa.token(), expected);
    }

    /** The members of the signed data: version, digest algorithms, content, certificates, signers. */
    private static Row signed(String name, Consumer<List<ASN1Encodable>> edit, String expected) {
        List<ASN1Encodable> content = members(ASN1Sequence.getInstance(new TestTsa(new byte[0]).token()));
        ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(content.get(1));
        List<ASN1Encodable> signed = members(ASN1Sequence.getInstance(tagged, true));
        edit.accept(signed);
        content.set(1, new DERTaggedObject(true, 0, sequence(signed)));
        return new Row(name, TestTsa.der(sequence(content)), expected);
    }

    /** The members of the statement: version, policy, imprint, serial number, time, accuracy. */
    private static Row statement(String name, Consumer<List<ASN1Encodable>> edit, String expected) {
        return row(
                name,
                tsa -> tsa.editStatement = statement -> {
                    List<ASN1Encodable> members = members(ASN1Sequence.getInstance(statement));
                    edit.accept(members);
                    return TestTsa.der(sequence(members));
                },
                expected);
    }

    private static Row attributes(
            String name, UnaryOperator<List<org.bouncycastle.asn1.cms.Attribute>> edit, String expected) {
        return row(name, tsa -> tsa.editAttributes = edit, expected);
    }

    private static List<ASN1Encodable> members(ASN1Sequence sequence) {
        return new ArrayList<>(Arrays.asList(sequence.toArray()));
    }

    private static DERSequence sequence(List<ASN1Encodable> members) {
        return new DERSequence(members.toArray(ASN1Encodable[]::new));
    }

    static List<Row> ofTheEnvelope() {
        AlgorithmIdentifier withNull = new AlgorithmIdentifier(TestTsa.SHA256.getAlgorithm(), DERNull.INSTANCE);
        return List.of(
                row("good", tsa -> {}, ""),
                new Row("nothing", new byte[0], "one element of DER"),
                new Row("a number", new byte[] {2, 1, 5}, "a time stamp token"),
                new Row("indefinite", TestTsa.indefinite(new TestTsa(new byte[0]).token()), "one element of DER"),
                new Row("of another type", otherType(), "the type of signed data: 1.2.840.113549.1.7.2"),
                signed("version 1", all -> all.set(0, new ASN1Integer(1)), "version of the signed data: 3"),
                signed(
                        "about something else",
                        all -> all.set(2, exchanged(all.get(2), 0, DATA)),
                        "a time stamp inside: 1.2.840.113549.1.9.16.1.4"),
                signed(
                        "with a revocation list",
                        all -> all.add(4, new DERTaggedObject(false, 1, new DERSet(new DERSequence()))),
                        "no revocation lists: true"),
                signed(
                        "without a statement",
                        all -> all.set(
                                2,
                                new DERSequence(
                                        ASN1Sequence.getInstance(all.get(2)).getObjectAt(0))),
                        "a time stamp token"),
                signed("without signers", all -> all.set(4, new DERSet()), "signers: 1"),
                signed(
                        "two digest algorithms",
                        all -> all.set(1, new DERSet(new ASN1Encodable[] {TestTsa.SHA256, TestTsa.SHA1})),
                        "digest algorithms: 1"),
                signed("no digest algorithm", all -> all.set(1, new DERSet()), "digest algorithms: 1"),
                signed(
                        "another digest algorithm than the signer's",
                        all -> all.set(1, new DERSet(withNull)),
                        "the signer's digest algorithm: " + TestTsa.SHA256),
                signed("a member more", all -> all.add(new ASN1Integer(1)), "a time stamp token"),
                row(
                        "unsigned attributes",
                        tsa -> tsa.moreOfSigner = List.of(new DERTaggedObject(
                                false, 1, new DERSet(TestTsa.attribute("1.2.3", new ASN1Integer(1))))),
                        "no unsigned attributes: true"));
    }

    private static byte[] otherType() {
        List<ASN1Encodable> content = members(ASN1Sequence.getInstance(new TestTsa(new byte[0]).token()));
        content.set(0, DATA);
        return TestTsa.der(sequence(content));
    }

    private static ASN1Encodable exchanged(ASN1Encodable sequence, int at, ASN1Encodable member) {
        List<ASN1Encodable> members = members(ASN1Sequence.getInstance(sequence));
        members.set(at, member);
        return sequence(members);
    }

    static List<Row> ofTheAttributes() {
        return List.of(
                attributes("none of the type", all -> all.subList(1, 3), "one signed attribute 1.2.840.113549.1.9.3"),
                attributes(
                        "of another type",
                        all -> List.of(TestTsa.attribute("1.2.840.113549.1.9.3", DATA), all.get(1), all.get(2)),
                        "type of what is signed: 1.2.840.113549.1.9.16.1.4"),
                attributes(
                        "of other bytes",
                        all -> List.of(
                                all.get(0),
                                TestTsa.attribute("1.2.840.113549.1.9.4", new DEROctetString(new byte[32])),
                                all.get(2)),
                        "a digest over the statement: true"),
                attributes(
                        "no certificate",
                        all -> List.of(all.get(0), all.get(1), TestTsa.bound()),
                        "the signer's certificate"),
                attributes(
                        "a certificate by a digest that is spelled out",
                        all -> List.of(all.get(0), all.get(1), spelledOut()),
                        ""),
                attributes(
                        "the same twice",
                        all -> List.of(all.get(0), all.get(0), all.get(1), all.get(2)),
                        "each signed attribute once"));
    }

    /** SHA-256 is the default of ESSCertIDv2, which authorities write out all the same; the attribute is signed as it is. */
    private static org.bouncycastle.asn1.cms.Attribute spelledOut() {
        byte[] digest =
                Digest.sha256(TestTsa.der(new TestTsa(new byte[0]).certificate)).bytes();
        DERSequence id = new DERSequence(new ASN1Encodable[] {TestTsa.SHA256, new DEROctetString(digest)});
        return TestTsa.attribute("1.2.840.113549.1.9.16.2.47", new DERSequence(new DERSequence(id)));
    }

    static List<Row> ofTheStatement() {
        return List.of(
                statement("version 2", all -> all.set(0, new ASN1Integer(2)), "version of the time stamp: 1"),
                statement("an extension", all -> all.add(extensions(false)), ""),
                statement(
                        "a critical extension",
                        all -> all.add(extensions(true)),
                        "no critical extensions of the time stamp: false"),
                statement("an order said to be none", all -> all.add(ASN1Boolean.FALSE), SPELLED),
                row("indefinite", tsa -> tsa.editStatement = TestTsa::indefinite, "one element of DER"),
                row("local time", tsa -> tsa.time = "20260215183003+0000", "a time in UTC to the second or finer"),
                row("no such day", tsa -> tsa.time = "20260230183003Z", "a time"),
                row(
                        "a time in other digits",
                        tsa -> tsa.editStatement = statement -> new String(statement, ISO_8859_1)
                                .replace("2026", "2O26")
                                .getBytes(ISO_8859_1),
                        "a time stamp token"));
    }

    private static ASN1Encodable extensions(boolean critical) {
        Extension one = new Extension(new ASN1ObjectIdentifier("1.2.3"), critical, new byte[] {5, 0});
        return new DERTaggedObject(false, 1, new Extensions(one));
    }

    @ParameterizedTest
    @MethodSource({"ofTheEnvelope", "ofTheAttributes", "ofTheStatement"})
    void token_read_isATimeStampOrRefusedByItsMember(Row row) {
        String expected = "";
        try {
            TimeToken.read(row.token());
        } catch (TokenRefusedException refused) {
            expected = refused.expected();
        }
        assertEquals(row.expected(), expected);
    }

    /** What an authority says of its own clock, and how far that is; no duration where it is refused. */
    record Accuracy(String name, List<ASN1Encodable> said, Duration duration) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Accuracy accuracy(String name, Duration duration, ASN1Encodable... said) {
        return new Accuracy(name, List.of(said), duration);
    }

    private static ASN1Encodable part(int tag, int value) {
        return new DERTaggedObject(false, tag, new ASN1Integer(value));
    }

    static List<Accuracy> accuracies() {
        return List.of(
                accuracy("nothing", Duration.ZERO),
                accuracy("a day", Duration.ofDays(1), new ASN1Integer(86_400)),
                accuracy("nought", Duration.ZERO, new ASN1Integer(0)),
                accuracy("milliseconds", Duration.ofMillis(999), part(0, 999)),
                accuracy("microseconds", Duration.ofNanos(999_000), part(1, 999)),
                accuracy("all of them", Duration.ofSeconds(2, 3_004_000), new ASN1Integer(2), part(0, 3), part(1, 4)));
    }

    private static TimeToken with(ASN1Encodable accuracy) throws TokenRefusedException {
        TestTsa tsa = new TestTsa(new byte[0]);
        tsa.accuracy = accuracy;
        return TimeToken.read(tsa.token());
    }

    @ParameterizedTest
    @MethodSource("accuracies")
    void accuracy_said_isADuration(Accuracy row) throws TokenRefusedException {
        assertEquals(row.duration(), with(sequence(row.said())).accuracy());
    }

    static List<Accuracy> noAccuracies() {
        return List.of(
                accuracy("a second more than a day", Duration.ZERO, new ASN1Integer(86_401)),
                accuracy("less than nothing", Duration.ZERO, new ASN1Integer(-1)),
                accuracy("more than an integer holds", Duration.ZERO, new ASN1Integer(1L << 31)),
                accuracy("a thousand milliseconds", Duration.ZERO, part(0, 1000)),
                accuracy("a thousand microseconds", Duration.ZERO, part(1, 1000)));
    }

    @ParameterizedTest
    @MethodSource("noAccuracies")
    void accuracy_beyondItsBounds_isRefused(Accuracy row) {
        assertThrows(
                TokenRefusedException.class, () -> with(sequence(row.said())).accuracy());
    }

    /** RFC 3161 leaves the accuracy out where nothing is said. */
    @org.junit.jupiter.api.Test
    void accuracy_absent_isNone() throws TokenRefusedException {
        TestTsa tsa = new TestTsa(new byte[0]);
        tsa.editStatement = statement -> {
            List<ASN1Encodable> members = members(ASN1Sequence.getInstance(statement));
            members.remove(5);
            return TestTsa.der(sequence(members));
        };
        assertEquals(Duration.ZERO, TimeToken.read(tsa.token()).accuracy());
    }
}
