package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 11 and 13: another policy, other data, another answer. The decision is signed by the decision key, the file list mended. */
class PolicyAttacksTest {
    private static final Kind KIND = Kind.SEALED_RUN;
    private static final UnaryOperator<Json.Obj> SAME = UnaryOperator.identity();

    private static ForgedBundle released(UnaryOperator<Json.Obj> data, UnaryOperator<Json.Obj> predicate) {
        return Forge.allow(KIND, TestRelease.of(data, predicate, TestTrust.POLICY));
    }

    private static UnaryOperator<Json.Obj> test(String member, Json value) {
        return data -> data.with("test", data.object("test").with(member, value));
    }

    static List<Attack> attacks() {
        return List.of(
                Attack.of(
                        "release signed by the decision key",
                        () -> Forge.allow(KIND, TestRelease.of(SAME, SAME, TestTrust.DECISION)),
                        Code.POLICY_RELEASE),
                Attack.of(
                        "release signed by a stranger",
                        () -> Forge.allow(KIND, TestRelease.of(SAME, SAME, TestTrust.STRANGER)),
                        Code.POLICY_RELEASE),
                Attack.of(
                        "release of another shape",
                        () -> released(SAME, p -> p.with("note", Json.of("trust me"))),
                        Code.POLICY_RELEASE),
                Attack.of(
                        "module edited, list mended",
                        () -> part("policy/policy.wasm", "wasm"),
                        Code.POLICY_WASM_MISMATCH),
                Attack.of(
                        "module edited, list mended, statement not",
                        () -> edited("policy/policy.wasm").mendList(),
                        Code.POLICY_WASM_MISMATCH),
                Attack.of("data edited, list mended", () -> part("policy/data.json", "data"), Code.POLICY_DIGEST),
                Attack.of(
                        "archive for OPA edited, list mended",
                        () -> part("policy/bundle.tar.gz", "bundle"),
                        Code.POLICY_DIGEST),
                Attack.of(
                        "capabilities edited, list mended",
                        () -> edited("policy/src/capabilities.json").mendList(),
                        Code.POLICY_DIGEST),
                Attack.of(
                        "source edited, list mended",
                        () -> edited("policy/src/test-policy.rego").mendList(),
                        Code.POLICY_DIGEST),
                Attack.of("source added, list mended", PolicyAttacksTest::sourceAdded, Code.POLICY_DIGEST),
                Attack.of("statement names another version", () -> named("version", "2.0.0"), Code.POLICY_DIGEST),
                Attack.of(
                        "statement names other sources",
                        () -> named("files", "dirHash1:" + "0".repeat(64)),
                        Code.FILE_DIGEST),
                Attack.of(
                        "release not yet in force",
                        () -> released(SAME, window("2026-02-16T00:00:00.000Z", "2027-01-01T00:00:00.000Z")),
                        Code.POLICY_WINDOW),
                Attack.of(
                        "release no longer in force",
                        () -> released(SAME, window("2026-01-01T00:00:00.000Z", "2026-02-15T18:30:00.131Z")),
                        Code.POLICY_WINDOW),
                Attack.of(
                        "another entrypoint of the same module",
                        () -> entrypoint("sealgate/other/decision"),
                        Code.POLICY_ENTRYPOINT),
                Attack.of(
                        "the entrypoint of another kind",
                        () -> entrypoint("sealgate/llm_run_snapshot/decision"),
                        Code.POLICY_ENTRYPOINT),
                Attack.of(
                        "release without the kind",
                        () -> released(SAME, PolicyAttacksTest::otherKindOnly),
                        Code.POLICY_ENTRYPOINT),
                Attack.of(
                        "release names a rule that the module has not",
                        () -> released(SAME, PolicyAttacksTest::noSuchRule),
                        Code.POLICY_WASM_MISMATCH),
                Attack.of(
                        "module with a clock", () -> clock(List.of()), Code.POLICY_NONDETERMINISTIC, Code.REPLAY_ABORT),
                Attack.of(
                        "module with a clock that the release admits",
                        () -> clock(List.of("time.now_ns")),
                        Code.POLICY_NONDETERMINISTIC,
                        Code.REPLAY_ABORT),
                Attack.of(
                        "module with a built-in that is admitted and not to be had",
                        () -> calling("numbers.range", List.of("numbers.range")),
                        Code.REPLAY_ABORT),
                Attack.of(
                        "data of another version",
                        () -> released(governance("policyVersion", "9.9.9"), SAME),
                        Code.POLICY_DIGEST),
                Attack.of(
                        "data of another baseline",
                        () -> released(governance("policyHash", "sha256:" + "0".repeat(64)), SAME),
                        Code.POLICY_DIGEST),
                Attack.of(
                        "sidecar on another revision",
                        () -> Forge.allow(KIND)
                                .answer("opa-http", a -> a.with("revision", Json.of("dirHash1:" + "0".repeat(64)))),
                        Code.POLICY_DIGEST),
                Attack.of(
                        "answer of another module",
                        () -> Forge.allow(KIND)
                                .answer("wasm", a -> a.with("module", Json.of("sha256:" + "0".repeat(64)))),
                        Code.POLICY_WASM_MISMATCH),
                Attack.of("another policy than expected", () -> Forge.allow(KIND), Code.POLICY_UNEXPECTED)
                        .asking(e -> new Expectations(
                                e.at(),
                                e.require(),
                                e.artifact(),
                                e.salt(),
                                e.audience(),
                                Optional.of("sha256:" + "0".repeat(64)),
                                e.checkpoint(),
                                e.log(),
                                e.notices())),
                Attack.of("policy key not valid yet", () -> Forge.allow(KIND), Code.KEY_NOT_YET_VALID)
                        .trusting(TestTrust.file(TestTrust.key(
                                TestTrust.POLICY, k -> k.with("validFrom", Json.of("2026-02-16T00:00:00.000Z"))))),
                Attack.of("release's predicate type not allowed", () -> Forge.allow(KIND), Code.PREDICATE_TYPE)
                        .trusting(TestTrust.file(root -> root.with(
                                "predicateTypes", Json.strings(List.of("https://sealgate.org/policy-decision/v1"))))),
                Attack.of("result edited, everything mended", PolicyAttacksTest::editedResult, Code.REPLAY_RESULT),
                Attack.of(
                        "recorded answer of OPA edited",
                        () -> Forge.allow(KIND).answer("opa-http", PolicyAttacksTest::otherResult),
                        Code.ENGINE_DISAGREE),
                Attack.of(
                        "recorded answer of the module edited",
                        () -> Forge.allow(KIND).answer("wasm", PolicyAttacksTest::otherResult),
                        Code.REPLAY_RESULT),
                Attack.of(
                        "OPA was never asked",
                        () -> Forge.allow(KIND)
                                .evaluation(e -> e.with(
                                        "answers",
                                        Json.array(List.of(e.objects("answers").getLast())))),
                        Code.ENGINE_DISAGREE),
                Attack.of(
                        "statement names another result",
                        () -> Forge.allow(KIND).evaluation(e -> e.with("result", Json.of("sha256:" + "0".repeat(64)))),
                        Code.REPLAY_RESULT),
                Attack.of(
                        "module that aborts",
                        () -> released(test("mode", Json.of("conflict")), SAME),
                        Code.REPLAY_ABORT),
                Attack.of(
                        "module that says nothing",
                        () -> released(test("mode", Json.of("silent")), SAME),
                        Code.REPLAY_ABORT),
                Attack.of("module without end", () -> released(test("mode", Json.of("spin")), SAME), Code.REPLAY_LIMIT),
                Attack.of(
                        "module beyond the release's budget",
                        () -> released(SAME, p -> p.with("instructionBudget", Json.of(100))),
                        Code.REPLAY_LIMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void policy_attacked_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    private static ForgedBundle edited(String name) {
        ForgedBundle bundle = Forge.allow(KIND);
        byte[] content = bundle.file(name).clone();
        // within a string of the data and in the middle of the module
        content[content.length / 2] ^= 1;
        bundle.files.put(name, content);
        return bundle;
    }

    /** Edited, and the statement's own digest of it as well. */
    private static ForgedBundle part(String name, String member) {
        ForgedBundle bundle = edited(name).mendList();
        String digest = Digest.sha256(bundle.file(name)).text();
        return bundle.predicate(p -> p.with("policy", p.object("policy").with(member, Json.of(digest))));
    }

    private static ForgedBundle sourceAdded() {
        ForgedBundle bundle = Forge.allow(KIND);
        bundle.files.put("policy/src/extra.rego", "package extra".getBytes(UTF_8));
        return bundle.mendList();
    }

    private static ForgedBundle named(String member, String value) {
        return Forge.allow(KIND)
                .predicate(p -> p.with("policy", p.object("policy").with(member, Json.of(value))));
    }

    private static UnaryOperator<Json.Obj> window(String from, String until) {
        return predicate -> predicate.with(
                "window",
                Json.object().put("notBefore", from).put("notAfter", until).build());
    }

    private static UnaryOperator<Json.Obj> governance(String member, String value) {
        return data -> data.with("governance", data.object("governance").with(member, Json.of(value)));
    }

    private static ForgedBundle entrypoint(String rule) {
        return Forge.allow(KIND).evaluation(e -> e.with("entrypoint", Json.of(rule)));
    }

    private static Json.Obj otherKindOnly(Json.Obj predicate) {
        return predicate.with(
                "kinds", Json.array(List.of(predicate.objects("kinds").getFirst())));
    }

    private static Json.Obj noSuchRule(Json.Obj predicate) {
        List<Json.Obj> kinds = predicate.objects("kinds");
        Json.Obj wrong = kinds.getFirst().with("entrypoint", Json.of("sealgate/none/decision"));
        return predicate.with("kinds", Json.array(List.of(wrong, kinds.getLast())));
    }

    private static ForgedBundle clock(List<String> admitted) {
        return calling("time.now_ns", admitted);
    }

    private static ForgedBundle calling(String builtin, List<String> admitted) {
        return Forge.allow(
                KIND,
                TestRelease.of(
                        TestRelease.calling(builtin),
                        SAME,
                        p -> p.with("builtins", Json.strings(admitted)),
                        TestTrust.POLICY));
    }

    private static ForgedBundle editedResult() {
        return Forge.allow(KIND)
                .json("result.json", result -> result.with("label", Json.of("public")))
                .mend();
    }

    private static Json.Obj otherResult(Json.Obj answer) {
        return answer.with("result", Json.of("sha256:" + "0".repeat(64)));
    }
}
