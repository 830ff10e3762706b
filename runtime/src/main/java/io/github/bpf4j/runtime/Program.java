package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.verifier.Facts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

    /** What 64 bits of the context must lie in, as its proof takes for granted: the result so far of a security hook; else empty. */
    public Optional<Facts.ContextRange> contextRange() {
        return descriptor.described().contextRange();
    }

    /** The number under which {@link Runtime#openProgram} finds it while it lives. */
    public int id() {
        return descriptor.described().id();
    }

    /** What runs it, and what became of compiling it. */
    public ProgramInfo info() {
        return Engines.infoOf(descriptor.described().image(), machine.engine);
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

    /** As {@link #runBatch(PacketBatch, int)}, on a CPU that is free when the batch begins: on a virtual clock CPU 0. */
    public long runBatch(PacketBatch batch) {
        try (PacketRuns runs = new PacketRuns(machine, descriptor, machine.occupyAny())) {
            return runs.run(batch);
        }
    }

    /**
     * Runs the program on packet after packet, as {@link #run(Packet, int)} does with each, but without anything to be paid or made for each
     * of them: the CPU is given up in between for those who wait for it only. Timers run when they are due: on a virtual clock when a
     * packet's {@link PacketBatch#realtimeNs time} has come, on a real clock between two packets. Faults are results, and the batch goes on.
     *
     * <p>A batch whose packets have times moves the virtual clock: other threads that want to do so wait for the end of the batch.
     *
     * @param cpu the logical CPU to occupy
     * @return how many packets there were
     * @throws BpfErrnoException as {@link #run(Packet, int)}; the batch ends
     * @throws IllegalStateException if the descriptor is closed, before or meanwhile, or the thread occupies another CPU; if a packet has a
     *     time, and the clock is not virtual or the caller is a listener or inside a run
     */
    public long runBatch(PacketBatch batch, int cpu) {
        try (PacketRuns runs = new PacketRuns(machine, descriptor, machine.occupy(cpu))) {
            return runs.run(batch);
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

    /** What a run with a context by names came to, what the program made of the context, and what it did to the world beside. */
    public record TypedResult(RunResult run, ContextValue context, List<Effect> effects) {
        /** Copies the list. */
        public TypedResult {
            effects = List.copyOf(effects);
        }
    }

    /** As {@link #run(ContextValue, int)}, on a CPU that is free: on a virtual clock CPU 0. */
    public TypedResult run(ContextValue context) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return machine.network.runs.run(descriptor.open(), context, seat.cpu(), ExecutionContext.PROCESS);
        }
    }

    /**
     * Runs the program on a context by the names of its fields.
     *
     * @param cpu the logical CPU to occupy
     * @throws BpfErrnoException EINVAL if the context is for programs of another type, ENOENT if the world has no such socket
     */
    public TypedResult run(ContextValue context, int cpu) {
        try (var _ = machine.occupy(cpu)) {
            return machine.network.runs.run(descriptor.open(), context, cpu, ExecutionContext.PROCESS);
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

    /**
     * Runs the program for a test, as BPF_PROG_TEST_RUN does: with the errors and results of Linux 6.12. In contrast to {@link #run(Packet)}
     * every program that is not of traffic control or XDP sees packets from the network layer on, finds zeros afterwards where their
     * Ethernet header was, and packets go nowhere unless they are live frames. Fentry, fexit and fmod_ret programs do not run by
     * themselves: functions are called that are there for it, bpf_fentry_test1 to 9 or bpf_modify_return_test, and whatever is attached to
     * them runs; the verdict is what the command makes of their results.
     *
     * @throws BpfErrnoException EINVAL for what may not be given, ENODEV for interfaces that are not there, E2BIG for a context or batches
     *     that are too long, ENXIO for a CPU that is not there, EFAULT for programs of tracing around no function, ENOTSUPP for types that
     *     have no test runs
     * @throws IllegalStateException if the descriptor is closed, or the thread occupies another CPU
     */
    public TestRun.Result testRun(TestRun asked) {
        TestRuns runs = new TestRuns(machine, descriptor.open());
        if (runs.isLive(asked)) {
            return liveFrames(runs.xdpInput(asked), asked);
        }
        if (type() == ProgramType.TRACING) {
            return runs.tracing(asked);
        }
        if (!runs.isOnCpu(asked)) {
            try (Occupancy.Seat seat = machine.occupyAny()) {
                return new TestRuns(machine, descriptor.open()).run(asked, seat.cpu());
            }
        }
        try (var _ = machine.occupy(asked.cpu)) {
            return new TestRuns(machine, descriptor.open()).run(asked, asked.cpu);
        }
    }

    private TestRun.Result liveFrames(TestRuns.XdpInput input, TestRun asked) {
        if (asked.dataLimit != 0 && asked.dataLimit != TestRun.ALL
                || asked.contextLimit != 0 && asked.contextLimit != TestRun.ALL) {
            throw new BpfErrnoException(Errno.EINVAL, "live frames do not come back");
        }
        byte[] metadata = Arrays.copyOf(asked.data, input.metaBytes());
        byte[] frame = Arrays.copyOfRange(asked.data, input.metaBytes(), asked.data.length);
        long times = Math.max(1, Integer.toUnsignedLong(asked.repeat));
        long[] counts = new long[XdpAction.values().length];
        Packet packet = new Packet().ifindex(input.ifindex()).rxQueue(input.rxQueue());
        long began = System.nanoTime();
        for (long i = 0; i < times; i++) {
            RunResult run = run(packet.set(frame, frame.length).metadata(metadata));
            int verdict = run.fault().isPresent() ? 0 : run.verdict();
            counts[verdict < 0 || verdict >= counts.length ? 0 : verdict]++;
            asked.onFrame.accept(packet, run);
        }
        long averageNs = (System.nanoTime() - began) / times;
        TestRun.Frames frames = new TestRun.Frames(
                counts[XdpAction.PASS.number()],
                counts[XdpAction.TX.number()],
                counts[XdpAction.REDIRECT.number()],
                counts[XdpAction.ABORTED.number()] + counts[XdpAction.DROP.number()]);
        byte[] none = new byte[0];
        return new TestRun.Result(
                RunResult.of(0), averageNs, none, asked.data.length, none, 0, Optional.empty(), List.of(), frames);
    }

    static byte[] argumentsOf(long... arguments) {
        ByteBuffer context = ByteBuffer.allocate(arguments.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long argument : arguments) {
            context.putLong(argument);
        }
        return context.array();
    }

    /**
     * Runs the program on a context that is described by names.
     *
     * @param cpu the logical CPU to occupy
     * @throws io.github.bpf4j.runtime.event.EventContextException if it does not fit the program
     * @throws IllegalArgumentException if the world holds no such task
     */
    public ContextResult run(EventContext context, int cpu, ExecutionContext where, RunEnvironment environment) {
        try (var _ = machine.occupy(cpu)) {
            return descriptor.open().run(context, cpu, where, environment);
        }
    }

    /** As {@link #run(EventContext, int, ExecutionContext, RunEnvironment)}, on a CPU that is free, in the world's current task. */
    public ContextResult run(EventContext context) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return descriptor.open().run(context, seat.cpu(), ExecutionContext.PROCESS, RunEnvironment.NONE);
        }
    }

    /**
     * The text that an iterator program writes about all that there is of a kind, on a CPU that is free: tasks, their files and memory,
     * control groups, sockets, routes and symbols of the world; maps, programs and links of the runtime. The program runs for each, then once
     * for none; of symbols for the last once more.
     *
     * @throws BpfErrnoException EINVAL if this is no iterator, EOPNOTSUPP if only the host knows what it iterates over, E2BIG if it writes
     *     more about one than the kernel gives away in one piece, EAGAIN if it wants to be asked again and again, EFAULT after a fault
     */
    public byte[] iterate() {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            Iterations iterations = new Iterations(machine, descriptor.open(), seat.cpu());
            return iterations.run(iterations.elements(), RunEnvironment.NONE);
        }
    }

    /**
     * As {@link #iterate()}, over the elements of a map ({@code iter/bpf_map_elem}), the values that the sockets of the world have in one
     * ({@code iter/bpf_sk_storage_map}), or the sockets in one ({@code iter/sockmap}): those that are there when it begins.
     *
     * @throws BpfErrnoException EINVAL if the program does not iterate over the elements of such maps, EACCES if it needs more of a key or a
     *     value than there is; and as {@link #iterate()}
     */
    public byte[] iterate(BpfMap map) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return new Iterations(machine, descriptor.open(), seat.cpu()).run(map.liveIn(machine), RunEnvironment.NONE);
        }
    }

    /**
     * As {@link #iterate()}, over elements of the host's.
     *
     * @param elements for each what the program is given behind its meta data: for {@code iter/tcp} a {@code struct sock_common} and a user
     * @throws io.github.bpf4j.runtime.event.EventContextException if an element does not fit the program
     */
    public byte[] iterate(List<List<KernelValue>> elements, RunEnvironment environment) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return new Iterations(machine, descriptor.open(), seat.cpu()).run(elements, environment);
        }
    }

    /**
     * Attaches the program to a target, whose events run it from now on: see {@link Runtime#trigger(String, byte[], int)}.
     *
     * @param target a name of the caller's choice: an interface, a function, a tracepoint
     * @throws BpfErrnoException EBUSY if this is an XDP program and the target has one already, EINVAL if it is for entries of maps
     */
    public Link attach(String target) {
        return attach(AttachOptions.BY_SECTION.to(target));
    }

    /**
     * Attaches the program to what its section names, such as {@code kprobe/do_unlinkat}; programs of control groups to the root's. See
     * {@link Runtime#trigger(Event)}.
     *
     * @throws BpfErrnoException EOPNOTSUPP if the section names nothing
     */
    public Link attach() {
        return attach(AttachOptions.BY_SECTION);
    }

    /**
     * Attaches the program.
     *
     * @throws BpfErrnoException EOPNOTSUPP if neither the options nor the section say what to, ENOENT if there is no such control group,
     *     EBUSY if it is an XDP program and another is there, or a program around a function that is there already, EEXIST if it is one of
     *     a tracepoint that is there already, E2BIG if there are as many as there can be, EINVAL if it is for entries of maps, or was loaded
     *     for a function of another program and attached to it before
     */
    public Link attach(AttachOptions options) {
        try (var _ = machine.turn()) {
            LiveProgram program = descriptor.open();
            if (program.type() == ProgramType.EXT) {
                return new Link(machine, replacing(program, loadedFor(program)));
            }
            return new Link(
                    machine,
                    program.tracesProgram()
                            ? tracing(program, loadedFor(program), options)
                            : machine.hooks.attach(machine, program, options));
        }
    }

    /**
     * Puts this program of type EXT in the place of a function of another program; closing the link gives the function back. Whoever is in
     * the function goes on to its end.
     *
     * @param function the name of a global function, or of the program itself
     * @throws BpfErrnoException EINVAL if this program is of another type, or was verified for a function of another kind; ENOENT if there
     *     is no such function; EBUSY if it is replaced, or tail calls may reach the program
     */
    public Link replace(Program target, String function) {
        try (var _ = machine.turn()) {
            LiveProgram program = descriptor.open();
            return new Link(machine, replacing(program, Extension.of(target.live(), function)));
        }
    }

    private static Extension loadedFor(LiveProgram program) {
        return program.extension()
                .orElseThrow(() -> new BpfErrnoException(
                        Errno.EINVAL, "attaching " + program + " again: only what it was loaded for is known"));
    }

    private LiveLink replacing(LiveProgram program, Extension function) {
        function.checkFit(program, machine.profile);
        function.program().replace(function.entry(), program);
        LiveLink link = new ReplacementLink(machine, program, function);
        program.leaveExtension();
        return link;
    }

    private LiveLink tracing(LiveProgram program, Extension function, AttachOptions options) {
        Tracers around = function.program().tracers(function);
        TracingLink link = new TracingLink(machine, program, function, options.cookie());
        around.add(link);
        program.leaveExtension();
        return link;
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

    /** The same, for use in a runtime, which must be its own: what it works on lies in that one's memory. */
    LiveProgram liveIn(Machine there) {
        if (machine != there) {
            throw new IllegalArgumentException(this + " is of another runtime");
        }
        return live();
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
