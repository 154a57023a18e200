package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** What an auditor brings along: an artifact, an audience, a memory of trust roots, several bundles at once. */
final class CorpusRuns {
    private static final String STREAM = "gate-1/svc-publisher";
    private static final String ARTIFACT = "artifact";
    private static final String SALT = "salt";

    private CorpusRuns() {}

    static List<CorpusCase> cases() {
        List<CorpusCase> cases = new ArrayList<>();
        cases.addAll(artifacts());
        cases.addAll(withheld());
        cases.addAll(trustRoots());
        cases.addAll(sequences());
        cases.addAll(laterVersions());
        return cases;
    }

    private static CorpusCase of(String name, ForgedBundle bundle, List<String> more, Code... codes) {
        return CorpusCase.of(name, bundle.zip(), TestTrust.file(), more, codes);
    }

    private static CorpusCase holding(String name, ForgedBundle bundle, byte[] artifact, Code... codes) {
        return of(name, bundle, List.of("--artifact", ARTIFACT), codes).with(ARTIFACT, artifact);
    }

    private static List<CorpusCase> artifacts() {
        ForgedBundle allow = Forge.allow(Kind.SEALED_RUN);
        byte[] subject = allow.file(allow.files.tailMap("subject/").firstKey());
        byte[] edited = new String(subject, UTF_8).replace("DEC-001", "DEC-002").getBytes(UTF_8);
        String policy = Digest.sha256(allow.file("policy/release.dsse.json")).text();
        return List.of(
                holding("relevance-artifact-of-the-decision", allow, subject),
                holding("relevance-old-allow-for-new-content", allow, edited, Code.ARTIFACT_NOT_SUBJECT),
                of("relevance-audience-of-the-decision", allow, List.of("--audience", "governance-board")),
                of("relevance-another-audience", allow, List.of("--audience", "everybody"), Code.AUDIENCE_MISMATCH),
                of("relevance-last-instant-of-validity", allow, List.of("--at", "2026-05-16T18:30:00.130Z")),
                of(
                        "relevance-validity-over",
                        allow,
                        List.of("--at", "2026-05-16T18:30:00.131Z"),
                        Code.DECISION_EXPIRED),
                of("relevance-a-minute-before-the-decision", allow, List.of("--at", "2026-02-15T18:29:00.131Z")),
                of(
                        "relevance-judged-before-the-decision",
                        allow,
                        List.of("--at", "2026-02-15T18:29:00.130Z"),
                        Code.TIME_ORDER),
                of(
                        "relevance-decision-post-dated",
                        Forge.allowAt(Kind.SEALED_RUN, "2026-04-10T09:00:00.131Z"),
                        List.of(),
                        Code.TIME_ORDER),
                of("relevance-policy-as-expected", allow, List.of("--expect-policy", policy)),
                malformed("relevance-malformed-under-the-policy-expected", policy)
                        .ending(Exit.OK),
                malformed(
                        "relevance-malformed-under-another-policy-than-expected",
                        "sha256:" + "0".repeat(64),
                        Code.POLICY_UNEXPECTED),
                of(
                                "relevance-denial-never-expires",
                                Forge.deny(Kind.SEALED_RUN),
                                List.of("--at", "2026-09-16T00:00:00Z", "--require", "any"),
                                Code.OUTCOME_NOT_ALLOW)
                        .ending(Exit.OK));
    }

    private static CorpusCase malformed(String name, String policy, Code... more) {
        Set<Code> codes = new TreeSet<>(Set.of(more));
        codes.add(Code.OUTCOME_NOT_ALLOW);
        return of(
                name,
                Forge.malformed(),
                List.of("--require", "any", "--expect-policy", policy),
                codes.toArray(Code[]::new));
    }

