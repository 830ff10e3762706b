package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** Memory that helpers fill to its end, of a size that a program may have forged. */
final class FilledMemory {
    private static final long LARGEST = 1 << 24;

    private FilledMemory() {}

    /**
     * Sets bytes to zero.
     *
     * @throws GuestFault if they are more than any program needs
     */
    static void zero(Cpu cpu, long address, long sizeBytes) {
        cpu.memory().zero(address, bounded(address, sizeBytes));
    }

    /**
     * The size itself.
     *
     * @throws GuestFault if it is more than any program needs
     */
    static long bounded(long address, long sizeBytes) {
        if (sizeBytes > LARGEST) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, address, "a helper is to fill " + sizeBytes + " bytes");
        }
        return sizeBytes;
    }
}
