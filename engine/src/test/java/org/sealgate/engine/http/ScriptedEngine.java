package org.sealgate.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.engine.Archive;
import org.sealgate.engine.Corrections;
import org.sealgate.engine.GateAnswer;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.GateRequest;
import org.sealgate.engine.Shelf;
import org.sealgate.facts.Actor;

/** An engine that answers what the proposal says, remembers what reached it, and breaks on demand. */
final class ScriptedEngine implements Engine {
    static final String OWN = "0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b55";

    final Deque<GateRequest> reached = new ConcurrentLinkedDeque<>();
    final Map<Digest, byte[]> objects = new ConcurrentHashMap<>();
    final Deque<Integer> refused = new ConcurrentLinkedDeque<>();
    final CountDownLatch held = new CountDownLatch(1);
    volatile List<String> problems = List.of();

    @Override
    public GateAnswer decide(GateRequest request) {
        reached.add(request);
        String script = new String(request.body().toArray(), UTF_8);
        return switch (script) {
            case "allow" -> recorded(Finding.ALLOWED, 201);
            case "again" -> recorded(Finding.ALLOWED, 200);
            case "deny" -> recorded(Finding.DENIED, 409);
            case "taken" -> recorded(Finding.RUN_EXISTS, 409);
            case "no-answer" -> recorded(Finding.NO_ANSWER, 503);
            case "running" -> new GateAnswer.InProgress();
            case "reused" -> new GateAnswer.KeyReused();
            case "full" -> new GateAnswer.Unavailable(Duration.ofSeconds(7), "DISK");
            case "hold" -> {
                awaitRelease();
                yield recorded(Finding.ALLOWED, 201);
            }
            case "break" -> throw new IllegalStateException("canary-in-the-exception");
            case "overflow" -> throw new StackOverflowError("canary-in-the-error");
            default -> recorded(Finding.MALFORMED, 422);
        };
    }

    private void awaitRelease() {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GateAnswer recorded(Finding finding, int status) {
        String body = "{\"decisionId\":\"" + OWN + "\",\"code\":\"" + finding + "\"}";
        return new GateAnswer.Recorded(finding, status, Bytes.copyOf(body.getBytes(UTF_8)), OWN);
    }

    @Override
    public Json.Obj preview(GateRequest request) {
        reached.add(request);
        String script = new String(request.body().toArray(), UTF_8);
        return Json.object()
                .put("preview", true)
                .put("outcome", script.equals("allow") || script.equals("deny") ? script : "error")
                .put("cause", script.equals("no-answer") ? Json.of("OPA_TIMEOUT") : Json.of("MALFORMED"))
                .put("violations", Json.array(List.of()))
                .build();
    }

    @Override
    public void refused(int status) {
        refused.add(status);
    }

    @Override
    public Optional<Archive.Answered> find(Actor reader, String decisionId) {
        boolean may = reader.id().equals("svc-publisher") || reader.apiRoles().contains("auditor");
        return may && decisionId.equals(OWN)
                ? Optional.of(new Archive.Answered(OWN, 201, Bytes.copyOf("{\"decisionId\":1}".getBytes(UTF_8))))
                : Optional.empty();
    }

    @Override
    public Archive.Stretch list(Actor reader, long after, int limit) {
        return new Archive.Stretch(find(reader, OWN).stream().limit(limit).toList(), after + 1);
    }

    @Override
    public Optional<Archive.Bundle> bundle(Actor reader, String decisionId) {
        if (problems.contains("no-proof")) {
            return find(reader, decisionId).map(found -> new Archive.Bundle.NotYet("TSA_UNREACHABLE"));
        }
        return find(reader, decisionId)
                .map(found -> new Archive.Bundle.Ready(out -> {
                    out.write(new byte[200_000]);
                    if (problems.contains("bundle")) {
                        throw new IOException("disk");
                    }
                }));
    }

    @Override
    public Corrections.Outcome correct(Actor caller, Bytes body) {
        String script = new String(body.toArray(), UTF_8);
        return switch (script) {
            case "correct" -> new Corrections.Outcome.Corrected(7, Bytes.copyOf("{\"number\":7}".getBytes(UTF_8)));
            case "no-run" -> new Corrections.Outcome.NoSuchRun();
            case "full" -> new Corrections.Outcome.Unavailable(Duration.ofSeconds(7));
            default -> new Corrections.Outcome.Refused(List.of(new Corrections.Objection("REASON_FLAGGED", "/reason")));
        };
    }

    @Override
    public Bytes patchLog() {
        return Bytes.copyOf("{\"number\":7}\n".getBytes(UTF_8));
    }

    @Override
    public Optional<Archive.Bundle> notice(long number) {
        if (problems.contains("no-proof")) {
            return Optional.of(new Archive.Bundle.NotYet("TSA_UNREACHABLE"));
        }
        return number == 7 ? Optional.of(new Archive.Bundle.Ready(out -> out.write(new byte[3]))) : Optional.empty();
    }

    @Override
    public Optional<Bytes> logFile(String path) {
        return path.equals("checkpoint") || path.equals("tile/0/000.p/1")
                ? Optional.of(Bytes.copyOf(path.getBytes(UTF_8)))
                : Optional.empty();
    }

    @Override
    public Shelf.Put put(Actor caller, Digest digest, InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        if (!Digest.sha256(bytes).equals(digest)) {
            return new Shelf.Put.OtherDigest();
        }
        objects.put(digest, bytes);
        return new Shelf.Put.Kept(bytes.length);
    }

    @Override
    public Optional<InputStream> open(Actor caller, Digest digest) {
        return Optional.ofNullable(objects.get(digest)).map(ByteArrayInputStream::new);
    }

    @Override
    public Bytes trustRoot() {
        return Bytes.copyOf("{\"payload\":\"\"}".getBytes(UTF_8));
    }

    @Override
    public List<String> problems() {
        return problems;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public SortedMap<String, Long> gauges() {
        return new TreeMap<>(Map.of("sealgate_records", 7L));
    }
}
