package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/** Step 9: tokens that prove no time, each signed by the right key wherever it can be. R6. */
class TimeAttacksTest {
    static final byte[] CHECKPOINT = "gate.example.org/log\n1\nAAAA\n".getBytes(UTF_8);
    private static final Instant DECIDED = Instant.parse(Forge.DECIDED);
    private static final Extension IS_AUTHORITY = new Extension(
            Extension.basicConstraints, true, new DEROctetString(TestTsa.der(new BasicConstraints(true))));

    @TempDir
    Path folder;

    /** A token, the trust root that judges it, and the codes that it must be answered with; none for a good one. */
    record Row(String name, Supplier<byte[]> token, UnaryOperator<Json.Obj> authority, Set<Code> codes) {
        @Override
        public String toString() {
            return name + " → " + codes;
        }
    }

    private static TestTsa edited(Consumer<TestTsa> edit) {
        TestTsa tsa = new TestTsa(CHECKPOINT);
        edit.accept(tsa);
        return tsa;
    }

    private static Row row(String name, Consumer<TestTsa> edit, Code... codes) {
        return new Row(name, () -> edited(edit).token(), UnaryOperator.identity(), Set.of(codes));
    }

    private static Row bytes(String name, UnaryOperator<byte[]> edit, Code... codes) {
        return new Row(
                name, () -> edit.apply(new TestTsa(CHECKPOINT).token()), UnaryOperator.identity(), Set.of(codes));
    }

    private static Row trusting(String name, UnaryOperator<Json.Obj> authority, Code... codes) {
        return new Row(name, () -> new TestTsa(CHECKPOINT).token(), authority, Set.of(codes));
    }

    static List<Row> statements() {
        return List.of(
                row("good", tsa -> {}),
                row("no certificate sent", tsa -> tsa.sent.clear()),
                row(
                        "digest algorithm with null",
                        tsa -> tsa.digestAlgorithm =
                                new AlgorithmIdentifier(TestTsa.SHA256.getAlgorithm(), DERNull.INSTANCE)),
                row(
                        "over other bytes",
                        tsa -> tsa.imprint = Digest.sha256(new byte[1]).bytes(),
                        Code.TSA_IMPRINT),
                row(
                        "SHA-1 imprint",
                        tsa -> {
                            tsa.imprintAlgorithm = TestTsa.SHA1;
                            tsa.imprint = new byte[20];
                        },
                        Code.TSA_IMPRINT),
                row("imprint cut short", tsa -> tsa.imprint = Arrays.copyOf(tsa.imprint, 31), Code.TSA_IMPRINT),
                row("SHA-1 digest", tsa -> tsa.digestAlgorithm = TestTsa.SHA1, Code.TSA_TOKEN),
                row(
                        "SHA-1 signature",
                        tsa -> tsa.signatureAlgorithm =
                                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.1")),
                        Code.TSA_TOKEN),
                row("a minute before the decision", tsa -> tsa.time = "20260215182858Z", Code.TIME_ORDER),
                row("within what clocks differ by", tsa -> tsa.time = "20260215182859.2Z"),
                row("a day and more after it", tsa -> tsa.time = "20260216183002Z", Code.TIME_SKEW),
                row("just within a day", tsa -> tsa.time = "20260216183001.1Z"),
                row("another policy", tsa -> tsa.policy = "1.3.6.1.4.1.32473.3161.2", Code.TSA_TOKEN),
                row("local time", tsa -> tsa.time = "20260215183003+0000", Code.TSA_TOKEN),
                row(
                        "trailing zero in the time",
                        tsa -> tsa.editStatement = TimeAttacksTest::trailingZero,
                        Code.TSA_TOKEN),
                row("no such day", tsa -> tsa.time = "20260230183003Z", Code.TSA_TOKEN),
                row(
                        "accuracy of weeks",
                        tsa -> tsa.accuracy = new DERSequence(new ASN1Integer(1_000_000)),
                        Code.TSA_TOKEN),
                row("negative accuracy", tsa -> tsa.accuracy = new DERSequence(new ASN1Integer(-90)), Code.TSA_TOKEN),
                row(
                        "one member too many",
                        tsa -> tsa.moreStatement =
                                List.of(new DERTaggedObject(false, 5, new DEROctetString(new byte[1]))),
                        Code.TSA_TOKEN),
                row(
                        "a certificate of somebody else besides",
                        tsa -> tsa.sent.add(
                                TestTsa.certificate("other", TestTsa.OTHER, "other", TestTsa.OTHER, TestTsa.USAGE)),
                        Code.TSA_TOKEN));
    }

