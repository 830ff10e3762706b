package io.github.bpf4j.bench.compare;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.github.bpf4j.corpus.Corpus;

/** The same C compiled to WebAssembly, by Chicory's compiler to JVM bytecode. */
final class WasmTask implements Task {
    private static final int ALIGN = 16;
    private final ExportFunction prog;
    private final long address;
    private final long bytes;

    WasmTask(Workload workload) {
        WasmModule module = Parser.parse(Corpus.bytes("bench/" + workload.program() + ".wasm"));
        Instance instance = Instance.builder(module)
                .withMachineFactory(MachineFactoryCompiler.compile(module))
                .withMemoryFactory(ByteArrayMemory::new)
                .build();
        byte[] memory = workload.memory();
        int heap = Math.toIntExact(instance.exports().global("__heap_base").getValue());
        address = (heap + ALIGN - 1) / ALIGN * ALIGN;
        bytes = memory.length;
        instance.memory().write((int) address, memory);
        prog = instance.export("prog");
    }

    @Override
    public long run() {
        return prog.apply(address, bytes)[0];
    }
}
