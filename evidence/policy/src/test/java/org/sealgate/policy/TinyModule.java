package org.sealgate.policy;

import static org.sealgate.policy.Wat.I32;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.name;
import static org.sealgate.policy.Wat.sized;
import static org.sealgate.policy.Wat.u32;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The smallest module that speaks OPA's ABI, one wish away from a hostile one. It has one entrypoint, {@code e}, and answers
 * with a fixed text; every section and body can be replaced.
 */
final class TinyModule {
    /** Function indexes: imports are 0 and 1 (opa_abort, opa_builtin0), then these. */
    static final int EVAL = 2;

    static final int EXTRA = 9;
    static final int HEAP_GLOBAL = 0;
    static final int RESULT_AT = 1024;

    private static final int ENTRYPOINTS_AT = 16;
    private static final int BUILTINS_AT = 512;

    private final Map<String, byte[]> bodies = new LinkedHashMap<>();
    private final Map<Integer, byte[]> sections = new LinkedHashMap<>();
    private final List<byte[]> imports = new ArrayList<>();
    private final List<byte[]> extraBodies = new ArrayList<>();
    private final List<byte[]> extraTypes = new ArrayList<>();
    private final List<Integer> extraFunctions = new ArrayList<>();
    private final List<byte[]> exports = new ArrayList<>();
    private final List<byte[]> data = new ArrayList<>();
    private byte[] memory = code(0, u32(2));
    private int abi = 1;
    private int minor = 3;
    private int start = -1;
    private String missing = "";

    TinyModule() {
        bodies.put("opa_eval", i32(RESULT_AT));
        bodies.put("opa_malloc", code(global(0x23), global(0x23), local(0x20, 0), 0x6a, global(0x24)));
        bodies.put("opa_heap_ptr_get", global(0x23));
        bodies.put("opa_json_parse", i32(8));
        bodies.put("opa_json_dump", local(0x20, 0));
        bodies.put("entrypoints", i32(ENTRYPOINTS_AT));
        bodies.put("builtins", i32(BUILTINS_AT));
        text(ENTRYPOINTS_AT, "{\"e\":0}");
        text(BUILTINS_AT, "{}");
        text(RESULT_AT, "[{\"result\":{\"a\":1}}]");
        imports.add(code(name("env"), name("opa_abort"), 0, u32(0)));
        imports.add(code(name("env"), name("opa_builtin0"), 0, u32(1)));
    }

    private static byte[] global(int opcode) {
        return code(opcode, u32(HEAP_GLOBAL));
    }

    TinyModule body(String export, Object... instructions) {
        bodies.put(export, code(instructions));
        return this;
    }

    TinyModule eval(Object... instructions) {
        return body("opa_eval", code(instructions), i32(RESULT_AT));
    }

    TinyModule result(String text) {
        return text(RESULT_AT, text);
    }

    TinyModule text(int address, String text) {
        return bytes(address, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    TinyModule bytes(int address, byte[] content) {
        data.add(code(0, i32(address), 0x0b, sized(content)));
        return this;
    }

    TinyModule memory(Object... limits) {
        memory = code(limits);
        return this;
    }

    TinyModule abi(int major, int minorVersion) {
        abi = major;
        minor = minorVersion;
        return this;
    }

    TinyModule without(String export) {
        missing = export;
        return this;
    }

    /** Adds an import; one of a function moves all functions that are defined here by one. */
    TinyModule imported(Object... parts) {
        imports.add(code(parts));
        return this;
    }

    TinyModule exported(String name, int kind, int index) {
        exports.add(code(name(name), kind, u32(index)));
        return this;
    }

    TinyModule type(Object... parts) {
        extraTypes.add(code(parts));
        return this;
    }

    /** Adds a function; the first one has the index {@link #EXTRA}. Its code starts with the groups of its locals. */
    TinyModule function(int type, Object... groupsAndCode) {
        extraFunctions.add(type);
        extraBodies.add(code(groupsAndCode));
        return this;
    }

    TinyModule start(int function) {
        start = function;
        return this;
    }

    /** Replaces or adds a whole section. */
    TinyModule section(int id, Object... content) {
        sections.put(id, code(content));
        return this;
    }

    byte[] build() {
        sections.putIfAbsent(1, vector(types()));
        List<byte[]> allImports = new ArrayList<>(imports);
        allImports.add(code(name("env"), name("memory"), 2, memory));
        sections.putIfAbsent(2, vector(allImports));
        sections.putIfAbsent(3, vector(functions()));
        sections.putIfAbsent(6, vector(globals()));
        sections.putIfAbsent(7, vector(allExports()));
        if (start >= 0) {
            sections.putIfAbsent(8, u32(start));
        }
        sections.putIfAbsent(10, vector(allBodies()));
        sections.putIfAbsent(11, vector(data));
        byte[] module = code(0, 'a' + 0, 's' + 0, 'm' + 0, 1, 0, 0, 0);
        for (int id = 1; id <= 13; id++) {
            byte[] content = sections.get(id);
            if (content != null) {
                module = code(module, id, sized(content));
            }
        }
        return module;
    }

    /** 0: (i32)->(), 1: (i32 i32)->i32, 2: (i32 x7)->i32, 3: (i32)->i32, 4: ()->i32, 5: ()->(), then what is added. */
    private List<byte[]> types() {
        List<byte[]> types = new ArrayList<>(List.of(
                code(0x60, 1, I32, 0),
                code(0x60, 2, I32, I32, 1, I32),
                code(0x60, 7, I32, I32, I32, I32, I32, I32, I32, 1, I32),
                code(0x60, 1, I32, 1, I32),
                code(0x60, 0, 1, I32),
                code(0x60, 0, 0)));
        types.addAll(extraTypes);
        return types;
    }

    private List<byte[]> functions() {
        List<byte[]> functions = new ArrayList<>();
        for (int type : List.of(2, 3, 4, 1, 3, 4, 4)) {
            functions.add(u32(type));
        }
        for (int type : extraFunctions) {
            functions.add(u32(type));
        }
        return functions;
    }

    private List<byte[]> globals() {
        return List.of(code(I32, 1, i32(65_536), 0x0b), code(I32, 0, i32(abi), 0x0b), code(I32, 0, i32(minor), 0x0b));
    }

    private List<byte[]> allExports() {
        List<byte[]> all = new ArrayList<>(exports);
        int index = imports.size();
        for (String export : bodies.keySet()) {
            if (!export.equals(missing)) {
                all.add(code(name(export), 0, u32(index)));
            }
            index++;
        }
        all.add(code(name("opa_wasm_abi_version"), 3, u32(1)));
        if (!missing.equals("opa_wasm_abi_minor_version")) {
            all.add(code(name("opa_wasm_abi_minor_version"), 3, u32(2)));
        }
        return all;
    }

    private List<byte[]> allBodies() {
        List<byte[]> all = new ArrayList<>();
        bodies.values().forEach(body -> all.add(sized(code(0, body, 0x0b))));
        extraBodies.forEach(body -> all.add(sized(code(body, 0x0b))));
        return all;
    }

    static byte[] vector(List<byte[]> items) {
        byte[] content = u32(items.size());
        for (byte[] item : items) {
            content = code(content, item);
        }
        return content;
    }
}
