package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that loaded programs share: guest memory, logical CPUs, a clock, timers.
 *
 * <p>Safe for use by any thread. Programs and timer callbacks occupy a logical CPU while they run: those on one CPU run one after the
 * other, those on different CPUs beside each other. Commands on maps and calls of helpers are atomic. Listeners are called one at a time.
 *
 * <p>With a virtual clock time stands still until {@link #advance} and its like move it; they run due timers in order of expiry, each at
 * exactly its instant, in the thread that calls them. With a real clock, such as a {@link io.github.bpf4j.time.SystemClock}, threads of the
 * runtime's run timers when they are due, one for each logical CPU on which a timer was armed; they end with the runtime.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the field's word; java.lang.Runtime is rarely meant
public final class Runtime implements AutoCloseable {
    /** A link holds a program, that another, that a map, that an inner map: each is freed after the one before. */
    private static final int LONGEST_CHAIN = 5;

    final Machine machine;
    private final List<TimerExecutor> executors = new ArrayList<>();
    private final List<Collection> collections = new ArrayList<>();
    private boolean closed;

    Runtime(RuntimeBuilder settings) {
        machine = new Machine(settings);
        if (!(settings.clock instanceof VirtualClock)) {
            for (int cpu = 0; cpu < settings.cpus; cpu++) {
                executors.add(new TimerExecutor(machine, cpu, settings.timerSpinNs, settings.lowTimerSlack));
            }
            machine.setExecutors(executors);
        }
    }

    /** Settings for a runtime. */
    public static RuntimeBuilder builder() {
        return new RuntimeBuilder();
    }

    /** A runtime with the usual settings: a virtual clock, one logical CPU. */
    public static Runtime create() {
        return builder().build();
    }

    /**
     * Creates the maps of an object and loads its programs.
     *
     * @throws BpfErrnoException if a map cannot be created, or the kernel does not have a setting that the object needs
     * @throws io.github.bpf4j.object.LinkException if a program refers to what is missing or not supported
     * @throws io.github.bpf4j.verifier.VerifierException if a program is refused
     */
    public Collection load(CollectionSpec spec) {
        return load(spec, Map.of());
    }

    /**
     * As {@link #load(CollectionSpec)}, with maps that exist in place of those that the object declares. The collection gets
     * descriptors of its own, made as by {@link BpfMap#duplicate}.
     *
     * @param replacements maps by the names of those that they stand for
     * @throws IllegalArgumentException if the object declares no map of such a name
     * @throws BpfErrnoException EINVAL also if a map differs in type, sizes or flags from the one it stands for
     */
    public Collection load(CollectionSpec spec, Map<String, BpfMap> replacements) {
        return load(spec, new LoadOptions(replacements, Map.of()));
    }

    /**
     * As {@link #load(CollectionSpec, Map)}, with programs of type EXT, too: each is verified as the function that it is to take the place
     * of, and {@linkplain Program#attach() attached} later.
     *
     * @throws IllegalArgumentException if the object declares no map, or has no program, of such a name
     * @throws BpfErrnoException ENOENT also if a program has no function of such a name
     */
    public Collection load(CollectionSpec spec, LoadOptions options) {
        try (var _ = machine.turn()) {
            requireOpen();
            Collection collection = new CollectionLoader(machine, spec, options).load(this);
            collections.add(collection);
            return collection;
        }
    }

    /**
     * Makes raw instructions runnable, without any proof: confined to guest memory and to a budget, nothing else. Functions
     * whose address they load can be callbacks; addresses of maps mean nothing here.
     *
     * @throws io.github.bpf4j.asm.InvalidInstructionException if an encoding is not valid
     */
    public RawProgram raw(long[] code) {
        Decoder.check(code);
        return unchecked(code);
    }

    /** Raw instructions that need not be instructions. */
    RawProgram unchecked(long[] code) {
        try (var _ = machine.turn()) {
            requireOpen();
            return new RawProgram(machine, code.clone());
        }
    }

    /**
     * Creates a map by itself, such as an inner map. BPF_F_RDONLY and BPF_F_WRONLY among its flags limit the descriptor.
     *
     * @param types what the spec's type ids mean; {@code Btf.empty} if it has none
     * @throws BpfErrnoException if the map cannot be created
     */
    public BpfMap createMap(MapSpec spec, Btf types) {
        try (var _ = machine.turn()) {
            requireOpen();
            return new BpfMap(machine, new MapFactory(machine, types).create(spec), FdAccess.of(spec.flags()));
        }
    }

    /**
     * Opens a map by its id: an open file description of its own, as BPF_MAP_GET_FD_BY_ID makes.
     *
     * @throws BpfErrnoException ENOENT if none lives
     */
    public BpfMap openMap(int id, FdAccess access) {
        try (var _ = machine.turn()) {
            return new BpfMap(machine, found(machine.objects.map(id), "map", id), access);
        }
    }

    /** As {@link #openMap(int, FdAccess)}, for reading and writing. */
    public BpfMap openMap(int id) {
        return openMap(id, FdAccess.READ_WRITE);
    }

    /**
     * Opens a program by its id.
     *
     * @throws BpfErrnoException ENOENT if none lives
     */
    public Program openProgram(int id) {
        try (var _ = machine.turn()) {
            return new Program(machine, found(machine.objects.program(id), "program", id));
        }
    }

    /**
     * Opens a link by its id.
     *
     * @throws BpfErrnoException ENOENT if none lives
     */
    public Link openLink(int id) {
        try (var _ = machine.turn()) {
            return new Link(machine, found(machine.objects.link(id), "link", id));
        }
    }

    private static <T> T found(@Nullable T object, String kind, int id) {
        if (object == null) {
            throw new BpfErrnoException(Errno.ENOENT, "opening " + kind + " " + id);
        }
        return object;
    }

    /** The ids of all maps that live, ascending. */
    public List<Integer> mapIds() {
        return ids(machine.objects::maps);
    }

    /** The ids of all programs that live, ascending. */
    public List<Integer> programIds() {
        return ids(machine.objects::programs);
    }

    /** The ids of all links that live, ascending. */
    public List<Integer> linkIds() {
        return ids(machine.objects::links);
    }

    private List<Integer> ids(Supplier<? extends java.util.Collection<? extends KernelObject>> kind) {
        try (var _ = machine.turn()) {
            return kind.get().stream().map(KernelObject::id).toList();
        }
    }

    /** The names that keep maps, programs and links alive. */
    public Bpffs bpffs() {
        return machine.bpffs;
    }

    /**
     * An event with a context of bytes: runs what is attached to its target, in the order of attaching.
     *
     * @param cpu the logical CPU that the event happens on
     * @return what each program returned
     */
    public List<RunResult> trigger(String target, byte[] context, int cpu) {
        try (var _ = machine.occupy(cpu)) {
            List<RunResult> results = new ArrayList<>();
            for (LiveLink link : attachedTo(target)) {
                results.add(link.program()
                        .run(context, cpu, ExecutionContext.PROCESS, link.attachment())
                        .run());
            }
            return results;
        }
    }

    /** As {@link #trigger(String, byte[], int)}, with a context of 64-bit arguments, as fentry and raw tracepoints have. */
    public List<RunResult> triggerWithArguments(String target, int cpu, long... arguments) {
        return trigger(target, Program.argumentsOf(arguments), cpu);
    }

    /**
     * An event with a packet, which each program may change: as {@link #trigger(String, byte[], int)}. Where the packet goes is said by the
     * last program that redirects it.
     */
    public List<RunResult> trigger(String target, Packet packet, int cpu) {
        Redirector.Outcome last = Redirector.Outcome.NONE;
        try (var _ = machine.occupy(cpu)) {
            List<RunResult> results = new ArrayList<>();
            for (LiveLink link : attachedTo(target)) {
                results.add(link.program().run(packet, cpu, link.attachment()));
                last = machine.redirector.later(last, packet);
            }
            return results;
        } finally {
            packet.redirected(last);
            machine.redirector.finish(packet);
        }
    }

    /**
     * Lets something happen: runs what is attached there, in the order and by the rules of the place.
     *
     * @throws io.github.bpf4j.runtime.event.EventContextException if a program takes no such context
     * @throws IllegalArgumentException if the world holds no such task or control group
     */
    public EventResult trigger(Event event) {
        try (var _ = machine.occupy(event.cpu())) {
            return new EventRunner(machine, event).fire();
        }
    }

    private List<LiveLink> attachedTo(String target) {
        try (var _ = machine.turn()) {
            return machine.hooks.at(target);
        }
    }

    /**
     * Bytes of a process of the world, as programs left them.
     *
     * @throws BpfErrnoException EFAULT if the process cannot read them all
     */
    public byte[] readUserMemory(int tgid, long address, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        if (machine.kernelObjects.userMemory(tgid).copyOut(address, bytes) < sizeBytes) {
            throw new BpfErrnoException(Errno.EFAULT, "reading 0x%x of process %d".formatted(address, tgid));
        }
        return bytes;
    }

    /**
     * Changes bytes of a process of the world, whether or not the process itself may write them.
     *
     * @throws BpfErrnoException EFAULT if not all of them are in its memory
     */
    public void writeUserMemory(int tgid, long address, byte[] bytes) {
        if (!machine.kernelObjects.userMemory(tgid).writeFromHost(address, bytes)) {
            throw new BpfErrnoException(Errno.EFAULT, "writing 0x%x of process %d".formatted(address, tgid));
        }
    }

    /** The numbers under which programs of type SYSCALL and the host hand maps and programs to each other. */
    public Descriptors descriptors() {
        return machine.calls.descriptors;
    }

    /** What lives in the runtime and what holds it. */
    public ObjectCounters objects() {
        try (var _ = machine.turn()) {
            ObjectTable objects = machine.objects;
            return new ObjectCounters(
                    objects.maps().size(),
                    objects.programs().size(),
                    objects.links().size(),
                    objects.files().size(),
                    machine.bpffs.list().size(),
                    objects.maps().stream().mapToInt(LiveMap::userReferences).sum(),
                    objects.programs().stream().mapToInt(LiveProgram::timers).sum(),
                    machine.timers.running() + machine.works.running(),
                    machine.heap.live(),
                    machine.network.sockets.references(),
                    machine.heap.kernelReferences());
        }
    }

    /** What has become of a socket of the runtime's world, by its cookie; empty if there is none. */
    public Optional<SocketState> socket(long cookie) {
        return machine.network.sockets.find(cookie).map(Network::state);
    }

    /**
     * What a socket of the runtime's world sends and receives, by its cookie.
     *
     * @throws BpfErrnoException ENOENT if there is none
     */
    public SocketData socketData(long cookie) {
        return SocketData.of(machine, cookie);
    }

    /** The clock. */
    public Clock clock() {
        return machine.clock;
    }

    /** The numbers of the helpers that programs may call here, ascending; all others are refused at load. */
    public SortedSet<Integer> helpers() {
        return new TreeSet<>(machine.helpers.implemented());
    }

    /** The kernel functions that programs may call here; what else a program refers to, it must be able to do without. */
    public Set<Kfunc> kfuncs() {
        return machine.kfuncs.implemented();
    }

    /** The types of maps that can be created here; all others are refused. */
    public Set<MapType> mapTypes() {
        try (var _ = machine.turn()) {
            requireOpen();
            MapFactory factory = new MapFactory(machine, Btf.empty(ByteOrder.LITTLE_ENDIAN));
            return Arrays.stream(MapType.values())
                    .filter(type -> machine.profile.has(type) && factory.supports(type))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(MapType.class)));
        }
    }

    /** The types of programs that can be loaded here; all others are refused. */
    public Set<ProgramType> programTypes() {
        return Arrays.stream(ProgramType.values())
                .filter(machine.profile::has)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProgramType.class)));
    }

    /** MONOTONIC time in nanoseconds. */
    public long nowNs() {
        return machine.clock.monotonicNs();
    }

    /** How many logical CPUs there are. */
    public int cpus() {
        return machine.cpus.length;
    }

    /**
     * Moves the virtual clock on, running every timer that comes due.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual, or the caller is a listener or inside a run
     */
    public long advance(Duration duration) {
        return machine.time.advanceBy(duration.toNanos());
    }

    /**
     * Moves the virtual clock to a MONOTONIC instant, running every timer due at or before it. An instant in the past runs
     * what is due now.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual, or the caller is a listener or inside a run
     */
    public long advanceTo(long monotonicNs) {
        return machine.time.advanceTo(monotonicNs);
    }

    /**
     * Runs timers, moving the virtual clock from expiry to expiry, until none is left or the next is further away than the
     * limit.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual, or the caller is a listener or inside a run
     */
    public long runUntilIdle(Duration limit) {
        return machine.time.runUntilIdle(limit.toNanos());
    }

    /**
     * Moves the virtual clock to the next expiry and runs that one timer.
     *
     * @return false if no timer waits
     * @throws IllegalStateException if the clock is not virtual, or the caller is a listener or inside a run
     */
    public boolean step() {
        return machine.time.step();
    }

    /**
     * Sets REALTIME, and moves the virtual clock if it was set before: all timers due by then run. What capture files say of
     * time goes through here; an instant in the past leaves the clock as it is.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual, or the caller is a listener or inside a run
     */
    public long advanceToRealtime(long realtimeNs) {
        return machine.time.advanceToRealtime(realtimeNs);
    }

    /** What happened to timers so far. */
    public TimerCounters timers() {
        try (var _ = machine.turn()) {
            var timers = machine.timers;
            return new TimerCounters(
                    timers.armed(),
                    timers.fired(),
                    timers.cancelled(),
                    timers.freed(),
                    machine.pendingTimers(),
                    timers.live());
        }
    }

    /** What was compiled so far. */
    public CompileCounters compilations() {
        return Engines.countersOf(machine.engine);
    }

    /** What happened to work queues so far. */
    public WorkCounters works() {
        try (var _ = machine.turn()) {
            var works = machine.works;
            return new WorkCounters(works.started(), works.ran(), works.pending(), works.live());
        }
    }

    /**
     * Runs a program again and again on a CPU, one period after another from now on, until the sampling or the runtime is closed: what a
     * perf event of the CPU's clock does, or a process that calls BPF_PROG_RUN from a timer. On a virtual clock the runs happen when time
     * is moved, at exactly their instants, in order with the timers; on a real clock an instant that has passed is not caught up with.
     *
     * @param context what each run starts with, as for {@link Program#run(byte[], int, ExecutionContext)}
     * @param where what each run counts as: a perf event's samples are {@link ExecutionContext#HARDIRQ} for the CPU's clock
     * @param sink takes the result of each run, in the thread that ran it, as listeners are called
     * @throws IllegalArgumentException if the period is not positive, or there is no such CPU
     * @throws BpfErrnoException EINVAL if the context has more than 65535 bytes
     */
    public Sampling sample(
            Program program,
            Duration period,
            int cpu,
            byte[] context,
            ExecutionContext where,
            Consumer<Program.ContextResult> sink) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a period of " + period);
        }
        if (cpu < 0 || cpu >= cpus()) {
            throw new IllegalArgumentException("there is no CPU " + cpu + " among " + cpus());
        }
        LiveProgram.checkContext(context);
        try (var _ = machine.turn()) {
            return new Sampling(machine, program.liveIn(machine), period.toNanos(), cpu, context, where, sink);
        }
    }

    /**
     * As above. A program of type PERF_EVENT gets the context of a sample, with its period in {@code sample_period} and zero registers,
     * and counts as in a hard interrupt, as if a clock sampled it; any other an empty context and counts as a process.
     */
    public Sampling sample(Program program, Duration period, int cpu) {
        return program.type() == ProgramType.PERF_EVENT
                ? sample(
                        program,
                        period,
                        cpu,
                        Sampling.contextOf(machine, period),
                        ExecutionContext.HARDIRQ,
                        result -> {})
                : sample(program, period, cpu, new byte[0], ExecutionContext.PROCESS, result -> {});
    }

    /** How much guest memory is accounted as committed, in bytes. */
    public long committedBytes() {
        try (var _ = machine.turn()) {
            return machine.memory.committedBytes();
        }
    }

    /**
     * Waits until the programs and callbacks that run now have ended, and frees what only they still knew. Nothing that was closed or
     * removed before runs or counts any more when this returns. From inside a run, a callback or a listener it does nothing.
     */
    public void quiesce() {
        for (int i = 0; i < LONGEST_CHAIN && !machine.isInside(); i++) {
            machine.occupancy.awaitRuns();
            try (var _ = machine.turn()) {} // its end frees
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the runtime is closed");
        }
    }

    void forget(Collection collection) {
        collections.remove(collection);
    }

    /**
     * Closes all that is open, removes all pins, waits for the programs and callbacks that run, and gives guest memory back. Called from
     * inside a run, a callback or a listener it does not wait: guest memory goes when the last of them ends. Closing twice does nothing.
     */
    @Override
    public void close() {
        boolean inside = machine.isInside();
        try (var _ = machine.turn()) {
            if (closed) {
                return;
            }
            closed = true;
            executors.forEach(TimerExecutor::close);
            for (Collection collection : List.copyOf(collections)) {
                collection.close();
            }
            machine.close();
        } finally {
            if (!inside) {
                executors.forEach(TimerExecutor::awaitEnd);
                quiesce();
            }
        }
    }
}
