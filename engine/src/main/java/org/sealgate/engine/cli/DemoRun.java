package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Part;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;

/** Proposes one thing after the other, fetches each bundle, and replays it as a stranger would. */
final class DemoRun implements AutoCloseable {
    private static final int MAX_EMITTED = 4 << 20;

    private final DemoFolder folder;
    private final Home home;
    private final Verifier verifier;
    private final Map<String, EngineClient> clients = new HashMap<>();
    private final List<Json> index = new ArrayList<>();

    DemoRun(DemoFolder folder, Verifier verifier) {
        this.folder = folder;
        this.home = Home.at(folder.home());
        this.verifier = verifier;
    }

    /**
     * What came of a proposal.
     *
     * @param outcome as recorded; empty where there is no record
     * @param codes of violations, or the cause of an error
     * @param sound the bundle replays to the recorded outcome, and it is the expected one
     */
    record Result(Optional<String> outcome, List<String> codes, Optional<Path> emitted, String verdict, boolean sound) {
        Result {
            codes = List.copyOf(codes);
        }
    }

    void put(String caller, Map<String, Bytes> files) {
        files.values().forEach(content -> client(caller).putObject(content.sha256(), content.toArray()));
    }

    Result propose(DemoCase proposal) throws IOException {
        EngineClient client = client(proposal.caller());
        EngineClient.Answer answer = client.propose(
                proposal.kind(),
                proposal.proposal().toArray(),
                new EngineClient.Parameters(proposal.scope(), List.of("governance-board"), null));
        Json.Obj body = answer.body();
        @Nullable String id = body.textOrNull("decisionId");
        @Nullable String outcome = body.textOrNull("outcome");
        if (id == null || outcome == null) {
            return new Result(
                    Optional.empty(), List.of("status " + answer.status()), Optional.empty(), "no record", false);
        }
        Path bundle = folder.bundle(id, client.bundle(id));
        Optional<Path> emitted = emitted(bundle, body);
        Verdict verdict = verifier.verify(bundle, Expectations.at(Instant.now()));
        List<String> codes = codes(body);
        index.add(Json.object()
                .put("decisionId", id)
                .put("kind", proposal.kind().id())
                .put("outcome", outcome)
                .put("reasonCodes", Json.strings(codes))
                .put("bundle", folder.relative(bundle))
                .put(
                        "emitted",
                        emitted.<Json>map(file -> Json.of(folder.relative(file)))
                                .orElse(Json.NULL))
                .put("verifyExit", verdict.exit().status())
                .build());
        return new Result(
                Optional.of(outcome), codes, emitted, words(verdict), sound(proposal, outcome, codes, verdict));
    }

    /** One row a decision, in the order of the proposals. */
    Json.Arr index() {
        return Json.array(index);
    }

    private static boolean sound(DemoCase proposal, String outcome, List<String> codes, Verdict verdict) {
        String replayed = verdict.report().facts().map(facts -> facts.outcome()).orElse("");
        boolean admissible = verdict instanceof Verdict.Admissible;
        boolean asExpected = proposal.expected()
                .map(expected -> expected.outcome().equals(outcome)
                        && (expected.code().isEmpty() ? codes.isEmpty() : codes.contains(expected.code())))
                .orElse(true);
        return verdict.verified() && replayed.equals(outcome) && admissible == outcome.equals("allow") && asExpected;
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admissible ok -> "admissible";
            case Verdict.Inadmissible no ->
                no.recordVerified() ? "verified" : "FAILED " + no.report().findings();
            case Verdict.Indeterminate open -> "INDETERMINATE";
        };
    }

    /** The document that the bundle carries as the subject of an allow. */
    private Optional<Path> emitted(Path bundle, Json.Obj body) throws IOException {
        if (!"allow".equals(body.textOrNull("outcome"))) {
            return Optional.empty();
        }
        String name = body.object("subject").text("name");
        try (Container container = Container.open(bundle)) {
            for (Part part : container.parts().values()) {
                String file = name.substring(name.lastIndexOf('/') + 1);
                if (part.name().startsWith("subject/") && part.name().endsWith("/" + file)) {
                    return Optional.of(folder.emitted(name, Bytes.copyOf(part.bytes(MAX_EMITTED))));
                }
            }
        }
        throw new IOException("the bundle of an allow carries no " + name);
    }

    private static List<String> codes(Json.Obj body) {
        @Nullable String cause = body.textOrNull("cause");
        if (cause != null) {
            return List.of(cause);
        }
        return Answers.violations(body).stream()
                .map(violation -> violation.text("code"))
                .distinct()
                .sorted()
                .toList();
    }

    private EngineClient client(String caller) {
        return clients.computeIfAbsent(caller, home::engine);
    }

    @Override
    public void close() {
        clients.values().forEach(EngineClient::close);
    }
}
