package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.timers.HostTimer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A program that the host runs again and again at fixed instants, as a perf event samples (see {@link Runtime#sample}). It keeps the
 * program alive until it is closed.
 *
 * <p>Safe for use by any thread.
 */
public final class Sampling implements AutoCloseable {
    private final Machine machine;
    private final LiveProgram program;
    private final long periodNs;
    private final byte[] context;
    private final ExecutionContext where;
    private final Consumer<Program.ContextResult> sink;
    private final HostTimer timer = new HostTimer(this::due);
    private long dueNs;
    private long runs;
    private long missed;
    private boolean closed;

    Sampling(
            Machine machine,
            LiveProgram program,
            long periodNs,
            int cpu,
            byte[] context,
            ExecutionContext where,
            Consumer<Program.ContextResult> sink) {
        this.machine = machine;
        this.program = program;
        this.periodNs = periodNs;
        this.context = context.clone();
        this.where = where;
        this.sink = sink;
        program.hold();
        machine.add(this);
        dueNs = saturated(machine.clock.monotonicNs());
        machine.schedule(this, cpu, dueNs);
    }

    /** The context of a sample: {@code struct bpf_perf_event_data}. */
    static byte[] contextOf(Machine machine, Duration period) {
        ContextLayout.Struct layout = machine.contexts
                .layout(ProgramType.PERF_EVENT)
                .filter(ContextLayout.Struct.class::isInstance)
                .map(ContextLayout.Struct.class::cast)
                .orElseThrow();
        int offset = layout.field("sample_period").orElseThrow().byteOffset();
        return ByteBuffer.allocate(layout.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset, period.toNanos())
                .array();
    }

    HostTimer timer() {
        return timer;
    }

    /* The CPU is occupied, and nothing else. */
    private void due(int cpu) {
        try (var _ = machine.turn()) {
            if (closed) {
                return;
            }
            runs++;
        }
        try {
            Program.ContextResult result = program.run(context, cpu, where);
            try (var _ = machine.turn()) {
                sink.accept(result);
            }
        } finally {
            goOn(cpu);
        }
    }

    /** The instants stay multiples of the period from the first on; those that have passed are not caught up with. */
    private void goOn(int cpu) {
        try (var _ = machine.turn()) {
            if (!closed) {
                long late = Math.max(0, (machine.clock.monotonicNs() - dueNs) / periodNs);
                missed += late;
                dueNs = saturated(dueNs + late * periodNs);
                machine.schedule(this, cpu, dueNs);
            }
        }
    }

    private long saturated(long fromNs) {
        long next = fromNs + periodNs;
        return next < 0 ? Long.MAX_VALUE : next;
    }

    /** How often the program ran. */
    public long runs() {
        try (var _ = machine.turn()) {
            return runs;
        }
    }

    /** How many instants passed without a run, because the host was busy or suspended; none on a virtual clock. */
    public long missed() {
        try (var _ = machine.turn()) {
            return missed;
        }
    }

    /** Stops it; a run that goes on meanwhile goes on to its end. Closing twice does nothing. */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            if (!closed) {
                closed = true;
                machine.queues.remove(timer);
                machine.forget(this);
                program.drop();
            }
        }
    }
}
