package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.VerifierKey;

/** Trust roots that are not to be used, each wrong in one thing and signed by the root key wherever that helps. */
class RefusedTrustRootsTest {
    private static final TestKey SAME_OWNER = TestKey.ecdsa("root", "owner", 11);
    private static final TestKey OTHER_OWNER = TestKey.ecdsa("root", "second-owner", 12);
    /** SPKI of points of P-384 and secp256k1 with P-256's frame, and of Ed25519's neutral element. */
    private static final String P384 = "3076301006072a8648ce3d020106052b8104002203620004" + "11".repeat(96);

    private static final String K256 = "3056301006072a8648ce3d020106052b8104000a03420004" + "11".repeat(64);
    private static final String NEUTRAL = "302a300506032b6570032100" + "01" + "00".repeat(31);

    record Row(String name, byte[] file, Set<Code> codes) {
        @Override
        public String toString() {
            return name + " → " + codes;
        }
    }

    private static Row row(String name, byte[] file, Code... codes) {
        return new Row(name, file, new TreeSet<>(Set.of(codes)));
    }

    private static Row edited(String name, UnaryOperator<Json.Obj> edit, Code... codes) {
        return row(name, TestTrust.file(edit), codes);
    }

    static Stream<Row> refused() {
        return Stream.of(signatures(), keys(), otherKeys(), shapes()).flatMap(List::stream);
    }

    private static List<Row> signatures() {
        UnaryOperator<Json.Obj> two = TestTrust.role("root", "threshold", Json.of(2));
        Json.Obj crowd =
                listing(SAME_OWNER).andThen(listing(OTHER_OWNER)).andThen(two).apply(TestTrust.payload());
        return List.of(
                row("one of two signatures", signed(crowd, TestTrust.ROOT), Code.TRUST_ROOT_SIGNATURE),
                row(
                        "one controller counted twice",
                        signed(crowd, TestTrust.ROOT, SAME_OWNER),
                        Code.TRUST_ROOT_SIGNATURE),
                row("one key counted twice", signed(crowd, TestTrust.ROOT, TestTrust.ROOT), Code.TRUST_ROOT_SIGNATURE),
                row(
                        "a key that it does not list",
                        signed(TestTrust.payload(), TestTrust.ROOT, OTHER_OWNER),
                        Code.TRUST_ROOT_SIGNATURE),
                row(
                        "a key of another role",
                        signed(TestTrust.payload(), TestTrust.ROOT, TestTrust.DECISION),
                        Code.TRUST_ROOT_SIGNATURE),
                row("a bad signature beside a good one", badBesideGood(), Code.TRUST_ROOT_SIGNATURE),
                row("the other half of a signature", highS(), Code.TRUST_ROOT_SIGNATURE),
                edited(
                        "an algorithm that its root key does not have",
                        TestTrust.role("root", "algorithms", Json.strings(List.of("ecdsa-p256-sha256", "ml-dsa-65"))),
                        Code.TRUST_ROOT_SIGNATURE));
    }

    private static List<Row> keys() {
        return List.of(
                edited("a key of P-384", spki("ecdsa-p256-sha256", P384), Code.KEY_ENCODING),
                edited("a key of secp256k1", spki("ecdsa-p256-sha256", K256), Code.KEY_ENCODING),
                edited("the neutral element", spki("ed25519", NEUTRAL), Code.KEY_WEAK),
                edited(
                        "base64 with stray bits",
                        decision("spki", Json.of(strayBits(TestTrust.DECISION.spki()))),
                        Code.KEY_ENCODING),
                edited("the same row twice", listing(TestTrust.DECISION), Code.KEY_ROLE),
                edited(
                        "the same key for another controller",
                        root -> append(root, TestTrust.DECISION.row().with("controller", Json.of("gate-2"))),
                        Code.KEY_ROLE),
                edited(
                        "a key that ends before it begins",
                        decision("validUntil", Json.of("2025-12-31T00:00:00.000Z")),
                        Code.STATEMENT_SCHEMA),
                edited(
                        "a role that is not for keys",
                        decision("roles", Json.strings(List.of("log"))),
                        Code.STATEMENT_SCHEMA));
    }

