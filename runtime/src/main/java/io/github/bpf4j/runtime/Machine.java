package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.CheckedInterpreter;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Engine;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.PlainInterpreter;
import io.github.bpf4j.runtime.helpers.ArgumentChecks;
import io.github.bpf4j.runtime.helpers.HelperTable;
import io.github.bpf4j.runtime.helpers.Helpers;
import io.github.bpf4j.runtime.helpers.KernelVariables;
import io.github.bpf4j.runtime.helpers.KeyCells;
import io.github.bpf4j.runtime.helpers.KfuncTable;
import io.github.bpf4j.runtime.helpers.Kfuncs;
import io.github.bpf4j.runtime.helpers.MapTable;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.runtime.timers.TimerOwners;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The insides of a runtime: what its public face and everything loaded into it work on, one thread at a time. */
final class Machine {
    final GuestMemory memory;
    final Clock clock;
    final Cpu[] cpus;
    final Engine engine;
    final MapTable maps = new MapTable();
    final TimerTable timers;
    final KeyCells cells;
    final KernelVariables variables;
    final HelperTable helpers;
    final KfuncTable kfuncs;
    final ObjectTable objects = new ObjectTable();
    final Hooks hooks = new Hooks();
    final Bpffs bpffs = new Bpffs(this);
    final KernelProfile profile;
    final long fuel;
    final long seed;
    boolean realtimeSet;

    private final ReentrantLock lock = new ReentrantLock();
    private final Turn turn = this::endTurn;
    private final Set<MapStorage> delaying = new HashSet<>();
    private int running;
    private boolean closing;
    private @Nullable TimerExecutor executor;
    private final XdpContext[] xdpContexts;
    private final SkbContext[] skbContexts;
    private final Map<MapStorage, LiveMap> byStorage = new HashMap<>();
    private final Map<Integer, LiveProgram> byImage = new HashMap<>();
    private int images;
    private final Consumer<Fault> faults;

    /** The right to use the machine until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Machine(RuntimeBuilder settings) {
        memory = GuestMemory.open(settings.memory);
        clock = settings.clock;
        profile = settings.profile;
        fuel = settings.fuel;
        seed = settings.seed;
        faults = settings.faults;
        cells = new KeyCells(memory, settings.cpus);
        variables = new KernelVariables(memory, settings.profile, settings.cpus);
        cpus = new Cpu[settings.cpus];
        xdpContexts = new XdpContext[settings.cpus];
        skbContexts = new SkbContext[settings.cpus];
        for (int id = 0; id < cpus.length; id++) {
            cpus[id] = new Cpu(id, memory);
        }
        timers = new TimerTable(memory, clock, profile, TimerEvents.listener(this, settings.timerEvents), new Owners());
        helpers = Helpers.create(
                maps,
                timers,
                cells,
                variables,
                clock,
                new SplittableRandom(settings.seed),
                (cpu, text) -> settings.printk.accept(new PrintkLine(clock.monotonicNs(), cpu, text)));
        kfuncs = Kfuncs.create(settings.profile, variables);
        if (settings.timerCalls != null) {
            TimerCalls.listen(this, helpers, settings.timerCalls);
        }
        engine = switch (settings.engine) {
            case INTERPRETER -> new PlainInterpreter(memory, this::tailCall);
            case CHECKED -> new CheckedInterpreter(memory, this::tailCall, new ArgumentChecks(maps)::check);
        };
    }

    /** Waits for the machine to be free, and takes it. */
    Turn turn() {
        lock.lock();
        return turn;
    }

