package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** An omitted denial leaves a gap, a rewritten one a fork. */
class SequencesTest {
    private static final String STREAM = "gate-1/svc-publisher";
    private static final String NONE = "sha256:" + "0".repeat(64);

    @TempDir
    private Path folder;

    /** Numbers in the order given, each naming the one given before; {@code !} in front names a wrong one. */
    private List<Verdict> chain(String... numbers) {
        List<Verdict> verdicts = new ArrayList<>();
        String previous = NONE;
        for (String each : numbers) {
            long number = Long.parseLong(each.replace("!", ""));
            String named = each.startsWith("!") ? "sha256:" + "1".repeat(64) : previous;
            Json before = number == 1 ? Json.NULL : Json.of(named);
            ForgedBundle bundle = Forge.deny(Kind.SEALED_RUN)
                    .predicate(p -> p.with(
                            "sequence",
                            Json.object()
                                    .put("stream", STREAM)
                                    .put("number", number)
                                    .put("previous", before)
                                    .build()));
            Verdict verdict = Attack.of(each, () -> bundle)
                    .asking(Expectations::requireAny)
                    .verify(folder);
            assertEquals(
                    Exit.OK, verdict.exit(), () -> verdict.report().findings().toString());
            previous = verdict.report().facts().orElseThrow().place().digest();
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private static List<Code> codes(Sequences.Result result) {
        return result.findings().stream().map(Finding::code).toList();
    }

    @Test
    void sequence_whole_isGood() {
        Sequences.Result result = Sequences.of(chain("1", "2", "3"), Optional.of(STREAM));
        assertEquals(List.of(), codes(result));
        assertEquals(Exit.OK, result.exit());
    }

    @Test
    void sequence_withAGap_isAWarning_andAFailureWhereItWasSaidToBeComplete() {
        List<Verdict> verdicts = chain("4", "6");
        assertEquals(List.of(Code.SEQUENCE_GAP), codes(Sequences.of(verdicts, Optional.empty())));
        assertEquals(Exit.OK, Sequences.of(verdicts, Optional.empty()).exit());
        Sequences.Result complete = Sequences.of(verdicts, Optional.of(STREAM));
        assertEquals(List.of(Code.SEQUENCE_GAP, Code.SEQUENCE_GAP), codes(complete));
        assertEquals(Exit.FAILED, complete.exit());
        assertEquals(
                Exit.FAILED, Sequences.of(verdicts, Optional.of("gate-1/other")).exit());
    }

    @Test
    void sequence_wrongPredecessorOrOneNumberTwice_isAFork() {
        assertEquals(List.of(Code.SEQUENCE_FORK), codes(Sequences.of(chain("1", "!2"), Optional.empty())));
        List<Verdict> twice = new ArrayList<>(chain("1", "2"));
        twice.addAll(chain("!2"));
        Sequences.Result result = Sequences.of(twice, Optional.empty());
        assertEquals(List.of(Code.SEQUENCE_FORK), codes(result));
        assertEquals(Exit.FAILED, result.exit());
    }

    @Test
    void sequence_theSameBundleTwice_isNoFork() {
        List<Verdict> twice = new ArrayList<>(chain("1"));
        twice.addAll(chain("1"));
        assertEquals(List.of(), codes(Sequences.of(twice, Optional.empty())));
        assertEquals(71, Digest.sha256().text().length());
    }

    /** A verified record at this place of a chain; its digest is made of issuer and number. */
    private static Verdict at(String issuer, long number) {
        return at(issuer, number, number == 1 ? Optional.empty() : Optional.of(digest(issuer, number - 1)));
    }

    private static Verdict forked(String issuer, long number) {
        return at(issuer, number, Optional.of(digest("another", number - 1)));
    }

    private static Verdict at(String issuer, long number, Optional<String> previous) {
        Report.Place place = new Report.Place(issuer, STREAM, number, previous, digest(issuer, number));
        Report.Facts facts = new Report.Facts("id " + number, "sealed-run", "deny", "2026", "proposal", place);
        Report report = new Report(
                "bundle " + number, new Report.TrustRootLine("", 1, ""), List.of(), List.of(), Optional.of(facts));
        return new Verdict.Inadmissible(report, true, Exit.FAILED);
    }

    private static String digest(String issuer, long number) {
        return Digest.sha256((issuer + number).getBytes(UTF_8)).text();
    }

    @Test
    void sequence_ofAThousand_namesWhicheverOneIsTakenAway() {
        List<Verdict> all = LongStream.rangeClosed(1, 1000)
                .mapToObj(number -> at("https://a.example", number))
                .toList();
        assertEquals(Exit.OK, Sequences.of(all, Optional.of(STREAM)).exit());
        for (int gone = 0; gone < 999; gone += 37) {
            List<Verdict> rest = new ArrayList<>(all);
            rest.remove(gone);
            Collections.shuffle(rest, new Random(gone));
            Sequences.Result result = Sequences.of(rest, Optional.of(STREAM));
            assertEquals(Exit.FAILED, result.exit());
            assertEquals(List.of(Code.SEQUENCE_GAP), codes(result));
            assertEquals("number " + (gone + 1), result.findings().getFirst().expected());
        }
    }

    @Test
    void sequence_withARangeTakenAway_namesTheRange() {
        List<Verdict> rest = List.of(at("https://a.example", 4), at("https://a.example", 9));
        Sequences.Result result = Sequences.of(rest, Optional.of(STREAM));
        assertEquals(
                List.of("numbers 1 to 3", "numbers 5 to 8"),
                result.findings().stream().map(Finding::expected).toList());
    }

    @Test
    void sequence_ofTwoIssuersWithStreamsOfOneName_isNoFork_andNeitherIsSaidToBeComplete() {
        List<Verdict> both = List.of(at("https://a.example", 1), at("https://b.example", 1));
        assertEquals(new Sequences.Result(List.of(), Exit.OK), Sequences.of(both, Optional.empty()));
        assertEquals(
                new Sequences.Result(
                        List.of(new Finding(
                                Code.SEQUENCE_GAP,
                                STREAM,
                                "a stream of one issuer: give the bundles of each apart",
                                "of https://a.example and https://b.example")),
                        Exit.FAILED),
                Sequences.of(both, Optional.of(STREAM)));
    }

    @Test
    void sequence_complete_isNamedWithItsIssuerAndItsNumbers() {
        List<Verdict> whole = List.of(at("https://a.example", 1), at("https://a.example", 2));
        assertEquals(
                Optional.of(new Sequences.Whole("https://a.example", STREAM, 2)),
                Sequences.of(whole, Optional.of(STREAM)).whole());
        assertEquals(Optional.empty(), Sequences.of(whole, Optional.empty()).whole());
        assertEquals(
                Optional.empty(),
                Sequences.of(whole.subList(1, 2), Optional.of(STREAM)).whole());
        assertEquals(
                Optional.empty(), Sequences.of(whole, Optional.of("another")).whole());
    }

    @Test
    void sequence_wanting_isNamedWithItsIssuer() {
        List<Verdict> gap = List.of(at("https://a.example", 1), at("https://a.example", 3));
        assertEquals(
                STREAM + " of https://a.example",
                Sequences.of(gap, Optional.empty()).findings().getFirst().pointer());
        List<Verdict> fork = List.of(at("https://a.example", 1), forked("https://a.example", 2));
        assertEquals(
                STREAM + " 2 of https://a.example",
                Sequences.of(fork, Optional.empty()).findings().getFirst().pointer());
    }

    @Test
    void sequence_withAnOpenRecord_hasNoGapThere_andWithAFailedOneItHas() {
        Verdict second = at("https://a.example", 2);
        List<Verdict> open = List.of(
                at("https://a.example", 1), new Verdict.Indeterminate(second.report()), at("https://a.example", 3));
        assertEquals(List.of(), codes(Sequences.of(open, Optional.of(STREAM))));
        List<Verdict> failed = List.of(
                at("https://a.example", 1),
                new Verdict.Inadmissible(second.report(), false, Exit.FAILED),
                at("https://a.example", 3));
        assertEquals(List.of(Code.SEQUENCE_GAP), codes(Sequences.of(failed, Optional.of(STREAM))));
    }
}
