package org.sealgate.engine.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.Archive;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import org.sealgate.engine.SiteProblem;
import org.sealgate.engine.Wiring;
import org.sealgate.engine.decision.PinnedOpa;
import org.sealgate.facts.Actor;

/** Starts an engine again, in this process, and finds out what became of what its callers were told. */
final class Judge {
    private static final Actor READER =
            new Actor(Caller.ID, "service", "publisher", List.of("publisher"), null, "token");

    private Judge() {}

    /**
     * What is lost, changed or out of order in a home in which nothing runs; empty where all is well.
     *
     * @param seen copies of the log's folder, made where the fault came: what they show the log must still begin with
     */
    static List<String> losses(Path home, Map<String, Caller.Answered> acknowledged, List<Path> seen) {
        List<String> losses = new ArrayList<>();
        Site site = new Site(home, Clock.systemUTC(), new SecureRandom());
        try (Wiring again = site.open(PinnedOpa.binary(), Settings.LOCAL_INSTANCE)) {
            losses.addAll(judge(again.archive(), acknowledged));
        } catch (SiteProblem e) {
            losses.add("the engine does not start: " + e.getMessage());
        }
        site.fsck(Optional.empty()).faults().forEach(fault -> losses.add(fault.toString()));
        seen.stream()
                .filter(copy -> Files.exists(copy.resolve("checkpoint")))
                .flatMap(copy -> site.fsck(Optional.of(copy)).faults().stream())
                .forEach(fault -> losses.add(fault.toString()));
        return losses;
    }

    /** Of the whole stream, also what nobody was told of: each answer to the byte, each number once and none left out. */
    private static List<String> judge(Archive archive, Map<String, Caller.Answered> acknowledged) {
        List<String> losses = new ArrayList<>();
        Map<String, String> found = new HashMap<>();
        TreeMap<Long, String> byNumber = new TreeMap<>();
        for (Archive.Stretch page = archive.list(READER, 0, 100);
                !page.decisions().isEmpty();
                page = archive.list(READER, page.next(), 100)) {
            for (Archive.Answered decision : page.decisions()) {
                byte[] body = decision.body().toArray();
                found.put(decision.decisionId(), new String(body, UTF_8));
                long number = JsonReader.readObject(body).object("sequence").integer("number");
                if (byNumber.put(number, decision.decisionId()) != null) {
                    losses.add("number " + number + " was given twice");
                }
            }
        }
        if (!byNumber.isEmpty() && byNumber.lastKey() != byNumber.size()) {
            losses.add("of " + byNumber.lastKey() + " numbers " + byNumber.size() + " are there");
        }
        acknowledged.forEach((id, told) -> {
            if (!told.body().equals(found.get(id))) {
                losses.add(id + " was acknowledged, and found is " + found.get(id));
            }
        });
        return losses;
    }
}
