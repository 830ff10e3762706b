package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A descriptor of a loaded program. The program lives as long as a descriptor, a pin, a link, a slot of a PROG_ARRAY or a timer
 * with a callback of it does (timers spec 2.5).
 *
 * <p>Safe for use by any thread: each run occupies a logical CPU, and runs on different CPUs go on beside each other. A packet is for one
 * run at a time.
 */
public final class Program implements AutoCloseable {
    private final Machine machine;
    private final Descriptor<LiveProgram> descriptor;

    Program(Machine machine, LiveProgram program) {
        this.machine = machine;
        descriptor = new Descriptor<>(new OpenFile<>(machine.objects, program, FdAccess.READ_WRITE));
    }

    /** Name of the entry function. */
    public String name() {
        return descriptor.described().name();
    }

    public ProgramType type() {
        return descriptor.described().type();
    }

    /** The number under which {@link Runtime#openProgram} finds it while it lives. */
    public int id() {
        return descriptor.described().id();
    }

    /** What was loaded: code, functions, source lines. */
    public LinkedProgram linked() {
        return descriptor.described().linked();
    }

    /**
     * Runs the program on a packet, on a CPU that is free: on a virtual clock CPU 0. See {@link #run(Packet, int)}.
     */
    public RunResult run(Packet packet) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return descriptor.open().run(packet, seat.cpu());
        } finally {
            machine.redirector.finish(packet);
        }
    }

    /**
     * Runs the program on a packet; afterwards the packet is what the program made of it. After a fault it is as the program
     * left it when it failed. A packet that it redirects passes the programs of the map's entries before this returns, those of a CPUMAP on
     * that CPU: see {@link Packet#redirect}.
     *
     * @param cpu the logical CPU to occupy
     * @throws BpfErrnoException EINVAL if programs of this type take no packets or the packet is shorter than an Ethernet header
     * @throws IllegalStateException if the descriptor is closed, or the thread occupies another CPU
     */
    public RunResult run(Packet packet, int cpu) {
        try (var _ = machine.occupy(cpu)) {
            return descriptor.open().run(packet, cpu);
        } finally {
            machine.redirector.finish(packet);
        }
    }

    /**
     * What a run with a context of the host's left.
     *
     * @param context the bytes of the context as the program left them
     * @param effects what it did to the world, in order; the first 65,536 of it, with at most 16 MiB of written memory
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, compared by nobody
    public record ContextResult(RunResult run, byte[] context, List<Effect> effects) {}

    /**
     * Runs the program on a context given as bytes, on a CPU that is free: on a virtual clock CPU 0. See {@link #run(byte[], int)}.
     */
    public ContextResult run(byte[] context) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return descriptor.open().run(context, seat.cpu(), ExecutionContext.PROCESS);
        }
    }

    /**
     * Runs the program on a context given as bytes, laid out as the UAPI says for its type.
     *
     * @param cpu the logical CPU to occupy
     * @throws BpfErrnoException EINVAL if the context has more than 65535 bytes
     */
    public ContextResult run(byte[] context, int cpu) {
        return run(context, cpu, ExecutionContext.PROCESS);
    }

    /**
     * As {@link #run(byte[], int)}, counting as if it happened elsewhere than in a process.
     *
     * @throws BpfErrnoException EINVAL if the context has more than 65535 bytes
     */
    public ContextResult run(byte[] context, int cpu, ExecutionContext where) {
        try (var _ = machine.occupy(cpu)) {
            return descriptor.open().run(context, cpu, where);
        }
    }

    /**
     * As {@link #run(byte[], int, ExecutionContext)}, in a task and with whatever else helpers ask for.
     *
     * @throws BpfErrnoException EINVAL if the context has more than 65535 bytes
     * @throws IllegalArgumentException if the world holds no such task
     */
    public ContextResult run(byte[] context, int cpu, ExecutionContext where, RunEnvironment environment) {
        try (var _ = machine.occupy(cpu)) {
            return descriptor.open().run(context, cpu, where, environment);
        }
    }

    /**
     * Runs the program as the traced functions and tracepoints of fentry, fexit, tp_btf and raw tracepoints do: the context is
     * the arguments, 64 bits each, for fexit followed by the return value.
     *
     * @param cpu the logical CPU to occupy
     */
    public RunResult runWithArguments(int cpu, long... arguments) {
        return run(argumentsOf(arguments), cpu).run();
    }

    static byte[] argumentsOf(long... arguments) {
        ByteBuffer context = ByteBuffer.allocate(arguments.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long argument : arguments) {
            context.putLong(argument);
        }
        return context.array();
    }

    /**
     * Attaches the program to a target, whose events run it from now on: see {@link Runtime#trigger(String, byte[], int)}.
     *
     * @param target a name of the caller's choice: an interface, a function, a tracepoint
     * @throws BpfErrnoException EBUSY if this is an XDP program and the target has one already, EINVAL if it is for entries of maps
     */
    public Link attach(String target) {
        try (var _ = machine.turn()) {
            LiveProgram program = descriptor.open();
            AttachType place = program.linked().spec().expectedAttachType();
            if (place == AttachType.XDP_DEVMAP || place == AttachType.XDP_CPUMAP) {
                throw new BpfErrnoException(Errno.EINVAL, "attaching " + program + ", which is for entries of maps");
            }
            machine.hooks.checkRoom(target, program.type());
            LiveLink link = new LiveLink(machine, program, target);
            machine.hooks.add(link);
            return new Link(machine, link);
        }
    }

    /** How many timers have a callback of this program, and so keep it alive. */
    public int timers() {
        try (var _ = machine.turn()) {
            return descriptor.described().timers();
        }
    }

    LiveProgram live() {
        return descriptor.open();
    }

    /** Closes the descriptor; the program goes with the last that holds it. Closing twice does nothing. */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            descriptor.close();
        }
    }

    @Override
    public String toString() {
        return descriptor.described().toString();
    }
}
