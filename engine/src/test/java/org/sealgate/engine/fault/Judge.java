package org.sealgate.engine.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** Asks an engine that was started again what became of what its callers were told. */
final class Judge {
    private final HttpClient http = HttpClient.newHttpClient();
    private final EngineUnderFault engine;

    private Judge(EngineUnderFault engine) {
        this.engine = engine;
    }

    /** Starts the engine of this home folder again and lists what is lost, changed or out of order; empty where all is well. */
    static List<String> losses(Path home, Map<String, Caller.Answered> acknowledged) throws Exception {
        List<String> losses = new ArrayList<>();
        try (EngineUnderFault again = EngineUnderFault.start(home, List.of())) {
            Judge judge = new Judge(again);
            losses.addAll(judge.lost(acknowledged));
            losses.addAll(judge.outOfOrder());
        }
        EngineUnderFault.fsck(home).ifPresent(losses::add);
        return losses;
    }

    private List<String> lost(Map<String, Caller.Answered> acknowledged) throws Exception {
        List<String> lost = new ArrayList<>();
        for (Map.Entry<String, Caller.Answered> each : acknowledged.entrySet()) {
            HttpResponse<String> found = get("/v1/decisions/" + each.getKey());
            if (found.statusCode() != 200) {
                lost.add(each.getKey() + " was acknowledged and is gone: " + found.statusCode());
            } else if (!found.body().equals(each.getValue().body())) {
                lost.add(each.getKey() + " is not what was acknowledged");
            }
        }
        return lost;
    }

    /** Numbers of the stream without gap or twin, also those that nobody was told of. */
    private List<String> outOfOrder() throws Exception {
        TreeMap<Long, String> byNumber = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        long after = 0;
        while (true) {
            Json.Obj page = JsonReader.readObject(
                    get("/v1/decisions?limit=100&after=" + after).body().getBytes(UTF_8));
            List<Json.Obj> decisions = page.objects("decisions");
            if (decisions.isEmpty()) {
                break;
            }
            for (Json.Obj decision : decisions) {
                long number = decision.object("answer").object("sequence").integer("number");
                String before = byNumber.put(number, decision.text("decisionId"));
                if (before != null) {
                    wrong.add("number " + number + " was given twice");
                }
            }
            after = page.integer("next");
        }
        if (!byNumber.isEmpty() && byNumber.lastKey() != byNumber.size()) {
            wrong.add("of " + byNumber.lastKey() + " numbers " + byNumber.size() + " are there");
        }
        return wrong;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(engine.uri(path))
                .header("Authorization", "Bearer " + engine.token(Caller.ID))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
