package org.sealgate.verify;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.ExactNumbers;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.facts.SchemaFile;
import org.sealgate.policy.PolicyCause;
import org.sealgate.policy.WasmModule;
import org.sealgate.policy.WasmRefusedException;

/**
 * Step 11 as far as it does not depend on the decision, so that a run over many bundles does it once a release: the statement is the
 * policy role's, and module, data and capabilities are those that it names and stay within what it says.
 */
final class ReleaseReader {
    private static final String PREDICATE_TYPE = "https://sealgate.org/policy-release/v1";

    /** By OPA's own list, and those that reach out: what they answer is not a function of the input. */
    private static final Set<String> NOT_DETERMINISTIC = Set.of(
            "http.send",
            "io.jwt.decode_verify",
            "io.jwt.encode_sign",
            "io.jwt.encode_sign_raw",
            "json.match_schema",
            "json.verify_schema",
            "net.lookup_ip_addr",
            "opa.runtime",
            "rand.intn",
            "time.now_ns",
            "uuid.rfc4122");

    private final BundleFiles files;
    private final TrustRoot root;
    private final Patience patience;
    private final Problems problems;

    private ReleaseReader(BundleFiles files, TrustRoot root, Patience patience, Problems problems) {
        this.files = files;
        this.root = root;
        this.patience = patience;
        this.problems = problems;
    }

    /** The release where it can be run; what is wrong with it besides is among the problems. */
    static Optional<Release> read(BundleFiles files, TrustRoot root, Patience patience, Problems problems) {
        return new ReleaseReader(files, root, patience, problems).read();
    }

    private Optional<Release> read() {
        Optional<DsseEnvelope> envelope = envelope();
        if (envelope.isEmpty()) {
            return Optional.empty();
        }
        Signers signers = Signers.of(envelope.get(), Names.RELEASE, root, KeyRole.POLICY);
        signers.wrong().forEach(this::untrusted);
        signers.lacking().forEach(this::untrusted);
        Optional<Json.Obj> predicate = problems.isEmpty() ? predicate(envelope.get()) : Optional.empty();
        if (predicate.isEmpty()) {
            return Optional.empty();
        }
        parts(predicate.get());
        Optional<Json.Obj> data = data(predicate.get());
        if (data.isEmpty() || !problems.isEmpty()) {
            return Optional.empty();
        }
        return module(predicate.get())
                .map(module -> new Release(
                        files.digest(Names.RELEASE),
                        predicate.get(),
                        signers.keys(),
                        data.get(),
                        module.entrypoints(),
                        new PolicyRun(
                                files.bytes(Names.WASM),
                                files.bytes(Names.DATA),
                                predicate.get().integer("instructionBudget"))));
    }

    /** A signature of the policy role that fails is one failure, whatever would be said of a decision's. */
    private void untrusted(Finding why) {
        String actual = why.code() + ": " + why.actual();
        problems.add(Code.POLICY_RELEASE, why.pointer(), why.expected() + ", role policy", actual);
    }

