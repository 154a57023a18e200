package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.Notice;

/** Corrections that an auditor brings along: of the run, of another, and such as count for nothing. */
final class CorpusNotices {
    static final String FILE = "brought.notice.zip";
    private static final byte[] TRUST = TestTrust.file(ForgedNotice.allowing());
    private static final String SOON = "20260220090003Z";
    private static final String OTHER_ID = "0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b99";
    private static final String OTHER_DIGEST = "sha256:" + "1".repeat(64);

    /** What a signature that does not count leaves a role without. */
    static final List<Code> UNFILLED = List.of(Code.SIGNATURE_THRESHOLD, Code.SIGNATURE_ALGORITHM_MISSING);

    private CorpusNotices() {}

    static List<CorpusCase> cases() {
        List<CorpusCase> cases = new ArrayList<>(genuine());
        cases.addAll(signatures());
        cases.addAll(statements());
        cases.addAll(proofs());
        cases.addAll(CorpusTombstones.cases());
        return cases;
    }

    private static ForgedBundle allow() {
        return Forge.allow(Kind.SEALED_RUN);
    }

    /** The allow of a sealed run, and this beside it. */
    private static CorpusCase brought(String name, byte[] notice, byte[] root, Code... codes) {
        return CorpusCase.of("correction-" + name, allow().zip(), root, List.of("--notice", FILE), codes)
                .with(FILE, notice);
    }

    private static CorpusCase edited(String name, Consumer<ForgedNotice> edit, Code... codes) {
        return brought(name, ForgedNotice.correction(allow()).edited(edit).zip(), TRUST, codes);
    }

    private static List<CorpusCase> genuine() {
        ForgedNotice other = ForgedNotice.correction(allow())
                .target(t -> t.with("decisionId", Json.of(OTHER_ID)).with("runId", Json.of("RUN-900")));
        CorpusCase folder = CorpusCase.of(
                        "correction-in-a-folder-of-notices",
                        allow().zip(),
                        TRUST,
                        List.of("--notice", "notices"),
                        Code.SUPERSEDED)
                .with("notices/1.notice.zip", other.zip());
        for (var part : ForgedNotice.correction(allow()).parts().entrySet()) {
            folder = folder.with("notices/2/" + part.getKey(), part.getValue());
        }
        return List.of(
                edited("of-the-run", notice -> {}, Code.SUPERSEDED),
                folder.with("notices/2/mimetype", mimetype()),
                brought("of-another-run", other.zip(), TRUST));
    }

