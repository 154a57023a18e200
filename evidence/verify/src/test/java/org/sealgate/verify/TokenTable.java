package org.sealgate.verify;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/**
 * Tokens with what this verifier says of each, for others that have to say the same: whoever keeps a token that is refused here keeps no
 * proof. The tables of the other tests, and what stands between two readings of the standards.
 */
final class TokenTable {
    private static final String CERTIFICATE_BY_SHA1 = "1.2.840.113549.1.9.16.2.12";
    private static final String RSA = "1.2.840.113549.1.1.";
    private static final String SHA2 = "2.16.840.1.101.3.4.2.";
    private static final TestKey RSA_KEY = rsaKey();
    private static final List<Json.Obj> AUTHORITY = List.of(TestTsa.row(TestTsa.authority()));

    /** A token, the bytes that it should be over, and whose time is taken. */
    private record Row(String name, byte[] token, byte[] data, List<Json.Obj> authorities) {}

    private TokenTable() {}

    /** One row a line, as JSON; {@code keys} are those that the trust root names for something else than time. */
    static byte[] file() {
        Map<String, Json.Obj> rows = new LinkedHashMap<>();
        Stream.of(statements(), ways(), attacks(), algorithms(), readings())
                .flatMap(List::stream)
                .forEach(row -> rows.put(row.name(), described(row)));
        return rows.values().stream()
                .map(row -> new String(CanonicalJson.rfc8785(row), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Json.Obj described(Row row) {
        return Json.object()
                .put("name", row.name())
                .put("token", Base64.getEncoder().encodeToString(row.token()))
                .put("data", Base64.getEncoder().encodeToString(row.data()))
                .put("tsa", Json.array(List.copyOf(row.authorities())))
                .put("keys", Json.strings(keys().keySet().stream().sorted().toList()))
                .put("taken", isTaken(row))
                .build();
    }

    private static boolean isTaken(Row row) {
        try {
            new TimeStamps(row.authorities().stream().map(TokenTable::authority).toList(), keys())
                    .require(row.token(), row.data());
            return true;
        } catch (TokenRefusedException refused) {
            return false;
        }
    }

    private static TrustRoot.TimeAuthority authority(Json.Obj row) {
        return new TrustRoot.TimeAuthority(
                row.text("controller"),
                Bytes.copyOf(Base64.getDecoder().decode(row.text("certificate"))),
                row.text("policy"),
                true,
                Instant.parse(row.text("validFrom")),
                Instant.parse(row.text("validUntil")));
    }

    private static Map<String, TrustedKey> keys() {
        return TrustRootReader.read(TestTrust.file(), new Problems())
                .orElseThrow()
                .keys();
    }

    private static List<Row> statements() {
        List<Json.Obj> own = List.of(TestTsa.row(new TestTsa(new byte[0]).certificate));
        Stream<TimeTokenTest.Row> members = Stream.of(
                        TimeTokenTest.ofTheEnvelope(), TimeTokenTest.ofTheAttributes(), TimeTokenTest.ofTheStatement())
                .flatMap(List::stream);
        Stream<TimeTokenTest.Accuracy> accuracies =
                Stream.concat(TimeTokenTest.accuracies().stream(), TimeTokenTest.noAccuracies().stream());
        return Stream.concat(
                        members.map(row -> new Row("token: " + row.name(), row.token(), new byte[0], own)),
                        accuracies.map(row -> {
                            TestTsa tsa = new TestTsa(new byte[0]);
                            tsa.accuracy = new DERSequence(row.said().toArray(ASN1Encodable[]::new));
                            return new Row("accuracy: " + row.name(), tsa.token(), new byte[0], own);
                        }))
                .toList();
    }

    private static List<Row> ways() {
        return Stream.of(
                        TimePathTest.namedByItsKey(),
                        TimePathTest.bound(),
                        TimePathTest.usages(),
                        TimePathTest.chains())
                .flatMap(List::stream)
                .map(row -> new Row(
                        "way: " + row.name(), row.tsa().token(), new byte[0], List.of(TestTsa.row(row.trusted()))))
                .toList();
    }

    private static List<Row> attacks() {
        Json.Obj own = TestTsa.row(new TestTsa(TimeAttacksTest.CHECKPOINT).certificate);
        return Stream.of(
                        TimeAttacksTest.statements(),
                        TimeAttacksTest.signers(),
                        TimeAttacksTest.certificates(),
                        TimeAttacksTest.spellings())
                .flatMap(List::stream)
                // a row of nothing but zeros says no more than its length does
                .filter(row -> row.token().get().length <= TimeToken.MOST_BYTES)
                .map(row -> new Row(
                        "attack: " + row.name(),
                        row.token().get(),
                        TimeAttacksTest.CHECKPOINT,
                        List.of(row.authority().apply(own))))
                .toList();
    }

    private static Row row(String name, Consumer<TestTsa> edit) {
        TestTsa tsa = new TestTsa(new byte[0]);
        edit.accept(tsa);
        return new Row(name, tsa.token(), new byte[0], List.of(TestTsa.row(tsa.certificate)));
    }

    // ---- what authorities sign with

    private static List<Row> algorithms() {
        AlgorithmIdentifier withNull = with(RSA + "11", DERNull.INSTANCE);
        return List.of(
                rsa("SHA256withRSA", named(RSA + "11"), "SHA-256", "1"),
                rsa("SHA256withRSA", withNull, "SHA-256", "1"),
                rsa("SHA384withRSA", named(RSA + "12"), "SHA-384", "2"),
                rsa("SHA512withRSA", named(RSA + "13"), "SHA-512", "3"),
                rsa("SHA256withRSA", with(RSA + "1", DERNull.INSTANCE), "SHA-256", "1"),
                rsa("SHA512withRSA", named(RSA + "1"), "SHA-512", "3"),
                rsa("SHA512withRSA", named(RSA + "1"), "SHA-256", "1"),
                rsa("SHA384withRSA", named(RSA + "12"), "SHA-256", "1"),
                rsa("SHA256withRSA", with(RSA + "11", new ASN1Integer(1)), "SHA-256", "1"),
                rsa("SHA1withRSA", named(RSA + "5"), "SHA-256", "1"),
                rsa("RSASSA-PSS", new AlgorithmIdentifier(oid(RSA + "10"), pss()), "SHA-256", "1"),
                rsa("RSASSA-PSS", named(RSA + "10"), "SHA-256", "1"),
                rsa("SHA256withRSA", named("1.2.840.10045.4.3.2"), "SHA-256", "1"),
                sha1());
    }

    private static Row rsa(String by, AlgorithmIdentifier named, String digest, String last) {
        String parameters = named.getParameters() == null
                ? ""
                : " with " + named.getParameters().getClass().getSimpleName();
        return row("rsa: " + by + " as " + named.getAlgorithm().getId() + parameters + " and " + digest, tsa -> {
            tsa.certificate = TestTsa.certificate("tsa", RSA_KEY, "tsa", TestTsa.KEY, TestTsa.USAGE);
            tsa.sent = List.of(tsa.certificate);
            tsa.digestAlgorithm = named(SHA2 + last);
            tsa.digest = statement -> hash(digest, statement);
            tsa.signatureAlgorithm = named;
            tsa.signing = message -> signed(by, message);
        });
    }

    /** Everything by SHA-1, in good order otherwise. */
    private static Row sha1() {
        return row("everything by SHA-1", tsa -> {
            tsa.certificate = TestTsa.certificate("tsa", RSA_KEY, "tsa", TestTsa.KEY, TestTsa.USAGE);
            tsa.sent = List.of(tsa.certificate);
            tsa.digestAlgorithm = TestTsa.SHA1;
            tsa.digest = statement -> hash("SHA-1", statement);
            tsa.signatureAlgorithm = named(RSA + "5");
            tsa.signing = message -> signed("SHA1withRSA", message);
        });
    }

    private static TestKey rsaKey() {
        TimeKeyTest.Pair pair = TimeKeyTest.KEY;
        SubjectPublicKeyInfo spki = spki(new RSAPublicKey(pair.modulus(), TimeKeyTest.E));
        return new TestKey("rsa", "tsa", "gate-1", TestTsa.KEY.secret(), TestTsa.der(spki));
    }

    private static SubjectPublicKeyInfo spki(RSAPublicKey key) {
        try {
            return new SubjectPublicKeyInfo(with(RSA + "1", DERNull.INSTANCE), key);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ASN1Encodable pss() {
        AlgorithmIdentifier sha256 = named(SHA2 + "1");
        return new RSASSAPSSparams(
                sha256, new AlgorithmIdentifier(oid(RSA + "8"), sha256), new ASN1Integer(0), new ASN1Integer(1));
    }

    private static byte[] signed(String by, byte[] message) {
        try {
            TimeKeyTest.Pair pair = TimeKeyTest.KEY;
            Signature signer = Signature.getInstance(by);
            signer.initSign(KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateKeySpec(pair.modulus(), pair.secret())));
            if (by.equals("RSASSA-PSS")) {
                // without salt: the same bytes each time
                AlgorithmParameterSpec noSalt = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 0, 1);
                signer.setParameter(noSalt);
            }
            signer.update(message);
            return signer.sign();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hash(String digest, byte[] data) {
        try {
            return MessageDigest.getInstance(digest).digest(data);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ASN1ObjectIdentifier oid(String id) {
        return new ASN1ObjectIdentifier(id);
    }

    private static AlgorithmIdentifier named(String id) {
        return new AlgorithmIdentifier(oid(id));
    }

    private static AlgorithmIdentifier with(String id, ASN1Encodable parameters) {
        return new AlgorithmIdentifier(oid(id), parameters);
    }

    // ---- what others read in another way

    private static List<Row> readings() {
        List<Row> rows = new ArrayList<>(List.of(
                bound("bound by the older attribute alone", tsa -> List.of(older(tsa.certificate))),
                bound(
                        "bound by both attributes",
                        tsa -> List.of(TestTsa.bound(by("SHA-256", "1", tsa.certificate)), older(tsa.certificate))),
                bound(
                        "bound to the certificate of an authority besides",
                        tsa -> List.of(
                                TestTsa.bound(by("SHA-256", "1", tsa.certificate), new ESSCertIDv2(new byte[32])))),
                bound("bound by SHA-384", tsa -> List.of(TestTsa.bound(by("SHA-384", "2", tsa.certificate)))),
                row(
                        "named by what its certificate does not say",
                        tsa -> tsa.keyid = Optional.of(hash("SHA-1", point(tsa.certificate)))),
                nameInOtherLetters(),
                signerInOtherLetters(),
                ofAKeyForSomethingElse()));
        rows.addAll(sentAlong());
        rows.addAll(ofSeveral());
        return rows;
    }

    private static Row bound(String name, Function<TestTsa, List<Attribute>> attributes) {
        return row(
                name,
                tsa -> tsa.editAttributes =
                        all -> Stream.concat(all.subList(0, 2).stream(), attributes.apply(tsa).stream())
                                .toList());
    }

    private static ESSCertIDv2 by(String digest, String last, Certificate certificate) {
        return new ESSCertIDv2(named(SHA2 + last), hash(digest, TestTsa.der(certificate)));
    }

    private static Attribute older(Certificate certificate) {
        DERSequence id = new DERSequence(new DEROctetString(hash("SHA-1", TestTsa.der(certificate))));
        return TestTsa.attribute(CERTIFICATE_BY_SHA1, new DERSequence(new DERSequence(id)));
    }

    private static byte[] point(Certificate certificate) {
        return certificate.getSubjectPublicKeyInfo().getPublicKeyData().getBytes();
    }

    /** Names that are alike but for their letters are others: whoever compares them so takes what is not signed. */
    private static Row nameInOtherLetters() {
        TestTsa tsa = new TestTsa(new byte[0]).signedBy(TestTsa.KEY);
        tsa.certificate = TestTsa.certificate("tsa", TestTsa.KEY, "Authority", TestTsa.AUTHORITY, TestTsa.USAGE);
        tsa.sent = List.of(tsa.certificate);
        return new Row("an issuer in other letters", tsa.token(), new byte[0], AUTHORITY);
    }

    private static Row signerInOtherLetters() {
        TestTsa tsa = new TestTsa(new byte[0]);
        Certificate sent = tsa.certificate;
        tsa.certificate = TestTsa.certificate("tsa", TestTsa.KEY, "TSA", TestTsa.KEY, TestTsa.USAGE);
        tsa.sent = List.of(sent);
        tsa.editAttributes = all -> List.of(all.get(0), all.get(1), TestTsa.bound(by("SHA-256", "1", sent)));
        return new Row("a signer in other letters", tsa.token(), new byte[0], List.of(TestTsa.row(sent)));
    }

    /** What authorities send along: their root, or for older clients their root's certificate by an older one. */
    private static List<Row> sentAlong() {
        return List.of(
                sentAlong(
                        "the root certified by an older one",
                        TestTsa.certificate(
                                "authority", TestTsa.AUTHORITY, "older", TestTsa.OTHER, TimePathTest.IS_AUTHORITY)),
                sentAlong("the root itself sent along", TestTsa.authority()));
    }

    private static Row sentAlong(String name, Certificate besides) {
        TestTsa tsa = new TestTsa(new byte[0]);
        tsa.certificate = TestTsa.certificate(
                "tsa", TestTsa.KEY, "authority", TestTsa.AUTHORITY, TestTsa.USAGE, TimePathTest.identified(7));
        tsa.keyid = Optional.of(new byte[] {7});
        tsa.sent = List.of(tsa.certificate, besides);
        return new Row(name, tsa.token(), new byte[0], AUTHORITY);
    }

    /** Of several authorities the first that a token can be of counts, whatever speaks against the others. */
    private static List<Row> ofSeveral() {
        TestTsa tsa = new TestTsa(new byte[0]).signedBy(TestTsa.KEY);
        Json.Obj good = AUTHORITY.getFirst();
        Json.Obj noAuthority =
                TestTsa.row(TestTsa.certificate("authority", TestTsa.AUTHORITY, "authority", TestTsa.AUTHORITY));
        Json.Obj stranger = TestTsa.row(
                TestTsa.certificate("other", TestTsa.OTHER, "other", TestTsa.OTHER, TimePathTest.IS_AUTHORITY));
        Json.Obj namesake = TestTsa.row(
                TestTsa.certificate("authority", TestTsa.OTHER, "authority", TestTsa.OTHER, TimePathTest.IS_AUTHORITY));
        UnaryOperator<Json.Obj> over = row -> row.with("validUntil", Json.of("2026-02-01T00:00:00.000Z"));
        UnaryOperator<Json.Obj> otherPolicy = row -> row.with("policy", Json.of("1.2.3"));
        return List.of(
                new Row("several: the second", tsa.token(), new byte[0], List.of(noAuthority, good)),
                new Row("several: one after a stranger", tsa.token(), new byte[0], List.of(stranger, namesake, good)),
                new Row("several: one that is over", tsa.token(), new byte[0], List.of(over.apply(good), good)),
                new Row("several: none", tsa.token(), new byte[0], List.of(over.apply(good), otherPolicy.apply(good))),
                new Row("several: nobody", tsa.token(), new byte[0], List.of()));
    }

    private static Row ofAKeyForSomethingElse() {
        return new Row(
                "by a key that decides as well",
                new TestTsa(new byte[0]).signedBy(TestTrust.DECISION).token(),
                new byte[0],
                AUTHORITY);
    }
}
