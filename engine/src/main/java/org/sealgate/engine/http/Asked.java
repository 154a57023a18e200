package org.sealgate.engine.http;

import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateRequest;
import org.sealgate.facts.Parameters;
import org.sealgate.facts.Request;

/** The parameters and headers of a request, read strictly: unknown, doubled or odd ones refuse it, and are not quoted. */
final class Asked {
    private static final int MOST_AUDIENCES = 32;

    private final HttpParameters parameters;
    private final List<Json> problems = new ArrayList<>();

    private Asked(HttpRequest<?> request, Set<String> known) {
        this.parameters = request.getParameters();
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                // its name is the caller's text
                refuse("PARAMETER_UNKNOWN", "/query");
            }
        }
    }

    static Asked of(HttpRequest<?> request, Set<String> known) {
        return new Asked(request, known);
    }

    /** A proposal, or the 400 that says all that is wrong with it. */
    static Proposed proposal(HttpRequest<?> request, Kind kind, byte[] body) {
        Asked asked = of(request, Set.of("scope", "audience", "purpose", "kind"));
        Optional<String> scope = asked.parameter("scope");
        Optional<String> purpose = asked.parameter("purpose");
        List<String> audience = asked.audience();
        Optional<String> key = asked.key(request);
        if (!asked.problems.isEmpty()) {
            return new Proposed.Refused(asked.violations());
        }
        Request parameters = new Request(scope.orElse(null), audience, purpose.orElse(null));
        return new Proposed.Well(new GateRequest(Gatekeeper.actor(request), kind, Bytes.copyOf(body), parameters, key));
    }

    /** What came of reading a request. */
    sealed interface Proposed {
        record Well(GateRequest request) implements Proposed {}

        record Refused(Json.Obj violations) implements Proposed {}
    }

    boolean isWell() {
        return problems.isEmpty();
    }

    Json.Obj violations() {
        return Json.object().put("violations", Json.array(problems)).build();
    }

    Optional<String> parameter(String name) {
        List<String> values = parameters.getAll(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            refuse("PARAMETER_REPEATED", "/query/" + name);
            return Optional.empty();
        }
        return checked(values.getFirst(), "/query/" + name);
    }

    /** A whole number from {@code least} to {@code most}. */
    long number(String name, long otherwise, long least, long most) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        refuse("PARAMETER_RANGE", "/query/" + name);
        return otherwise;
    }

    void refuse(String code, String pointer) {
        Json.Obj problem = Json.object()
                .put("code", code)
                .put("pointer", pointer)
                .put("severity", "block")
                .build();
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private List<String> audience() {
        List<String> values = parameters.getAll("audience");
        if (values.size() > MOST_AUDIENCES) {
            refuse("PARAMETER_REPEATED", "/query/audience");
        }
        values.forEach(value -> checked(value, "/query/audience"));
        return values;
    }

    private Optional<String> key(HttpRequest<?> request) {
        List<String> values = request.getHeaders().getAll("Idempotency-Key");
        if (values.size() > 1) {
            refuse("PARAMETER_REPEATED", "/header/Idempotency-Key");
        }
        return values.stream().findFirst().flatMap(value -> checked(value, "/header/Idempotency-Key"));
    }

    private Optional<String> checked(String value, String pointer) {
        Optional<String> problem = Parameters.problem(value);
        problem.ifPresent(code -> refuse(code, pointer));
        return problem.isPresent() ? Optional.empty() : Optional.of(value);
    }
}
