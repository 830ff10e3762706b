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
import io.github.bpf4j.runtime.helpers.MapTable;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
    final KernelProfile profile;
    final long fuel;
    final long seed;
    boolean realtimeSet;

    private final ReentrantLock lock = new ReentrantLock();
    private final Turn turn = this::endTurn;
    private final Set<MapStorage> delaying = new HashSet<>();
    private final XdpContext[] xdpContexts;
    private final SkbContext[] skbContexts;
    private final Map<MapStorage, Long> handles = new HashMap<>();
    private final Map<MapStorage, Integer> timerLimits = new HashMap<>();
    private final List<@Nullable Program> programs = new ArrayList<>();
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
        timers = new TimerTable(memory, clock, TimerEvents.listener(this, settings.timerEvents), this::allowsTimer);
        helpers = Helpers.create(
                maps,
                timers,
                cells,
                variables,
                clock,
                new SplittableRandom(settings.seed),
                (cpu, text) -> settings.printk.accept(new PrintkLine(clock.monotonicNs(), cpu, text)));
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
        if (lock.getHoldCount() == 1) {
            quiesce();
        }
        lock.unlock();
    }

    /** No program runs any more that could know an element that was removed: maps that waited for that give them up. */
    void quiesce() {
        for (MapStorage map : delaying) {
            map.quiesce();
        }
    }

    VirtualClock virtualClock() {
        if (clock instanceof VirtualClock virtual) {
            return virtual;
        }
        throw new IllegalStateException("only a virtual clock can be moved");
    }

    void add(MapStorage map) {
        handles.put(map, maps.add(map));
        map.onRelease(value -> timers.release(map, value));
        if (map.delaysRelease()) {
            delaying.add(map);
        }
    }

    void remove(MapStorage map) {
        map.releaseAllFields();
        maps.remove(handleOf(map));
        handles.remove(map);
        timerLimits.remove(map);
        delaying.remove(map);
        map.close();
    }

    long handleOf(MapStorage map) {
        Long handle = handles.get(map);
        if (handle == null) {
            throw new IllegalStateException("map " + map.shape().name() + " is closed");
        }
        return handle;
    }

    void setTimerLimit(MapStorage map, int limit) {
        timerLimits.put(map, limit);
    }

    private boolean allowsTimer(MapStorage map) {
        Integer limit = timerLimits.get(map);
        return limit == null || timers.liveOf(map) < limit;
    }

    /** The number that the next program's image gets. */
    int nextImageId() {
        return programs.size();
    }

    void add(Program program) {
        programs.add(program);
    }

    void remove(Program program) {
        programs.set(programs.indexOf(program), null);
    }

    @Nullable
    Program programOf(@Nullable Image image) {
        Program program = image != null && image.id() < programs.size() ? programs.get(image.id()) : null;
        return program != null && program.image().equals(image) ? program : null;
    }

    private @Nullable Image tailCall(Cpu cpu, long handle, long index) {
        ProgramArray<?> targets = maps.get(handle, ProgramArray.class, "program array");
        Object target = targets.get(index);
        if (!(target instanceof Program program) || !cpu.takeTailCall()) {
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
        variables.setPreemptCount(cpu, where == ExecutionContext.NMI ? KernelVariable.NMI : 0);
        try {
            return RunResult.of(cpus[cpu].run(engine, image, 0, context, fuel, context.address(), r2, 0));
        } catch (GuestFault fault) {
            return RunResult.of(report(fault, image, 0, cpu));
        } finally {
            cpus[cpu].setInNmi(false);
            variables.setPreemptCount(cpu, 0);
            quiesce();
        }
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
        Program program = programOf(image);
        Fault reported = new Fault(
                Fault.Kind.valueOf(fault.kind().name()),
                String.valueOf(fault.getMessage()),
                image.name(),
                program == null ? "" : program.functionAt(insn),
                fault.insnOffset(),
                program == null ? java.util.Optional.empty() : program.sourceAt(insn),
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
        Program program = programOf(timer.program());
        return program == null ? "" : program.functionAt(timer.callback());
    }

    void close() {
        memory.close();
    }
}
