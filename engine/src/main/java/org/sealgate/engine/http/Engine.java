package org.sealgate.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.engine.Archive;
import org.sealgate.engine.Corrections;
import org.sealgate.engine.GateAnswer;
import org.sealgate.engine.GateRequest;
import org.sealgate.engine.Shelf;
import org.sealgate.facts.Actor;

/** All that is asked of the engine over HTTP: the wired one, or one that fails in every way there is. */
interface Engine {
    GateAnswer decide(GateRequest request);

    Json.Obj preview(GateRequest request);

    /** Counts a request that leaves no record of its own, by its status. */
    void refused(int status);

    Optional<Archive.Answered> find(Actor reader, String decisionId);

    Archive.Stretch list(Actor reader, long after, int limit);

    Optional<Archive.Bundle> bundle(Actor reader, String decisionId);

    Corrections.Outcome correct(Actor caller, Bytes body);

    /** All corrections, a line each. */
    Bytes patchLog();

    /** A correction as auditors are given it; empty where there is none of that number. */
    Optional<Archive.Bundle> notice(long number);

    Shelf.Put put(Actor caller, Digest digest, InputStream in) throws IOException;

    Optional<InputStream> open(Actor caller, Digest digest);

    /** A file of the log by its path, {@code checkpoint} or {@code tile/…}. */
    Optional<Bytes> logFile(String path) throws IOException;

    Bytes trustRoot();

    /** Why no proposals are taken now, or their evidence would not stand, named; empty where they are and it will. */
    List<String> problems();

    /** What an operator should look into while proposals are taken all the same. */
    List<String> warnings();

    /** What metrics show beside the requests themselves, by name. */
    SortedMap<String, Long> gauges();
}
