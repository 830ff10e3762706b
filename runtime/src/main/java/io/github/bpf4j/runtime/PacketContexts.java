package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of runs on packets: each of the runs inside each other on a CPU has its own, made when it is first needed. For whoever
 * occupies the CPU.
 */
final class PacketContexts {
    private final GuestMemory memory;
    private final Cpu[] cpus;
    private final @Nullable XdpContext[] xdp;
    private final @Nullable SkbContext[] skb;

    PacketContexts(GuestMemory memory, Cpu[] cpus) {
        this.memory = memory;
        this.cpus = cpus;
        xdp = new @Nullable XdpContext[cpus.length * Cpu.MAX_RUNS];
        skb = new @Nullable SkbContext[cpus.length * Cpu.MAX_RUNS];
    }

    /** The XDP context for the next run on a CPU. */
    XdpContext xdp(int cpu) {
        int run = nextRun(cpu);
        XdpContext context = xdp[run];
        if (context == null) {
            context = new XdpContext(memory);
            xdp[run] = context;
        }
        return context;
    }

    /** The socket buffer context for the next run on a CPU. */
    SkbContext skb(int cpu) {
        int run = nextRun(cpu);
        SkbContext context = skb[run];
        if (context == null) {
            context = new SkbContext(memory);
            skb[run] = context;
        }
        return context;
    }

    private int nextRun(int cpu) {
        if (cpus[cpu].isFull()) {
            throw new IllegalStateException(Cpu.MAX_RUNS + " runs are inside each other on CPU " + cpu);
        }
        return cpus[cpu].nextRun();
    }
}
