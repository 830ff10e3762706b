package io.github.bpf4j.abi;

import java.util.List;
import java.util.Optional;

/**
 * A variable of the kernel whose address programs may take by name: a typed extern of section {@code .ksyms}. All of them have
 * one copy per CPU, reached with {@code bpf_this_cpu_ptr} and {@code bpf_per_cpu_ptr}.
 *
 * <p>Immutable and safe for use by any thread. Source: runtime spec 2.5; layouts as x86-64 kernels publish them in their BTF.
 */
public enum KernelVariable {
    /** {@code int __preempt_count}: in which context the CPU is. */
    PREEMPT_COUNT("__preempt_count", 4, 0, -1),
    /** {@code struct pcpu_hot}, which held the count from 6.2 to 6.14, and the CPU's number behind it. */
    PCPU_HOT("pcpu_hot", 64, 8, 12);

    /** The bits of the count that say how often preemption is disabled. */
    public static final int PREEMPT_MASK = 0xff;
    /** What a running softirq, and so a timer's callback, adds to the count. */
    public static final int SOFTIRQ = 0x100;
    /** What a hard interrupt adds to the count. */
    public static final int HARDIRQ = 0x1_0000;
    /** What a non-maskable interrupt adds to the count. */
    public static final int NMI = 0x10_0000;
    /** The bits of the count that a softirq or a section without bottom halves sets. */
    public static final int SOFTIRQ_MASK = 0xff00;
    /** The bits of the count that a hard interrupt sets. */
    public static final int HARDIRQ_MASK = 0xf_0000;
    /** The bits of the count that a non-maskable interrupt sets. */
    public static final int NMI_MASK = 0xf0_0000;

    private static final List<KernelVariable> ALL = List.of(values());

    private final String kernelName;
    private final int sizeBytes;
    private final int preemptCountOffset;
    private final int cpuNumberOffset;

    KernelVariable(String kernelName, int sizeBytes, int preemptCountOffset, int cpuNumberOffset) {
        this.kernelName = kernelName;
        this.sizeBytes = sizeBytes;
        this.preemptCountOffset = preemptCountOffset;
        this.cpuNumberOffset = cpuNumberOffset;
    }

    /** The name that programs declare. */
    public String kernelName() {
        return kernelName;
    }

    /** Bytes of one CPU's copy. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Byte offset of the 32-bit count of preemptions. */
    public int preemptCountOffset() {
        return preemptCountOffset;
    }

    /** Byte offset of the 32-bit number of the CPU; empty if it is not in there. */
    public Optional<Integer> cpuNumberOffset() {
        return cpuNumberOffset < 0 ? Optional.empty() : Optional.of(cpuNumberOffset);
    }

    /** The variable that kernels of the profile have; the others are not in them. */
    public static KernelVariable of(KernelProfile profile) {
        return profile == KernelProfile.V6_12 ? PCPU_HOT : PREEMPT_COUNT;
    }

    /** The variable with this name. */
    public static Optional<KernelVariable> byName(String kernelName) {
        return ALL.stream()
                .filter(variable -> variable.kernelName.equals(kernelName))
                .findFirst();
    }
}