    /** Logs, witnesses and time authorities have keys as well. */
    private static List<Row> otherKeys() {
        TestNoteKey log = TestNoteKey.log("gate.example.org/log", 31);
        String line = "log " + log.key().text() + "\n";
        String both = line + "witness w1 "
                + new VerifierKey(
                                "w1.example.org",
                                VerifierKey.Type.COSIGNATURE_V1,
                                log.key().key())
                        .text() + "\n";
        String asKey = "302a300506032b6570032100"
                + HexFormat.of().formatHex(log.key().key().toArray());
        Json.Obj row = TestTsa.row(TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, TestTsa.USAGE));
        return List.of(
                edited(
                        "a log's key as a decision key",
                        root -> policy(spki("ed25519", asKey).apply(root), line),
                        Code.KEY_ROLE),
                edited("a log that is its own witness", root -> policy(root, both), Code.STATEMENT_SCHEMA),
                edited("a policy of the log that is none", root -> policy(root, "log\n"), Code.STATEMENT_SCHEMA),
                edited(
                        "a time authority with the decision key",
                        tsa(TestTsa.row(TestTsa.certificate(
                                "tsa", TestTrust.DECISION, "tsa", TestTrust.DECISION, TestTsa.USAGE))),
                        Code.KEY_ROLE),
                edited(
                        "a certificate that is none",
                        tsa(row.with("certificate", Json.of("MAMCAQA="))),
                        Code.KEY_ENCODING),
                edited("a certificate in another spelling", tsa(spelled(row)), Code.KEY_ENCODING),
                edited(
                        "a time authority that ends before it begins",
                        tsa(row.with("validUntil", Json.of("2025-01-01T00:00:00.000Z"))),
                        Code.STATEMENT_SCHEMA));
    }

    /** The outermost length is indefinite, as BER has it and DER has not. */
    private static Json.Obj spelled(Json.Obj row) {
        byte[] der = Base64.getDecoder().decode(row.text("certificate"));
        byte[] ber = TestTsa.indefinite(der);
        return row.with("certificate", Json.of(Base64.getEncoder().encodeToString(ber)));
    }

    private static UnaryOperator<Json.Obj> tsa(Json.Obj row) {
        return root -> root.with("tsa", Json.array(List.of(row)));
    }

    private static Json.Obj policy(Json.Obj root, String lines) {
        return root.with("logPolicy", Json.of(lines + "quorum none\n"));
    }

    private static List<Row> shapes() {
        return List.of(
                row("another payload type", otherType(), Code.PAYLOAD_TYPE_UNSUPPORTED),
                row("a space in the payload", spaced(), Code.PAYLOAD_NOT_CANONICAL),
                row("a space in the file", text(file -> file.replace("\",\"", "\", \"")), Code.ENVELOPE_SYNTAX),
                row("a byte order mark", text(file -> "\ufeff" + file), Code.JSON_BOM),
                row("trailing data", text(file -> file + "{}"), Code.JSON_TRAILING),
                row("no signatures", unsigned(), Code.TRUST_ROOT_SIGNATURE),
                edited("an unknown member", root -> root.with("comment", Json.of("x")), Code.STATEMENT_SCHEMA),
                edited("an unknown member of a key", decision("privateKey", Json.of("x")), Code.STATEMENT_SCHEMA),
                edited(
                        "an unknown role",
                        root -> root.with(
                                "roles",
                                root.object("roles")
                                        .with("tsa", root.object("roles").object("root"))),
                        Code.STATEMENT_SCHEMA),
                edited(
                        "a policy of the log without a line end",
                        root -> root.with("logPolicy", Json.of("quorum none")),
                        Code.STATEMENT_SCHEMA),
                edited(
                        "expired before it was issued",
                        root -> root.with("expires", Json.of("2026-01-01T00:00:00.000Z")),
                        Code.STATEMENT_SCHEMA),
                edited(
                        "a day that is none",
                        root -> root.with("expires", Json.of("2027-02-30T00:00:00.000Z")),
                        Code.STATEMENT_SCHEMA));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void trustRoot_wrongInOneThing_isRefusedWithItsCode(Row row) {
        assertEquals(row.codes, codes(TrustRootPublication.findings(row.file, Optional.empty())));
    }

    /** What the rows above differ from. */
    @Test
    void trustRoot_thresholdOfTwoControllers_isGood() {
        UnaryOperator<Json.Obj> two = TestTrust.role("root", "threshold", Json.of(2));
        Json.Obj crowd = listing(OTHER_OWNER).andThen(two).apply(TestTrust.payload());
        assertEquals(
                List.of(), TrustRootPublication.findings(signed(crowd, TestTrust.ROOT, OTHER_OWNER), Optional.empty()));
    }

    /** The successor of {@link TestTrust#payload()}, edited, its signers, and what is found against it as the next version. */
    private record Step(String name, UnaryOperator<Json.Obj> edit, List<TestKey> signers, Set<Code> codes) {
        @Override
        public String toString() {
            return name + " → " + codes;
        }
    }

    private static Step step(String name, UnaryOperator<Json.Obj> edit, List<TestKey> signers, Code... codes) {
        return new Step(name, edit, signers, new TreeSet<>(Set.of(codes)));
    }

    static Stream<Step> successors() {
        List<TestKey> root = List.of(TestTrust.ROOT);
        UnaryOperator<Json.Obj> handedOver = payload -> listing(OTHER_OWNER)
                .andThen(TestTrust.key(TestTrust.ROOT, key -> key.with("revoked", revoked("2026-03-01", "superseded"))))
                .apply(payload);
        return Stream.of(
                step("as it was", UnaryOperator.identity(), root),
                step("handed over, signed by both", handedOver, List.of(TestTrust.ROOT, OTHER_OWNER)),
                step(
                        "handed over, signed by the new one alone",
                        handedOver,
                        List.of(OTHER_OWNER),
                        Code.TRUST_ROOT_SIGNATURE),
                step("handed over, signed by the old one alone", handedOver, root, Code.TRUST_ROOT_SIGNATURE),
                step(
                        "two versions on",
                        payload -> payload.with("version", Json.of(3)),
                        root,
                        Code.TRUST_ROOT_SIGNATURE),
                step(
                        "issued before its predecessor",
                        payload -> payload.with("issuedAt", Json.of("2026-02-09T23:59:59.999Z")),
                        root,
                        Code.TRUST_ROOT_ROLLBACK),
                step("a key forgotten", RefusedTrustRootsTest::forgotten, root, Code.TRUST_ROOT_ROLLBACK),
                step("a key given away", decision("controller", Json.of("gate-9")), root, Code.TRUST_ROOT_ROLLBACK),
                step("a revocation kept", revokedSecond("2026-02-01", "compromised"), root),
                step("a revocation made stricter", revokedSecond("2026-01-15", "compromised"), root),
                step("a revocation moved", revokedSecond("2026-02-02", "compromised"), root, Code.TRUST_ROOT_ROLLBACK),
                step(
                        "a revocation made milder",
                        revokedSecond("2026-02-01", "superseded"),
                        root,
                        Code.TRUST_ROOT_ROLLBACK),
                step(
                        "a revocation taken back",
                        TestTrust.key(TestTrust.SECOND, key -> key.with("revoked", Json.NULL)),
                        root,
                        Code.TRUST_ROOT_ROLLBACK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("successors")
    void successor_ofATrustRoot_isHeldAgainstIt(Step step) {
        Json.Obj first = revokedSecond("2026-02-01", "compromised")
                .apply(TestTrust.payload())
                .with("issuedAt", Json.of("2026-02-10T00:00:00.000Z"));
        Json.Obj second = first.with("version", Json.of(2)).with("issuedAt", Json.of("2026-03-01T00:00:00.000Z"));
        byte[] before = signed(first, TestTrust.ROOT);
        byte[] next = signed(step.edit.apply(second), step.signers.toArray(TestKey[]::new));
        assertEquals(step.codes, codes(TrustRootPublication.findings(next, Optional.of(before))));
    }

    private static Set<Code> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] signed(Json.Obj payload, TestKey... keys) {
        return TestTrust.signed(payload, keys);
    }

    private static UnaryOperator<Json.Obj> decision(String member, Json value) {
        return TestTrust.key(TestTrust.DECISION, key -> key.with(member, value));
    }

    private static UnaryOperator<Json.Obj> revokedSecond(String day, String reason) {
        return TestTrust.key(TestTrust.SECOND, key -> key.with("revoked", revoked(day, reason)));
    }

    private static Json revoked(String day, String reason) {
        return Json.object()
                .put("at", day + "T00:00:00.000Z")
                .put("reason", reason)
                .build();
    }

    private static UnaryOperator<Json.Obj> listing(TestKey key) {
        return root -> append(root, key.row());
    }

    private static Json.Obj append(Json.Obj root, Json.Obj row) {
        List<Json> rows = new ArrayList<>(root.objects("keys"));
        rows.add(row);
        return root.with("keys", Json.array(rows));
    }

    private static Json.Obj forgotten(Json.Obj root) {
        List<Json> rows = new ArrayList<>(root.objects("keys"));
        rows.removeIf(row -> ((Json.Obj) row).text("keyid").equals(TestTrust.SECOND.keyid()));
        return root.with("keys", Json.array(rows));
    }

    /** The decision key replaced by these bytes, with the keyid that is theirs. */
    private static UnaryOperator<Json.Obj> spki(String algorithm, String hex) {
        byte[] spki = HexFormat.of().parseHex(hex);
        return TestTrust.key(
                TestTrust.DECISION,
                key -> key.with("algorithm", Json.of(algorithm))
                        .with("spki", Json.of(Base64.getEncoder().encodeToString(spki)))
                        .with("keyid", Json.of(Digest.sha256(spki).hex())));
    }

    /** 91 bytes end in a character of which four bits carry nothing. */
    private static String strayBits(byte[] spki) {
        String base64 = Base64.getEncoder().encodeToString(spki);
        int last = base64.indexOf('=') - 1;
        return base64.substring(0, last) + (char) (base64.charAt(last) + 1) + base64.substring(last + 1);
    }

    private static byte[] badBesideGood() {
        DsseEnvelope good = DsseEnvelope.read(signed(listing(OTHER_OWNER).apply(TestTrust.payload()), TestTrust.ROOT));
        DsseSignature bad = OTHER_OWNER.sign("something else".getBytes(UTF_8));
        return new DsseEnvelope(
                        good.payloadType(),
                        good.payload(),
                        List.of(good.signatures().getFirst(), bad))
                .toBytes();
    }

    private static byte[] highS() {
        DsseEnvelope good = DsseEnvelope.read(TestTrust.file());
        return new DsseEnvelope(good.payloadType(), good.payload(), List.of(TestTrust.ROOT.signHighS(good.pae())))
                .toBytes();
    }

    private static byte[] otherType() {
        return sealed("application/vnd.in-toto+json", CanonicalJson.rfc8785(TestTrust.payload()));
    }

    private static byte[] spaced() {
        String payload = new String(CanonicalJson.rfc8785(TestTrust.payload()), UTF_8);
        return sealed(TestTrust.TYPE, payload.replaceFirst(",", ", ").getBytes(UTF_8));
    }

    private static byte[] sealed(String type, byte[] payload) {
        DsseSignature signature = TestTrust.ROOT.sign(DsseEnvelope.pae(type, payload));
        return new DsseEnvelope(type, Bytes.copyOf(payload), List.of(signature)).toBytes();
    }

    private static byte[] text(UnaryOperator<String> edit) {
        return edit.apply(new String(TestTrust.file(), UTF_8)).getBytes(UTF_8);
    }

    private static byte[] unsigned() {
        return text(file -> file.substring(0, file.indexOf("\"signatures\":[")) + "\"signatures\":[]}");
    }
}
