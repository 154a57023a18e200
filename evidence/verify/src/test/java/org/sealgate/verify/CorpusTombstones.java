package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.Notice;

/** Bundles whose payload is gone: with the gate's word that it retired it, and with a word that does not cover what is missing. */
final class CorpusTombstones {
    private static final byte[] TRUST = TestTrust.file(ForgedNotice.allowing());
    private static final String SOON = "20260220090003Z";

    private CorpusTombstones() {}

    static List<CorpusCase> cases() {
        List<CorpusCase> cases = new ArrayList<>(genuine());
        cases.addAll(uncovered());
        cases.addAll(refused());
        return cases;
    }

    private static ForgedBundle allow() {
        return Forge.allow(Kind.SEALED_RUN);
    }

    /** Everything of a bundle that can be retired. */
    private static List<String> payload(ForgedBundle bundle) {
        return bundle.files.keySet().stream()
                .filter(name ->
                        List.of("proposal.json", "input.json", "facts.json").contains(name)
                                || name.startsWith("subject/")
                                || name.startsWith("objects/"))
                .toList();
    }

    /** Takes files out and puts a notice below {@code tombstone/}. */
    private static ForgedBundle retired(ForgedBundle bundle, List<String> gone, ForgedNotice tombstone) {
        UnaryOperator<SortedMap<String, byte[]>> before = bundle.editParts;
        bundle.editParts = parts -> {
            SortedMap<String, byte[]> left = new TreeMap<>(before.apply(parts));
            gone.forEach(left::remove);
            tombstone.parts().forEach((name, content) -> left.put(Notice.FOLDER + name, content));
            return left;
        };
        return bundle;
    }

    private static CorpusCase of(String name, ForgedBundle bundle, Code... codes) {
        return CorpusCase.of("tombstone-" + name, bundle.zip(), TRUST, List.of(), codes);
    }

    private static List<CorpusCase> genuine() {
        ForgedBundle brought = allow();
        ForgedNotice notice = ForgedNotice.tombstone(brought, payload(brought));
        ForgedBundle withheld = Forge.withheld();
        ForgedBundle denial = Forge.deny(Kind.LLM_RUN_SNAPSHOT);
        return List.of(
                covered("of-the-payload", allow()),
                covered("of-a-denial", denial).asking("--require", "any"),
                covered("of-a-withheld-document", withheld).asking("--require", "any"),
                withEveryProof("with-every-proof", proven -> {}, Code.OBJECT_TOMBSTONED),
                CorpusCase.of(
                                "tombstone-brought-along",
                                without(brought, payload(brought)).zip(),
                                TRUST,
                                List.of("--notice", CorpusNotices.FILE),
                                Code.OBJECT_TOMBSTONED)
                        .with(CorpusNotices.FILE, notice.zip()),
                CorpusCase.of(
                                "tombstone-of-files-that-are-still-there",
                                allow().zip(),
                                TRUST,
                                List.of("--notice", CorpusNotices.FILE))
                        .with(CorpusNotices.FILE, notice.zip()));
    }

    private static CorpusCase covered(String name, ForgedBundle bundle) {
        List<String> gone = payload(bundle);
        return of(name, retired(bundle, gone, ForgedNotice.tombstone(bundle, gone)), Code.OBJECT_TOMBSTONED);
    }

    private static ForgedBundle without(ForgedBundle bundle, List<String> gone) {
        bundle.editParts = parts -> {
            gone.forEach(parts::remove);
            return parts;
        };
        return bundle;
    }

    private static CorpusCase withEveryProof(String name, Consumer<Proven> edit, Code... codes) {
        Proven proven = new Proven();
        edit.accept(proven);
        ForgedBundle bundle = allow();
        List<String> gone = payload(bundle);
        ForgedNotice tombstone = ForgedNotice.tombstone(bundle, gone).stamped(SOON);
        byte[] root = Proven.trustRoot(ForgedNotice.allowing());
        return CorpusCase.of(
                "tombstone-" + name, retired(proven.to(bundle), gone, tombstone).zip(), root, List.of(), codes);
    }

    /** The tombstone is genuine, and does not say what the bundle would need it to say. */
    private static List<CorpusCase> uncovered() {
        return List.of(
                takenOut("and-the-result-gone-as-well", "result.json", Code.OBJECT_TOMBSTONED, Code.FILE_MISSING),
                takenOut(
                        "and-the-module-gone-as-well", "policy/policy.wasm", Code.OBJECT_TOMBSTONED, Code.FILE_MISSING),
                forAnother("of-another-decision", List.of(), Code.FILE_EXTRA, Code.FILE_MISSING),
                forAnother(
                        "of-another-decision-brought-along",
                        List.of("--notice", CorpusNotices.FILE),
                        Code.FILE_MISSING),
                edited(
                        "of-another-statement-of-this-decision",
                        n -> n.target(t -> t.with("statement", Json.of("sha256:" + "1".repeat(64)))),
                        Code.SUBJECT_MISMATCH,
                        Code.FILE_MISSING),
                edited(
                        "of-a-file-with-another-digest",
                        n -> file(n, row -> row.with("digest", Json.of("sha256:" + "1".repeat(64)))),
                        Code.FILE_DIGEST,
                        Code.FILE_MISSING),
                unlisted(),
                changed(),
                withEveryProof(
                        "beside-a-summary-that-says-something-else",
                        p -> p.editSummary = Proven.exchanged("2026-02-15T18:30:00.131Z", "2026-02-15T18:30:00.132Z"),
                        Code.OBJECT_TOMBSTONED,
                        Code.VSA_MISMATCH));
    }

