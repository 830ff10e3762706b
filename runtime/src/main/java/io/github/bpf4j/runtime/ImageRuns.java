package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.ProgramException;
import io.github.bpf4j.runtime.engine.Repetition;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs images on the logical CPUs of a machine: what a run has around it, and what is left to do when it has ended. */
final class ImageRuns {
    private final Machine machine;
    private final Consumer<Fault> faults;

    /** The last result of each CPU that was not among those that are always there: most programs say the same again and again. */
    private final RunResult[] results;

    ImageRuns(Machine machine, Consumer<Fault> faults) {
        this.machine = machine;
        this.faults = faults;
        results = new RunResult[machine.cpus.length];
        Arrays.fill(results, RunResult.of(0));
    }

    /** Runs an image from its first instruction; what the guest does wrong becomes part of the result. The caller occupies the CPU. */
    RunResult run(Image image, GuestContext context, int cpu, long r2, ExecutionContext where) {
        return run(image, context, cpu, r2, where, Repetition.NONE);
    }

    /** As {@link #run(Image, GuestContext, int, long, ExecutionContext)}, again and again; the result of the last run. */
    RunResult run(Image image, GuestContext context, int cpu, long r2, ExecutionContext where, Repetition repetition) {
        Cpu occupied = machine.cpus[cpu];
        boolean wasInNmi = occupied.isInNmi();
        boolean wasInHardirq = occupied.isInHardirq();
        occupied.setInNmi(wasInNmi || where == ExecutionContext.NMI);
        occupied.setInHardirq(wasInHardirq || where == ExecutionContext.HARDIRQ);
        try {
            return result(
                    cpu, execute(image, 0, context, cpu, where.preemption(), context.address(), r2, 0, repetition));
        } catch (GuestFault fault) {
            return RunResult.of(report(fault, image, 0, cpu));
        } finally {
            occupied.setInNmi(wasInNmi);
            occupied.setInHardirq(wasInHardirq);
        }
    }

    private RunResult result(int cpu, long returnValue) {
        RunResult last = results[cpu];
        if (last.returnValue() == returnValue) {
            return last;
        }
        RunResult result = RunResult.of(returnValue);
        results[cpu] = result;
        return result;
    }

    /** Runs a function; what the CPU counts as meanwhile is said by the bits of its count of preemptions. */
    long execute(
            Image image,
            int entry,
            @Nullable GuestContext context,
            int cpu,
            int preemption,
            long r1,
            long r2,
            long r3) {
        return execute(image, entry, context, cpu, preemption, r1, r2, r3, Repetition.NONE);
    }

    private long execute(
            Image image,
            int entry,
            @Nullable GuestContext context,
            int cpu,
            int preemption,
            long r1,
            long r2,
            long r3,
            Repetition repetition) {
        int before = machine.variables.preemptCount(cpu);
        machine.variables.setPreemptCount(cpu, before | preemption);
        try {
            return machine.cpus[cpu].run(machine.engine, image, entry, context, machine.fuel, r1, r2, r3, repetition);
        } catch (ProgramException exception) {
            discardRecords(cpu);
            machine.variables.setPreemptCount(cpu, before | preemption);
            return afterThrow(exception, context, cpu);
        } catch (RuntimeException | Error e) {
            discardRecords(cpu);
            throw e;
        } finally {
            machine.variables.setPreemptCount(cpu, before);
            if (machine.cpus[cpu].endsNoted()) {
                end(machine.cpus[cpu].nextRun());
            }
        }
    }

    /** Takes back what a run still holds that has ended. */
    void end(int run) {
        machine.heap.endRun(run);
        machine.network.sockets.endRun(run);
        machine.runValues.end(run);
        endHostObjects(run);
    }

    /** What the host says to the objects that a run lost is thrown when the run is done. */
    private void endHostObjects(int run) {
        try {
            machine.host.objects().endRun(run);
        } catch (RuntimeException | Error e) {
            try (var _ = machine.quietTurn()) {
                machine.failures.keep(e);
            }
        }
    }

    /** The result of a run that ended with an exception: the cookie, or what the program's exception callback makes of it. */
    private long afterThrow(ProgramException exception, @Nullable GuestContext context, int cpu) {
        LiveProgram program = machine.programOf(exception.image());
        OptionalInt callback = program == null ? OptionalInt.empty() : program.exceptionCallback();
        if (callback.isEmpty()) {
            return exception.cookie();
        }
        try {
            return machine.cpus[cpu].run(
                    machine.engine,
                    exception.image(),
                    callback.getAsInt(),
                    context,
                    machine.fuel,
                    exception.cookie(),
                    0,
                    0,
                    Repetition.NONE);
        } catch (ProgramException again) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "bpf_throw is called in what runs on exceptions")
                    .at(again.image(), callback.getAsInt());
        } finally {
            discardRecords(cpu);
        }
    }

    /** Drops the ring buffer records that the run that ended last on a CPU left reserved. */
    private void discardRecords(int cpu) {
        try (var _ = machine.quietTurn()) {
            for (MapStorage map : machine.maps.all()) {
                if (map instanceof RingBuffer ring) {
                    ring.discardBusy(machine.cpus[cpu].nextRun());
                }
            }
        }
    }

    /** Turns what ended a run into a fault, tells whoever listens, and tidies up after the run. */
    Fault report(GuestFault fault, Image started, int entry, int cpu) {
        try (var _ = machine.turn()) {
            return reportInTurn(fault, started, entry, cpu);
        }
    }

    private Fault reportInTurn(GuestFault fault, Image started, int entry, int cpu) {
        Image image = fault.image() instanceof Image where ? where : started;
        int insn = fault.insnOffset() < 0 ? entry : fault.insnOffset();
        LiveProgram program = machine.programOf(image);
        Fault reported = new Fault(
                Fault.Kind.valueOf(fault.kind().name()),
                String.valueOf(fault.getMessage()),
                image.name(),
                program == null ? "" : program.functionAt(insn),
                fault.insnOffset(),
                program == null ? Optional.empty() : LiveProgram.sourceAt(program.linked(), insn),
                machine.clock.monotonicNs(),
                cpu,
                Optional.ofNullable(fault.getCause()));
        faults.accept(reported);
        return reported;
    }
}
