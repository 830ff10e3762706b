package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.PerfCounter;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.List;

/** Helpers on the call or the event that a program traces. Source: what Linux 6.12 answers. */
final class TracedCallHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int COUNTER_BYTES = 3 * Long.BYTES;
    private static final int BRANCH_BYTES = 3 * Long.BYTES;
    private static final long RECORDS_SIZE = 1;

    private final KernelObjects kernel;

    TracedCallHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.put(56, (cpu, context, to, size, r4, r5) -> counter(cpu, to, size & UINT))
                .putExclusive(58, (cpu, context, value, r3, r4, r5) -> {
                    kernel.report(cpu.id(), new Effect.ReturnOverridden(value));
                    return 0;
                })
                .put(119, (cpu, context, to, size, flags, r5) -> records(cpu, to, size & UINT, flags))
                .put(173, (cpu, context, r2, r3, r4, r5) -> environment(cpu).functionIp())
                .put(174, (cpu, context, r2, r3, r4, r5) -> environment(cpu).attachCookie())
                .put(175, (cpu, task, r2, r3, r4, r5) -> kernel.userRegisters(cpu.id(), task))
                .put(176, (cpu, to, size, flags, r4, r5) -> snapshot(cpu, to, size & UINT, flags))
                .put(183, (cpu, context, number, to, r4, r5) -> argument(cpu, number & UINT, to))
                .put(184, (cpu, context, to, r3, r4, r5) -> result(cpu, to))
                .put(185, (cpu, context, r2, r3, r4, r5) -> arguments(cpu))
                .put(186, (cpu, r1, r2, r3, r4, r5) -> returnValue(cpu))
                .putExclusive(187, (cpu, value, r2, r3, r4, r5) -> {
                    setReturnValue(cpu, (int) value);
                    kernel.report(cpu.id(), new Effect.ReturnValueSet((int) value));
                    return 0;
                });
    }

    // ---- what the hook returns; the contexts of socket options show it as a field

    private long returnValue(Cpu cpu) {
        return cpu.context() instanceof FieldContext fields && fields.hasReturnValue()
                ? fields.returnValue()
                : kernel.run(cpu.id()).returnValue();
    }

    private void setReturnValue(Cpu cpu, int value) {
        if (cpu.context() instanceof FieldContext fields && fields.hasReturnValue()) {
            fields.setReturnValue(value);
        } else {
            kernel.run(cpu.id()).setReturnValue(value);
        }
    }

    private RunEnvironment environment(Cpu cpu) {
        return kernel.run(cpu.id()).environment();
    }

    // ---- calls

    private static BlobContext call(Cpu cpu) {
        if (cpu.context() instanceof BlobContext context) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, "the run traces no call");
    }

    private boolean seesResult(Cpu cpu) {
        return kernel.run(cpu.id()).seesResult();
    }

    /** How many arguments the call has: those that the context holds, in front of the result if it is there. */
    private int arguments(Cpu cpu) {
        return Math.max(0, call(cpu).sizeBytes() / Long.BYTES - (seesResult(cpu) ? 1 : 0));
    }

    private long argument(Cpu cpu, long number, long to) {
        if (number >= arguments(cpu)) {
            return EINVAL.result();
        }
        return store(cpu, number, to);
    }

    private long result(Cpu cpu, long to) {
        return seesResult(cpu) ? store(cpu, arguments(cpu), to) : EOPNOTSUPP.result();
    }

    private static long store(Cpu cpu, long number, long to) {
        cpu.memory().range(to, Long.BYTES);
        cpu.memory().setLong(to, cpu.memory().getLong(call(cpu).address() + number * Long.BYTES));
        return 0;
    }

    // ---- events

    private long counter(Cpu cpu, long to, long size) {
        GuestMemory memory = cpu.memory();
        FilledMemory.zero(cpu, to, size);
        if (size != COUNTER_BYTES) {
            return EINVAL.result();
        }
        PerfCounter counter = environment(cpu).counter();
        memory.setLong(to, counter.value());
        memory.setLong(to + Long.BYTES, counter.enabledNs());
        memory.setLong(to + 2L * Long.BYTES, counter.runningNs());
        return 0;
    }

    private long records(Cpu cpu, long to, long size, long flags) {
        if ((flags & ~RECORDS_SIZE) != 0) {
            return EINVAL.result();
        }
        List<RunEnvironment.Branch> branches = environment(cpu).branches();
        if (branches.isEmpty()) {
            return ENOENT.result();
        }
        if (flags == RECORDS_SIZE) {
            return (long) branches.size() * BRANCH_BYTES;
        }
        if (to == 0 || size % BRANCH_BYTES != 0) {
            return EINVAL.result();
        }
        return write(cpu.memory(), to, size / BRANCH_BYTES, branches);
    }

    private long snapshot(Cpu cpu, long to, long size, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        long written =
                write(cpu.memory(), to, size / BRANCH_BYTES, environment(cpu).branches());
        return written == 0 ? ENOENT.result() : written;
    }

    private static long write(GuestMemory memory, long to, long room, List<RunEnvironment.Branch> branches) {
        int count = (int) Math.min(room, branches.size());
        memory.range(to, (long) count * BRANCH_BYTES);
        for (int i = 0; i < count; i++) {
            RunEnvironment.Branch branch = branches.get(i);
            long at = to + (long) i * BRANCH_BYTES;
            memory.setLong(at, branch.from());
            memory.setLong(at + Long.BYTES, branch.to());
            memory.setLong(at + 2L * Long.BYTES, branch.flags());
        }
        return (long) count * BRANCH_BYTES;
    }
}
