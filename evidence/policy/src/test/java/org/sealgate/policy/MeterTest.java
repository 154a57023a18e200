package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import run.endive.runtime.GlobalInstance;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.ValType;

/** The host's half of the count, on a balance without a module. */
class MeterTest {
    private static final long SLICE = 100_000;
    private static final long LATER = Duration.ofHours(1).toNanos();

    private static Meter meter(long budget) {
        Meter meter = new Meter();
        meter.begin(budget, System.nanoTime() + LATER);
        return meter;
    }

    private static GlobalInstance balance(long frames, long units) {
        return new GlobalInstance((frames << Metering.FRAME_SHIFT) + units, 0, ValType.I64, MutabilityType.Var);
    }

    @ParameterizedTest
    @CsvSource({
        // budget, owed before the first slice, left after it
        "1000000, 0, 100000",
        "1000000, 1, 100000",
        "1000000, 900000, 100000",
        "1000000, 900001, 99999",
        "1000000, 1000000, 0",
        "100000, 0, 100000",
        "99999, 0, 99999",
        "5, 5, 0",
        "1, 0, 1"
    })
    void slice_ofABudget_paysWhatIsOwedAndGivesNoMoreThanThereIs(long budget, long owed, long left) {
        Meter meter = meter(budget);
        GlobalInstance balance = balance(Meter.FRAME_BALANCE, -owed);
        assertEquals(owed, meter.charged(balance));
        meter.settle(balance);
        assertEquals(Meter.START + left, balance.getValue());
        assertEquals(owed, meter.charged(balance));
    }

    @Test
    void slices_oneAfterTheOther_endAtTheBudgetAndNotBefore() {
        Meter meter = meter(2 * SLICE + 7);
        GlobalInstance balance = balance(3, 0);
        for (long left : new long[] {SLICE, SLICE, 5, 0}) {
            meter.settle(balance);
            assertEquals(left, balance.getValue() - (3L << Metering.FRAME_SHIFT));
            balance.setValue(balance.getValue() - left - (left == SLICE ? 1 : 0));
            meter.requireBudget(balance);
        }
        assertEquals(2 * SLICE + 7, meter.charged(balance));
        balance.setValue(balance.getValue() - 1);
        for (int again = 0; again < 2; again++) {
            PolicyFailure failure = assertThrows(PolicyFailure.class, () -> meter.settle(balance));
            assertEquals("more than 200007 instructions", failure.getMessage());
        }
        assertEquals(2 * SLICE + 8, meter.charged(balance));
    }

    @Test
    void settled_unasked_givesNothingTwice() {
        Meter meter = meter(3 * SLICE);
        GlobalInstance balance = balance(1, 0);
        for (int i = 0; i < 5; i++) {
            meter.settle(balance);
            assertEquals((1L << Metering.FRAME_SHIFT) + SLICE, balance.getValue());
        }
    }

    @Test
    void frames_noneLeftAndOneTooMany_letGoOnAndRefused() {
        for (long units : new long[] {-SLICE, -5, 0, 5}) {
            meter(SLICE).requireBudget(balance(0, units));
            meter(SLICE).requireBudget(balance(1, units));
            GlobalInstance deeper = balance(-1, units);
            PolicyFailure failure =
                    assertThrows(PolicyFailure.class, () -> meter(SLICE).requireBudget(deeper));
            assertEquals("calls nested too deep", failure.getMessage());
        }
    }

    @Test
    void deadline_goneBy_timeout() {
        Meter meter = new Meter();
        meter.begin(SLICE, System.nanoTime() - 1);
        PolicyAnswer.Failed failed =
                PolicyFailure.answer(assertThrows(PolicyFailure.class, () -> meter.settle(balance(1, -1))));
        assertEquals(PolicyCause.WASM_TIMEOUT, failed.cause());
    }
}