    private static byte[] trailingZero(byte[] statement) {
        String text = new String(statement, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.replace(".5Z", ".0Z").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static List<Row> signers() {
        return List.of(
                row("altered signature", tsa -> tsa.editSignature = TimeAttacksTest::flipLast, Code.TSA_TOKEN),
                row(
                        "signature behind a zero",
                        tsa -> tsa.editSignature = signature -> {
                            byte[] longer = Arrays.copyOf(signature, signature.length + 1);
                            longer[1]++;
                            return longer;
                        },
                        Code.TSA_TOKEN),
                row("another key", tsa -> tsa.signer = TestTsa.OTHER, Code.TSA_TOKEN),
                row(
                        "a second signer",
                        tsa -> tsa.editSigners = signers -> {
                            signers.add(new DERSequence(new ASN1Integer(1)));
                            return signers;
                        },
                        Code.TSA_TOKEN),
                row(
                        "the same signer twice",
                        tsa -> tsa.editSigners = signers -> List.of(signers.getFirst(), signers.getFirst()),
                        Code.TSA_TOKEN),
                row("no signer", tsa -> tsa.editSigners = signers -> List.of(), Code.TSA_TOKEN),
                row(
                        "unsigned attributes",
                        tsa -> tsa.moreOfSigner = List.of(new DERTaggedObject(
                                false, 1, new DERSet(TestTsa.attribute("1.2.3", new ASN1Integer(1))))),
                        Code.TSA_TOKEN),
                row("no certificate bound", tsa -> tsa.editAttributes = all -> all.subList(0, 2), Code.TSA_TOKEN),
                row(
                        "an empty binding",
                        tsa -> tsa.editAttributes = all -> replaced(all, TestTsa.bound()),
                        Code.TSA_TOKEN),
                row(
                        "another certificate bound",
                        tsa -> tsa.editAttributes = all -> replaced(all, TestTsa.bound(new ESSCertIDv2(new byte[32]))),
                        Code.TSA_TOKEN),
                row(
                        "bound by SHA-1 alone",
                        tsa -> tsa.editAttributes =
                                all -> replaced(all, TestTsa.bound(new ESSCertIDv2(TestTsa.SHA1, new byte[20]))),
                        Code.TSA_TOKEN),
                row(
                        "bound twice",
                        tsa -> tsa.editAttributes = all -> {
                            List<org.bouncycastle.asn1.cms.Attribute> more = new ArrayList<>(all);
                            more.add(TestTsa.bound(new ESSCertIDv2(new byte[32])));
                            return more;
                        },
                        Code.TSA_TOKEN),
                row(
                        "no digest signed",
                        tsa -> tsa.editAttributes = all -> List.of(all.get(0), all.get(2)),
                        Code.TSA_TOKEN),
                row("no type signed", tsa -> tsa.editAttributes = all -> all.subList(1, 3), Code.TSA_TOKEN));
    }

    static List<Row> certificates() {
        return List.of(
                own("no extensions"),
                own("no extended key usage", IS_AUTHORITY),
                own("usage not critical", TestTsa.usage(false, KeyPurposeId.id_kp_timeStamping)),
                own("usage for servers", TestTsa.usage(true, KeyPurposeId.id_kp_serverAuth)),
                expired(),
                chained("issued by the trusted one", TestTsa.AUTHORITY, IS_AUTHORITY),
                chained("issued by one that is no authority", TestTsa.AUTHORITY, TestTsa.USAGE, Code.TSA_TOKEN),
                chained("issued in its name by another key", TestTsa.OTHER, IS_AUTHORITY, Code.TSA_TOKEN),
                row(
                        "a stranger's certificate",
                        tsa -> {
                            tsa.signer = TestTsa.OTHER;
                            tsa.certificate =
                                    TestTsa.certificate("other", TestTsa.OTHER, "other", TestTsa.OTHER, TestTsa.USAGE);
                            tsa.sent = List.of(tsa.certificate);
                        },
                        Code.TSA_TOKEN),
                row(
                        "a stranger's certificate of the same name",
                        tsa -> {
                            tsa.signer = TestTsa.OTHER;
                            tsa.certificate =
                                    TestTsa.certificate("tsa", TestTsa.OTHER, "tsa", TestTsa.OTHER, TestTsa.USAGE);
                            tsa.sent = List.of(tsa.certificate);
                        },
                        Code.TSA_TOKEN),
                trusting(
                        "before its window",
                        row -> row.with("validFrom", Json.of("2026-02-15T18:30:03.501Z")),
                        Code.TSA_TOKEN),
                trusting(
                        "first instant of its window",
                        row -> row.with("validFrom", Json.of("2026-02-15T18:30:03.500Z"))),
                trusting(
                        "after its window",
                        row -> row.with("validUntil", Json.of("2026-02-15T18:30:03.500Z")),
                        Code.TSA_TOKEN),
                trusting(
                        "last instant of its window",
                        row -> row.with("validUntil", Json.of("2026-02-15T18:30:03.501Z"))));
    }

    private static Row own(String name, Extension... extensions) {
        Certificate certificate = TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, extensions);
        return own(name, certificate);
    }

    private static Row own(String name, Certificate certificate) {
        TestTsa tsa = new TestTsa(CHECKPOINT);
        tsa.certificate = certificate;
        tsa.sent = List.of(certificate);
        return new Row(name, tsa::token, row -> TestTsa.row(certificate), Set.of(Code.TSA_TOKEN));
    }

    private static Row expired() {
        return own(
                "certificate expired",
                TestTsa.certificate(
                        "tsa", TestTsa.KEY, new TestTsa.Issued("tsa", TestTsa.KEY, "20260215183002Z"), TestTsa.USAGE));
    }

    private static Row chained(String name, TestKey by, Extension kind, Code... codes) {
        Certificate root = TestTsa.certificate("root", TestTsa.AUTHORITY, "root", TestTsa.AUTHORITY, kind);
        TestTsa tsa = new TestTsa(CHECKPOINT);
        tsa.certificate = TestTsa.certificate("tsa", TestTsa.KEY, "root", by, TestTsa.USAGE);
        tsa.sent = List.of(tsa.certificate);
        return new Row(name, tsa::token, row -> TestTsa.row(root), Set.of(codes));
    }

    static List<Row> spellings() {
        return List.of(
                bytes("trailing bytes", token -> Arrays.copyOf(token, token.length + 1), Code.TSA_TOKEN),
                bytes("cut short", token -> Arrays.copyOf(token, token.length - 1), Code.TSA_TOKEN),
                bytes("empty", token -> new byte[0], Code.TSA_TOKEN),
                bytes("indefinite length", TestTsa::indefinite, Code.TSA_TOKEN),
                bytes("a long length", TimeAttacksTest::longLength, Code.TSA_TOKEN),
                bytes("a response around it", TimeAttacksTest::response, Code.TSA_TOKEN),
                bytes("nested without end", token -> nested(), Code.TSA_TOKEN),
                bytes("too large", token -> new byte[TimeToken.MOST_BYTES + 1], Code.TSA_TOKEN));
    }

    /** {@code 30 82 hh ll} becomes {@code 30 83 00 hh ll}. */
    private static byte[] longLength(byte[] token) {
        byte[] longer = new byte[token.length + 1];
        System.arraycopy(token, 2, longer, 3, token.length - 2);
        longer[0] = token[0];
        longer[1] = (byte) 0x83;
        return longer;
    }

    private static byte[] response(byte[] token) {
        return TestTsa.der(new DERSequence(
                new ASN1Encodable[] {new DERSequence(new ASN1Integer(0)), ASN1Sequence.getInstance(token)}));
    }

    private static byte[] nested() {
        ASN1Encodable inner = new ASN1Integer(1);
        for (int i = 0; i < 40; i++) {
            inner = new DERSequence(inner);
        }
        return TestTsa.der(inner);
    }

    private static byte[] flipLast(byte[] bytes) {
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    private static List<org.bouncycastle.asn1.cms.Attribute> replaced(
            List<org.bouncycastle.asn1.cms.Attribute> all, org.bouncycastle.asn1.cms.Attribute bound) {
        return List.of(all.get(0), all.get(1), bound);
    }

    @ParameterizedTest
    @MethodSource({"statements", "signers", "certificates", "spellings"})
    void token_judged_hasTheseCodes(Row row) throws Exception {
        TimeCheck.Outcome outcome = judge(row.token().get(), row.authority());
        assertEquals(
                row.codes(), codes(outcome.result()), () -> outcome.result().toString());
        assertEquals(row.codes().isEmpty(), outcome.proven().isPresent());
    }

    @Test
    void token_good_provesItsLatestTimeAndWhoseWordItIs() throws Exception {
        byte[] token = new TestTsa(CHECKPOINT).token();
        TimeCheck.Outcome operators = judge(token, UnaryOperator.identity());
        assertEquals(Optional.of(Instant.parse("2026-02-15T18:30:04.500Z")), operators.proven());
        assertTrue(operators.notes().getFirst().contains("operator's own word"), operators.notes()::toString);
        TimeCheck.Outcome others = judge(token, row -> row.with("operator", Json.of(false)));
        assertEquals(List.of("the time is the word of gate-1"), others.notes());
    }

    @Test
    void token_missing_isNamed() throws Exception {
        for (String left : List.of(Names.LOG_CHECKPOINT, Names.LOG_TOKEN)) {
            TimeCheck.Outcome outcome = judge(Map.of(left, CHECKPOINT), UnaryOperator.identity());
            assertEquals(Set.of(Code.TSA_TOKEN), codes(outcome.result()));
        }
    }

    /** R8: whatever byte is changed, no other time comes out. */
    @Test
    void token_anyByteChanged_isRefused() throws Exception {
        byte[] token = new TestTsa(CHECKPOINT).token();
        Random random = new Random(9);
        Set<Integer> accepted = new TreeSet<>();
        for (int at = 0; at < token.length; at++) {
            byte[] changed = token.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            if (judge(changed, UnaryOperator.identity()).proven().isPresent()) {
                accepted.add(at);
            }
        }
        assertEquals(Set.of(), accepted);
    }

    private TimeCheck.Outcome judge(byte[] token, UnaryOperator<Json.Obj> authority) throws Exception {
        return judge(Map.of(Names.LOG_CHECKPOINT, CHECKPOINT, Names.LOG_TOKEN, token), authority);
    }

    private TimeCheck.Outcome judge(Map<String, byte[]> files, UnaryOperator<Json.Obj> authority) throws Exception {
        Json.Obj row = authority.apply(TestTsa.row(new TestTsa(CHECKPOINT).certificate));
        Problems problems = new Problems();
        byte[] file = TestTrust.file(payload -> payload.with("tsa", Json.array(List.of(row))));
        TrustRoot root =
                TrustRootReader.read(file, problems).orElseThrow(() -> new AssertionError(problems.findings()));
        TimeCheck.Outcome outcome = judge(files, TimeStamps.of(Optional.of(root)));
        assertSame(outcome, judge(files, experienced(root)));
        return outcome;
    }

    /** What has verified a good token is deceived no more than what has seen none. */
    private TimeStamps experienced(TrustRoot root) throws Exception {
        TimeStamps stamps = TimeStamps.of(Optional.of(root));
        byte[] good = new TestTsa(CHECKPOINT).token();
        judge(Map.of(Names.LOG_CHECKPOINT, CHECKPOINT, Names.LOG_TOKEN, good), stamps);
        judge(Map.of(Names.LOG_CHECKPOINT, CHECKPOINT, Names.LOG_TOKEN, good), stamps);
        return stamps;
    }

    private TimeCheck.Outcome judge(Map<String, byte[]> files, TimeStamps stamps) throws Exception {
        Path bundle = ForgedBundle.write(folder, new TreeMap<>(files));
        try (Container container = Container.open(bundle)) {
            return TimeCheck.of(Set.of(TrustRoot.Proof.TIME), container, Optional.empty(), stamps, DECIDED);
        }
    }

    private static void assertSame(TimeCheck.Outcome one, TimeCheck.Outcome other) {
        assertEquals(one.proven(), other.proven());
        assertEquals(codes(one.result()), codes(other.result()));
    }

    private static Set<Code> codes(CheckResult result) {
        return result instanceof CheckResult.Fail fail
                ? fail.findings().stream().map(Finding::code).collect(Collectors.toSet())
                : Set.of();
    }
}