    private static List<CorpusCase> withheld() {
        byte[] other = Forge.SALT.clone();
        other[0] ^= 1;
        return List.of(
                proving("withheld-proved-with-its-salt", Forge.withheld(), Forge.SALT, Code.OUTCOME_NOT_ALLOW)
                        .ending(Exit.OK),
                proving(
                        "withheld-with-another-salt",
                        Forge.withheld(),
                        other,
                        Code.ARTIFACT_NOT_SUBJECT,
                        Code.OUTCOME_NOT_ALLOW),
                holding("withheld-without-its-salt", Forge.withheld(), Forge.flagged(), Code.OUTCOME_NOT_ALLOW)
                        .asking("--require", "any")
                        .ending(Exit.INDETERMINATE),
                proving(
                        "withheld-facts-of-another-document",
                        facts(derived ->
                                derived.with("counts", derived.object("counts").with("topRisks", Json.of(9)))),
                        Forge.SALT,
                        Code.FACTS_MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                proving("withheld-pointer-with-the-secret", facts(CorpusRuns::telling), Forge.SALT, Code.INPUT_BINDING),
                of(
                        "withheld-a-finding-struck-out",
                        facts(CorpusRuns::struck),
                        List.of(),
                        Code.FACTS_MISMATCH,
                        Code.INPUT_BINDING,
                        Code.OUTCOME_NOT_ALLOW,
                        Code.REPLAY_RESULT));
    }

    private static CorpusCase proving(String name, ForgedBundle bundle, byte[] salt, Code... codes) {
        return holding(name, bundle, Forge.flagged(), codes)
                .with(SALT, salt)
                .asking("--salt", SALT, "--require", "any");
    }

    /** A withheld snapshot with its derived facts edited, in the input and in facts.json alike. */
    private static ForgedBundle facts(UnaryOperator<Json.Obj> edit) {
        UnaryOperator<Json.Obj> both = facts -> facts.with("derived", edit.apply(facts.object("derived")));
        return Forge.withheld()
                .json("input.json", input -> input.with("facts", both.apply(input.object("facts"))))
                .json("facts.json", both)
                .mend();
    }

    private static Json.Obj telling(Json.Obj derived) {
        Json.Obj finding = derived.objects("findings").getFirst();
        return derived.with(
                "findings", Json.array(List.of(finding.with("pointer", Json.of("/meta/j.rivera@example.com")))));
    }

    private static Json.Obj struck(Json.Obj derived) {
        return derived.with("findings", Json.array(List.of()));
    }

    private static List<CorpusCase> trustRoots() {
        ForgedBundle allow = Forge.allow(Kind.SEALED_RUN);
        byte[] second = TestTrust.file(root -> root.with("version", Json.of(2)));
        byte[] third = TestTrust.file(root -> root.with("version", Json.of(3)));
        byte[] sameNumber = TestTrust.file(root -> root.with("expires", Json.of("2029-01-01T00:00:00.000Z")));
        String pin = Digest.sha256(TestTrust.file()).text();
        return List.of(
                remembering("trust-root-successor-of-the-one-seen", TestTrust.file(), second),
                remembering("trust-root-older-than-seen", second, TestTrust.file(), Code.TRUST_ROOT_ROLLBACK),
                remembering(
                        "trust-root-other-bytes-of-one-version",
                        sameNumber,
                        TestTrust.file(),
                        Code.TRUST_ROOT_ROLLBACK),
                remembering("trust-root-that-skips-a-version", TestTrust.file(), third, Code.TRUST_ROOT_SIGNATURE),
                remembering("trust-root-that-forgets-a-key", TestTrust.file(), forgetful(), Code.TRUST_ROOT_ROLLBACK),
                of("trust-root-pinned", allow, List.of("--trust-root-digest", pin)),
                of(
                        "trust-root-pinned-to-another",
                        allow,
                        List.of("--trust-root-digest", "sha256:" + "0".repeat(64)),
                        Code.TRUST_ROOT_SIGNATURE),
                missing());
    }

    private static byte[] forgetful() {
        return TestTrust.file(root -> root.with("version", Json.of(2))
                .with(
                        "keys",
                        Json.array(root.objects("keys").stream()
                                .filter(row -> !row.text("keyid").equals(TestTrust.SECOND.keyid()))
                                .toList())));
    }

    private static CorpusCase missing() {
        CorpusCase known = of("trust-root-missing", Forge.allow(Kind.SEALED_RUN), List.of(), Code.TRUST_ROOT_MISSING);
        SortedMap<String, byte[]> files = new TreeMap<>(known.files());
        files.remove(CorpusCase.ROOT);
        return new CorpusCase(known.name(), files, known.arguments(), known.codes(), known.exit());
    }

    private static CorpusCase remembering(String name, byte[] seen, byte[] given, Code... codes) {
        return CorpusCase.of(name, Forge.allow(Kind.SEALED_RUN).zip(), given, List.of("--state", "state"), codes)
                .with("state/" + CorpusCase.ROOT, seen);
    }

    /** Nothing is wrong with these, and this verifier cannot know: no pass, and no failure either. */
    private static List<CorpusCase> laterVersions() {
        ForgedBundle derived = Forge.allow(Kind.SEALED_RUN).predicate(p -> p.with("derivation", Json.of("2")));
        ForgedBundle sensed = Forge.allow(Kind.SEALED_RUN)
                .predicate(p -> p.with("facts", p.object("facts").with("sensors", Json.of("2"))));
        ForgedBundle kind = Forge.malformed().predicate(p -> p.with("kind", Json.of("runtime-export")));
        ForgedBundle mixed = Forge.allow(Kind.SEALED_RUN)
                .predicate(p -> p.with("derivation", Json.of("2")))
                .evaluation(e -> e.with("input", Json.of("sha256:" + "0".repeat(64))));
        return List.of(
                of("version-later-derivation", derived, List.of()).ending(Exit.INDETERMINATE),
                of("version-later-derivation-and-another-input", mixed, List.of(), Code.INPUT_BINDING),
                of("version-later-sensors", sensed, List.of()).ending(Exit.INDETERMINATE),
                of("version-later-kind", kind, List.of()).ending(Exit.INDETERMINATE));
    }

    private static List<CorpusCase> sequences() {
        return List.of(
                chain("sequence-whole", List.of("--complete", STREAM), Exit.OK, "1", "2", "3"),
                chain("sequence-with-a-gap", List.of(), Exit.OK, "1", "3"),
                chain("sequence-with-an-omitted-denial", List.of("--complete", STREAM), Exit.FAILED, "1", "3"),
                chain("sequence-of-retries-hidden", List.of("--complete", STREAM), Exit.FAILED, "+3"),
                chain("sequence-number-given-twice", List.of(), Exit.FAILED, "1", "2", "~2"),
                chain("sequence-with-a-wrong-predecessor", List.of(), Exit.FAILED, "1", "!2"),
                chain("sequence-of-another-stream-asked", List.of("--complete", "gate-1/other"), Exit.FAILED, "1"),
                ofTwoIssuers(),
                chain("sequence-one-bundle-twice", List.of(), Exit.OK, "1", "1"));
    }

    /** Each of two gates has a stream of this name, and the first number of either is there. */
    private static CorpusCase ofTwoIssuers() {
        Json.Obj other = Json.object()
                .put("id", "https://other.example.org")
                .put("engine", "0.1.0")
                .build();
        ForgedBundle first = Forge.deny(Kind.SEALED_RUN);
        ForgedBundle second = Forge.deny(Kind.SEALED_RUN).predicate(p -> p.with("issuer", other));
        second.signers = List.of(TestTrust.SECOND);
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (ForgedBundle each : List.of(first, second)) {
            place(each, 1, Json.NULL, false);
            files.put((files.size() + 1) + ".evidence.zip", each.zip());
        }
        List<String> arguments =
                CorpusCase.arguments(List.copyOf(files.keySet()), List.of("--complete", STREAM, "--require", "any"));
        files.put(CorpusCase.ROOT, TestTrust.file(ProvenAttacksTest::secondSpeaksForAnother));
        Set<Code> codes = Set.of(Code.OUTCOME_NOT_ALLOW, Code.SEQUENCE_GAP);
        return new CorpusCase("sequence-of-two-issuers-asked-as-one", files, arguments, codes, Exit.FAILED);
    }

    /** Records with these numbers; {@code !} names a wrong predecessor, {@code ~} makes another of that number, {@code +} an allow. */
    private static CorpusCase chain(String name, List<String> more, Exit exit, String... numbers) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<String> bundles = new ArrayList<>();
        String previous = "sha256:" + "0".repeat(64);
        for (String each : numbers) {
            long number = Long.parseLong(each.replaceAll("\\D", ""));
            String named = each.startsWith("!") ? "sha256:" + "1".repeat(64) : previous;
            ForgedBundle bundle = each.startsWith("+") ? Forge.allow(Kind.SEALED_RUN) : Forge.deny(Kind.SEALED_RUN);
            place(bundle, number, number == 1 ? Json.NULL : Json.of(named), each.startsWith("~"));
            previous = Digest.sha256(DsseEnvelope.read(bundle.statementFile()).pae())
                    .text();
            String file = (bundles.size() + 1) + ".evidence.zip";
            files.put(file, bundle.zip());
            bundles.add(file);
        }
        files.put(CorpusCase.ROOT, TestTrust.file());
        List<String> arguments = new ArrayList<>(CorpusCase.arguments(bundles, more));
        arguments.addAll(List.of("--require", "any"));
        return new CorpusCase(name, files, arguments, codes(name, List.of(numbers)), exit);
    }

    private static Set<Code> codes(String name, List<String> numbers) {
        boolean denies = numbers.stream().anyMatch(each -> !each.startsWith("+"));
        return switch (name) {
            case "sequence-whole", "sequence-one-bundle-twice" -> Set.of(Code.OUTCOME_NOT_ALLOW);
            case "sequence-number-given-twice", "sequence-with-a-wrong-predecessor" ->
                Set.of(Code.OUTCOME_NOT_ALLOW, Code.SEQUENCE_FORK);
            default -> denies ? Set.of(Code.OUTCOME_NOT_ALLOW, Code.SEQUENCE_GAP) : Set.of(Code.SEQUENCE_GAP);
        };
    }

    private static void place(ForgedBundle bundle, long number, Json previous, boolean other) {
        Json.Obj sequence = Json.object()
                .put("stream", STREAM)
                .put("number", number)
                .put("previous", previous)
                .build();
        bundle.predicate(p -> other
                ? p.with("sequence", sequence).with("nonce", Json.of("mJq1AAAAAAAAAAAAAAAAAA=="))
                : p.with("sequence", sequence));
    }
}
