package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.HostPrototype.ResultKind;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.engine.ProgramException;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/** The functions that the host adds to those of the kernel, as programs of one runtime call them. */
final class HostTable {
    private final Machine machine;
    private final List<HostFunction> functions = new ArrayList<>();
    private final List<AtomicLongArray> cells = new ArrayList<>();
    private final HostFunctions prototypes;
    private final HostObjects objects;
    private final Map<Integer, HelperFunction> helpers = new HashMap<>();
    private final Map<Integer, HelperFunction> kfuncs = new HashMap<>();

    /**
     * The functions of a builder's.
     *
     * @throws IllegalArgumentException if two have the same name or number, one has a name of Linux's, or no code
     */
    HostTable(Machine machine, Map<Integer, HostFunction> ownHelpers, List<HostFunction> ownKfuncs, int cpus) {
        this.machine = machine;
        int runs = cpus * Cpu.MAX_RUNS;
        objects = new HostObjects(runs);
        List<HostPrototype> all = new ArrayList<>();
        ownHelpers.forEach((id, function) -> {
            all.add(function.prototype(id, false));
            helpers.put(id, bind(function, runs));
        });
        for (HostFunction function : ownKfuncs) {
            int id = HostFunctions.FIRST_KFUNC + kfuncs.size();
            all.add(function.prototype(id, true));
            kfuncs.put(id, bind(function, runs));
        }
        prototypes = new HostFunctions(all);
        Map<String, HostType<?>> types = new HashMap<>();
        for (HostFunction function : functions) {
            for (HostType<?> type : function.types()) {
                HostType<?> same = types.putIfAbsent(type.name(), type);
                if (same != null && !same.equals(type)) {
                    throw new IllegalArgumentException("two types of the host's are called " + type.name());
                }
            }
        }
    }

    HostFunctions prototypes() {
        return prototypes;
    }

    HostObjects objects() {
        return objects;
    }

    /** The helpers of Linux by their numbers, with those of the host. */
    HelperFunction[] withHelpers(HelperFunction[] linux) {
        return with(linux, helpers);
    }

    /** The kernel functions of Linux by their numbers, with those of the host. */
    HelperFunction[] withKfuncs(HelperFunction[] linux) {
        return with(linux, kfuncs);
    }

    private static HelperFunction[] with(HelperFunction[] linux, Map<Integer, HelperFunction> own) {
        int last = own.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        HelperFunction[] all = Arrays.copyOf(linux, Math.max(linux.length, last + 1));
        own.forEach((id, function) -> all[id] = function);
        return all;
    }

    private HelperFunction bind(HostFunction function, int runs) {
        HostFunction.Body body = function.body();
        int place = functions.size();
        functions.add(function);
        cells.add(new AtomicLongArray(runs));
        HelperFunction plain = (cpu, r1, r2, r3, r4, r5) -> {
            HostCall call = new HostCall(machine, function, place, cpu, r1, r2, r3, r4, r5);
            try {
                return call.finish(body.call(call));
            } catch (GuestFault | ProgramException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw call.failure(e);
            } catch (Exception e) {
                throw call.failure(e);
            } finally {
                call.end();
            }
        };
        if (!function.isExclusive()) {
            return (cpu, r1, r2, r3, r4, r5) -> {
                cpu.refuseWhileLocked();
                return plain.call(cpu, r1, r2, r3, r4, r5);
            };
        }
        ReentrantLock lock = new ReentrantLock();
        return (cpu, r1, r2, r3, r4, r5) -> {
            cpu.refuseWhileLocked();
            take(lock, function);
            try {
                return plain.call(cpu, r1, r2, r3, r4, r5);
            } finally {
                lock.unlock();
            }
        };
    }

    /** Waits for an exclusive function, unless whoever is in it may wait for the machine that the caller, a listener's run, has. */
    private void take(ReentrantLock lock, HostFunction function) {
        if (!machine.hasTurn()) {
            lock.lock();
        } else if (!lock.tryLock()) {
            throw new GuestFault(
                    FaultKind.HOST_FAILURE,
                    function.name() + " is exclusive and goes on elsewhere, and a listener does not wait for it");
        }
    }

    /** The memory that a function gives in one of the runs that there can be at once; 0 if guest memory is full. */
    long cell(int place, int run) {
        AtomicLongArray ofFunction = cells.get(place);
        long address = ofFunction.get(run);
        if (address == 0) {
            HostFunction function = functions.get(place);
            int size = function.result().size();
            address = machine.memory.allocate(size, GuestMemory.Zone.HIGH);
            if (address != 0) {
                machine.memory
                        .objects()
                        .add(new Cell(
                                "memory of " + function.name(),
                                address & machine.memory.mask(),
                                size,
                                function.result().kind() == ResultKind.WRITABLE_MEMORY));
                ofFunction.set(run, address);
            }
        }
        return address;
    }

    /** Memory that a function gives, as checked mode sees it. */
    private record Cell(String name, long start, long sizeBytes, boolean writable) implements GuestObject {
        @Override
        public String refusal(long offset, long bytes, Access access) {
            return offset + bytes > sizeBytes
                    ? "it leaves the " + sizeBytes + " bytes of " + name
                    : access == Access.WRITE && !writable ? name + " is read-only" : "";
        }
    }
}
