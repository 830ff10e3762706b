package io.github.bpf4j.conformance.isa;

import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.asm.InvalidInstructionException;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The engines that every case runs on. */
final class IsaEngines {
    /** More than may_goto's budget lets a loop of two instructions take, little enough to wait for an endless one. */
    private static final long FUEL_INSNS = 32_000_000;

    private IsaEngines() {}

    /** Engines that are there as long as the tests run. */
    static List<IsaEngine> all() {
        return Holder.ENGINES;
    }

    private static final class Holder {
        static final List<IsaEngine> ENGINES = Stream.of(EngineKind.values())
                .map(Raw::new)
                .map(IsaEngine.class::cast)
                .toList();
    }

    /** The decoder's check, as at every load, then the raw machine of a runtime. */
    private static final class Raw implements IsaEngine {
        private final EngineKind kind;
        private final Runtime runtime;

        Raw(EngineKind kind) {
            this.kind = kind;
            runtime = Runtime.builder().engine(kind).fuel(FUEL_INSNS).build();
        }

        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public RunResult run(long[] code, byte[] memory) {
            try {
                Decoder.check(code);
            } catch (InvalidInstructionException e) {
                return new RunResult(
                        0,
                        Optional.of(new Fault(
                                Fault.Kind.BAD_INSTRUCTION,
                                e.reason(),
                                "raw",
                                "",
                                e.insnOffset(),
                                Optional.empty(),
                                0,
                                0)));
            }
            try (var loaded = runtime.raw(code).withMemory(memory)) {
                RunResult result = loaded.run();
                byte[] after = loaded.memory();
                System.arraycopy(after, 0, memory, 0, memory.length);
                return result;
            }
        }
    }
}
