package org.sealgate.policy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * One running module with its data set: OPA's ABI, one evaluation at a time.
 *
 * <p>Every method throws what the module provokes, {@link PolicyFailure} or Endive's exceptions; an instance that threw is not
 * used again.
 */
final class OpaInstance {
    /**
     * Room above what the module asks for, so that an ordinary evaluation never grows the memory: 2 MiB. When the module has to
     * grow it shows in the count, so this is as fixed as the costs in {@link Metering}.
     */
    private static final int SPARE_PAGES = 32;

    private static final int PAGE = Memory.PAGE_SIZE;
    private static final int NAMES_BYTES = 1 << 20;
    private static final int ABORT_BYTES = 200;
    private static final long[] NOTHING = {};

    private final LoadedModule module;
    private final PolicyLimits limits;
    private final Meter meter = new Meter();
    private final PolicyMemory memory;
    private final Instance instance;
    private final ExportFunction malloc;
    private final ExportFunction heapPointer;
    private final ExportFunction eval;
    private final SortedMap<String, Integer> entrypoints;
    /** Empty until the module has told; its start function may call one before. */
    private SortedMap<String, Integer> builtins = Collections.emptySortedMap();

    private final int data;
    private final long[] kept;

    private OpaInstance(LoadedModule module, byte[] dataJson, PolicyLimits limits, long deadline) {
        this.module = module;
        this.limits = limits;
        kept = new long[module.shape().mutableGlobals().length];
        memory = memory(module.shape().memoryPages(), limits);
        meter.begin(limits.instructions(), deadline);
        instance = Instance.builder(module.module())
                .withImportValues(imports())
                .withMachineFactory(module.machines())
                .withStart(false)
                .build();
        malloc = instance.export("opa_malloc");
        heapPointer = instance.export("opa_heap_ptr_get");
        eval = instance.export("opa_eval");
        entrypoints = names("entrypoints");
        builtins = names("builtins");
        data = parse(dataJson);
        meter.requireBudget(balance());
    }

    /** A new instance with {@code dataJson} as its data document. Starting is a run of its own against the same limits. */
    static OpaInstance start(LoadedModule module, byte[] dataJson, PolicyLimits limits, long deadline) {
        return new OpaInstance(module, dataJson, limits, deadline);
    }

    SortedMap<String, Integer> entrypoints() {
        return entrypoints;
    }

    SortedMap<String, Integer> builtins() {
        return builtins;
    }

    /** Evaluates; the JSON text of the result set as the module wrote it. */
    byte[] evaluate(int entrypoint, byte[] input, long deadline) {
        balance().setValue(Meter.START);
        meter.begin(limits.instructions(), deadline);
        int address = copyIn(input);
        int heap = heapPointer();
        int result = call(eval, 0, entrypoint, data, address, input.length, heap, 0);
        meter.requireBudget(balance());
        return text(result, ResultSet.BYTES);
    }

    /** What the evaluation under way or just ended has been charged. */
    long charged() {
        return meter.charged(balance());
    }

