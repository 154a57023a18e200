package org.sealgate.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.derive.EvidenceFile;
import org.sealgate.facts.NamedObject;
import org.sealgate.facts.NamedObjects;
import org.sealgate.facts.ObjectView;
import org.sealgate.facts.RehashedObject;
import org.sealgate.facts.Sensors;

/**
 * Step 12, the facts: {@code derived} made again from the document and its objects by the sensors' own code, {@code observed} listed as
 * what it is, the engine's word. Row S002-28.
 */
final class FactsCheck {
    private static final String FACTS = Names.INPUT + "#/facts/";

    private final Decision decision;
    private final BundleFiles files;
    private final Json.Obj input;
    private final Problems problems;
    private final List<String> notes = new ArrayList<>();

    FactsCheck(Decision decision, BundleFiles files, Recorded recorded, Problems problems) {
        this.decision = decision;
        this.files = files;
        this.input = recorded.input();
        this.problems = problems;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether this verifier ships the sensors that were used. */
    static boolean knows(Decision decision) {
        return decision.predicate().object("facts").text("sensors").equals(Sensors.VERSION);
    }

    void check(Optional<Original> original) {
        file();
        observed();
        original.ifPresentOrElse(this::derived, this::withheld);
    }

    private void file() {
        problems.requireEqual(
                Code.FACTS_MISMATCH,
                Decision.FILE + "#/predicate/facts/digest",
                files.digest(Names.FACTS).text(),
                decision.predicate().object("facts").text("digest"));
        Digest expected = Digest.sha256(CanonicalJson.rfc8785(input.object("facts")));
        problems.requireEqual(Code.FACTS_MISMATCH, Names.FACTS, expected, files.digest(Names.FACTS));
    }

    private void observed() {
        Json.Obj observed = input.object("facts").object("observed");
        Json.Obj actor = input.object("actor");
        Json.Obj expected = Json.object()
                .put("id", actor.text("id"))
                .put("method", actor.text("method"))
                .build();
        require("observed/actor", expected, observed.get("actor"));
        require("observed/clock", Json.of(decision.decidedAtText()), observed.get("clock"));
        notes.add("the engine's word: actor " + actor.text("id") + " by " + actor.text("method") + ", clock "
                + observed.text("clock") + ", "
                + observed.objects("objects").size() + " objects looked up");
    }

    private void derived(Original original) {
        List<NamedObject> named = NamedObjects.of(original.reading());
        objects(named);
        Json.Obj made = Sensors.derived(original.reading(), original.redaction(), view(), decision.decidedAtText());
        Json.Obj recorded = input.object("facts").object("derived");
        Set<String> members = new TreeSet<>(made.members().keySet());
        members.addAll(recorded.members().keySet());
        for (String member : members) {
            require("derived/" + member, made.get(member), recorded.get(member));
        }
    }

    private void objects(List<NamedObject> named) {
        Set<Digest> digests = new TreeSet<>();
        named.forEach(object -> digests.add(object.digest()));
        List<String> listed = input.object("facts").object("observed").objects("objects").stream()
                .map(row -> row.text("digest"))
                .toList();
        problems.requireEqual(
                Code.FACTS_MISMATCH,
                FACTS + "observed/objects",
                digests.stream().map(Digest::text).toList(),
                listed);
        Set<String> hex = new HashSet<>();
        digests.forEach(digest -> hex.add(digest.hex()));
        for (String name : files.below(Names.OBJECTS).keySet()) {
            if (!hex.contains(name)) {
                problems.add(Code.FILE_EXTRA, Names.OBJECTS + name, "an object that the proposal names", "not named");
            }
        }
        if (!decision.isAllow() && !named.isEmpty()) {
            notes.add(
                    "the objects of a record that is no allow are not in the bundle: what their bytes were is the engine's word");
        }
    }

    private ObjectView view() {
        return decision.isAllow() ? this::inBundle : recordedView();
    }

    private Optional<RehashedObject> inBundle(Digest named) {
        String name = Names.OBJECTS + named.hex();
        if (!files.has(name)) {
            return Optional.empty();
        }
        EvidenceFile row = files.row(name);
        return Optional.of(new RehashedObject(row.digest(), row.bytes()));
    }

    /** The recorded rows themselves, so that everything else about them is still compared. */
    private ObjectView recordedView() {
        Map<Digest, RehashedObject> recorded = new HashMap<>();
        for (Json.Obj row : input.object("facts").object("derived").objects("objects")) {
            @Nullable String rehashed = row.textOrNull("rehashed");
            if (rehashed != null) {
                recorded.put(
                        Digest.parse(row.text("digest")),
                        new RehashedObject(Digest.parse(rehashed), row.integer("bytes")));
            }
        }
        return named -> Optional.ofNullable(recorded.get(named));
    }

    /** Without the document only this much: there are as many findings as places withheld. */
    private void withheld() {
        int places = places(input.object("proposal")) + places(input.object("claims"));
        int findings = input.object("facts")
                .object("derived")
                .array("findings")
                .items()
                .size();
        problems.requireEqual(
                Code.FACTS_MISMATCH,
                FACTS + "derived/findings",
                places + " places withheld",
                findings + " places withheld");
    }

    private static int places(Json value) {
        return switch (value) {
            case Json.Obj object ->
                object.members().keySet().equals(Set.of("withheld"))
                        ? 1
                        : object.members().values().stream()
                                .mapToInt(FactsCheck::places)
                                .sum();
            case Json.Arr array ->
                array.items().stream().mapToInt(FactsCheck::places).sum();
            case Json.Str s -> 0;
            case Json.Num n -> 0;
            case Json.Bool b -> 0;
            case Json.Null n -> 0;
        };
    }

    private void require(String member, @Nullable Json expected, @Nullable Json actual) {
        Canonical.require(Code.FACTS_MISMATCH, FACTS + member, expected, actual, problems);
    }
}
