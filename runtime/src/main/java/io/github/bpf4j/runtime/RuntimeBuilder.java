package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.engine.AutoPolicy;
import io.github.bpf4j.runtime.engine.JitLimits;
import io.github.bpf4j.runtime.engine.StepListener;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.World;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link Runtime}. For one thread at a time. */
public final class RuntimeBuilder {
    private static final long DEFAULT_FUEL = 1L << 30;

    /** The system property with which the tests of all engines have AUTO change engines where chance wants it: its seed. */
    private static final String RANDOM_ENGINES = "bpf4j.auto.seed";

    Clock clock = new VirtualClock();
    int cpus = 1;
    long seed;
    long fuel = DEFAULT_FUEL;
    EngineKind engine = EngineKind.AUTO;
    AutoPolicy autoPolicy = defaultPolicy();
    Btf kernelTypes = KernelBtf.builtIn();
    Kconfig kconfig = Kconfig.defaults();
    KernelProfile profile = KernelProfile.V6_12;
    private MemoryOptions memory = MemoryOptions.DEFAULT;
    private final List<CollectionSpec> toLoad = new ArrayList<>();
    Consumer<PrintkLine> printk = line -> {};
    Consumer<Fault> faults = fault -> {};
    Consumer<Effect> effects = effect -> {};

    final List<HostFunction> hostKfuncs = new ArrayList<>();
    final Map<Integer, HostFunction> hostHelpers = new TreeMap<>();
    World world = World.open();
    boolean timersInTracing;
    boolean verified = true;
    boolean privileged = true;

    /** For tests of what stops an unsafe program when nothing else does. */
    boolean confinementOnly;

    /** How the JIT cuts programs, for tests. */
    JitLimits jitLimits = JitLimits.USUAL;

    /** What judges programs in the verifier's place, for tests. */
    @Nullable
    BiFunction<LinkedProgram, VerifierEnvironment, Facts> judge;

    /** Told of each instruction that the checked interpreter comes to, for tests. */
    @Nullable
    StepListener steps;

    long timerSpinNs;
    boolean lowTimerSlack = true;

    @Nullable
    Consumer<TimerEvent> timerEvents;

    @Nullable
    Consumer<TimerCall> timerCalls;

    @Nullable
    Consumer<TimerPoint> timerPoints;

    RuntimeBuilder() {}

    private static AutoPolicy defaultPolicy() {
        Long seed = Long.getLong(RANDOM_ENGINES);
        return seed == null ? AutoPolicy.DEFAULT : AutoPolicy.random(seed);
    }

    /** The clock; a {@link VirtualClock} unless set. */
    public RuntimeBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /**
     * The number of logical CPUs, 1 unless set.
     *
     * @throws IllegalArgumentException if it is not from 1 to 256
     */
    public RuntimeBuilder cpus(int value) {
        if (value < 1 || value > 256) {
            throw new IllegalArgumentException(value + " logical CPUs: 1 to 256 are possible");
        }
        cpus = value;
        return this;
    }

