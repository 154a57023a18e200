package org.sealgate.policy;

import static org.sealgate.policy.PolicyCause.WASM_ABORT;
import static org.sealgate.policy.PolicyCause.WASM_LIMIT;
import static org.sealgate.policy.PolicyCause.WASM_RESULT;
import static org.sealgate.policy.PolicyCause.WASM_UNDEFINED;
import static org.sealgate.policy.TinyModule.EVAL;
import static org.sealgate.policy.TinyModule.EXTRA;
import static org.sealgate.policy.Wat.I32;
import static org.sealgate.policy.Wat.I64;
import static org.sealgate.policy.Wat.NONE;
import static org.sealgate.policy.Wat.br;
import static org.sealgate.policy.Wat.brIf;
import static org.sealgate.policy.Wat.call;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.loop;
import static org.sealgate.policy.Wat.name;
import static org.sealgate.policy.Wat.repeat;
import static org.sealgate.policy.Wat.u32;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Modules of an enemy, each with the cause and the words by which it has to end. */
final class HostileModules {
    static final long BUDGET = 1_000_000;

    /** The deadline is far off: a cause must not depend on how busy the machine is. */
    static final PolicyLimits LIMITS = new PolicyLimits(BUDGET, PolicyLimits.MEMORY_BYTES, Duration.ofMinutes(2));

    private static final String SPENT = "more than " + BUDGET + " instructions";
    private static final byte[] ENDLESS = loop(br(0));
    private static final byte[] CALL_EXTRA = call(EXTRA);

    private HostileModules() {}

    /** @param says words of the detail */
    record Row(String name, byte[] module, PolicyCause cause, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(runaways());
        rows.addAll(traps());
        rows.addAll(results());
        rows.addAll(HostileShapes.all());
        return rows;
    }

    private static Row row(String name, TinyModule module, PolicyCause cause, String says) {
        return new Row(name, module.build(), cause, says);
    }

    private static List<Row> runaways() {
        return List.of(
                row("endless loop", new TinyModule().eval(ENDLESS), WASM_LIMIT, SPENT),
                row(
                        "endless loop of loops",
                        new TinyModule().eval(loop(loop(i32(0), brIf(0)), br(0))),
                        WASM_LIMIT,
                        SPENT),
                row("endless loop by br_if", new TinyModule().eval(loop(i32(1), brIf(0))), WASM_LIMIT, SPENT),
                row(
                        "endless loop by br_table",
                        new TinyModule().eval(loop(i32(0), 0x0e, u32(1), u32(0), u32(0))),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "endless loop in entrypoints",
                        new TinyModule().body("entrypoints", ENDLESS, i32(0)),
                        WASM_LIMIT,
                        SPENT),
                row("endless loop in builtins", new TinyModule().body("builtins", ENDLESS, i32(0)), WASM_LIMIT, SPENT),
                row(
                        "endless loop in opa_malloc",
                        new TinyModule().body("opa_malloc", ENDLESS, i32(0)),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "endless loop in opa_json_dump",
                        new TinyModule().body("opa_json_dump", ENDLESS, i32(0)),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "endless loop in start",
                        new TinyModule().function(5, 0, ENDLESS).start(EXTRA),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "endless loop around a function without loops",
                        new TinyModule().function(5, 0, repeat(40, code(0x01))).eval(loop(CALL_EXTRA, br(0))),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "endless loop around a function that is not charged",
                        new TinyModule().function(5, 0).eval(loop(CALL_EXTRA, br(0))),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "endless loop that settles by itself",
                        new TinyModule().eval(loop(i32(-1), call(0), br(0))),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "loop past the budget after the last settlement",
                        new TinyModule().eval(countdown((int) (BUDGET / 8))),
                        WASM_LIMIT,
                        SPENT),
                row("recursion", new TinyModule().function(5, 0, CALL_EXTRA).eval(CALL_EXTRA), WASM_LIMIT, "too deep"),
                row(
                        "recursion through the table",
                        new TinyModule()
                                .section(4, u32(1), 0x70, 0, u32(1))
                                .section(9, u32(1), 0, i32(0), 0x0b, u32(1), u32(EXTRA))
                                .function(5, 0, i32(0), 0x11, u32(5), 0)
                                .eval(CALL_EXTRA),
                        WASM_LIMIT,
                        "too deep"),
                row(
                        "recursion with 4,000 locals",
                        new TinyModule()
                                .function(5, u32(1), u32(4_000), I64, CALL_EXTRA)
                                .eval(CALL_EXTRA),
                        WASM_LIMIT,
                        "too deep"),
                row(
                        "recursion with a deep operand stack",
                        new TinyModule()
                                .function(5, 0, repeat(5_000, i32(0)), CALL_EXTRA, repeat(5_000, code(0x1a)))
                                .eval(CALL_EXTRA),
                        WASM_LIMIT,
                        "too deep"),
                row("recursion of the entrypoint", new TinyModule().eval(selfCall(), 0x1a), WASM_LIMIT, "too deep"),
                row(
                        "tree of calls, 2 to the 400",
                        new TinyModule()
                                .type(0x60, 1, I32, 0)
                                .function(6, 0, tree())
                                .eval(i32(400), CALL_EXTRA),
                        WASM_LIMIT,
                        SPENT),
                row(
                        "memory.grow for ever",
                        new TinyModule().eval(loop(i32(1), 0x40, 0, 0x1a, br(0))),
                        WASM_LIMIT,
                        SPENT));
    }

