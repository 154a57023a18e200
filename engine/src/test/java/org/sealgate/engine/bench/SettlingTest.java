package org.sealgate.engine.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When a rate counts as settled. */
class SettlingTest {
    static Stream<Arguments> rates() {
        return Stream.of(
                Arguments.of("rises, then rests", List.of(400.0, 800.0, 1000.0, 1010.0, 1005.0, 990.0), 6),
                Arguments.of("rests twice, then rises", List.of(400.0, 401.0, 402.0, 800.0, 790.0, 810.0, 805.0), 7),
                Arguments.of("falls", List.of(400.0, 390.0, 380.0, 390.0), 4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rates")
    void load_thatComesToRest_endsAtItsLastRate(String name, List<Double> rates, int turns) throws Exception {
        Iterator<Double> next = rates.iterator();
        Settling settling = Settling.of("gate", 15, next::next, line -> {});
        assertEquals(new Settling(rates.get(turns - 1), turns * 15, true), settling);
        assertEquals(turns * 15 + " s of load", settling.words());
    }

    @ParameterizedTest
    @MethodSource("rising")
    void load_thatRisesForEver_endsAndSaysSo(List<Double> rates) throws Exception {
        Iterator<Double> next = rates.iterator();
        Settling settling = Settling.of("gate", 15, next::next, line -> {});
        assertEquals(new Settling(Collections.max(rates), rates.size() * 15, false), settling);
        assertEquals("300 s of load, which was not enough for the rate to come to rest", settling.words());
    }

    static Stream<List<Double>> rising() {
        return Stream.of(Stream.iterate(100.0, rate -> rate * 1.03).limit(20).toList());
    }
}
