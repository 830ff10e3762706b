package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.contexts.ContextWriter;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Engine;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.ListenerThrew;
import io.github.bpf4j.runtime.helpers.HelperServices;
import io.github.bpf4j.runtime.helpers.HelperTable;
import io.github.bpf4j.runtime.helpers.Helpers;
import io.github.bpf4j.runtime.helpers.KernelVariables;
import io.github.bpf4j.runtime.helpers.KeyCells;
import io.github.bpf4j.runtime.helpers.KfuncTable;
import io.github.bpf4j.runtime.helpers.Kfuncs;
import io.github.bpf4j.runtime.helpers.MapTable;
import io.github.bpf4j.runtime.helpers.RunValues;
import io.github.bpf4j.runtime.helpers.ViewKfuncs;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.runtime.timers.ControlBlocks;
import io.github.bpf4j.runtime.timers.ExpiryQueues;
import io.github.bpf4j.runtime.timers.TimerOwners;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.runtime.timers.WorkTable;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.World;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.VerifierEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The insides of a runtime: what its public face and everything loaded into it work on.
 *
 * <p>Programs and callbacks run on logical CPUs that their threads occupy, beside each other. What they share - maps, timers, objects,
 * what listeners are told - is under one lock, the turn, which is held for one step at a time: a helper, a command of the host's.
 */
final class Machine {
    final GuestMemory memory;
    final Clock clock;
    final Cpu[] cpus;
    final Engine engine;
    final MapTable maps = new MapTable();
    final RunValues runValues;
    final ExpiryQueues queues;
    final TimerTable timers;
    final WorkTable works;
    private final Set<Sampling> samplings = new LinkedHashSet<>();
    final KeyCells cells;
    final World world;
    final KernelObjects kernelObjects;
    final PacketSurroundings surroundings;
    final ContextWriter contexts;
    final PacketContexts packetContexts;
    final Network network;
    final TargetRules targets = new TargetRules(this);
    final Redirector redirector = new Redirector(this);
    final KernelVariables variables;
    final ObjectHeap heap;
    final HelperTable helpers;
    final KfuncTable kfuncs;
    final HostTable host;
    final ObjectTable objects = new ObjectTable(this::leaveUntidy);
    final ListenerFailures failures = new ListenerFailures();
    final Hooks hooks = new Hooks();
    final Bpffs bpffs = new Bpffs(this);
    final SystemCalls calls = new SystemCalls(this);
    final ImageRuns runs;
    final VirtualTime time;
    final KernelProfile profile;
    final Btf kernelTypes;
    final LinkEnvironment linkEnvironment;
    final boolean timersInTracing;
    final BiFunction<LinkedProgram, VerifierEnvironment, Facts> judge;
    final boolean privileged;
    final long fuel;
    final long seed;

    private final TurnLock lock = new TurnLock();
    private final Turn turn = this::endTurn;
    private final Turn quietTurn = this::endQuietTurn;
    private final DelayedReleases delayed = new DelayedReleases();
    final Occupancy occupancy;
    private volatile boolean untidy;
    private boolean closing;
    private volatile boolean closed;
    private final List<TimerExecutor> executors = new ArrayList<>();
    private final @Nullable Consumer<TimerPoint> points;
    private int images;

