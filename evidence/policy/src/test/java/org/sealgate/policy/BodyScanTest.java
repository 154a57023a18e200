package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.policy.TinyModule.EXTRA;
import static org.sealgate.policy.Wat.I32;
import static org.sealgate.policy.Wat.I64;
import static org.sealgate.policy.Wat.NONE;
import static org.sealgate.policy.Wat.br;
import static org.sealgate.policy.Wat.brIf;
import static org.sealgate.policy.Wat.call;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.i64;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.repeat;
import static org.sealgate.policy.Wat.u32;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;

/** What a body takes of the stack and what its regions cost, exactly; every row is valid code, or the figure would mean nothing. */
class BodyScanTest {
    private static final int NOTHING = 5;
    private static final int A_NUMBER = 4;
    private static final int SEVEN_PARAMETERS = 2;
    private static final byte[] NO_LOCALS = code(0);
    private static final byte[] ONE_LOCAL = code(1, 1, I32);
    private static final byte[] ONE = i32(1);
    private static final int DROP = 0x1a;
    private static final int END = 0x0b;
    private static final byte[] BLOCK = code(0x02, NONE);
    private static final byte[] BLOCK_I32 = code(0x02, I32);
    private static final byte[] F32 = code(0x43, 0x0b, 0x0b, 0x0b, 0x0b);
    private static final byte[] F64 = code(0x44, repeat(8, code(0x0b)));

