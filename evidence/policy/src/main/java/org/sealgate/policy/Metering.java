package org.sealgate.policy;

import org.sealgate.policy.ModuleShape.Section;

/**
 * Rewrites a module so that it counts what it runs.
 *
 * <p>Why: Endive's compiled mode has no fuel, and its interpreter's listener would count differently and costs a call an
 * instruction. Counting inside the module gives one figure in both modes, on every machine and in every Endive version, and a
 * loop that never ends meets the count wherever it is, the start function included. The rewrite adds instructions that leave
 * the operand stack as it was and touch one new global that the module cannot name; nothing else changes, see the tests that
 * compare results with OPA's.
 *
 * <p>How: a new mutable global of type i64 holds two balances, frames above {@link #FRAME_SHIFT} and units below. A function is
 * charged the cost of its region (see {@link BodyScan}) once a call, by subtracting it; where a balance runs below zero, which
 * sets bit 63 or 43, {@code env.opa_abort} is called with {@link Meter#SETTLE}, and the host gives more units or ends the run.
 * The passes of a loop are added up in a new local, because a local costs nothing in compiled code, and settled with the global
 * at the function's end or when they exceed {@link #PENDING}; so no loop runs long unseen. A function that calls others also
 * takes frame slots and gives them back at its end, so that deep recursion ends at a fixed depth instead of wherever the
 * machine's stack does. What has to happen at the end follows a block around the body, and a return becomes a branch to it.
 *
 * <pre>
 * (func (param i32) (result i32)        (func (param i32) (result i32) (local $k i32)
 *   ...                                   global.get $m  i64.const slots·2^44 + cost  i64.sub  global.set $m
 *                                         global.get $m  i64.const 2^63 + 2^43  i64.and  i64.const 0  i64.ne
 *                                         if  i32.const -1  call $opa_abort  end
 *                                         block (result i32)
 *   loop                                    loop
 *                                             local.get $k  i32.const cost  i32.add  local.tee $k
 *                                             i32.const PENDING  i32.gt_u
 *                                             if  $m = $m - $k  $k = 0  i32.const -1  call $opa_abort  end
 *     ... br_if 0 ... return                  ... br_if 0 ... br 1
 *   end                                     end
 *   ...                                     ...
 *                                         end
 * )                                       $m = $m + slots·2^44 - $k)
 * </pre>
 *
 * A function that calls nothing takes no frame and pays at its end if it has loops; one that is {@link BodyScan#small} is paid
 * for by its callers. The sum of all charges decides, not the moment at which it is noticed: a run that ends above its budget
 * has exceeded it.
 *
 * <p>What a region, a call and a frame cost is part of the evidence: a signed release names its budget in these units, and its
 * decisions must end alike in ten years. So the costs are never edited; others would be a second class beside this one.
 */
final class Metering {
    static final int FRAME_SHIFT = 44;
    /** What a frame takes besides its locals and operands. */
    static final int FRAME_SLOTS = 64;

    /** Units that a function's loops may owe before they settle. */
    static final int PENDING = 10_000;

    private static final int BLOCK = 0x02;
    private static final int IF = 0x04;
    private static final int END = 0x0b;
    private static final int BR = 0x0c;
    private static final int CALL = 0x10;
    private static final int LOCAL_GET = 0x20;
    private static final int LOCAL_SET = 0x21;
    private static final int LOCAL_TEE = 0x22;
    private static final int GLOBAL_GET = 0x23;
    private static final int GLOBAL_SET = 0x24;
    private static final int I32_CONST = 0x41;
    private static final int I64_CONST = 0x42;
    private static final int I32_GT_U = 0x4b;
    private static final int I64_NE = 0x52;
    private static final int I32_ADD = 0x6a;
    private static final int I64_ADD = 0x7c;
    private static final int I64_SUB = 0x7d;
    private static final int I64_AND = 0x83;
    private static final int I64_EXTEND_I32_U = 0xad;
    private static final long SPENT = Long.MIN_VALUE | 1L << (FRAME_SHIFT - 1);

    private final ModuleShape shape;
    private final int meter;
    private int instructions;

    private Metering(ModuleShape shape) {
        this.shape = shape;
        this.meter = shape.globals();
    }

    /** The module with meters; the meter is the global after the module's own. */
    static byte[] rewrite(ModuleShape shape) {
        return new Metering(shape).module();
    }

    private byte[] module() {
        WasmSink out = new WasmSink();
        out.copy(shape.bytes(), 0, 8);
        boolean global = false;
        for (Section section : shape.sections()) {
            if (section.id() >= ModuleShape.GLOBAL && !global) {
                write(out, ModuleShape.GLOBAL, globals(section));
                global = true;
            }
            if (section.id() == ModuleShape.CODE) {
                write(out, ModuleShape.CODE, code(section));
            } else if (section.id() != ModuleShape.GLOBAL) {
                out.u8(section.id());
                out.u32(section.end() - section.from());
                out.copy(shape.bytes(), section.from(), section.end());
            }
        }
        return out.toByteArray();
    }

    private static void write(WasmSink out, int id, WasmSink content) {
        out.u8(id);
        out.sized(content);
    }

