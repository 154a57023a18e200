package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactNumbersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0e99999999999999999999",
                "0.000e-99999999999999999999",
                "1",
                "-17",
                "999999999999999",
                "0.1",
                "1.50",
                "1000.0",
                "1e5",
                "1E+5",
                "1e23",
                "0.30",
                "123456789012345",
                "9007199254740991",
                "9007199254740992",
                "9007199254740994",
                "100000000000000000000000",
                "1e0000000000000000000000000000022",
                "0.1000000000000000000000000000000",
                "5e-324",
                "1.7976931348623157e308",
                "17976931348623157e292",
                "0.000001",
                "1e-7"
            })
    void require_exactNumber_passes(String number) {
        ExactNumbers.require(new Json.Num(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9007199254740993",
                "1.000000000000000005",
                "0.1000000000000000055511151231257827",
                "4.9406564584124654e-324",
                "1e-400",
                "-1e-99999999999999999999",
                "0.30000000000000004000001",
                "123456789012345678901",
                "99999999999999999999999",
                "2.2250738585072011e-309999"
            })
    void require_inexactNumber_refused(String number) {
        Json document = Json.object()
                .put("a/b", Json.array(List.of(Json.of(1), new Json.Num(number))))
                .build();
        JsonException refusal = assertThrows(JsonException.class, () -> ExactNumbers.require(document));
        assertEquals(JsonCode.JSON_NUMBER_PRECISION, refusal.code());
        assertEquals("/a~1b/1", refusal.pointer());
    }

    /** The rule as it is written down, against the shortcuts that it is computed with. */
    @Test
    void isExact_generatedNumbers_agreesWithTheRule() {
        Random random = new Random(8785);
        for (int i = 0; i < 50_000; i++) {
            String number = GeneratedJson.number(random);
            double nearest = Double.parseDouble(number);
            boolean exact = new BigDecimal(number)
                            .compareTo(
                                    new BigDecimal(ShortestDecimal.of(nearest).ecmaScript()))
                    == 0;
            assertEquals(exact, ExactNumbers.isExact(number), number);
        }
    }

    @Test
    void require_documentOfExactNumbers_passes() {
        ExactNumbers.require(
                JsonReader.read("{\"a\":[1,2.5,{\"b\":-3e2}],\"c\":[\"9007199254740993\",true,null]}".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        // value, ECMAScript, Python: the rows in which RFC 8785 and py-compact differ, and the edges of both layouts
        "87.0, 87, 87.0",
        "1000.0, 1000, 1000.0",
        "1.50, 1.5, 1.5",
        "1e5, 100000, 100000.0",
        "1e-07, 1e-7, 1e-07",
        "1e16, 10000000000000000, 1e+16",
        "1e15, 1000000000000000, 1000000000000000.0",
        "123456789012345680.0, 123456789012345680, 1.2345678901234568e+17",
        "-0.0, 0, -0.0",
        "0.0, 0, 0.0",
        "1e-05, 0.00001, 1e-05",
        "0.0001, 0.0001, 0.0001",
        "0.000001, 0.000001, 1e-06",
        "1e20, 100000000000000000000, 1e+20",
        "1e21, 1e+21, 1e+21",
        "1.5e300, 1.5e+300, 1.5e+300",
        "-1.25e-100, -1.25e-100, -1.25e-100",
        "5e-324, 5e-324, 5e-324",
        "1e-323, 1e-323, 1e-323",
        "2e-323, 2e-323, 2e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308, 1.7976931348623157e+308",
        "2.2250738585072014e-308, 2.2250738585072014e-308, 2.2250738585072014e-308",
        "0.1, 0.1, 0.1",
        "123.456, 123.456, 123.456",
        "9007199254740993.0, 9007199254740992, 9007199254740992.0"
    })
    void shortestDecimal_value_printedAsBothLanguagesDo(String number, String ecmaScript, String python) {
        ShortestDecimal decimal = ShortestDecimal.of(Double.parseDouble(number));
        assertEquals(ecmaScript, decimal.ecmaScript());
        assertEquals(python, decimal.python());
    }
}
