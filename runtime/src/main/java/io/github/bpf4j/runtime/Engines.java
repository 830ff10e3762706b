package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.engine.AutoEngine;
import io.github.bpf4j.runtime.engine.CheckedInterpreter;
import io.github.bpf4j.runtime.engine.Compilation;
import io.github.bpf4j.runtime.engine.CompileCounts;
import io.github.bpf4j.runtime.engine.Engine;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.JitEngine;
import io.github.bpf4j.runtime.engine.PlainInterpreter;
import io.github.bpf4j.runtime.engine.TailCalls;
import io.github.bpf4j.runtime.helpers.ArgumentChecks;
import java.util.Optional;

/** What runs the programs of a machine. */
final class Engines {
    private Engines() {}

    /** The engine that the settings ask for. The machine's memory, maps and functions of the host's are there. */
    static Engine create(RuntimeBuilder settings, Machine machine, TailCalls tailCalls) {
        return switch (settings.engine) {
            case INTERPRETER -> new PlainInterpreter(machine.memory, tailCalls);
            case JIT -> new JitEngine(machine.memory, tailCalls, settings.jitLimits);
            case AUTO -> new AutoEngine(machine.memory, tailCalls, settings.autoPolicy, settings.jitLimits);
            case CHECKED ->
                new CheckedInterpreter(
                        machine.memory,
                        tailCalls,
                        new ArgumentChecks(machine.maps, machine.host.prototypes())::check,
                        settings.steps);
        };
    }

    /** How an image runs. */
    static ProgramInfo infoOf(Image image, Engine engine) {
        boolean isCompiled = image.isCompiled(); // before what is said of it, which is there then
        Compilation compilation = image.compilation();
        EngineKind plain = engine instanceof CheckedInterpreter ? EngineKind.CHECKED : EngineKind.INTERPRETER;
        return new ProgramInfo(
                isCompiled ? EngineKind.JIT : plain,
                (long) image.instructions() * Long.BYTES,
                compilation.classBytes(),
                compilation.tookNs(),
                Optional.of(compilation.failure()).filter(failure -> !failure.isEmpty()));
    }

    /** What an engine compiled. */
    static CompileCounters countersOf(Engine engine) {
        CompileCounts counts = engine.compileCounts();
        return new CompileCounters(
                counts.compiled(), counts.failed(), counts.waiting(), counts.tookNs(), counts.classBytes());
    }
}