    private WasmSink globals(Section section) {
        WasmSink out = new WasmSink();
        out.u32(meter + 1);
        if (section.id() == ModuleShape.GLOBAL) {
            WasmCursor old = new WasmCursor(shape.bytes(), section.from(), section.end());
            old.u32();
            out.copy(shape.bytes(), old.position(), section.end());
        }
        out.u8(Signature.I64);
        out.u8(1);
        constant(out, I64_CONST, Meter.START);
        out.u8(END);
        return out;
    }

    private WasmSink code(Section section) {
        WasmCursor in = new WasmCursor(shape.bytes(), section.from(), section.end());
        WasmSink out = new WasmSink();
        WasmSink body = new WasmSink();
        int count = (int) in.u32();
        out.u32(count);
        for (int i = 0; i < count; i++) {
            int function = shape.importedFunctions() + i;
            WasmCursor old = in.slice(in.u32());
            BodyScan scan = BodyScan.read(shape, function, old);
            body.clear();
            locals(body, scan);
            body(body, scan, shape.signature(function).result());
            out.sized(body);
            instructions += scan.instructions + scan.slots;
            if (instructions > ModuleLimits.INSTRUCTIONS) {
                throw PolicyFailure.limit("more than " + ModuleLimits.INSTRUCTIONS + " instructions and locals");
            }
        }
        return out;
    }

    private void locals(WasmSink out, BodyScan scan) {
        out.u32(scan.localGroups + (scan.loops() ? 1 : 0));
        out.copy(shape.bytes(), scan.localsStart, scan.codeStart);
        if (scan.loops()) {
            out.u32(1);
            out.u8(Signature.I32);
        }
    }

    private void body(WasmSink out, BodyScan scan, int result) {
        long frame = scan.calls ? (long) (FRAME_SLOTS + scan.frameSlots()) << FRAME_SHIFT : 0;
        if (scan.calls || !scan.loops() && !scan.small()) {
            add(out, I64_SUB, frame + scan.cost(0));
            settleIfSpent(out);
        }
        boolean wrapped = scan.calls || scan.loops();
        if (wrapped) {
            out.u8(BLOCK);
            out.u8(result);
        }
        edits(out, scan, wrapped);
        if (wrapped) {
            out.u8(END);
        }
        if (scan.loops()) {
            subtractLocal(out, scan.slots);
        }
        if (scan.calls) {
            add(out, I64_ADD, frame);
        } else if (scan.loops()) {
            add(out, I64_SUB, scan.cost(0));
            settleIfSpent(out);
        }
        out.u8(END);
    }

    private void edits(WasmSink out, BodyScan scan, boolean wrapped) {
        int from = scan.codeStart;
        for (int i = 0; i < scan.editCount(); i++) {
            int at = scan.editAt(i);
            if (scan.editKind(i) == BodyScan.LOOP_HEADER) {
                out.copy(shape.bytes(), from, at);
                pass(out, scan.slots, scan.cost(scan.editValue(i)));
                from = at;
            } else if (wrapped) {
                out.copy(shape.bytes(), from, at);
                out.u8(BR);
                out.u32(scan.editValue(i));
                from = at + 1;
            }
        }
        out.copy(shape.bytes(), from, scan.codeEnd);
    }

    /** One pass of a loop: its cost is added to the local. */
    private void pass(WasmSink out, int local, int cost) {
        out.u8(LOCAL_GET);
        out.u32(local);
        constant(out, I32_CONST, cost);
        out.u8(I32_ADD);
        out.u8(LOCAL_TEE);
        out.u32(local);
        constant(out, I32_CONST, PENDING);
        out.u8(I32_GT_U);
        out.u8(IF);
        out.u8(Signature.NONE);
        subtractLocal(out, local);
        constant(out, I32_CONST, 0);
        out.u8(LOCAL_SET);
        out.u32(local);
        settle(out);
        out.u8(END);
    }

    private void settleIfSpent(WasmSink out) {
        global(out, GLOBAL_GET);
        constant(out, I64_CONST, SPENT);
        out.u8(I64_AND);
        constant(out, I64_CONST, 0);
        out.u8(I64_NE);
        out.u8(IF);
        out.u8(Signature.NONE);
        settle(out);
        out.u8(END);
    }

    private void settle(WasmSink out) {
        constant(out, I32_CONST, Meter.SETTLE);
        out.u8(CALL);
        out.u32(shape.abortFunction());
    }

    private void subtractLocal(WasmSink out, int local) {
        global(out, GLOBAL_GET);
        out.u8(LOCAL_GET);
        out.u32(local);
        out.u8(I64_EXTEND_I32_U);
        out.u8(I64_SUB);
        global(out, GLOBAL_SET);
    }

    private void add(WasmSink out, int operation, long amount) {
        global(out, GLOBAL_GET);
        constant(out, I64_CONST, amount);
        out.u8(operation);
        global(out, GLOBAL_SET);
    }

    private void global(WasmSink out, int operation) {
        out.u8(operation);
        out.u32(meter);
    }

    private static void constant(WasmSink out, int operation, long value) {
        out.u8(operation);
        out.signed(value);
    }
}
