package io.github.bpf4j.bench.compare;

import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.Variable;
import java.nio.ByteOrder;
import java.time.Duration;

/** bpf4j, through its public API. */
final class BpfTasks {
    /** Enough for the longest run. */
    private static final long FUEL = 1L << 40;

    private static final int ISA_VERSION = 4;

    private BpfTasks() {}

    static Task of(EngineKind engine, Workload workload) {
        Runtime runtime = Runtime.builder().engine(engine).fuel(FUEL).build();
        return switch (workload.program()) {
            case "i_timer_chain" -> new Chain(runtime);
            case "j_ringbuf" -> new Ring(runtime);
            default -> workload.isCompute() ? new Raw(runtime, workload) : new OnPacket(runtime, workload.program());
        };
    }

    private static long resultOf(RunResult run) {
        if (run.fault().isPresent()) {
            throw new IllegalStateException(run.fault().get().toString());
        }
        return run.returnValue();
    }

    private static Collection load(Runtime runtime) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("bench/maps_timers.kern.o"), "maps_timers"));
    }

    /** Bare instructions on a piece of memory. */
    private static final class Raw implements Task {
        private final Runtime runtime;
        private final RawProgram.Loaded loaded;

        Raw(Runtime runtime, Workload workload) {
            this.runtime = runtime;
            loaded = runtime.raw(Decoder.decode(workload.code(ISA_VERSION), ByteOrder.LITTLE_ENDIAN))
                    .withMemory(workload.memory());
        }

        @Override
        public long run() {
            return resultOf(loaded.run());
        }

        @Override
        public long run(long times) {
            return resultOf(loaded.runBatch(Math.toIntExact(times)));
        }

        @Override
        public void close() {
            runtime.close();
        }
    }

    /** A program of an object; the packet says nothing. */
    private static class OnPacket implements Task {
        final Runtime runtime;
        final Collection collection;
        private final Program program;
        private final Packet packet = new Packet(new byte[64]);

        OnPacket(Runtime runtime, String name) {
            this.runtime = runtime;
            collection = load(runtime);
            program = collection.program(name);
            run(); // fills the maps
            run(); // an LRU map may still hold a key of the first run in its second
        }

        @Override
        public long run() {
            return resultOf(program.run(packet));
        }

        @Override
        public void close() {
            runtime.close();
        }
    }

    /** The ring buffer, emptied between runs. */
    private static final class Ring extends OnPacket {
        private final BpfMap ring;

        Ring(Runtime runtime) {
            super(runtime, "j_ringbuf");
            ring = collection.map("rb");
            tidy();
        }

        @Override
        public long runsUntilTidy() {
            return MapTasks.RUNS_PER_RING;
        }

        @Override
        public void tidy() {
            ring.consume(message -> {});
        }
    }

    /** A timer that arms itself again, on virtual time. */
    private static final class Chain implements Task {
        private final Runtime runtime;
        private final Program program;
        private final Variable fired;
        private final Packet packet = new Packet(new byte[64]);

        Chain(Runtime runtime) {
            this.runtime = runtime;
            Collection collection = load(runtime);
            program = collection.program("i_timer_chain");
            fired = collection.variable("fired");
        }

        @Override
        public long run() {
            resultOf(program.run(packet));
            // Time passes too: a timer that fires for ever at one instant would be stopped.
            runtime.advance(Duration.ofMillis(1));
            return fired.getLong();
        }

        @Override
        public void close() {
            runtime.close();
        }
    }
}
