package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyLimits;

/** The module written by hand says what the module says that OPA compiled from test-policy.rego. */
class SmallPolicyTest {
    private static final PolicyLimits LIMITS =
            new PolicyLimits(20_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(3));

    @Test
    void answer_ofTheSmallModule_isThatOfTheCompiledOne() {
        for (String mode : List.of("", "deny", "conflict", "silent")) {
            Json.Obj data = TestRelease.standard().data();
            Json.Obj test = data.object("test");
            byte[] set =
                    CanonicalJson.rfc8785(mode.isEmpty() ? data : data.with("test", test.with("mode", Json.of(mode))));
            CompiledPolicy small = CompiledPolicy.interpret(TestRelease.resource("small-policy.wasm"), set, LIMITS);
            CompiledPolicy compiled = CompiledPolicy.interpret(TestRelease.resource("test-policy.wasm"), set, LIMITS);
            for (ForgedBundle each :
                    List.of(Forge.allow(Kind.SEALED_RUN), Forge.allow(Kind.LLM_RUN_SNAPSHOT), Forge.withheld())) {
                byte[] input = each.file("input.json");
                String kind = JsonReader.readObject(input).text("kind");
                String rule = Kind.byId(kind).orElseThrow().entrypoint();
                assertEquals(told(compiled.evaluate(rule, input)), told(small.evaluate(rule, input)), mode);
            }
        }
    }

    private static String told(PolicyAnswer answer) {
        return switch (answer) {
            case PolicyAnswer.Result result -> result.canonical().sha256().text();
            case PolicyAnswer.Failed failed -> failed.cause().name();
        };
    }
}