    /** Counts a local down to zero: eight instructions a pass. */
    private static byte[] countdown(int passes) {
        // opa_eval's parameter 0 serves as the counter
        return code(
                i32(passes), local(0x21, 0), loop(local(0x20, 0), i32(-1), 0x6a, local(0x22, 0), brIf(0), 0x01, 0x01));
    }

    private static byte[] selfCall() {
        return code(repeat(7, i32(0)), call(EVAL));
    }

    private static byte[] tree() {
        byte[] child = code(local(0x20, 0), i32(-1), 0x6a, call(EXTRA));
        return code(local(0x20, 0), 0x04, NONE, child, child, 0x0b);
    }

    private static List<Row> traps() {
        return List.of(
                row("unreachable", new TinyModule().eval(0x00), WASM_ABORT, "unreachable"),
                row(
                        "unreachable in start",
                        new TinyModule().function(5, 0, 0x00).start(EXTRA),
                        WASM_ABORT,
                        "unreachable"),
                row(
                        "division by zero",
                        new TinyModule().eval(i32(1), i32(0), 0x6d, 0x1a),
                        WASM_ABORT,
                        "divide by zero"),
                row("load outside", new TinyModule().eval(i32(-4), 0x28, 0, 0, 0x1a), WASM_ABORT, "out of bounds"),
                row(
                        "load past the end by its offset",
                        new TinyModule().eval(i32(16), 0x28, 0, u32(0xffff_fff0L), 0x1a),
                        WASM_ABORT,
                        "out of bounds"),
                row(
                        "store outside",
                        new TinyModule().eval(i32(0x7fff_fff0), i32(1), 0x36, 0, 0),
                        WASM_ABORT,
                        "out of bounds"),
                row(
                        "grow past the cap, then touch",
                        new TinyModule().eval(i32(65_535), 0x40, 0, 0x1a, i32(0x0fff_ffff), 0x28, 0, 0, 0x1a),
                        WASM_ABORT,
                        "out of bounds"),
                row("call of an empty table entry", nullEntry(), WASM_ABORT, ""),
                row("abort", new TinyModule().text(3000, "boom").eval(i32(3000), call(0)), WASM_ABORT, "aborted: boom"),
                row("abort with an address outside", new TinyModule().eval(i32(-2), call(0)), WASM_ABORT, "no message"),
                row(
                        "abort with a long message",
                        new TinyModule().text(3000, "x".repeat(5_000)).eval(i32(3000), call(0)),
                        WASM_ABORT,
                        "aborted: xxx"),
                row(
                        "a built-in that it declares",
                        new TinyModule().text(512, "{\"time.now_ns\":7}").eval(i32(7), i32(0), call(1), 0x1a),
                        WASM_ABORT,
                        "built-in time.now_ns"),
                row(
                        "a built-in that it does not declare",
                        new TinyModule().eval(i32(9), i32(0), call(1), 0x1a),
                        WASM_ABORT,
                        "built-in number 9"),
                row(
                        "data that is not read",
                        new TinyModule().body("opa_json_parse", i32(0)),
                        WASM_ABORT,
                        "does not read the data"),
                row(
                        "malloc of a negative address",
                        new TinyModule().body("opa_malloc", i32(-8)),
                        WASM_ABORT,
                        "out of bounds"),
                row(
                        "malloc at the last byte",
                        new TinyModule().body("opa_malloc", i32(131_071 + (2 << 20))),
                        WASM_ABORT,
                        "out of bounds"));
    }

