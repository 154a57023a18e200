package org.sealgate.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * to be complete. Such a stream is one issuer's: streams of several issuers by one name are none of them said to be.
 */
public final class Sequences {
    private final Optional<String> complete;
    private final Problems problems = new Problems();
    private Exit exit = Exit.OK;

    private Sequences(Optional<String> complete) {
        this.complete = complete;
    }

    /**
     * What was found, and what it means for the exit status.
     *
     * @param whole the stream that was said to be complete, where it is
     */
    public record Result(List<Finding> findings, Exit exit, Optional<Whole> whole) {
        public Result {
            findings = List.copyOf(findings);
            Objects.requireNonNull(whole, "whole");
        }

        /** Where no stream was said to be complete. */
        public Result(List<Finding> findings, Exit exit) {
            this(findings, exit, Optional.empty());
        }
    }

    /**
     * A stream of which every number was brought, from 1 on.
     *
     * @param issuer whose it is: another's may have the same name
     * @param last the highest that was brought; later ones nobody can see from these bundles
     */
    public record Whole(String issuer, String stream, long last) {}

    /**
     * Compares the verified ones of a run.
     *
     * @param complete a stream of which no number may be missing from 1 on, and which only one issuer's bundles may bear
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
        List<Stream> asked = streams.keySet().stream()
                .filter(stream -> complete.filter(stream.name()::equals).isPresent())
                .toList();
        complete.ifPresent(name -> sequences.requireOne(name, asked));
        streams.forEach(sequences::check);
        boolean whole = asked.size() == 1 && sequences.exit == Exit.OK;
        return new Result(
                sequences.problems.findings(),
                sequences.exit,
                asked.stream().filter(stream -> whole).findFirst().map(stream -> {
                    long last = streams.getOrDefault(stream, new TreeMap<>()).lastKey();
                    return new Whole(stream.issuer(), stream.name(), last);
                }));
    }

    /** With bundles of another issuer's stream of that name, nobody could say whose is complete. */
    private void requireOne(String name, List<Stream> asked) {
        if (asked.isEmpty()) {
            gap(name, name, 1, 1);
        } else if (asked.size() > 1) {
            String issuers =
                    String.join(" and ", asked.stream().map(Stream::issuer).toList());
            problems.add(
                    Code.SEQUENCE_GAP, name, "a stream of one issuer: give the bundles of each apart", "of " + issuers);
            exit = exit.worse(Exit.FAILED);
        }
    }

    /** Two issuers may have given their streams the same name. */
    private record Stream(String issuer, String name) implements Comparable<Stream> {
        private static final Comparator<Stream> ORDER =
                Comparator.comparing(Stream::issuer).thenComparing(Stream::name);

        @Override
        public int compareTo(Stream other) {
            return ORDER.compare(this, other);
        }

        private String words() {
            return name + " of " + issuer;
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

    private void check(Stream stream, SortedMap<Long, Report.Place> places) {
        long next = complete.filter(stream.name()::equals).isPresent() ? 1 : places.firstKey();
        for (Report.Place place : new ArrayList<>(places.values())) {
            if (place.number() > next) {
                gap(stream.words(), stream.name(), next, place.number() - 1);
            }
            Report.@Nullable Place before = places.get(place.number() - 1);
            if (before != null && !place.previous().equals(Optional.of(before.digest()))) {
                fork(place, before.digest(), place.previous().orElse("none"));
            }
            next = place.number() + 1;
        }
    }

    private void fork(Report.Place place, String expected, String actual) {
        String pointer = place.stream() + " " + place.number() + " of " + place.issuer();
        problems.add(Code.SEQUENCE_FORK, pointer, expected, actual);
        exit = exit.worse(Exit.FAILED);
    }

    private void gap(String pointer, String stream, long first, long last) {
        String missing = first == last ? "number " + first : "numbers " + first + " to " + last;
        problems.add(Code.SEQUENCE_GAP, pointer, missing, "not among these bundles");
        if (complete.filter(stream::equals).isPresent()) {
            exit = exit.worse(Exit.FAILED);
        }
    }
}
