package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;

/**
 * The kernel variables of a profile in guest memory, one copy per CPU and 64 bytes apart. Programs hold the address of CPU 0's
 * copy and turn it into that of a CPU with a helper.
 *
 * <p>Not thread-safe: whoever occupies the runtime serializes calls.
 */
public final class KernelVariables implements GuestObject {
    private static final int STRIDE = 64;

    private final GuestMemory memory;
    private final int cpus;
    private final long start;
    private final KernelVariable variable;
    private final int[] preemptCounts;

    /**
     * The variables that a kernel of the profile has, as on idle CPUs.
     *
     * @throws GuestFault if guest memory has no room
     */
    public KernelVariables(GuestMemory memory, KernelProfile profile, int cpus) {
        this.memory = memory;
        this.cpus = cpus;
        variable = KernelVariable.of(profile);
        preemptCounts = new int[cpus];
        start = memory.allocate(sizeBytes(), GuestMemory.Zone.LOW);
        if (start == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for kernel variables");
        }
        variable.cpuNumberOffset().ifPresent(offset -> {
            for (int cpu = 0; cpu < cpus; cpu++) {
                memory.setInt(copyOf(cpu) + offset, cpu);
            }
        });
        memory.objects().add(this);
    }

    /** Whether there is a variable of a name. */
    public boolean has(String kernelName) {
        return variable.kernelName().equals(kernelName);
    }

    /**
     * What programs see as the address of a variable.
     *
     * @throws IllegalArgumentException if the profile has none of this name
     */
    public long addressOf(String kernelName) {
        if (!has(kernelName)) {
            throw new IllegalArgumentException("there is no kernel variable " + kernelName);
        }
        return start;
    }

    private long copyOf(long cpu) {
        return start + cpu * STRIDE;
    }

    /** What the CPU's count of preemptions says. */
    public int preemptCount(int cpu) {
        return preemptCounts[cpu];
    }

    /** Sets what the CPU's count of preemptions says. */
    public void setPreemptCount(int cpu, int count) {
        if (preemptCounts[cpu] != count) {
            preemptCounts[cpu] = count;
            memory.setInt(copyOf(cpu) + variable.preemptCountOffset(), count);
        }
    }

    /**
     * {@code bpf_preempt_disable}: one more, until the run ends.
     *
     * @throws GuestFault if the count has no room for more
     */
    void disablePreemption(int cpu) {
        if ((preemptCounts[cpu] & KernelVariable.PREEMPT_MASK) == KernelVariable.PREEMPT_MASK) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, "preemption is disabled " + KernelVariable.PREEMPT_MASK + " times already");
        }
        setPreemptCount(cpu, preemptCounts[cpu] + 1);
    }

    /**
     * {@code bpf_preempt_enable}: one less.
     *
     * @throws GuestFault if preemption is not disabled
     */
    void enablePreemption(int cpu) {
        if ((preemptCounts[cpu] & KernelVariable.PREEMPT_MASK) == 0) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "preemption is not disabled");
        }
        setPreemptCount(cpu, preemptCounts[cpu] - 1);
    }

    /** {@code bpf_per_cpu_ptr}: the copy of a CPU, or 0 if there is no such CPU (runtime spec 4). */
    long perCpu(long address, long cpu) {
        if (address != start) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, address, "0x" + Long.toHexString(address) + " is no kernel variable");
        }
        return cpu >= cpus ? 0 : copyOf(cpu);
    }

    @Override
    public String name() {
        return "kernel variable " + variable.kernelName();
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long sizeBytes() {
        return (long) cpus * STRIDE;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        if (access == Access.WRITE) {
            return "kernel variables are read-only";
        }
        return offset % STRIDE + sizeBytes <= variable.sizeBytes()
                ? ""
                : "it leaves " + name() + " (" + variable.sizeBytes() + " bytes)";
    }
}
