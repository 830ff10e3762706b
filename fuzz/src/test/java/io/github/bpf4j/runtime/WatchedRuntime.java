package io.github.bpf4j.runtime;

import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.engine.JitLimits;
import io.github.bpf4j.runtime.engine.StepListener;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.VerifierEnvironment;
import java.lang.foreign.MemorySegment;
import java.util.function.BiFunction;

/** A runtime whose verifier is replaced and whose steps are watched. */
public final class WatchedRuntime {
    private WatchedRuntime() {}

    /** Sets what judges programs. */
    public static RuntimeBuilder judge(
            RuntimeBuilder builder, BiFunction<LinkedProgram, VerifierEnvironment, Facts> judge) {
        builder.judge = judge;
        return builder;
    }

    /** Sets what is told of each instruction. */
    public static RuntimeBuilder watch(RuntimeBuilder builder, StepListener steps) {
        builder.steps = steps;
        return builder;
    }

    /** Sets how the JIT cuts programs. */
    public static RuntimeBuilder cut(RuntimeBuilder builder, JitLimits limits) {
        builder.jitLimits = limits;
        return builder;
    }

    /** Raw instructions that need not be instructions. */
    public static RawProgram unchecked(Runtime runtime, long[] code) {
        return runtime.unchecked(code);
    }

    /** All of the memory that programs can reach. */
    public static MemorySegment memory(Runtime runtime) {
        return runtime.machine.memory.segment();
    }

    /** What programs see as the address of a map. */
    public static long handle(BpfMap map) {
        return map.live().handle();
    }

    /** Where a map's elements are. */
    public static MapStorage storage(BpfMap map) {
        return map.live().storage();
    }
}