    private static byte[] mimetype() {
        return org.sealgate.bundle.Container.MEDIA_TYPE.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    static Code[] unfilled(Code first) {
        List<Code> codes = new ArrayList<>(UNFILLED);
        codes.add(first);
        return codes.toArray(Code[]::new);
    }

    private static List<CorpusCase> signatures() {
        return List.of(
                edited("with-a-forged-signature", CorpusNotices::forge, unfilled(Code.SIGNATURE_INVALID)),
                edited("signed-by-the-policy-key", n -> n.signers = List.of(TestTrust.POLICY), unfilled(Code.KEY_ROLE)),
                edited(
                        "signed-by-a-stranger",
                        n -> n.signers = List.of(TestTrust.STRANGER),
                        unfilled(Code.KEY_UNKNOWN)),
                edited("signed-by-nobody", CorpusNotices::strip, Code.SIGNATURE_NONE),
                edited(
                        "stripped-of-its-second-signature",
                        n -> n.predicate(p -> p.with("signing", requires("ecdsa-p256-sha256", "ml-dsa-65"))),
                        Code.SIGNATURE_ALGORITHM_MISSING),
                edited("signed-as-another-type", n -> n.payloadType = "text/plain", Code.PAYLOAD_TYPE_UNSUPPORTED));
    }

    private static Json requires(String... algorithms) {
        return Json.object().put("requires", Json.strings(List.of(algorithms))).build();
    }

    /** One bit of the signature. */
    static void forge(ForgedNotice notice) {
        notice.editFile = file -> {
            DsseEnvelope good = DsseEnvelope.read(file);
            byte[] sig = good.signatures().getFirst().sig().toArray();
            sig[sig.length - 1] ^= 1;
            DsseSignature bad = new DsseSignature(good.signatures().getFirst().keyid(), Bytes.copyOf(sig));
            return new DsseEnvelope(good.payloadType(), good.payload(), List.of(bad)).toBytes();
        };
    }

    private static void strip(ForgedNotice notice) {
        notice.editFile = file -> {
            String text = new String(file, java.nio.charset.StandardCharsets.UTF_8);
            String left = text.substring(0, text.indexOf("\"signatures\":[")) + "\"signatures\":[]}";
            return left.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        };
    }

    private static List<CorpusCase> statements() {
        return List.of(
                edited(
                        "of-another-run-of-this-decision",
                        n -> n.target(t -> t.with("runId", Json.of("RUN-900"))),
                        Code.SUBJECT_MISMATCH),
                edited(
                        "of-another-statement-of-this-decision",
                        n -> n.target(t -> t.with("statement", Json.of(OTHER_DIGEST))),
                        Code.SUBJECT_MISMATCH),
                edited("of-another-artifact-of-this-decision", CorpusNotices::otherArtifact, Code.SUBJECT_MISMATCH),
                edited("of-another-issuer", CorpusNotices::otherIssuer, Code.ISSUER_MISMATCH),
                edited(
                        "under-a-newer-trust-root",
                        n -> n.predicate(p -> p.with("trustRootVersion", Json.of(2))),
                        Code.TRUST_ROOT_EXPIRED),
                edited(
                        "with-a-member-more",
                        n -> n.predicate(p -> p.with("replacement", Json.of("RUN-002"))),
                        Code.STATEMENT_SCHEMA),
                edited("not-canonical", n -> n.editPayload = CorpusNotices::spaced, Code.PAYLOAD_NOT_CANONICAL),
                edited("that-is-a-decision", n -> n.statement = allow().statement, Code.PREDICATE_TYPE),
                brought(
                        "that-the-trust-root-does-not-allow",
                        ForgedNotice.correction(allow()).zip(),
                        TestTrust.file(),
                        Code.PREDICATE_TYPE),
                edited("without-its-statement", n -> n.editParts = parts -> renamed(parts), Code.FILE_MISSING),
                edited("with-a-file-more", n -> n.editParts = parts -> with(parts, "readme.txt"), Code.FILE_EXTRA),
                edited("with-a-log-that-nobody-requires", ForgedNotice::logged, Code.FILE_EXTRA),
                brought("that-is-no-archive", new byte[] {42}, TRUST, Code.BUNDLE_CONTAINER));
    }

    private static void otherArtifact(ForgedNotice notice) {
        Json.Obj subject = notice.statement.objects("subject").getFirst();
        Json.Obj digest = Json.object().put("sha256", "1".repeat(64)).build();
        notice.statement = notice.statement.with("subject", Json.array(List.of(subject.with("digest", digest))));
    }

    private static void otherIssuer(ForgedNotice notice) {
        notice.predicate(p -> p.with("issuer", p.object("issuer").with("id", Json.of("https://other.example.org"))));
    }

    private static byte[] spaced(byte[] payload) {
        return new String(payload, java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst(",", ", ")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static SortedMap<String, byte[]> renamed(SortedMap<String, byte[]> parts) {
        SortedMap<String, byte[]> other = new TreeMap<>();
        other.put("correction.dsse.json", Objects.requireNonNull(parts.get(Notice.FILE)));
        return other;
    }

    static SortedMap<String, byte[]> with(SortedMap<String, byte[]> parts, String name) {
        SortedMap<String, byte[]> more = new TreeMap<>(parts);
        more.put(name, new byte[] {42});
        return more;
    }

    /** With a log and a time authority, the notice has to be in the one and seen by the other. */
    private static CorpusCase proven(String name, UnaryOperator<ForgedNotice> edit, byte[] root, Code... codes) {
        ForgedBundle bundle = new Proven().to(allow());
        byte[] notice = edit.apply(ForgedNotice.correction(allow())).zip();
        return CorpusCase.of("correction-" + name, bundle.zip(), root, List.of("--notice", FILE), codes)
                .with(FILE, notice);
    }

    private static byte[] provenRoot(UnaryOperator<Json.Obj> edit) {
        return Proven.trustRoot(root -> edit.apply(ForgedNotice.allowing().apply(root)));
    }

    private static UnaryOperator<Json.Obj> revoked(String at, String reason) {
        Json.Obj why = Json.object().put("at", at).put("reason", reason).build();
        return TestTrust.key(TestTrust.DECISION, key -> key.with("revoked", why));
    }

    private static List<CorpusCase> proofs() {
        byte[] root = provenRoot(UnaryOperator.identity());
        return List.of(
                proven("in-the-log-with-a-proven-time", n -> n.stamped(SOON), root, Code.SUPERSEDED),
                proven(
                        "before-its-key-was-superseded",
                        n -> n.stamped(SOON),
                        provenRoot(revoked("2026-02-25T00:00:00.000Z", "superseded")),
                        Code.SUPERSEDED),
                proven(
                        "after-its-key-was-stolen",
                        n -> n.stamped(SOON),
                        provenRoot(revoked("2026-02-18T00:00:00.000Z", "compromised")),
                        Code.KEY_REVOKED),
                proven(
                        "of-no-entry-by-a-key-superseded-since",
                        CorpusNotices::withoutEntry,
                        provenRoot(revoked("2026-02-25T00:00:00.000Z", "superseded")),
                        Code.LOG_PROOF_MISSING,
                        Code.KEY_REVOKED),
                proven("in-no-log", n -> n, root, Code.LOG_PROOF_MISSING, Code.TSA_TOKEN),
                proven("without-a-proven-time", ForgedNotice::logged, root, Code.TSA_TOKEN),
                proven("back-dated", n -> n.stamped("20260228090003Z"), root, Code.TIME_SKEW),
                proven("said-after-it-was-stamped", n -> n.stamped("20260220083003Z"), root, Code.TIME_ORDER),
                proven("with-the-proof-of-another", CorpusNotices::borrowed, root, Code.LOG_LEAF));
    }

    /** Its token is good, and over a checkpoint that nothing ties it to. */
    private static ForgedNotice withoutEntry(ForgedNotice notice) {
        ForgedNotice stamped = notice.stamped(SOON);
        UnaryOperator<SortedMap<String, byte[]>> before = stamped.editParts;
        stamped.editParts = parts -> {
            SortedMap<String, byte[]> all = new TreeMap<>(before.apply(parts));
            all.remove(Names.LOG_PROOF);
            return all;
        };
        return stamped;
    }

    /** The proofs of the bundle's own statement. */
    private static ForgedNotice borrowed(ForgedNotice notice) {
        SortedMap<String, byte[]> bundle = new Proven().to(allow()).parts();
        notice.predicate(p -> p.with("correctedAt", Json.of("2026-02-15T18:30:01.000Z")));
        notice.editParts = parts -> {
            SortedMap<String, byte[]> all = new TreeMap<>(parts);
            for (String name : List.of(Names.LOG_PROOF, Names.LOG_CHECKPOINT, Names.LOG_TOKEN)) {
                all.put(name, Objects.requireNonNull(bundle.get(name)));
            }
            return all;
        };
        return notice;
    }
}
