package io.github.bpf4j.fuzz;

import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.WatchedRuntime;
import io.github.bpf4j.runtime.engine.JitLimits;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Two runtimes that differ in their engine only: the interpreter, and the JIT as usual or one that cuts functions into many pieces. */
final class Engines implements AutoCloseable {
    private static final JitLimits PIECES = new JitLimits(120, 40, 9);

    private final List<Runtime> runtimes = new ArrayList<>();

    private final boolean inPieces;

    Engines(boolean inPieces, UnaryOperator<RuntimeBuilder> settings) {
        this.inPieces = inPieces;
        add(settings, EngineKind.INTERPRETER);
        add(settings, EngineKind.JIT);
    }

    private void add(UnaryOperator<RuntimeBuilder> settings, EngineKind engine) {
        runtimes.add(settings.apply(
                        WatchedRuntime.cut(Runtime.builder().engine(engine), inPieces ? PIECES : JitLimits.USUAL))
                .build());
    }

    List<Runtime> runtimes() {
        return runtimes;
    }

    /** The name of the one that is not the interpreter. */
    String name() {
        return inPieces ? "JIT in pieces" : "JIT";
    }

    /** Where guest memory is not the same in both; empty if it is. */
    String memoryDifference() {
        MemorySegment expected = WatchedRuntime.memory(runtimes.getFirst());
        long at = expected.mismatch(WatchedRuntime.memory(runtimes.getLast()));
        return at < 0 ? "" : "guest memory of the " + name() + " differs at 0x" + Long.toHexString(at);
    }

    /** What a run came to, as far as engines must agree. */
    static String end(RunResult result) {
        return result.fault().map(Engines::end).orElse("R0 = 0x" + Long.toHexString(result.returnValue()));
    }

    /** What a fault says, as far as engines must agree: not how far out of the program a jump went. */
    static String end(Fault fault) {
        String place = switch (fault.kind()) {
            case OUT_OF_PROGRAM, HOST_FAILURE -> "";
            default -> " at " + fault.insnOffset();
        };
        return fault.kind() + " in " + fault.program() + place + ": " + fault.message();
    }

    @Override
    public void close() {
        runtimes.forEach(Runtime::close);
    }
}
