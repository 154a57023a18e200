package org.sealgate.policy;

import java.util.List;
import java.util.Map;

/**
 * What {@link ModuleReader} found in a module that it let through.
 *
 * @param sections in file order, custom sections left out
 * @param functionTypes index into {@code types} of every function, imported ones first
 * @param abortFunction the index of the import {@code env.opa_abort}
 * @param memoryPages what the module asks of {@code env.memory}
 * @param mutableGlobals indexes of the globals that code may write
 */
record ModuleShape(
        byte[] bytes,
        List<Section> sections,
        List<Signature> types,
        int[] functionTypes,
        int importedFunctions,
        int abortFunction,
        int memoryPages,
        int globals,
        int[] mutableGlobals,
        Map<String, Integer> functionExports) {

    static final int TYPE = 1;
    static final int IMPORT = 2;
    static final int FUNCTION = 3;
    static final int TABLE = 4;
    static final int MEMORY = 5;
    static final int GLOBAL = 6;
    static final int EXPORT = 7;
    static final int START = 8;
    static final int ELEMENT = 9;
    static final int CODE = 10;
    static final int DATA = 11;

    /** The content of a section: {@code bytes[from, end)}. */
    record Section(int id, int from, int end) {}

    Signature signature(int function) {
        return types.get(functionTypes[function]);
    }
}