    private void endTurn() {
        try {
            quiesce();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees what was waiting for the moment when no program runs and nothing is under way: objects whose last reference has
     * gone, elements that were removed.
     */
    void quiesce() {
        if (running > 0 || lock.getHoldCount() > 1) {
            return;
        }
        for (MapStorage map : delaying) {
            map.quiesce();
        }
        objects.reap();
        if (closing) {
            closing = false;
            memory.close();
        }
    }

    /** Sets who runs timers while real time passes. */
    void setExecutor(TimerExecutor timerExecutor) {
        executor = timerExecutor;
    }

    VirtualClock virtualClock() {
        if (clock instanceof VirtualClock virtual) {
            return virtual;
        }
        throw new IllegalStateException("only a virtual clock can be moved");
    }

    /** Makes a map known to programs and timers; returns what programs see as its address. */
    long add(MapStorage storage, LiveMap map) {
        byStorage.put(storage, map);
        storage.onRelease(value -> timers.release(storage, value));
        if (storage.delaysRelease()) {
            delaying.add(storage);
        }
        return maps.add(storage);
    }

    void forget(MapStorage storage, long handle) {
        maps.remove(handle);
        byStorage.remove(storage);
        delaying.remove(storage);
    }

    private LiveMap liveMap(MapStorage storage) {
        LiveMap map = byStorage.get(storage);
        if (map == null) {
            throw new IllegalStateException("map " + storage.shape().name() + " is gone");
        }
        return map;
    }

    /** What programs see as a map's address. */
    long handleOf(MapStorage storage) {
        return liveMap(storage).handle();
    }

    /** What timers may ask: a program of raw code is held by nobody and never goes. */
    private final class Owners implements TimerOwners {
        @Override
        public boolean allowsTimer(MapStorage map) {
            return map.timers() < liveMap(map).timerLimit();
        }

        @Override
        public boolean hasUser(MapStorage map) {
            return liveMap(map).hasUser();
        }

        @Override
        public void armed(long expiresNs) {
            if (executor != null) {
                executor.armed(expiresNs);
            }
        }

        @Override
        public boolean hold(Image image) {
            LiveProgram program = programOf(image);
            return program == null || program.holdForTimer();
        }

        @Override
        public void drop(Image image) {
            LiveProgram program = programOf(image);
            if (program != null) {
                program.dropForTimer();
            }
        }
    }

    /** The number that the next program's image gets. */
    int nextImageId() {
        return images++;
    }

    void add(Image image, LiveProgram program) {
        byImage.put(image.id(), program);
    }

    void forget(Image image) {
        byImage.remove(image.id());
    }

    /** The program of an image; null for raw code. */
    @Nullable
    LiveProgram programOf(@Nullable Image image) {
        return image == null ? null : byImage.get(image.id());
    }

    private @Nullable Image tailCall(Cpu cpu, long handle, long index) {
        ProgramArray<?> targets = maps.get(handle, ProgramArray.class, "program array");
        Object target = targets.get(index);
        if (!(target instanceof LiveProgram program) || !cpu.takeTailCall()) {
            return null;
        }
        return program.image();
    }

    XdpContext xdpContext(int cpu) {
        XdpContext context = xdpContexts[cpu];
        if (context == null) {
            context = new XdpContext(memory);
            xdpContexts[cpu] = context;
        }
        return context;
    }

    SkbContext skbContext(int cpu) {
        SkbContext context = skbContexts[cpu];
        if (context == null) {
            context = new SkbContext(memory);
            skbContexts[cpu] = context;
        }
        return context;
    }

    /** Runs an image from its first instruction; what the guest does wrong becomes part of the result. */
    RunResult run(Image image, GuestContext context, int cpu, long r2, ExecutionContext where) {
        cpus[cpu].setInNmi(where == ExecutionContext.NMI);
        begin(cpu, where == ExecutionContext.NMI ? KernelVariable.NMI : 0);
        try {
            return RunResult.of(cpus[cpu].run(engine, image, 0, context, fuel, context.address(), r2, 0));
        } catch (GuestFault fault) {
            return RunResult.of(report(fault, image, 0, cpu));
        } finally {
            cpus[cpu].setInNmi(false);
            end(cpu);
        }
    }

    /** A program or callback begins to run on a CPU. */
    void begin(int cpu, int preemptCount) {
        running++;
        variables.setPreemptCount(cpu, preemptCount);
    }

    /** It has ended. */
    void end(int cpu) {
        variables.setPreemptCount(cpu, 0);
        running--;
    }

    /** Turns what ended a run into a fault, tells whoever listens, and tidies up after the run. */
    Fault report(GuestFault fault, Image started, int entry, int cpu) {
        for (MapStorage map : maps.all()) {
            if (map instanceof RingBuffer ring) {
                ring.discardBusy();
            }
        }
        Image image = fault.image() instanceof Image where ? where : started;
        int insn = fault.insnOffset() < 0 ? entry : fault.insnOffset();
        LiveProgram program = programOf(image);
        Fault reported = new Fault(
                Fault.Kind.valueOf(fault.kind().name()),
                String.valueOf(fault.getMessage()),
                image.name(),
                program == null ? "" : program.functionAt(insn),
                fault.insnOffset(),
                program == null ? Optional.empty() : LiveProgram.sourceAt(program.linked(), insn),
                clock.monotonicNs(),
                cpu);
        faults.accept(reported);
        return reported;
    }

    /** The key of a timer's element; empty if the element is gone. */
    byte[] keyOf(ControlBlock timer) {
        int element = timer.map().elementOf(timer.value());
        if (element < 0) {
            return new byte[0];
        }
        long cell = cells.take(cpus[0]);
        try {
            return memory.read(
                    timer.map().keyAddress(element, cell), timer.map().shape().keySize());
        } finally {
            cells.giveBack(cpus[0]);
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
        bpffs.unmount();
        objects.files().forEach(OpenFile::abandon);
        closing = true;
    }
}
