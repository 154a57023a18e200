package org.sealgate.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.engine.Archive;
import org.sealgate.engine.Corrections;
import org.sealgate.engine.GateAnswer;
import org.sealgate.engine.GateRequest;
import org.sealgate.engine.Shelf;
import org.sealgate.engine.Wiring;
import org.sealgate.facts.Actor;

/** The engine as wired. */
record WiredEngine(Wiring wiring) implements Engine {
    @Override
    public GateAnswer decide(GateRequest request) {
        return wiring.gate().decide(request);
    }

    @Override
    public Json.Obj preview(GateRequest request) {
        wiring.refusals().count("preview");
        return wiring.gate().preview(request);
    }

    @Override
    public void refused(int status) {
        if (status == 401 || status == 413 || status == 429) {
            wiring.refusals().count(Integer.toString(status));
        }
    }

    @Override
    public Optional<Archive.Answered> find(Actor reader, String decisionId) {
        return wiring.archive().find(reader, decisionId);
    }

    @Override
    public Archive.Stretch list(Actor reader, long after, int limit) {
        return wiring.archive().list(reader, after, limit);
    }

    @Override
    public Optional<Archive.Bundle> bundle(Actor reader, String decisionId) {
        return wiring.archive().bundle(reader, decisionId);
    }

    @Override
    public Corrections.Outcome correct(Actor caller, Bytes body) {
        return wiring.corrections().correct(caller, body);
    }

    @Override
    public Bytes patchLog() {
        return wiring.corrections().patchLog();
    }

    @Override
    public Optional<Archive.Bundle> notice(long number) {
        return wiring.corrections().notice(number);
    }

    @Override
    public Shelf.Put put(Actor caller, Digest digest, InputStream in) throws IOException {
        return wiring.shelf().put(caller, digest, in);
    }

    @Override
    public Optional<InputStream> open(Actor caller, Digest digest) {
        return wiring.shelf().open(caller, digest);
    }

    @Override
    public Optional<Bytes> logFile(String path) throws IOException {
        return wiring.logFile(path);
    }

    @Override
    public Bytes trustRoot() {
        return wiring.trustRoot();
    }

    @Override
    public List<String> problems() {
        return wiring.problems();
    }

    @Override
    public List<String> warnings() {
        return wiring.warnings();
    }

    @Override
    public SortedMap<String, Long> gauges() {
        var health = wiring.storeHealth();
        SortedMap<String, Long> gauges = new TreeMap<>();
        gauges.put("sealgate_journal_batches", health.batches());
        gauges.put("sealgate_journal_batches_failed", health.failedBatches());
        gauges.put("sealgate_journal_bytes", health.journalBytes());
        gauges.put("sealgate_log_unanchored", wiring.unanchored());
        gauges.put("sealgate_log_unanchored_seconds", wiring.unanchoredFor().toSeconds());
        gauges.put("sealgate_log_witnesses_silent", (long) wiring.silentWitnesses());
        gauges.put("sealgate_opa_restarts", (long) wiring.sidecarRestarts());
        gauges.put("sealgate_records", health.decisions());
        gauges.put("sealgate_records_waiting", (long) health.waiting());
        return gauges;
    }
}
