package org.sealgate.policy;

import java.util.Arrays;

/**
 * One function body, read once: where it has to be changed for metering, and what its regions cost.
 *
 * <p>A region is the body, or the body of a loop, without the loops inside. No instruction of a region runs twice for one entry
 * into it, because only a loop's label can be jumped to backwards; so the number of its instructions is an upper bound of what
 * one entry costs, and the charge at the entry pays for all of it.
 */
final class BodyScan {
    /** What a call costs besides what the callee is charged; it pays for a callee that is never charged, see {@link #small}. */
    static final int CALL = 30;

    static final int LOOP_HEADER = 0;
    static final int RETURN = 1;
    private static final int NO_LOOP = -1;

    private final ModuleShape shape;
    private final WasmCursor in;
    private final OperandHeight height = new OperandHeight();
    /** For each open block the region around it if it is a loop, or {@link #NO_LOOP}. */
    private int[] enclosing = new int[16];

    private int nesting;
    private int region;
    private int regions = 1;
    private int[] cost = new int[4];
    private int[] edits = new int[12];
    private int editWords;

    final int localGroups;
    final int localsStart;
    final int codeStart;
    /** Parameters and locals; the index of a local that is added. */
    final int slots;

    int codeEnd;
    int instructions;
    boolean calls;

    private BodyScan(ModuleShape shape, int function, WasmCursor in) {
        this.shape = shape;
        this.in = in;
        int locals = shape.signature(function).params().length();
        localGroups = in.atMost(ModuleLimits.LOCALS, "groups of locals");
        localsStart = in.position();
        for (int group = 0; group < localGroups; group++) {
            locals += in.atMost(ModuleLimits.LOCALS - locals, "locals");
            Signature.letter(in.u8());
        }
        slots = locals;
        codeStart = in.position();
    }

    static BodyScan read(ModuleShape shape, int function, WasmCursor body) {
        BodyScan scan = new BodyScan(shape, function, body);
        scan.code();
        body.requireEnd("a function body");
        return scan;
    }

    /** What a call of this function takes of the thread's stack, in words beside the frame's own. */
    int frameSlots() {
        return slots + height.most();
    }

    boolean loops() {
        return regions > 1;
    }

    /** A body that is not charged itself: its callers pay for it. */
    boolean small() {
        return !calls && !loops() && instructions < CALL;
    }

    int cost(int regionIndex) {
        return cost[regionIndex];
    }

    int editCount() {
        return editWords / 3;
    }

    /** The byte before which the edit goes. */
    int editAt(int edit) {
        return edits[edit * 3];
    }

    int editKind(int edit) {
        return edits[edit * 3 + 1];
    }

    /** The region of a loop header, the nesting of a return. */
    int editValue(int edit) {
        return edits[edit * 3 + 2];
    }

    private void code() {
        while (true) {
            int position = in.position();
            int opcode = in.u8();
            instructions++;
            charge(1);
            switch (opcode) {
                case 0x02 -> open(false);
                case 0x03 -> open(true);
                case 0x04 -> {
                    height.pop(1);
                    open(false);
                }
                case 0x05 -> height.otherwise();
                case 0x0b -> {
                    if (nesting == 0) {
                        codeEnd = position;
                        return;
                    }
                    close();
                }
                case 0x0f -> {
                    edit(position, RETURN, nesting);
                    height.dead();
                }
                default -> plain(opcode);
            }
        }
    }

    private void open(boolean loop) {
        int blockType = in.u8();
        if (blockType != Signature.NONE) {
            Signature.letter(blockType);
        }
        if (++nesting > ModuleLimits.NESTING) {
            throw PolicyFailure.limit("blocks nested more than " + ModuleLimits.NESTING + " deep");
        }
        if (nesting == enclosing.length) {
            enclosing = Arrays.copyOf(enclosing, nesting * 2);
        }
        enclosing[nesting] = loop ? region : NO_LOOP;
        height.open(blockType != Signature.NONE);
        if (loop) {
            region = regions++;
            edit(in.position(), LOOP_HEADER, region);
        }
    }

    private void close() {
        if (enclosing[nesting] != NO_LOOP) {
            region = enclosing[nesting];
        }
        nesting--;
        height.close();
    }

    private void plain(int opcode) {
        switch (opcode) {
            case 0x0c, 0x0d, 0x0e -> branch(opcode);
            case 0x10 -> call(shape.signature(in.index(shape.functionTypes().length, "function")));
            case 0x11 -> {
                Signature type = shape.types().get(in.index(shape.types().size(), "type"));
                zero();
                height.pop(1);
                call(type);
            }
            case 0x20, 0x21, 0x22 -> {
                in.index(slots, "local");
                moved(opcode - 0x20);
            }
            case 0x23, 0x24 -> {
                // Checked here, before the meter's own global is added: the module must not be able to name it.
                in.index(shape.globals(), "global");
                moved(opcode - 0x23);
            }
            case 0x3f, 0x40 -> {
                zero();
                height.push(0x40 - opcode);
            }
            case 0x41, 0x42, 0x43, 0x44 -> constant(opcode);
            default -> bare(opcode);
        }
    }

    /** A variable was read (0), written (1), or written and left (2). */
    private void moved(int operation) {
        if (operation == 0) {
            height.push(1);
        } else if (operation == 1) {
            height.pop(1);
        }
    }

    private void constant(int opcode) {
        switch (opcode) {
            case 0x41, 0x42 -> in.signed();
            case 0x43 -> in.skip(4);
            default -> in.skip(8);
        }
        height.push(1);
    }

    private void branch(int opcode) {
        int others = opcode == 0x0e ? in.atMost(ModuleLimits.INSTRUCTIONS, "branch targets") : 0;
        for (int count = others; count >= 0; count--) {
            // The body's own label is number `nesting`; the block that metering wraps around must not be skipped.
            in.index(nesting + 1, "label");
        }
        height.pop(1);
        if (opcode != 0x0d) {
            height.dead();
        }
    }

    private void bare(int opcode) {
        if (opcode >= 0x28 && opcode <= 0x3e) {
            in.u32();
            in.u32();
        } else if (!(opcode <= 0x01 || opcode == 0x1a || opcode == 0x1b || arithmetic(opcode))) {
            throw PolicyFailure.refused("opcode " + opcode + " is not of WebAssembly 1.0");
        }
        height.bare(opcode);
    }

    private static boolean arithmetic(int opcode) {
        return opcode >= 0x45 && opcode <= 0xbf;
    }

    private void call(Signature signature) {
        calls = true;
        charge(CALL);
        height.pop(signature.params().length());
        height.push(signature.result() == Signature.NONE ? 0 : 1);
    }

    private void zero() {
        if (in.u8() != 0) {
            throw PolicyFailure.refused("a second table or memory");
        }
    }

    private void charge(int units) {
        if (region == cost.length) {
            cost = Arrays.copyOf(cost, cost.length * 2);
        }
        cost[region] += units;
    }

    private void edit(int position, int kind, int value) {
        if (editWords == edits.length) {
            edits = Arrays.copyOf(edits, edits.length * 2);
        }
        edits[editWords++] = position;
        edits[editWords++] = kind;
        edits[editWords++] = value;
    }
}
