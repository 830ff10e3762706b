package io.github.bpf4j.runtime.engine;

/** How deep a run is. */
public final class CpuFrames {
    private CpuFrames() {}

    /** The number of active functions. */
    public static int depth(Cpu cpu) {
        return cpu.depth();
    }
}