    /** The right to use the machine until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Machine(RuntimeBuilder settings) {
        memory = GuestMemory.open(settings.memory());
        clock = settings.clock;
        profile = settings.profile;
        world = settings.world;
        surroundings = new PacketSurroundings(world);
        kernelTypes = settings.kernelTypes;
        kernelObjects =
                new KernelObjects(memory, kernelTypes, world, settings.cpus, effect -> tell(settings.effects, effect));
        contexts = new ContextWriter(memory, kernelObjects);
        network = new Network(this, memory, kernelObjects, world, settings.cpus);
        timersInTracing = settings.timersInTracing;
        judge = settings.judge();
        privileged = settings.privileged;
        fuel = settings.fuel;
        seed = settings.seed;
        cells = new KeyCells(memory, settings.cpus);
        variables = new KernelVariables(memory, settings.profile, settings.cpus);
        cpus = new Cpu[settings.cpus];
        for (int id = 0; id < cpus.length; id++) {
            cpus[id] = new Cpu(id, memory);
        }
        packetContexts = new PacketContexts(memory, cpus);
        occupancy = new Occupancy(settings.cpus, lock, this::afterRun);
        points = settings.timerPoints;
        queues = new ExpiryQueues(lock, settings.cpus, clock instanceof VirtualClock ? 1 : settings.cpus);
        time = new VirtualTime(this);
        TimerOwners owners = new Owners(this);
        ControlBlocks blocks = new ControlBlocks(memory, queues, owners);
        timers = new TimerTable(
                clock, profile, queues, blocks, TimerEvents.listener(this, settings.timerEvents), owners);
        works = new WorkTable(clock, profile, queues, blocks, owners);
        heap = new ObjectHeap(memory, settings.cpus, occupancy);
        runValues = new RunValues(maps, lock, settings.cpus * Cpu.MAX_RUNS);
        helpers = Helpers.create(new HelperServices(
                lock,
                maps,
                timers,
                cells,
                variables,
                heap,
                clock,
                seed,
                randoms(seed, settings.cpus),
                (cpu, text) -> print(settings.printk, cpu, text),
                (cpu, target) -> target instanceof LiveTarget group && kernelObjects.isUnder(cpu, group.to()),
                kernelObjects,
                surroundings,
                network.sockets,
                network.routes,
                runValues,
                calls));
        kfuncs = Kfuncs.create(
                profile,
                lock,
                maps,
                timers,
                works,
                variables,
                heap,
                kernelObjects,
                network.sockets,
                new ViewKfuncs.Known(
                        id -> Optional.ofNullable(objects.map(id)).map(LiveMap::storage),
                        storage -> liveMap(storage).countedElements(),
                        image -> LiveProgram.seesKernelsContext(programOf(image))),
                (image, type) -> LiveProgram.layout(programOf(image), type));
        runs = new ImageRuns(this, settings.faults);
        host = new HostTable(this, settings.hostHelpers, settings.hostKfuncs, settings.cpus);
        linkEnvironment = LinkEnvironment.of(profile, kfuncs.implemented())
                .withHostFunctions(host.prototypes())
                .withSymbols(world.symbols())
                .withKernelTypes(kernelTypes)
                .withHelpers(helpers.implemented())
                .withKconfig(settings.kconfig);
        if (settings.timerCalls != null) {
            TimerCalls.listen(this, helpers, kfuncs, settings.timerCalls);
        }
        if (settings.timerPoints != null) {
            TimerCalls.stopAt(this, helpers, kfuncs);
        }
        engine = Engines.create(settings, this, this::tailCall);
    }

    private static SplittableRandom[] randoms(long seed, int cpus) {
        SplittableRandom[] randoms = new SplittableRandom[cpus];
        SplittableRandom others = new SplittableRandom(~seed);
        Arrays.setAll(randoms, cpu -> cpu == 0 ? new SplittableRandom(seed) : others.split());
        return randoms;
    }

    private void print(Consumer<PrintkLine> sink, int cpu, String text) {
        try (var _ = turn()) {
            ListenerThrew.tell(sink, new PrintkLine(clock.monotonicNs(), cpu, text));
        }
    }

    private void tell(Consumer<Effect> listener, Effect effect) {
        try (var _ = turn()) {
            ListenerThrew.tell(listener, effect);
        }
    }

    /** Takes the lock on what is shared. Nobody waits for a CPU while holding it. */
    Turn turn() {
        lock.lock();
        return turn;
    }

    /** Whether the calling thread has the turn. */
    boolean hasTurn() {
        return lock.isHeldByCurrentThread();
    }

    /** Whether the calling thread has the turn or a CPU: it cannot wait for another CPU. */
    boolean isInside() {
        return lock.isHeldByCurrentThread() || occupancy.mine() != null;
    }

    /** Waits for a logical CPU and takes it. */
    Occupancy.Seat occupy(int cpu) {
        return occupancy.take(cpu);
    }

    /** Whether everything is closed: whoever occupies a CPU and finds it so has guest memory until the CPU is given up, but should not run. */
    boolean isClosed() {
        return closed;
    }

    /** Takes a CPU of the machine's choice: on a virtual clock always the same, so that the same is the same every time. */
    Occupancy.Seat occupyAny() {
        return clock instanceof VirtualClock ? occupancy.take(0) : occupancy.takeAny();
    }

    /** Whether the calling thread would give up a CPU that it has taken by closing the seat, and could take it again then. */
    boolean canYield(Occupancy.Seat seat) {
        return seat.isTakenOnce() && !hasTurn();
    }

    /** As {@link #turn}, for steps that must come to their end: what listeners threw comes out of a later one. */
    Turn quietTurn() {
        lock.lock();
        return quietTurn;
    }

    private void endTurn() {
        Throwable failure = null;
        try {
            quiesce();
            if (failures.isAny() && lock.getHoldCount() == 1) {
                failure = failures.take();
            }
        } finally {
            lock.unlock();
        }
        ListenerFailures.rethrow(failure);
    }

    private void endQuietTurn() {
        try {
            quiesce();
        } finally {
            lock.unlock();
        }
    }

    private void leaveUntidy() {
        untidy = true;
    }

    /** Whether whoever gives up a CPU now has something to tidy up, or something to throw. */
    boolean isUntidy() {
        return untidy || failures.isAny();
    }

    private void afterRun() {
        if (isUntidy() && !lock.isHeldByCurrentThread()) {
            try (var _ = turn()) {} // its end tidies up, and throws what listeners threw
        }
    }

    /**
     * Frees what was waiting for the moment when nothing is under way that could know it: objects whose last reference has gone,
     * elements that were removed. The moment may come when this turn ends, or a run that goes on now.
     */
    private void quiesce() {
        if (lock.getHoldCount() > 1 || !untidy && !hasWaiting()) {
            return;
        }
        untidy = hasWaiting(); // before the CPUs are looked at: they end, then look here
        delayed.giveUp(occupancy);
        objects.reap(occupancy);
        if (closing && !objects.hasBuried() && occupancy.isIdle()) {
            closing = false;
            memory.close();
        }
        untidy = hasWaiting();
    }

