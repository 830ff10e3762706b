package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.GuestObject;

/** The stack of a CPU, as checked mode sees it: the frames that are open. */
final class CpuStack implements GuestObject {
    private final Cpu cpu;
    private final long start;

    CpuStack(Cpu cpu, long start) {
        this.cpu = cpu;
        this.start = start;
    }

    @Override
    public String name() {
        return "the stack of CPU " + cpu.id();
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long sizeBytes() {
        return Cpu.STACK_BYTES;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        long openBytes = (long) cpu.depth() * Cpu.FRAME_BYTES;
        return offset >= Cpu.STACK_BYTES - openBytes && offset + sizeBytes <= Cpu.STACK_BYTES
                ? ""
                : "it leaves the " + openBytes + " bytes of open frames on " + name();
    }
}
