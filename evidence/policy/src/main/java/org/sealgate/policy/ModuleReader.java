package org.sealgate.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealgate.policy.ModuleShape.Section;

/**
 * Reads everything of a module but its code and refuses what OPA does not write, before Endive sees a byte of it.
 *
 * <p>Why not leave this to Endive: it implements the whole of WebAssembly (garbage collection, exceptions, SIMD, threads), its
 * parser turns counts into arrays, and it calls an export named {@code _start}. Compiled Rego is WebAssembly 1.0 with seven
 * imports; whatever is not that is refused here with its own sentence. Types and stack discipline stay Endive's validator's.
 *
 * <p>Source: WebAssembly Core Specification 1.0, section 5.5; OPA, "Wasm modules", ABI 1.2 and 1.3.
 */
final class ModuleReader {
    private static final int[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final Map<String, Signature> IMPORTS = Map.of(
            "opa_abort", new Signature("i", Signature.NONE),
            "opa_println", new Signature("i", Signature.NONE),
            "opa_builtin0", new Signature("ii", Signature.I32),
            "opa_builtin1", new Signature("iii", Signature.I32),
            "opa_builtin2", new Signature("iiii", Signature.I32),
            "opa_builtin3", new Signature("iiiii", Signature.I32),
            "opa_builtin4", new Signature("iiiiii", Signature.I32));
    private static final Map<String, Signature> EXPORTS = Map.of(
            "opa_eval", new Signature("iiiiiii", Signature.I32),
            "opa_malloc", new Signature("i", Signature.I32),
            "opa_heap_ptr_get", new Signature("", Signature.I32),
            "opa_json_parse", new Signature("ii", Signature.I32),
            "opa_json_dump", new Signature("i", Signature.I32),
            "entrypoints", new Signature("", Signature.I32),
            "builtins", new Signature("", Signature.I32));

    private final byte[] bytes;
    private final List<Section> sections = new ArrayList<>();
    private final List<Signature> types = new ArrayList<>();
    private final List<Integer> functions = new ArrayList<>();
    private final List<Integer> mutableGlobals = new ArrayList<>();
    private final List<Long> globalValues = new ArrayList<>();
    private final Map<String, Integer> functionExports = new HashMap<>();
    private final Map<String, Integer> globalExports = new HashMap<>();
    private final Set<String> exported = new HashSet<>();
    private int importedFunctions;
    private int abortFunction = -1;
    private int memoryPages = -1;
    private int tableSize;
    private int bodies;

    private ModuleReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static ModuleShape read(byte[] bytes) {
        if (bytes.length > ModuleLimits.BYTES) {
            throw PolicyFailure.limit("a module of " + bytes.length + " bytes; at most " + ModuleLimits.BYTES);
        }
        return new ModuleReader(bytes).shape();
    }

    private ModuleShape shape() {
        WasmCursor in = new WasmCursor(bytes);
        for (int expected : HEADER) {
            if (in.u8() != expected) {
                throw PolicyFailure.refused("no WebAssembly 1 header");
            }
        }
        int last = 0;
        while (!in.atEnd()) {
            int id = in.u8();
            WasmCursor content = in.slice(in.u32());
            if (id == 0) {
                continue; // custom sections (names, producers) mean nothing to a run
            }
            if (id <= last || id > ModuleShape.DATA) {
                throw PolicyFailure.refused("section " + id + " after section " + last);
            }
            last = id;
            int from = content.position();
            section(id, content);
            content.requireEnd("section " + id);
            sections.add(new Section(id, from, content.position()));
        }
        requireOpa();
        return new ModuleShape(
                bytes,
                List.copyOf(sections),
                List.copyOf(types),
                ints(functions),
                importedFunctions,
                abortFunction,
                memoryPages,
                globalValues.size(),
                ints(mutableGlobals),
                Map.copyOf(functionExports));
    }

    private void section(int id, WasmCursor in) {
        switch (id) {
            case ModuleShape.TYPE -> types(in);
            case ModuleShape.IMPORT -> imports(in);
            case ModuleShape.FUNCTION -> functions(in);
            case ModuleShape.TABLE -> table(in);
            case ModuleShape.MEMORY -> in.atMost(0, "memories besides env.memory");
            case ModuleShape.GLOBAL -> globals(in);
            case ModuleShape.EXPORT -> exports(in);
            case ModuleShape.START -> in.index(functions.size(), "start function");
            case ModuleShape.ELEMENT -> elements(in);
            case ModuleShape.CODE -> code(in);
            default -> data(in);
        }
    }

    private void types(WasmCursor in) {
        for (int left = in.atMost(ModuleLimits.TYPES, "types"); left > 0; left--) {
            if (in.u8() != 0x60) {
                throw PolicyFailure.refused("a type that is no function type");
            }
            StringBuilder params = new StringBuilder();
            for (int count = in.atMost(ModuleLimits.PARAMETERS, "parameters"); count > 0; count--) {
                params.append(Signature.letter(in.u8()));
            }
            int result = Signature.NONE;
            if (in.atMost(1, "results") == 1) {
                result = in.u8();
                Signature.letter(result);
            }
            types.add(new Signature(params.toString(), result));
        }
    }

    private void imports(WasmCursor in) {
        Set<String> seen = new HashSet<>();
        for (int left = in.atMost(IMPORTS.size() + 1, "imports"); left > 0; left--) {
            String module = in.name();
            String name = in.name();
            int kind = in.u8();
            if (!module.equals("env") || !seen.add(name)) {
                throw PolicyFailure.refused("import " + module + "." + name);
            }
            if (kind == 2 && name.equals("memory")) {
                memoryPages = pages(in);
            } else if (kind == 0 && IMPORTS.containsKey(name)) {
                importFunction(name, in);
            } else {
                throw PolicyFailure.refused("import " + module + "." + name);
            }
        }
    }

    private void importFunction(String name, WasmCursor in) {
        int type = in.index(types.size(), "type");
        if (!types.get(type).equals(IMPORTS.get(name))) {
            throw PolicyFailure.refused("import env." + name + " has another type than OPA's");
        }
        if (name.equals("opa_abort")) {
            abortFunction = functions.size();
        }
        functions.add(type);
        importedFunctions = functions.size();
    }

    private static int pages(WasmCursor in) {
        int flags = in.u8();
        int least = in.atMost(ModuleLimits.PAGES, "pages of memory");
        if (flags != 0) {
            // OPA never states a maximum; with one the host could not give every module the same memory.
            throw PolicyFailure.refused("env.memory with flags " + flags);
        }
        return least;
    }

    private void functions(WasmCursor in) {
        for (int left = in.atMost(ModuleLimits.FUNCTIONS, "functions"); left > 0; left--) {
            functions.add(in.index(types.size(), "type"));
        }
    }

    private void table(WasmCursor in) {
        if (in.atMost(1, "tables") == 0) {
            return;
        }
        if (in.u8() != 0x70) {
            throw PolicyFailure.refused("a table that holds no functions");
        }
        int flags = in.u8();
        if (flags > 1) {
            throw PolicyFailure.refused("a table with flags " + flags);
        }
        tableSize = in.atMost(ModuleLimits.TABLE, "table entries");
        if (flags == 1) {
            in.u32();
        }
    }

    private void globals(WasmCursor in) {
        for (int left = in.atMost(ModuleLimits.GLOBALS, "globals"); left > 0; left--) {
            Signature.letter(in.u8());
            int mutable = in.u8();
            if (mutable > 1) {
                throw PolicyFailure.refused("a global with flags " + mutable);
            }
            if (mutable == 1) {
                mutableGlobals.add(globalValues.size());
            }
            globalValues.add(constant(in));
        }
    }

    /** The value of a constant expression; imported globals are refused, so it is one constant. */
    private static long constant(WasmCursor in) {
        int opcode = in.u8();
        long value = 0;
        switch (opcode) {
            case 0x41, 0x42 -> value = in.signed();
            case 0x43 -> in.skip(4);
            case 0x44 -> in.skip(8);
            default -> throw PolicyFailure.refused("constant expression with opcode " + opcode);
        }
        if (in.u8() != 0x0b) {
            throw PolicyFailure.refused("constant expression of more than one instruction");
        }
        return value;
    }

    private void exports(WasmCursor in) {
        for (int left = in.atMost(ModuleLimits.EXPORTS, "exports"); left > 0; left--) {
            String name = in.name();
            if (!exported.add(name)) {
                throw PolicyFailure.refused("export " + name + " twice");
            }
            int kind = in.u8();
            switch (kind) {
                case 0 -> functionExports.put(name, in.index(functions.size(), "function"));
                case 1 -> in.index(1, "table");
                case 2 -> in.index(1, "memory");
                case 3 -> globalExports.put(name, in.index(globalValues.size(), "global"));
                default -> throw PolicyFailure.refused("export " + name + " of kind " + kind);
            }
        }
    }

    private void elements(WasmCursor in) {
        for (int left = in.atMost(ModuleLimits.SEGMENTS, "element segments"); left > 0; left--) {
            in.atMost(0, "flags of an element segment");
            long offset = constant(in) & 0xffff_ffffL;
            int count = in.atMost(ModuleLimits.TABLE, "elements");
            if (offset + count > tableSize) {
                throw PolicyFailure.refused("elements outside the table");
            }
            for (int i = 0; i < count; i++) {
                in.index(functions.size(), "function");
            }
        }
    }

    private void code(WasmCursor in) {
        bodies = in.atMost(ModuleLimits.FUNCTIONS, "function bodies");
        for (int left = bodies; left > 0; left--) {
            in.skip(in.u32());
        }
    }

    private void data(WasmCursor in) {
        for (int left = in.atMost(ModuleLimits.SEGMENTS, "data segments"); left > 0; left--) {
            in.atMost(0, "flags of a data segment");
            long offset = constant(in) & 0xffff_ffffL;
            long size = in.u32();
            in.skip(size);
            if (offset + size > (long) memoryPages << 16) {
                throw PolicyFailure.refused("data outside the memory");
            }
        }
    }

    private void requireOpa() {
        if (bodies != functions.size() - importedFunctions) {
            throw PolicyFailure.refused("functions without a body or bodies without a function");
        }
        if (memoryPages < 0 || abortFunction < 0) {
            throw PolicyFailure.refused("env.memory and env.opa_abort are not both imported");
        }
        EXPORTS.forEach((name, signature) -> {
            Integer function = functionExports.get(name);
            if (function == null || !types.get(functions.get(function)).equals(signature)) {
                throw PolicyFailure.refused("no export " + name + " of OPA's type");
            }
        });
        long major = exportedGlobal("opa_wasm_abi_version");
        long minor = exportedGlobal("opa_wasm_abi_minor_version");
        if (major != 1 || minor < 2 || minor > 3) {
            throw PolicyFailure.refused("OPA Wasm ABI " + major + "." + minor + "; 1.2 and 1.3 are known");
        }
    }

    private long exportedGlobal(String name) {
        Integer global = globalExports.get(name);
        if (global == null) {
            throw PolicyFailure.refused("no export " + name);
        }
        return globalValues.get(global);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