    /** Takes the state as the one that {@link #restore} puts back, before the first evaluation. */
    void keep() {
        memory.keep();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = instance.global(module.shape().mutableGlobals()[i]).getValue();
        }
    }

    /**
     * Puts back everything that an evaluation can have changed: memory and its size, mutable globals (code of WebAssembly 1.0
     * cannot write to a table). OPA itself resets its heap pointer only; but a result, or a count of instructions, that depends
     * on the evaluation before does not replay, and the input must not stay in memory.
     */
    void restore() {
        memory.restore();
        for (int i = 0; i < kept.length; i++) {
            instance.global(module.shape().mutableGlobals()[i]).setValue(kept[i]);
        }
    }

    /** For tests of {@link #restore}: the whole memory. */
    byte[] contents() {
        return memory.readBytes(0, memory.size());
    }

    /** For tests of {@link #restore}: the mutable globals. */
    List<Long> globals() {
        return IntStream.of(module.shape().mutableGlobals())
                .mapToObj(global -> instance.global(global).getValue())
                .toList();
    }

    private static PolicyMemory memory(int pages, PolicyLimits limits) {
        int most = (int) (limits.memoryBytes() / PAGE);
        if (pages > most) {
            throw PolicyFailure.limit("the module asks for " + pages + " pages of memory; at most " + most);
        }
        return new PolicyMemory(Math.min(pages + SPARE_PAGES, most), most);
    }

    private ImportValues imports() {
        ImportValues.Builder values = ImportValues.builder()
                .addMemory(new ImportMemory("env", "memory", memory))
                .addFunction(new ImportFunction("env", "opa_abort", type(1, List.of()), this::abort))
                .addFunction(new ImportFunction("env", "opa_println", type(1, List.of()), OpaInstance::println));
        for (int arguments = 0; arguments <= 4; arguments++) {
            FunctionType type = type(arguments + 2, List.of(ValType.I32));
            values.addFunction(new ImportFunction("env", "opa_builtin" + arguments, type, this::builtin));
        }
        return values.build();
    }

    private static FunctionType type(int parameters, List<ValType> results) {
        return FunctionType.of(Collections.nCopies(parameters, ValType.I32), results);
    }

    private long[] abort(Instance wasm, long... arguments) {
        if ((int) arguments[0] == Meter.SETTLE) {
            meter.settle(wasm.global(module.shape().globals()));
            return NOTHING;
        }
        throw new PolicyFailure(PolicyCause.WASM_ABORT, "aborted: " + abortText((int) arguments[0]));
    }

    private static long[] println(Instance wasm, long... arguments) {
        return NOTHING;
    }

    private String abortText(int address) {
        if (address < 0 || address >= memory.size()) {
            return "no message";
        }
        byte[] text = memory.readBytes(address, memory.lengthToZero(address, ABORT_BYTES));
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Built-ins that OPA leaves to the host are denied, all of them: none is deterministic or the same everywhere. */
    private long[] builtin(Instance wasm, long... arguments) {
        int id = (int) arguments[0];
        String name = "number " + id;
        for (var entry : builtins.entrySet()) {
            name = entry.getValue() == id ? entry.getKey() : name;
        }
        throw new PolicyFailure(PolicyCause.WASM_ABORT, "called the built-in " + name + ", and none is provided");
    }

    private GlobalInstance balance() {
        return instance.global(module.shape().globals());
    }

    private int heapPointer() {
        return call(heapPointer);
    }

    private int parse(byte[] json) {
        int address = call(instance.export("opa_json_parse"), copyIn(json), json.length);
        if (address == 0) {
            throw new PolicyFailure(PolicyCause.WASM_ABORT, "the module does not read the data as JSON");
        }
        return address;
    }

    private int copyIn(byte[] bytes) {
        int address = call(malloc, bytes.length);
        memory.write(address, bytes, 0, bytes.length);
        return address;
    }

    private SortedMap<String, Integer> names(String export) {
        int value = call(instance.export(export));
        byte[] text = text(call(instance.export("opa_json_dump"), value), NAMES_BYTES);
        SortedMap<String, Integer> names = new TreeMap<>();
        try {
            Json.Obj object = JsonReader.readObject(text);
            for (String name : object.members().keySet()) {
                names.put(name, Math.toIntExact(object.integer(name)));
            }
        } catch (JsonException | ArithmeticException e) {
            throw PolicyFailure.refused(export + " gives no object of numbers");
        }
        return Collections.unmodifiableSortedMap(names);
    }

    /** The bytes from an address up to the next zero. */
    private byte[] text(int address, int most) {
        if (address < 0 || address >= memory.size()) {
            throw new PolicyFailure(PolicyCause.WASM_RESULT, "a text outside the memory");
        }
        int length = memory.lengthToZero(address, most + 1);
        if (length > most) {
            throw PolicyFailure.limit("a text of more than " + most + " bytes");
        }
        if (address + length == memory.size()) {
            throw new PolicyFailure(PolicyCause.WASM_RESULT, "a text without an end");
        }
        return memory.readBytes(address, length);
    }

    private static int call(ExportFunction function, long... arguments) {
        return (int) function.apply(arguments)[0];
    }
}