    private boolean hasWaiting() {
        return closing || delayed.isAny() || objects.hasBuried();
    }

    /** Sets who runs timers while real time passes, in the order of their CPUs. */
    void setExecutors(List<TimerExecutor> timerExecutors) {
        executors.addAll(timerExecutors);
    }

    /** Tells whoever runs what waits on a CPU that something waits there for this MONOTONIC instant. */
    void wake(int cpu, long expiresNs) {
        if (!executors.isEmpty()) {
            executors.get(cpu).armed(expiresNs);
        }
    }

    /** Queues a timer of the host's. */
    void schedule(Sampling sampling, int cpu, long expiresNs) {
        queues.schedule(sampling.timer(), cpu, expiresNs);
        wake(sampling.timer().cpu(), expiresNs);
    }

    void add(Sampling sampling) {
        samplings.add(sampling);
    }

    void forget(Sampling sampling) {
        samplings.remove(sampling);
    }

    /** How many BPF timers wait to expire, those that never do included. */
    int pendingTimers() {
        int others = (int) samplings.stream()
                .filter(sampling -> queues.isQueued(sampling.timer()))
                .count();
        return queues.size() - works.pending() - others;
    }

    /** Whether somebody is told what points timers come to. */
    boolean stopsAtPoints() {
        return points != null;
    }

    /** Tells a test that a timer has come to some point, and waits as long as the test does. The caller has no turn of its own. */
    void reach(TimerPoint.Kind kind, String helper, int cpu, TimerOwner owner) {
        if (points != null) {
            points.accept(new TimerPoint(kind, helper, cpu, owner.map(), owner.key()));
        }
    }

    /** As {@link #reach}, for a caller that has the turn once: it is given up meanwhile. */
    void reachInTurn(TimerPoint.Kind kind, String helper, int cpu, ControlBlock timer) {
        if (points != null) {
            TimerPoint point =
                    new TimerPoint(kind, helper, cpu, timer.map().shape().name(), keyOf(timer));
            lock.unlock();
            try {
                points.accept(point);
            } finally {
                lock.lock();
            }
        }
    }

    VirtualClock virtualClock() {
        if (clock instanceof VirtualClock virtual) {
            return virtual;
        }
        throw new IllegalStateException("only a virtual clock can be moved");
    }

    /** Makes a map known to programs and timers; returns what programs see as its address. */
    long add(MapStorage storage, LiveMap map) {
        storage.setOwner(map);
        storage.attach(lock, new ElementFields(storage, timers, works, heap, this::leaveUntidy));
        if (storage.delaysRelease()) {
            delayed.add(storage);
        }
        return maps.add(storage);
    }

    void forget(MapStorage storage, long handle) {
        maps.remove(handle);
        timers.forget(storage);
        storage.setOwner(null);
        delayed.remove(storage);
    }

    LiveMap liveMap(MapStorage storage) {
        if (storage.owner() instanceof LiveMap map) {
            return map;
        }
        throw new IllegalStateException("map " + storage.shape().name() + " is gone");
    }

    /** What programs see as a map's address. */
    long handleOf(MapStorage storage) {
        return liveMap(storage).handle();
    }

    /** The number that the next program's image gets. */
    int nextImageId() {
        return images++;
    }

    void add(Image image, LiveProgram program) {
        image.setOwner(program);
    }

    void forget(Image image) {
        image.setOwner(null);
        image.retire();
    }

    /** The program of an image; null for raw code. */
    @Nullable
    LiveProgram programOf(@Nullable Image image) {
        return image != null && image.owner() instanceof LiveProgram program ? program : null;
    }

    private @Nullable Image tailCall(Cpu cpu, long handle, long index) {
        ProgramArray<?> targets = maps.get(handle, ProgramArray.class, "program array");
        Object target = targets.get(index);
        if (!(target instanceof LiveProgram program) || !cpu.takeTailCall()) {
            return null;
        }
        return program.image();
    }

    /** The key of a timer's element; empty if the element is gone. */
    byte[] keyOf(ControlBlock timer) {
        int element = timer.map().elementOf(timer.value());
        if (element < 0) {
            return new byte[0];
        }
        long cell = cells.takeForHost();
        try {
            return memory.read(
                    timer.map().keyAddress(element, cell), timer.map().shape().keySize());
        } finally {
            cells.giveBackForHost();
        }
    }

    String describeKey(ControlBlock timer) {
        return HexFormat.of().formatHex(keyOf(timer));
    }

    String callbackName(ControlBlock timer) {
        LiveProgram program = programOf(timer.program());
        return program == null ? "" : program.functionAt(timer.callback());
    }

    /**
     * Closes what is still open, as the end of all processes does; guest memory goes when this turn ends and no program runs any
     * more.
     */
    void close() {
        List.copyOf(samplings).forEach(Sampling::close);
        bpffs.unmount();
        objects.files().forEach(OpenFile::abandon);
        engine.close();
        closed = true;
        closing = true;
        untidy = true;
    }
}