    /** The seed of {@code bpf_get_prandom_u32} and of hash functions, 0 unless set. */
    public RuntimeBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * How many instructions one run may spend before it ends with {@link Fault.Kind#OUT_OF_FUEL}; about a billion unless
     * set. Counted at backward jumps and loop bodies.
     */
    public RuntimeBuilder fuel(long instructions) {
        fuel = instructions;
        return this;
    }

    /** What runs programs, {@link EngineKind#AUTO} unless set. */
    public RuntimeBuilder engine(EngineKind value) {
        engine = value;
        return this;
    }

    /** Whose version rules hold, Linux 6.12's unless set. */
    public RuntimeBuilder profile(KernelProfile value) {
        profile = value;
        return this;
    }

    /**
     * The types of the kernel that programs are relocated against, such as those that {@link io.github.bpf4j.object.BtfFile} reads from a
     * copy of {@code /sys/kernel/btf/vmlinux}; {@link KernelBtf#builtIn} unless set.
     */
    public RuntimeBuilder kernelTypes(Btf types) {
        kernelTypes = types;
        return this;
    }

    /** What there is around the programs: interfaces, control groups; {@link World#open} unless set. */
    public RuntimeBuilder world(World value) {
        world = value;
        return this;
    }

    /** The settings of the kernel that programs ask for in section {@code .kconfig}; {@link Kconfig#defaults} unless set. */
    public RuntimeBuilder kconfig(Kconfig settings) {
        kconfig = settings;
        return this;
    }

    /**
     * Loads programs without verifying them: only their structure is checked, and what they do wrong is a fault of the run. Possible
     * only with {@link EngineKind#CHECKED}.
     */
    public RuntimeBuilder unverified() {
        verified = false;
        return this;
    }

    /**
     * Loads as Linux does for a user without capabilities, where it is configured to let such users load programs at all: only
     * socket filters and programs on cgroup packets, few types of maps, no functions, no loops, and nothing that could tell addresses.
     */
    public RuntimeBuilder unprivileged() {
        privileged = false;
        return this;
    }

    /**
     * Lets kprobe, tracepoint, raw tracepoint and perf event programs use maps with timers and work queues, whatever the profile says.
     * Linux 6.12 does not, for they may interrupt a helper that works on the same timer; here they cannot, and 7.0 allows it.
     */
    public RuntimeBuilder timersInTracingPrograms(boolean allowed) {
        timersInTracing = allowed;
        return this;
    }

    /** The most guest memory that may be committed; what the file system and the control group offer limits it too. */
    public RuntimeBuilder memoryLimitBytes(long bytes) {
        memory = memory.withLimitBytes(bytes);
        return this;
    }

    /** How much address space to reserve, 2 GiB unless set, with which programs are fastest; halved until it succeeds. */
    public RuntimeBuilder memoryReserveBytes(long bytes) {
        memory = memory.withReserveBytes(bytes);
        return this;
    }

    /**
     * Reserves more address space if the maps of a collection that is to be loaded may need more than there is unless set: programs are then
     * somewhat slower. Without it, creating such maps fails with ENOMEM.
     */
    public RuntimeBuilder memoryFor(CollectionSpec collection) {
        toLoad.add(collection);
        return this;
    }

    /** Address space as set, or more for the maps of collections that are to be loaded. */
    MemoryOptions memory() {
        long needed = MapRoom.bytes(toLoad, cpus);
        return memory.reserveBytes() == MemoryOptions.DEFAULT_RESERVE_BYTES && needed > MapRoom.MOST_BYTES
                ? memory.withReserveBytes(MemoryOptions.LARGE_RESERVE_BYTES)
                : memory;
    }

    /** Where the file behind guest memory lies: shared memory, else the temporary folder, unless set. */
    public RuntimeBuilder memoryFolder(Path folder) {
        memory = memory.withFolder(folder);
        return this;
    }

    /**
     * On a real clock: how long before an expiry to stay awake for it, nothing unless set. Costs that much processor time per
     * expiry, and makes timers fire within some hundred nanoseconds instead of tens of microseconds.
     */
    public RuntimeBuilder timerSpin(Duration spin) {
        timerSpinNs = Math.max(0, spin.toNanos());
        return this;
    }

    /**
     * On a real clock: whether the thread that runs timers asks Linux to wake it without the usual slack of 50 us; it does unless
     * set otherwise, where the module {@code io.github.bpf4j.time} has native access.
     */
    public RuntimeBuilder lowTimerSlack(boolean low) {
        lowTimerSlack = low;
        return this;
    }

    /**
     * Adds a kernel function of the host's: programs declare it as {@code extern ... name(...) __ksym;} and call it by that name. A
     * declaration with another number of arguments counts as missing. {@code bpf4j verify} knows nothing of it.
     *
     * @throws IllegalArgumentException if it has no code
     */
    public RuntimeBuilder kfunc(HostFunction function) {
        function.body();
        hostKfuncs.add(function);
        return this;
    }

    /**
     * Adds a helper of the host's: programs call it by its number, as in {@code static long (*name)(...) = (void *)1000;}.
     *
     * @param number from 1000 to 4095
     * @throws IllegalArgumentException if there is one with this number, the number is not the host's to give, or it has no code
     */
    public RuntimeBuilder helper(int number, HostFunction function) {
        function.body();
        if (number < HostFunctions.FIRST_HELPER || number > HostFunctions.LAST_HELPER) {
            throw new IllegalArgumentException("helper " + number + ": the numbers from " + HostFunctions.FIRST_HELPER
                    + " to " + HostFunctions.LAST_HELPER + " are the host's");
        }
        if (hostHelpers.putIfAbsent(number, function) != null) {
            throw new IllegalArgumentException("two helpers have the number " + number);
        }
        return this;
    }

    /** Takes what programs print, in the thread that runs them, one at a time. */
    public RuntimeBuilder onPrintk(Consumer<PrintkLine> sink) {
        printk = sink;
        return this;
    }

    /** Takes the faults of runs and of timer callbacks, in the thread that runs them, one at a time. */
    public RuntimeBuilder onFault(Consumer<Fault> sink) {
        faults = sink;
        return this;
    }

    /**
     * Takes what programs do to the world - signals, user memory, return values of hooks - in the thread that runs them, one at a time. What
     * a run did is in its result, too.
     */
    public RuntimeBuilder onEffect(Consumer<Effect> sink) {
        effects = sink;
        return this;
    }

    /**
     * Takes what happens to timers, in the thread that runs the programs, one at a time. What it throws comes out of the run or the
     * command when that is done.
     */
    public RuntimeBuilder onTimerEvent(Consumer<TimerEvent> sink) {
        timerEvents = sink;
        return this;
    }

    /** Takes the calls that programs make of timer helpers, in the thread that runs the programs, one at a time. */
    public RuntimeBuilder onTimerCall(Consumer<TimerCall> sink) {
        timerCalls = sink;
        return this;
    }

    /**
     * Holds timers up at each point that they come to, until the consumer returns: for tests of races. It is called in the thread that
     * runs the program or callback, by several at once where there are several, and costs something at every call of a timer helper.
     */
    public RuntimeBuilder onTimerPoint(Consumer<TimerPoint> sink) {
        timerPoints = sink;
        return this;
    }

    BiFunction<LinkedProgram, VerifierEnvironment, Facts> judge() {
        if (judge != null) {
            return judge;
        }
        return verified ? Verifier::verify : Verifier::checkStructure;
    }

    /**
     * Makes the runtime.
     *
     * @throws IllegalArgumentException if it is {@link #unverified} with an engine that does not check, or two functions or types of the
     *     host's have one name, or one that Linux has given to another function
     * @throws java.io.UncheckedIOException if guest memory cannot be reserved
     */
    public Runtime build() {
        if (!verified && engine != EngineKind.CHECKED && !confinementOnly) {
            throw new IllegalArgumentException(
                    "unverified programs run in the checked interpreter only: engine(CHECKED)");
        }
        return new Runtime(this);
    }
}
