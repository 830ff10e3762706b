package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestObject;

/**
 * The values of an array that each CPU has its own of. One object, however many CPUs there are: to make objects known takes time with their
 * number.
 *
 * @param first the values of CPU 0
 * @param cpuStride from one CPU's values to the next CPU's
 */
record PerCpuObject(MapObject first, long cpuStride, int cpus) implements GuestObject {
    @Override
    public String name() {
        return first.name();
    }

    @Override
    public long start() {
        return first.start();
    }

    @Override
    public long sizeBytes() {
        return (cpus - 1) * cpuStride + first.sizeBytes();
    }

    @Override
    public String fieldAt(long offset) {
        long ofCpu = offset % cpuStride;
        return ofCpu < first.sizeBytes() ? first.fieldAt(ofCpu) : "";
    }

    @Override
    public String refusal(long offset, long size, Access access) {
        long ofCpu = offset % cpuStride;
        return ofCpu < first.sizeBytes()
                ? first.refusal(ofCpu, size, access)
                : "it is past the values of CPU " + offset / cpuStride + " of " + name();
    }
}
