package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that loaded programs share: guest memory, logical CPUs, a clock, timers.
 *
 * <p>Safe for use by any thread: calls that run programs, move time or touch maps take turns. With a virtual clock time stands
 * still until {@link #advance} and its like move it; they run due timers in order of expiry, each at exactly its instant. With a
 * real clock, such as a {@link io.github.bpf4j.time.SystemClock}, a thread of the runtime's runs timers when they are due; it starts
 * with the first timer and ends with the runtime.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the field's word; java.lang.Runtime is rarely meant
public final class Runtime implements AutoCloseable {
    private final Machine machine;
    private final TimerScheduler scheduler;
    private final TimerExecutor executor;
    private final List<Collection> collections = new ArrayList<>();
    private boolean closed;

    Runtime(RuntimeBuilder settings) {
        machine = new Machine(settings);
        scheduler = new TimerScheduler(machine);
        executor = new TimerExecutor(machine, scheduler, settings.timerSpinNs, settings.lowTimerSlack);
        if (!(settings.clock instanceof VirtualClock)) {
            machine.setExecutor(executor);
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
     * @throws BpfErrnoException if a map cannot be created
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
        try (var _ = machine.turn()) {
            Collection collection = new CollectionLoader(machine, spec, replacements).load(this);
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
        try (var _ = machine.turn()) {
            return new RawProgram(machine, code.clone());
        }
    }

    /**
     * Creates a map by itself, such as an inner map.
     *
     * @param types what the spec's type ids mean; {@code Btf.empty} if it has none
     * @throws BpfErrnoException if the map cannot be created
     */
    public BpfMap createMap(MapSpec spec, Btf types) {
        try (var _ = machine.turn()) {
            return new BpfMap(machine, new MapFactory(machine, types).create(spec), FdAccess.READ_WRITE);
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
        try (var _ = machine.turn()) {
            List<RunResult> results = new ArrayList<>();
            for (LiveLink link : machine.hooks.at(target)) {
                results.add(link.program()
                        .run(context, cpu, ExecutionContext.PROCESS)
                        .run());
            }
            return results;
        }
    }

    /** As {@link #trigger(String, byte[], int)}, with a context of 64-bit arguments, as fentry and raw tracepoints have. */
    public List<RunResult> triggerWithArguments(String target, int cpu, long... arguments) {
        return trigger(target, Program.argumentsOf(arguments), cpu);
    }

    /** An event with a packet, which each program may change: as {@link #trigger(String, byte[], int)}. */
    public List<RunResult> trigger(String target, Packet packet, int cpu) {
        try (var _ = machine.turn()) {
            List<RunResult> results = new ArrayList<>();
            for (LiveLink link : machine.hooks.at(target)) {
                results.add(link.program().run(packet, cpu));
            }
            return results;
        }
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
                    machine.timers.running());
        }
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
     * @throws IllegalStateException if the clock is not virtual
     */
    public long advance(Duration duration) {
        long target = nowNs() + duration.toNanos();
        return advanceTo(target < 0 ? Long.MAX_VALUE : target);
    }

    /**
     * Moves the virtual clock to a MONOTONIC instant, running every timer due at or before it. An instant in the past runs
     * what is due now.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long advanceTo(long monotonicNs) {
        try (var _ = machine.turn()) {
            return scheduler.advanceTo(Math.max(monotonicNs, nowNs()));
        }
    }

    /**
     * Runs timers, moving the virtual clock from expiry to expiry, until none is left or the next is further away than the
     * limit.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long runUntilIdle(Duration limit) {
        try (var _ = machine.turn()) {
            return scheduler.runUntilIdle(limit.toNanos());
        }
    }

    /**
     * Moves the virtual clock to the next expiry and runs that one timer.
     *
     * @return false if no timer waits
     * @throws IllegalStateException if the clock is not virtual
     */
    public boolean step() {
        try (var _ = machine.turn()) {
            return scheduler.step();
        }
    }

    /**
     * Sets REALTIME, and moves the virtual clock if it was set before: all timers due by then run. What capture files say of
     * time goes through here; an instant in the past leaves the clock as it is.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long advanceToRealtime(long realtimeNs) {
        try (var _ = machine.turn()) {
            VirtualClock clock = machine.virtualClock();
            if (!machine.realtimeSet) {
                machine.realtimeSet = true;
                clock.setRealtimeNs(realtimeNs);
            }
            return scheduler.advanceTo(Math.max(clock.monotonicAtRealtime(realtimeNs), clock.monotonicNs()));
        }
    }

    /** What happened to timers so far. */
    public TimerCounters timers() {
        try (var _ = machine.turn()) {
            var timers = machine.timers;
            return new TimerCounters(
                    timers.armed(), timers.fired(), timers.cancelled(), timers.freed(), timers.queued(), timers.live());
        }
    }

    /** How much guest memory is accounted as committed, in bytes. */
    public long committedBytes() {
        try (var _ = machine.turn()) {
            return machine.memory.committedBytes();
        }
    }

    void forget(Collection collection) {
        collections.remove(collection);
    }

    /**
     * Closes all that is open, removes all pins and gives guest memory back. On a real clock no callback runs any more when this
     * returns, unless a callback called it: that one runs to its end. Closing twice does nothing.
     */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            if (closed) {
                return;
            }
            closed = true;
            executor.close();
            for (Collection collection : List.copyOf(collections)) {
                collection.close();
            }
            machine.close();
        }
        executor.awaitEnd();
    }
}
