package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.engine.EndOfProgram;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.SourceMap;
import io.github.bpf4j.runtime.memory.GuestFault;

/**
 * Raw instructions on the raw machine: R1 is the address of a piece of memory, R2 its length. Nothing is proved about them.
 *
 * <p>Safe for use by any thread; runs and looks at the memory take turns on CPU 0.
 */
public final class RawProgram {
    private final Machine machine;
    private final HelperFunction[] helpers;
    private final Image image;
    private boolean isReady;

    RawProgram(Machine machine, long[] code) {
        this.machine = machine;
        helpers = machine.host.withHelpers(machine.helpers.byId());
        int id = machine.nextImageId();
        image = new Image(
                id, "raw", code, Addresses.patchFunctions(code, id), helpers, new HelperFunction[0], SourceMap.NONE);
    }

    /**
     * Makes a helper end the program with 0 when it returns 0, as uBPF's unwind function does.
     *
     * @throws IllegalArgumentException if there is no such helper
     * @throws IllegalStateException if the program was given memory already
     */
    public RawProgram unwindOn(int helperId) {
        if (isReady) {
            throw new IllegalStateException("the program is ready to run");
        }
        HelperFunction wrapped = helperId >= 0 && helperId < helpers.length ? helpers[helperId] : null;
        if (wrapped == null) {
            throw new IllegalArgumentException("no helper has the number " + helperId);
        }
        helpers[helperId] = (cpu, r1, r2, r3, r4, r5) -> {
            long result = wrapped.call(cpu, r1, r2, r3, r4, r5);
            if (result == 0) {
                throw EndOfProgram.ZERO;
            }
            return result;
        };
        return this;
    }

    /** The program with its memory in place, to be run any number of times. */
    public Loaded withMemory(byte[] bytes) {
        try (var _ = machine.turn()) {
            if (!isReady) {
                isReady = true;
                machine.engine.prepare(image);
            }
            return new Loaded(new BlobContext(machine.memory, "the memory", bytes));
        } catch (GuestFault fault) {
            throw new BpfErrnoException(io.github.bpf4j.abi.Errno.ENOMEM, String.valueOf(fault.getMessage()));
        }
    }

    /** Raw instructions together with their memory. */
    public final class Loaded implements AutoCloseable {
        private final BlobContext context;
        private final int length;

        Loaded(BlobContext context) {
            this.context = context;
            length = context.bytes().length;
        }

        /** Runs the program on what the memory holds now. */
        public RunResult run() {
            try (var _ = machine.occupy(0)) {
                return machine.runs.run(image, context, 0, length, ExecutionContext.PROCESS);
            }
        }

        /**
         * Runs the program so many times, each on what the run before left in the memory. As {@link #run()} so often, but cheaper: the
         * CPU is given up in between only for those who wait for it.
         *
         * @return the result of the last run; the first that ends in a fault is the last
         * @throws IllegalArgumentException if there is to be no run
         */
        public RunResult runBatch(int runs) {
            if (runs < 1) {
                throw new IllegalArgumentException("a batch of " + runs + " runs");
            }
            int left = runs;
            while (true) {
                try (Occupancy.Seat seat = machine.occupy(0)) {
                    RepeatedRuns repeated = new RepeatedRuns(machine, seat, left);
                    RunResult result =
                            machine.runs.run(image, context, seat.cpu(), length, ExecutionContext.PROCESS, repeated);
                    left -= repeated.begun();
                    if (left == 0 || result.fault().isPresent()) {
                        return result;
                    }
                }
                machine.occupancy.letOthersRun(0, runs - left);
            }
        }

        /** A copy of the memory. */
        public byte[] memory() {
            try (var _ = machine.occupy(0)) {
                return context.bytes();
            }
        }

        /** Gives the memory back. */
        @Override
        public void close() {
            try (var _ = machine.occupy(0)) {
                context.close();
            }
        }
    }
}