    private Optional<DsseEnvelope> envelope() {
        try {
            DsseEnvelope envelope = DsseEnvelope.read(files.bytes(Names.RELEASE));
            problems.requireEqual(
                    Code.POLICY_RELEASE,
                    Names.RELEASE + "#/payloadType",
                    DecisionStatement.PAYLOAD_TYPE,
                    envelope.payloadType());
            return Optional.of(envelope);
        } catch (EnvelopeException refused) {
            problems.add(Code.POLICY_RELEASE, Names.RELEASE, "a DSSE envelope", String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Json.Obj> predicate(DsseEnvelope envelope) {
        byte[] payload = envelope.payload().toArray();
        Json.Obj statement;
        try {
            statement = JsonReader.readObject(payload);
            ExactNumbers.require(statement);
        } catch (JsonException refused) {
            problems.add(Code.POLICY_RELEASE, Names.RELEASE, "strict JSON", String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
        if (!Arrays.equals(payload, CanonicalJson.rfc8785(statement))) {
            problems.add(Code.POLICY_RELEASE, Names.RELEASE, "RFC 8785", "another spelling");
        }
        if (!root.predicateTypes().contains(PREDICATE_TYPE)) {
            problems.add(
                    Code.PREDICATE_TYPE, Names.RELEASE, PREDICATE_TYPE + ", allowed by the trust root", "not allowed");
        }
        Schemas.require(SchemaFile.POLICY_RELEASE, statement, Names.RELEASE, Code.POLICY_RELEASE, problems);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Json.Obj predicate = statement.object("predicate");
        subjects(statement, predicate);
        return Optional.of(predicate);
    }

    private void subjects(Json.Obj statement, Json.Obj predicate) {
        Set<String> expected = Set.of(
                "bundle.tar.gz " + predicate.text("bundle"),
                "policy.wasm " + predicate.text("wasm"),
                "data.json " + predicate.text("data"));
        Set<String> found = statement.objects("subject").stream()
                .map(each ->
                        each.text("name") + " sha256:" + each.object("digest").text("sha256"))
                .collect(Collectors.toSet());
        problems.requireEqual(
                Code.POLICY_DIGEST, Names.RELEASE + "#/subject", new TreeSet<>(expected), new TreeSet<>(found));
    }

    private void parts(Json.Obj predicate) {
        requirePart(Code.POLICY_DIGEST, Names.OPA_BUNDLE, predicate.text("bundle"));
        requirePart(Code.POLICY_WASM_MISMATCH, Names.WASM, predicate.text("wasm"));
        requirePart(Code.POLICY_DIGEST, Names.DATA, predicate.text("data"));
        if (files.has(Names.CAPABILITIES)) {
            requirePart(Code.POLICY_DIGEST, Names.CAPABILITIES, predicate.text("capabilities"));
        } else {
            problems.add(Code.POLICY_DIGEST, Names.CAPABILITIES, predicate.text("capabilities"), "no such file");
        }
    }

    private void requirePart(Code code, String name, String digest) {
        problems.requireEqual(code, name, Digest.parse(digest), files.digest(name));
    }

    private Optional<Json.Obj> data(Json.Obj predicate) {
        try {
            Json.Obj data = JsonReader.readObject(files.bytes(Names.DATA));
            ExactNumbers.require(data);
            Json.Obj governance = data.object("governance");
            for (String member : Set.of("policyVersion", "policyHash")) {
                String released = predicate.text(member.equals("policyVersion") ? "version" : member);
                problems.requireEqual(
                        Code.POLICY_DIGEST, Names.DATA + "#/governance/" + member, released, governance.text(member));
            }
            return Optional.of(data);
        } catch (JsonException refused) {
            problems.add(Code.POLICY_DIGEST, Names.DATA, "the data of a policy", String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<WasmModule> module(Json.Obj predicate) {
        WasmModule module;
        try {
            module = WasmModule.inspect(files.bytes(Names.WASM), patience.left());
        } catch (WasmRefusedException refused) {
            // a slow machine is no forgery: nothing can be said, which is not the same as something is wrong
            boolean outOfTime = refused.failed().cause() == PolicyCause.WASM_TIMEOUT;
            Code code = outOfTime ? Code.REPLAY_LIMIT : Code.POLICY_WASM_MISMATCH;
            problems.add(code, Names.WASM, "a policy of OPA's", String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
        builtins(module, predicate);
        for (Json.Obj kind : predicate.objects("kinds")) {
            if (!module.entrypoints().contains(kind.text("entrypoint"))) {
                problems.add(Code.POLICY_WASM_MISMATCH, Names.WASM, kind.text("entrypoint"), "no such entrypoint");
            }
        }
        return Optional.of(module);
    }

    private void builtins(WasmModule module, Json.Obj predicate) {
        Set<String> allowed = new TreeSet<>(predicate.texts("builtins"));
        allowed.retainAll(capabilities());
        allowed.removeAll(NOT_DETERMINISTIC);
        for (String builtin : module.builtins()) {
            if (!allowed.contains(builtin)) {
                problems.add(Code.POLICY_NONDETERMINISTIC, Names.WASM, "built-ins of " + allowed, builtin);
            }
        }
    }

    private Set<String> capabilities() {
        try {
            return JsonReader.readObject(files.bytes(Names.CAPABILITIES)).objects("builtins").stream()
                    .map(builtin -> builtin.text("name"))
                    .collect(Collectors.toSet());
        } catch (JsonException refused) {
            problems.add(
                    Code.POLICY_DIGEST, Names.CAPABILITIES, "OPA's capabilities", String.valueOf(refused.getMessage()));
            return Set.of();
        }
    }
}
