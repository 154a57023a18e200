package org.sealgate.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What several verified bundles say about each other: statements of one stream have one number each and name their predecessor, so that
 * an omitted denial leaves a gap.
 *
 * <p>Two statements of one number, or a predecessor that is not the one at hand, cannot both be the engine's: {@link
 * Code#SEQUENCE_FORK}. A number that nobody brought is a warning, {@link Code#SEQUENCE_GAP}, and a failure for the stream that was said
 * to be complete.
 */
public final class Sequences {
    private final Optional<String> complete;
    private final Problems problems = new Problems();
    private Exit exit = Exit.OK;

    private Sequences(Optional<String> complete) {
        this.complete = complete;
    }

    /** What was found, and what it means for the exit status. */
    public record Result(List<Finding> findings, Exit exit) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Compares the verified ones of a run.
     *
     * @param complete a stream of which no number may be missing from 1 on
     */
    public static Result of(List<Verdict> verdicts, Optional<String> complete) {
        SortedMap<Stream, SortedMap<Long, Report.Place>> streams = new TreeMap<>();
        Sequences sequences = new Sequences(complete);
        for (Verdict verdict : verdicts) {
            // a record that is open, for example because its payload was deleted, has its place all the same
            if (verdict.verified() || verdict instanceof Verdict.Indeterminate) {
                verdict.report().facts().ifPresent(facts -> sequences.add(streams, facts.place()));
            }
        }
        complete.filter(name -> streams.keySet().stream()
                        .noneMatch(stream -> stream.name().equals(name)))
                .ifPresent(name -> sequences.gap(name, 1, 1));
        streams.forEach((stream, places) -> sequences.check(stream.name(), places));
        return new Result(sequences.problems.findings(), sequences.exit);
    }

    /** Two issuers may have given their streams the same name. */
    private record Stream(String issuer, String name) implements Comparable<Stream> {
        private static final Comparator<Stream> ORDER =
                Comparator.comparing(Stream::issuer).thenComparing(Stream::name);

        @Override
        public int compareTo(Stream other) {
            return ORDER.compare(this, other);
        }
    }

    private void add(Map<Stream, SortedMap<Long, Report.Place>> streams, Report.Place place) {
        SortedMap<Long, Report.Place> stream =
                streams.computeIfAbsent(new Stream(place.issuer(), place.stream()), each -> new TreeMap<>());
        Report.@Nullable Place other = stream.putIfAbsent(place.number(), place);
        if (other != null && !other.digest().equals(place.digest())) {
            fork(place, "one statement of this number", "two");
        }
    }

    private void check(String name, SortedMap<Long, Report.Place> stream) {
        long next = complete.filter(name::equals).isPresent() ? 1 : stream.firstKey();
        for (Report.Place place : new ArrayList<>(stream.values())) {
            if (place.number() > next) {
                gap(name, next, place.number() - 1);
            }
            Report.@Nullable Place before = stream.get(place.number() - 1);
            if (before != null && !place.previous().equals(Optional.of(before.digest()))) {
                fork(place, before.digest(), place.previous().orElse("none"));
            }
            next = place.number() + 1;
        }
    }

    private void fork(Report.Place place, String expected, String actual) {
        problems.add(Code.SEQUENCE_FORK, place.stream() + " " + place.number(), expected, actual);
        exit = exit.worse(Exit.FAILED);
    }

    private void gap(String stream, long first, long last) {
        String missing = first == last ? "number " + first : "numbers " + first + " to " + last;
        problems.add(Code.SEQUENCE_GAP, stream, missing, "not among these bundles");
        if (complete.filter(stream::equals).isPresent()) {
            exit = exit.worse(Exit.FAILED);
        }
    }
}