    /** Another file is gone besides those that the tombstone names. */
    private static CorpusCase takenOut(String name, String more, Code... codes) {
        ForgedBundle bundle = allow();
        List<String> covered = List.of("input.json");
        return of(name, retired(bundle, List.of("input.json", more), ForgedNotice.tombstone(bundle, covered)), codes);
    }

    private static CorpusCase forAnother(String name, List<String> arguments, Code... codes) {
        ForgedBundle bundle = allow();
        List<String> gone = List.of("input.json");
        ForgedNotice tombstone = ForgedNotice.tombstone(bundle, gone)
                .target(t -> t.with("decisionId", Json.of("0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b99")));
        boolean carried = arguments.isEmpty();
        ForgedBundle left = carried ? retired(bundle, gone, tombstone) : without(bundle, gone);
        CorpusCase made = CorpusCase.of("tombstone-" + name, left.zip(), TRUST, arguments, codes);
        return carried ? made : made.with(CorpusNotices.FILE, tombstone.zip());
    }

    /** One file is gone, and the tombstone that would name it is edited. */
    private static CorpusCase edited(String name, Consumer<ForgedNotice> edit, Code... codes) {
        ForgedBundle bundle = allow();
        List<String> gone = List.of("input.json");
        return of(
                name, retired(bundle, gone, ForgedNotice.tombstone(bundle, gone).edited(edit)), codes);
    }

    private static void file(ForgedNotice notice, UnaryOperator<Json.Obj> edit) {
        notice.predicate(p ->
                p.with("files", Json.array(List.of(edit.apply(p.objects("files").getFirst())))));
    }

    private static CorpusCase unlisted() {
        ForgedBundle bundle = allow();
        ForgedNotice tombstone = ForgedNotice.tombstone(bundle, List.of("input.json"))
                .edited(n -> file(n, row -> row.with("name", Json.of("objects/" + "1".repeat(64)))));
        return of("of-a-file-that-never-was", retired(bundle, List.of(), tombstone), Code.FILE_EXTRA);
    }

    /** The file is there, and another than it was. */
    private static CorpusCase changed() {
        ForgedBundle bundle = allow();
        ForgedNotice tombstone = ForgedNotice.tombstone(bundle, List.of("input.json"));
        retired(bundle, List.of(), tombstone);
        UnaryOperator<SortedMap<String, byte[]>> before = bundle.editParts;
        bundle.editParts = parts -> {
            SortedMap<String, byte[]> all = before.apply(parts);
            all.computeIfPresent("input.json", (name, content) -> {
                byte[] other = content.clone();
                other[5] ^= 1;
                return other;
            });
            return all;
        };
        return of("of-a-file-that-was-changed-instead", bundle, Code.FILE_DIGEST);
    }

    /** The tombstone counts for nothing, so the file that it names is simply missing. */
    private static List<CorpusCase> refused() {
        return List.of(
                edited("with-a-forged-signature", CorpusNotices::forge, missing(Code.SIGNATURE_INVALID)),
                edited("signed-by-the-policy-key", n -> n.signers = List.of(TestTrust.POLICY), missing(Code.KEY_ROLE)),
                edited(
                        "that-is-a-correction",
                        n -> n.statement = ForgedNotice.correction(allow()).statement,
                        Code.PREDICATE_TYPE,
                        Code.FILE_MISSING),
                edited(
                        "with-a-file-more",
                        n -> n.editParts = parts -> CorpusNotices.with(parts, "readme.txt"),
                        Code.FILE_EXTRA,
                        Code.FILE_MISSING),
                naming("naming-the-statement-itself", "decision.dsse.json", List.of(), Code.STATEMENT_SCHEMA),
                naming(
                        "naming-the-result",
                        "result.json",
                        List.of("result.json"),
                        Code.STATEMENT_SCHEMA,
                        Code.FILE_MISSING),
                unlogged());
    }

    private static Code[] missing(Code first) {
        List<Code> codes = new ArrayList<>(List.of(CorpusNotices.unfilled(first)));
        codes.add(Code.FILE_MISSING);
        return codes.toArray(Code[]::new);
    }

    private static CorpusCase naming(String name, String file, List<String> gone, Code... codes) {
        ForgedBundle bundle = allow();
        ForgedNotice tombstone = ForgedNotice.tombstone(bundle, List.of("input.json"))
                .edited(n -> file(n, row -> row.with("name", Json.of(file))));
        return of(name, retired(bundle, gone, tombstone), codes);
    }

    /** In a log's bundle a tombstone that is in no log. */
    private static CorpusCase unlogged() {
        ForgedBundle bundle = allow();
        List<String> gone = List.of("input.json");
        ForgedNotice tombstone = ForgedNotice.tombstone(bundle, gone);
        byte[] root = TestTrust.file(payload -> ForgedNotice.allowing()
                .apply(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY).apply(payload)));
        return CorpusCase.of(
                "tombstone-in-no-log",
                retired(Logged.in(bundle, logged -> logged), gone, tombstone).zip(),
                root,
                List.of(),
                Code.LOG_PROOF_MISSING,
                Code.FILE_MISSING);
    }
}
