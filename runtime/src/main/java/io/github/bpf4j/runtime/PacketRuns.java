package io.github.bpf4j.runtime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A batch on its way through a program, in one occupation of a CPU as far as nobody else needs that. For one thread, once. */
/*
 * Whoever moves the clock has no CPU while it waits for the right to do so. So the first packet that comes at some time gives the CPU up
 * for a moment, and the clock is this batch's from then on. Time passes with the CPU occupied, and what expires on it runs in between.
 * The CPU is given up for what expires on another, and for whoever waits or something to tidy up.
 */
final class PacketRuns implements AutoCloseable {
    private final Machine machine;
    private final Descriptor<LiveProgram> program;
    private final Packet packet = new Packet();
    private final boolean yields;
    private Occupancy.@Nullable Seat seat;
    private boolean movesTime;

    /** The calling thread has taken the CPU, which this gives up. */
    PacketRuns(Machine machine, Descriptor<LiveProgram> program, Occupancy.Seat taken) {
        this.machine = machine;
        this.program = program;
        seat = taken;
        yields = machine.canYield(taken);
    }

    /** Runs the program on all packets; how many there were. */
    long run(PacketBatch batch) {
        long runs = 0;
        program.open();
        while (batch.next(packet)) {
            long realtimeNs = batch.realtimeNs();
            if (realtimeNs != PacketBatch.NOW && !isTimePassed(realtimeNs)) {
                letTimePass(realtimeNs);
            } else if (yields && (machine.isUntidy() || seat().isWanted(runs))) {
                yieldCpu(runs);
            }
            RunResult result = program.open().run(packet, seat().cpu());
            if (packet.isHandedOver()) {
                finish();
            }
            runs++;
            batch.done(packet, result);
        }
        return runs;
    }

    private boolean isTimePassed(long realtimeNs) {
        return movesTime && machine.time.passTo(realtimeNs, seat());
    }

    private void letTimePass(long realtimeNs) {
        int cpu = leave();
        machine.occupancy.letOthersRun(cpu);
        if (!movesTime) {
            machine.time.begin();
            movesTime = true;
        }
        machine.time.advanceToRealtime(realtimeNs);
        seat = machine.occupy(cpu);
    }

    private void yieldCpu(long runs) {
        int cpu = leave();
        machine.occupancy.letOthersRun(cpu, runs);
        seat = machine.occupy(cpu);
    }

    /** Brings the packet to the CPU that it is on its way to. */
    private void finish() {
        int cpu = leave();
        machine.redirector.finish(packet);
        seat = machine.occupy(cpu);
    }

    private Occupancy.Seat seat() {
        return Objects.requireNonNull(seat);
    }

    private int leave() {
        Occupancy.Seat left = seat();
        seat = null;
        left.close();
        return left.cpu();
    }

    @Override
    public void close() {
        try {
            if (seat != null) {
                leave();
            }
            machine.redirector.finish(packet);
        } finally {
            if (movesTime) {
                machine.time.end();
            }
        }
    }
}