    private static TinyModule nullEntry() {
        return new TinyModule().section(4, u32(1), 0x70, 0, u32(4)).eval(i32(2), 0x11, u32(5), 0);
    }

    private static List<Row> results() {
        return List.of(
                row("empty result set", new TinyModule().result("[]"), WASM_UNDEFINED, "undefined"),
                row("no JSON", new TinyModule().result("[{\"result\":{"), WASM_RESULT, "not JSON"),
                row("no text", new TinyModule().result(""), WASM_RESULT, "not JSON"),
                row("no array", new TinyModule().result("{\"result\":{}}"), WASM_RESULT, "no array"),
                row(
                        "two results",
                        new TinyModule().result("[{\"result\":{}},{\"result\":{}}]"),
                        WASM_RESULT,
                        "2 results"),
                row("no result", new TinyModule().result("[{\"outcome\":{}}]"), WASM_RESULT, "no object"),
                row(
                        "a result and more",
                        new TinyModule().result("[{\"result\":{},\"also\":1}]"),
                        WASM_RESULT,
                        "no object"),
                row("true", new TinyModule().result("[{\"result\":true}]"), WASM_RESULT, "no object"),
                row(
                        "an array of an allow",
                        new TinyModule().result("[{\"result\":[{\"outcome\":\"allow\"}]}]"),
                        WASM_RESULT,
                        "no object"),
                row(
                        "one name twice",
                        new TinyModule().result("[{\"result\":{\"a\":1,\"a\":2}}]"),
                        WASM_RESULT,
                        "not JSON"),
                row(
                        "not UTF-8",
                        new TinyModule().bytes(1024, new byte[] {'[', '"', (byte) 0xff, '"', ']', 0}),
                        WASM_RESULT,
                        "not JSON"),
                row("too deep", new TinyModule().result("[".repeat(5_000)), WASM_RESULT, "not JSON"),
                row(
                        "number without a double",
                        new TinyModule().result("[{\"result\":{\"a\":1e999}}]"),
                        WASM_RESULT,
                        "not JSON"),
                row(
                        "pointer far outside",
                        new TinyModule().body("opa_eval", i32(0x7fff_ffff)),
                        WASM_RESULT,
                        "outside the memory"),
                row("negative pointer", new TinyModule().body("opa_eval", i32(-1)), WASM_RESULT, "outside the memory"),
                row("text that never ends", unended(), WASM_RESULT, "without an end"),
                row("text of more than a MiB", filled((1 << 20) + 1), WASM_LIMIT, "more than 1048576 bytes"),
                row(
                        "entrypoints outside",
                        new TinyModule().body("entrypoints", i32(-1)),
                        WASM_RESULT,
                        "outside the memory"),
                row(
                        "entrypoints no object",
                        new TinyModule().text(16, "[1]"),
                        WASM_ABORT,
                        "entrypoints gives no object"),
                row(
                        "entrypoints of no numbers",
                        new TinyModule().text(16, "{\"e\":\"0\"}"),
                        WASM_ABORT,
                        "entrypoints gives no object"),
                row(
                        "builtins of big numbers",
                        new TinyModule().text(512, "{\"e\":4294967296}"),
                        WASM_ABORT,
                        "builtins gives no object"));
    }

    /** Answers with the address of some x at the end of its memory. */
    private static TinyModule filled(int size) {
        int pages = 20;
        int from = (pages << 16) - size;
        return new TinyModule()
                .memory(0, u32(pages))
                .bytes(from, "x".repeat(size).getBytes(StandardCharsets.US_ASCII))
                .body("opa_eval", i32(from));
    }

    /** Answers with the address of some x before the end of what it was given, the host's spare pages included. */
    private static TinyModule unended() {
        int end = 131_072 + (2 << 20);
        byte[] pass = code(
                local(0x20, 0),
                i32('x'),
                0x3a,
                0,
                0,
                local(0x20, 0),
                i32(1),
                0x6a,
                local(0x22, 0),
                i32(end),
                0x47,
                brIf(0));
        return new TinyModule().body("opa_eval", i32(end - 100), local(0x21, 0), loop(pass), i32(end - 100));
    }
}
