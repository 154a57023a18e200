package org.sealgate.policy;

import static org.sealgate.policy.PolicyCause.WASM_ABORT;
import static org.sealgate.policy.PolicyCause.WASM_LIMIT;
import static org.sealgate.policy.TinyModule.EVAL;
import static org.sealgate.policy.Wat.I32;
import static org.sealgate.policy.Wat.I64;
import static org.sealgate.policy.Wat.NONE;
import static org.sealgate.policy.Wat.br;
import static org.sealgate.policy.Wat.call;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.i64;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.loop;
import static org.sealgate.policy.Wat.name;
import static org.sealgate.policy.Wat.repeat;
import static org.sealgate.policy.Wat.sized;
import static org.sealgate.policy.Wat.u32;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sealgate.policy.HostileModules.Row;

/** Modules that are no OPA modules, ask for too much, or are broken. None of them is started. */
final class HostileShapes {
    /** Global after the module's own three, which metering adds. */
    private static final int METER = 3;

    private static final byte[] ENV = name("env");
    private static final byte[] TINY = new TinyModule().build();
    private static final byte[] PAD = code(0, sized(code(name("pad"), new byte[ModuleLimits.BYTES])));

    private HostileShapes() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(foreign());
        rows.addAll(oversized());
        rows.addAll(malformed());
        return rows;
    }

    private static Row row(String name, TinyModule module, PolicyCause cause, String says) {
        return new Row(name, module.build(), cause, says);
    }

    private static List<Row> foreign() {
        return List.of(
                row("ABI 2.0", new TinyModule().abi(2, 0), WASM_ABORT, "ABI 2.0"),
                row("ABI 1.1", new TinyModule().abi(1, 1), WASM_ABORT, "ABI 1.1"),
                row("ABI 1.4", new TinyModule().abi(1, 4), WASM_ABORT, "ABI 1.4"),
                row(
                        "no ABI minor version",
                        new TinyModule().without("opa_wasm_abi_minor_version"),
                        WASM_ABORT,
                        "no export opa_wasm_abi"),
                row("no opa_eval", new TinyModule().without("opa_eval"), WASM_ABORT, "no export opa_eval"),
                row("no builtins", new TinyModule().without("builtins"), WASM_ABORT, "no export builtins"),
                row(
                        "opa_eval of another type",
                        new TinyModule().without("opa_eval").exported("opa_eval", 0, EVAL + 1),
                        WASM_ABORT,
                        "no export opa_eval"),
                row("an export twice", new TinyModule().exported("opa_eval", 0, EVAL), WASM_ABORT, "twice"),
                row(
                        "a function of another module",
                        new TinyModule().imported(ENV, name("read"), 0, u32(0)),
                        WASM_ABORT,
                        "import env.read"),
                row(
                        "WASI",
                        new TinyModule().imported(name("wasi_snapshot_preview1"), name("fd_write"), 0, u32(1)),
                        WASM_ABORT,
                        "import wasi"),
                row(
                        "opa_abort twice",
                        new TinyModule().imported(ENV, name("opa_abort"), 0, u32(0)),
                        WASM_ABORT,
                        "import env.opa_abort"),
                row(
                        "opa_println of another type",
                        new TinyModule().imported(ENV, name("opa_println"), 0, u32(1)),
                        WASM_ABORT,
                        "another type"),
                row(
                        "an imported global",
                        new TinyModule().imported(ENV, name("g"), 3, I32, 0),
                        WASM_ABORT,
                        "import env.g"),
                row(
                        "an imported table",
                        new TinyModule().imported(ENV, name("t"), 1, 0x70, 0, 0),
                        WASM_ABORT,
                        "import env.t"),
                row("memory with a maximum", new TinyModule().memory(1, u32(2), u32(3)), WASM_ABORT, "flags 1"),
                row("shared memory", new TinyModule().memory(3, u32(2), u32(3)), WASM_ABORT, "flags 3"),
                row("64-bit memory", new TinyModule().memory(4, u32(2)), WASM_ABORT, "flags 4"),
                row(
                        "memory.fill",
                        new TinyModule().eval(i32(0), i32(0), i32(9), 0xfc, 11, 0),
                        WASM_ABORT,
                        "opcode 252"),
                row("SIMD", new TinyModule().eval(0xfd, 12, new byte[16], 0x1a), WASM_ABORT, "opcode 253"),
                row("atomics", new TinyModule().eval(0xfe, 3, 0), WASM_ABORT, "opcode 254"),
                row("sign extension", new TinyModule().eval(i32(1), 0xc0, 0x1a), WASM_ABORT, "opcode 192"),
                row("tail call", new TinyModule().eval(0x12, u32(EVAL)), WASM_ABORT, "opcode 18"),
                row("exceptions", new TinyModule().eval(0x08, 0), WASM_ABORT, "opcode 8"),
                row("block with a type index", new TinyModule().eval(0x02, 5, 0x0b), WASM_ABORT, "value type 5"),
                row("a reference type", new TinyModule().type(0x60, 1, 0x6f, 0), WASM_ABORT, "value type 111"),
                row("a structure type", new TinyModule().type(0x5f, 0), WASM_ABORT, "no function type"),
                row(
                        "a table of references",
                        new TinyModule().section(4, u32(1), 0x6f, 0, u32(1)),
                        WASM_ABORT,
                        "holds no functions"),
                row(
                        "a passive data segment",
                        new TinyModule().section(11, u32(1), 1, sized(new byte[4])),
                        WASM_LIMIT,
                        "flags of a data"),
                row("a data count section", new TinyModule().section(12, u32(1)), WASM_ABORT, "section 12"),
                row("a tag section", new TinyModule().section(13, u32(0)), WASM_ABORT, "section 13"),
                row("start with a parameter", new TinyModule().start(EVAL), WASM_ABORT, ""));
    }

    private static List<Row> oversized() {
        return List.of(
                new Row("9 MiB", code(TINY, PAD), WASM_LIMIT, "bytes; at most"),
                row("5,000 pages of memory", new TinyModule().memory(0, u32(5_000)), WASM_LIMIT, "pages of memory"),
                row("4 GiB of memory", new TinyModule().memory(0, u32(65_536)), WASM_LIMIT, "pages of memory"),
                row("a second memory", new TinyModule().section(5, u32(1), 0, u32(1)), WASM_LIMIT, "memories"),
                row(
                        "a huge table",
                        new TinyModule().section(4, u32(1), 0x70, 0, u32(1 << 30)),
                        WASM_LIMIT,
                        "table entries"),
                row(
                        "two tables",
                        new TinyModule().section(4, u32(2), 0x70, 0, u32(1), 0x70, 0, u32(1)),
                        WASM_LIMIT,
                        "tables"),
                row("four billion types", new TinyModule().section(1, u32(0xffff_ffffL)), WASM_LIMIT, "types"),
                row("four billion functions", new TinyModule().section(3, u32(0xffff_ffffL)), WASM_LIMIT, "functions"),
                row(
                        "20,001 functions",
                        new TinyModule().section(3, u32(20_001), repeat(20_001, u32(5))),
                        WASM_LIMIT,
                        "functions"),
                row("four billion exports", new TinyModule().section(7, u32(0xffff_ffffL)), WASM_LIMIT, "exports"),
                row("a million parameters", new TinyModule().type(0x60, u32(1_000_000)), WASM_LIMIT, "parameters"),
                row("two results", new TinyModule().type(0x60, 0, 2, I32, I32), WASM_LIMIT, "results"),
                row(
                        "four billion locals",
                        new TinyModule().function(5, u32(1), u32(0xffff_ffffL), I64),
                        WASM_LIMIT,
                        "locals"),
                row(
                        "locals in two groups",
                        new TinyModule().function(5, u32(2), u32(4_000), I64, u32(4_000), I64),
                        WASM_LIMIT,
                        "locals"),
                row(
                        "a branch table of a billion",
                        new TinyModule().eval(i32(0), 0x0e, u32(1 << 30), 0),
                        WASM_LIMIT,
                        "branch targets"),
                row(
                        "blocks 100,000 deep",
                        new TinyModule().eval(repeat(100_000, code(0x02, NONE)), repeat(100_000, code(0x0b))),
                        WASM_LIMIT,
                        "nested"),
                row(
                        "600,000 instructions",
                        new TinyModule().eval(repeat(600_000, code(0x01))),
                        WASM_LIMIT,
                        "more than 500000"),
                row(
                        "600,000 instructions in 600 functions",
                        many(600, repeat(1_000, code(0x01))),
                        WASM_LIMIT,
                        "more than 500000"),
                row(
                        "four billion elements",
                        new TinyModule().section(9, u32(1), 0, i32(0), 0x0b, u32(0xffff_ffffL)),
                        WASM_LIMIT,
                        "elements"),
                row(
                        "four billion data segments",
                        new TinyModule().section(11, u32(0xffff_ffffL)),
                        WASM_LIMIT,
                        "data segments"));
    }

    private static TinyModule locals(int functions) {
        TinyModule module = new TinyModule();
        for (int i = 0; i < functions; i++) {
            module.function(5, u32(1), u32(4_000), I64);
        }
        return module;
    }

    private static TinyModule many(int functions, byte[] body) {
        TinyModule module = new TinyModule();
        for (int i = 0; i < functions; i++) {
            module.function(5, 0, body);
        }
        return module;
    }

    private static List<Row> malformed() {
        return List.of(
                new Row("nothing", new byte[0], WASM_ABORT, "truncated"),
                new Row("bad magic", changed(1, 'b'), WASM_ABORT, "no WebAssembly 1 header"),
                new Row("a component", changed(4, 13), WASM_ABORT, "no WebAssembly 1 header"),
                new Row("cut off", Arrays.copyOf(TINY, TINY.length - 5), WASM_ABORT, "truncated"),
                new Row("half", Arrays.copyOf(TINY, TINY.length / 2), WASM_ABORT, "truncated"),
                new Row("garbage behind", code(TINY, 11, 1, 0), WASM_ABORT, "section 11 after section 11"),
                new Row("a section of 4 GiB", code(TINY, 0, u32(0xffff_ffffL)), WASM_ABORT, "truncated"),
                new Row("a number of six bytes", code(TINY, 0, repeat(5, code(0x80)), 1), WASM_ABORT, "too long"),
                new Row("a number of 35 bits", code(TINY, 0, repeat(4, code(0x80)), 0x7f), WASM_ABORT, "too large"),
                row("more functions than bodies", new TinyModule().section(10, u32(0)), WASM_ABORT, "without a body"),
                row(
                        "a longer section than its content",
                        new TinyModule().section(5, u32(0), 1),
                        WASM_ABORT,
                        "longer than its content"),
                row(
                        "a longer body than its code",
                        new TinyModule().function(5, 0, 0x0b),
                        WASM_ABORT,
                        "longer than its content"),
                row(
                        "a name that is no text",
                        new TinyModule().imported(1, 0xff, 1, 'x' + 0, 0, 0),
                        WASM_ABORT,
                        "not UTF-8"),
                row(
                        "the meter's own global, read",
                        new TinyModule().eval(0x23, METER, 0x1a),
                        WASM_ABORT,
                        "unknown global 3"),
                row(
                        "the meter's own global, written",
                        new TinyModule().eval(i64(1), 0x24, METER),
                        WASM_ABORT,
                        "unknown global 3"),
                row(
                        "the meter's own global, exported",
                        new TinyModule().exported("m", 3, METER),
                        WASM_ABORT,
                        "unknown global 3"),
                row(
                        "the meter's own local",
                        new TinyModule().eval(loop(i32(0), local(0x21, 7))),
                        WASM_ABORT,
                        "unknown local 7"),
                row("a branch past the body", new TinyModule().eval(br(1)), WASM_ABORT, "unknown label 1"),
                row("an unknown function", new TinyModule().eval(call(77)), WASM_ABORT, "unknown function 77"),
                row("an unknown type", new TinyModule().section(3, u32(1), u32(77)), WASM_ABORT, "unknown type 77"),
                row("data outside", new TinyModule().bytes(131_070, new byte[4]), WASM_ABORT, "data outside"),
                row("data at a negative address", new TinyModule().bytes(-4, new byte[4]), WASM_ABORT, "data outside"),
                row(
                        "elements outside",
                        new TinyModule().section(9, u32(1), 0, i32(0), 0x0b, u32(1), u32(2)),
                        WASM_ABORT,
                        "outside the table"),
                row(
                        "a computed offset",
                        new TinyModule().section(11, u32(1), 0, 0x23, 0, 0x0b, 0),
                        WASM_ABORT,
                        "constant expression"),
                row("nothing on the stack", new TinyModule().eval(0x1a), WASM_ABORT, ""),
                row("an i64 for an i32", new TinyModule().eval(i64(1), i32(1), 0x6a, 0x1a), WASM_ABORT, ""),
                row("a write to a constant global", new TinyModule().eval(i32(9), 0x24, 1), WASM_ABORT, ""),
                row("else without if", new TinyModule().eval(0x05), WASM_ABORT, ""),
                row("too little for its result", new TinyModule().body("opa_eval"), WASM_ABORT, ""));
    }

    private static byte[] changed(int at, int value) {
        byte[] module = TINY.clone();
        module[at] = (byte) value;
        return module;
    }
}