    /** @param slots parameters, locals, and operands when there are most of them */
    record Row(String name, int type, byte[] locals, byte[] code, int slots) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, int slots, Object... code) {
        return new Row(name, NOTHING, NO_LOCALS, code(code), slots);
    }

    static List<Row> blocks() {
        return List.of(
                row("nothing", 0),
                row("a number", 1, ONE, DROP),
                row("numbers one after the other", 1, ONE, DROP, ONE, DROP),
                row("numbers at once", 3, ONE, ONE, ONE, DROP, DROP, DROP),
                row("no operation", 1, 0x01, ONE, DROP),
                row("a block leaves nothing", 1, BLOCK, END, ONE, DROP),
                row("a block leaves its result", 2, BLOCK_I32, ONE, END, ONE, DROP, DROP),
                row("a block leaves what was below", 2, ONE, BLOCK, END, ONE, DROP, DROP),
                row("a block leaves both", 3, ONE, BLOCK_I32, ONE, END, ONE, DROP, DROP, DROP),
                row("what a block left is dropped", 2, ONE, BLOCK, END, DROP, ONE, ONE, DROP, DROP),
                row("blocks in blocks", 3, ONE, BLOCK, ONE, BLOCK, ONE, DROP, END, DROP, END, DROP),
                row("a loop", 2, ONE, 0x03, NONE, ONE, DROP, END, DROP),
                row("a loop's result", 2, 0x03, I32, ONE, END, ONE, DROP, DROP),
                row("an if takes its condition", 1, ONE, 0x04, NONE, ONE, DROP, END),
                row("an else begins where the if began", 1, ONE, 0x04, I32, ONE, 0x05, ONE, END, DROP),
                row("an else above a number", 2, ONE, ONE, 0x04, I32, ONE, 0x05, ONE, END, DROP, DROP));
    }

    static List<Row> jumps() {
        return List.of(
                new Row("a return", A_NUMBER, NO_LOCALS, code(ONE, 0x0f, ONE), 1),
                new Row("a return above a number", A_NUMBER, NO_LOCALS, code(ONE, ONE, 0x0f, ONE), 2),
                row("a return in a block", 3, ONE, BLOCK, ONE, ONE, 0x0f, ONE, DROP, END, DROP),
                row("a branch", 2, BLOCK, ONE, ONE, br(0), ONE, ONE, DROP, DROP, END),
                row("a branch above a number", 3, ONE, BLOCK, br(0), ONE, ONE, DROP, DROP, END, DROP),
                row(
                        "a result of a block that ends in a branch",
                        3,
                        BLOCK_I32,
                        ONE,
                        br(0),
                        END,
                        ONE,
                        ONE,
                        DROP,
                        DROP,
                        DROP),
                row("a branch that is not taken", 1, BLOCK, ONE, brIf(0), ONE, DROP, END),
                row(
                        "a branch that is not taken, with a result",
                        3,
                        BLOCK_I32,
                        ONE,
                        ONE,
                        brIf(0),
                        ONE,
                        ONE,
                        DROP,
                        DROP,
                        END,
                        DROP),
                row("a table", 2, BLOCK, ONE, ONE, 0x0e, 2, 0, 1, 0, ONE, ONE, DROP, DROP, END),
                row("an empty table", 1, BLOCK, ONE, 0x0e, 0, 0, ONE, DROP, END),
                row("unreachable", 3, ONE, ONE, 0x00, ONE, ONE, ONE, DROP, DROP, DROP),
                row("unreachable above a number", 3, ONE, BLOCK, ONE, 0x00, ONE, ONE, DROP, DROP, END, DROP));
    }

    static List<Row> others() {
        return List.of(
                row("a call", 1, ONE, call(0), ONE, DROP),
                row("a call with a result", 3, ONE, ONE, call(1), ONE, ONE, DROP, DROP, DROP),
                row("a call through the table", 1, ONE, 0x11, 5, 0, ONE, DROP),
                row("a call through the table, both", 3, ONE, ONE, 0x11, 3, 0, ONE, ONE, DROP, DROP, DROP),
                new Row("a local, read", NOTHING, ONE_LOCAL, code(local(0x20, 0), DROP), 2),
                new Row("a local, written", NOTHING, ONE_LOCAL, code(ONE, local(0x21, 0), ONE, DROP), 2),
                new Row("a local, both", NOTHING, ONE_LOCAL, code(ONE, local(0x22, 0), ONE, DROP, DROP), 3),
                row("a global, read", 1, 0x23, 0, DROP),
                row("a global, written", 1, 0x23, 0, 0x24, 0, ONE, DROP),
                row("memory.size", 2, 0x3f, 0, ONE, DROP, DROP),
                row("memory.grow", 2, ONE, 0x40, 0, ONE, DROP, DROP),
                row("an i64", 1, i64(-1), DROP),
                row("an f32", 1, F32, DROP),
                row("an f64", 1, F64, DROP),
                row("a selection", 3, ONE, ONE, ONE, 0x1b, ONE, DROP, DROP),
                new Row("parameters", SEVEN_PARAMETERS, NO_LOCALS, code(ONE), 8),
                new Row("parameters and locals", SEVEN_PARAMETERS, code(2, 3, I32, 4, I64), code(ONE), 15));
    }

    @ParameterizedTest
    @MethodSource({"blocks", "jumps", "others"})
    void frame_ofABody_exactlyItsSlots(Row row) {
        assertEquals(row.slots(), scan(row.type(), row.locals(), row.code()).frameSlots());
    }

    /** Opcodes from and to, one letter an operand, and the result or none. */
    private record Range(int from, int to, String operands, String result) {}

    /** WebAssembly Core Specification 1.0, section 5.4.5 and the types of section 3.3. */
    private static List<Range> operations() {
        return List.of(
                new Range(0x28, 0x28, "i", "i"),
                new Range(0x29, 0x29, "i", "l"),
                new Range(0x2a, 0x2a, "i", "f"),
                new Range(0x2b, 0x2b, "i", "d"),
                new Range(0x2c, 0x2f, "i", "i"),
                new Range(0x30, 0x35, "i", "l"),
                new Range(0x36, 0x36, "ii", ""),
                new Range(0x37, 0x37, "il", ""),
                new Range(0x38, 0x38, "if", ""),
                new Range(0x39, 0x39, "id", ""),
                new Range(0x3a, 0x3b, "ii", ""),
                new Range(0x3c, 0x3e, "il", ""),
                new Range(0x45, 0x45, "i", "i"),
                new Range(0x46, 0x4f, "ii", "i"),
                new Range(0x50, 0x50, "l", "i"),
                new Range(0x51, 0x5a, "ll", "i"),
                new Range(0x5b, 0x60, "ff", "i"),
                new Range(0x61, 0x66, "dd", "i"),
                new Range(0x67, 0x69, "i", "i"),
                new Range(0x6a, 0x78, "ii", "i"),
                new Range(0x79, 0x7b, "l", "l"),
                new Range(0x7c, 0x8a, "ll", "l"),
                new Range(0x8b, 0x91, "f", "f"),
                new Range(0x92, 0x98, "ff", "f"),
                new Range(0x99, 0x9f, "d", "d"),
                new Range(0xa0, 0xa6, "dd", "d"),
                new Range(0xa7, 0xa7, "l", "i"),
                new Range(0xa8, 0xa9, "f", "i"),
                new Range(0xaa, 0xab, "d", "i"),
                new Range(0xac, 0xad, "i", "l"),
                new Range(0xae, 0xaf, "f", "l"),
                new Range(0xb0, 0xb1, "d", "l"),
                new Range(0xb2, 0xb3, "i", "f"),
                new Range(0xb4, 0xb5, "l", "f"),
                new Range(0xb6, 0xb6, "d", "f"),
                new Range(0xb7, 0xb8, "i", "d"),
                new Range(0xb9, 0xba, "l", "d"),
                new Range(0xbb, 0xbb, "f", "d"),
                new Range(0xbc, 0xbc, "f", "i"),
                new Range(0xbd, 0xbd, "d", "l"),
                new Range(0xbe, 0xbe, "i", "f"),
                new Range(0xbf, 0xbf, "l", "d"));
    }

    /** Each operation, and then two numbers more: what it took and what it left both show. */
    @Test
    void operations_each_takeTheirOperandsAndLeaveTheirResult() {
        int seen = 0;
        for (Range range : operations()) {
            for (int opcode = range.from(); opcode <= range.to(); opcode++) {
                byte[] operands = {};
                for (char letter : range.operands().toCharArray()) {
                    operands = code(operands, constant(letter));
                }
                byte[] address = opcode <= 0x3e ? code(0, 0) : code();
                int left = range.result().length() + 2;
                byte[] body = code(operands, opcode, address, ONE, ONE, repeat(left, code(DROP)));
                assertEquals(
                        Math.max(range.operands().length(), left),
                        scan(NOTHING, NO_LOCALS, body).frameSlots(),
                        Integer.toHexString(opcode));
                seen++;
            }
        }
        assertEquals(0x3e - 0x28 + 1 + 0xbf - 0x45 + 1, seen);
    }

    private static byte[] constant(char letter) {
        return switch (letter) {
            case 'i' -> ONE;
            case 'l' -> i64(1);
            case 'f' -> F32;
            default -> F64;
        };
    }

    @Test
    void rows_invalidCode_wouldBeFoundOut() {
        assertThrows(WasmEngineException.class, () -> scan(NOTHING, NO_LOCALS, code(DROP)));
    }

    /** Loop 1 holds loop 2 and so on, each with as many nops as its number, so that no two regions cost the same. */
    @Test
    void regions_loopsInLoopsAndBesideThem_eachItsCost() {
        byte[] nested = {};
        for (int loop = 9; loop > 0; loop--) {
            nested = code(0x03, NONE, repeat(loop, code(0x01)), nested, END);
        }
        byte[] beside = code(0x03, NONE, repeat(20, code(0x01)), ONE, call(0), END);
        BodyScan scan = scan(NOTHING, NO_LOCALS, code(nested, beside, 0x0f));
        // both loops, return, end
        assertEquals(4, scan.cost(0));
        for (int loop = 1; loop < 9; loop++) {
            assertEquals(loop + 2, scan.cost(loop), "loop " + loop);
        }
        assertEquals(10, scan.cost(9));
        assertEquals(20 + 1 + 1 + BodyScan.CALL + 1, scan.cost(10));
        assertEquals(4 + 52 + 10 + 23, scan.instructions);
        assertEquals(11, scan.editCount());
        for (int edit = 0; edit < 10; edit++) {
            assertEquals(BodyScan.LOOP_HEADER, scan.editKind(edit));
            assertEquals(edit + 1, scan.editValue(edit));
        }
        assertEquals(scan.codeStart + 2, scan.editAt(0));
        assertEquals(scan.codeStart + 5, scan.editAt(1));
        assertEquals(BodyScan.RETURN, scan.editKind(10));
        assertEquals(0, scan.editValue(10));
        assertEquals(scan.codeEnd - 1, scan.editAt(10));
    }

    @Test
    void bodies_ofFewInstructions_smallUnlessTheyCallOrLoop() {
        assertTrue(scan(NOTHING, NO_LOCALS, repeat(28, code(0x01))).small());
        assertFalse(scan(NOTHING, NO_LOCALS, repeat(29, code(0x01))).small());
        assertFalse(scan(NOTHING, NO_LOCALS, code(ONE, call(0))).small());
        assertFalse(scan(NOTHING, NO_LOCALS, code(0x03, NONE, END)).small());
    }

    @Test
    void nesting_atTheLimitAndOneMore_readAndRefused() {
        assertEquals(0, scan(NOTHING, NO_LOCALS, nested(ModuleLimits.NESTING)).frameSlots());
        byte[] module = module(NOTHING, NO_LOCALS, nested(ModuleLimits.NESTING + 1));
        PolicyFailure failure = assertThrows(PolicyFailure.class, () -> LoadedModule.interpreted(module));
        assertEquals("blocks nested more than 1000 deep", failure.getMessage());
    }

    private static byte[] nested(int depth) {
        return code(repeat(depth, BLOCK), repeat(depth, code(END)));
    }

    private static byte[] module(int type, byte[] locals, byte[] code) {
        return new TinyModule()
                .section(4, u32(1), 0x70, 0, u32(1))
                .function(type, locals, code)
                .build();
    }

    private static BodyScan scan(int type, byte[] locals, byte[] code) {
        ModuleShape shape = ModuleReader.read(module(type, locals, code));
        Parser.parse(Metering.rewrite(shape));
        ModuleShape.Section section = shape.sections().stream()
                .filter(each -> each.id() == ModuleShape.CODE)
                .findFirst()
                .orElseThrow();
        WasmCursor in = new WasmCursor(shape.bytes(), section.from(), section.end());
        List<WasmCursor> bodies = new ArrayList<>();
        for (long left = in.u32(); left > 0; left--) {
            bodies.add(in.slice(in.u32()));
        }
        return BodyScan.read(shape, EXTRA, bodies.get(EXTRA - shape.importedFunctions()));
    }
}
