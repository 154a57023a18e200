package org.sealgate.policy;

import java.util.function.Function;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** A module that passed {@link ModuleReader}, was rewritten by {@link Metering} and validated by Endive. */
record LoadedModule(ModuleShape shape, WasmModule module, Function<Instance, Machine> machines) {

    static LoadedModule interpreted(byte[] wasm) {
        ModuleShape shape = ModuleReader.read(wasm);
        return new LoadedModule(shape, metered(shape), InterpreterMachine::new);
    }

    static LoadedModule compiled(byte[] wasm) {
        ModuleShape shape = ModuleReader.read(wasm);
        WasmModule module = metered(shape);
        // A function too large for a JVM method stays interpreted, without a word on stderr.
        Function<Instance, Machine> machines = MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .compile();
        return new LoadedModule(shape, module, machines);
    }

    private static WasmModule metered(ModuleShape shape) {
        return Parser.parse(Metering.rewrite(shape));
    }
}
