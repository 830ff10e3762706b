package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.engine.Repetition;
import io.github.bpf4j.runtime.helpers.KernelVariables;

/** Runs of the same that follow each other on a CPU: at most so many, and until somebody else wants the CPU. For one thread. */
final class RepeatedRuns implements Repetition {
    private final Machine machine;
    private final KernelVariables variables;
    private final Occupancy.Seat seat;
    private final int cpu;
    private final int preemptCount;
    private final int most;
    private final boolean yields;
    private int begun = 1;

    /** The first run is about to begin. */
    RepeatedRuns(Machine machine, Occupancy.Seat seat, int most) {
        this.machine = machine;
        this.seat = seat;
        variables = machine.variables;
        cpu = seat.cpu();
        this.most = most;
        yields = machine.canYield(seat);
        preemptCount = variables.preemptCount(cpu);
    }

    /** How many runs there were so far, the one that goes on included. */
    int begun() {
        return begun;
    }

    @Override
    public boolean goesOn(boolean noted) {
        if (noted) {
            machine.runs.end(machine.cpus[cpu].currentRun());
        }
        if (begun == most || yields && (machine.isUntidy() || seat.isWanted(begun))) {
            return false;
        }
        variables.setPreemptCount(cpu, preemptCount);
        begun++;
        return true;
    }
}
