package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.world.Effect;

/**
 * The helpers by which programs on infrared receivers report what they decoded. Source: their documentation; kernels for clouds, which answered
 * what is recorded elsewhere, have no receivers.
 */
final class InfraredHelpers {
    private final KernelObjects kernel;

    InfraredHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.put(77, (cpu, ctx, r2, r3, r4, r5) -> report(cpu, ctx, new Effect.KeyRepeated()))
                .put(
                        78,
                        (cpu, ctx, protocol, scancode, toggle, r5) ->
                                report(cpu, ctx, new Effect.KeyPressed((int) protocol, scancode, (int) toggle)))
                .put(92, (cpu, ctx, x, y, r4, r5) -> report(cpu, ctx, new Effect.PointerMoved((int) x, (int) y)));
    }

    private long report(Cpu cpu, long ctx, Effect effect) {
        if (cpu.context() == null || cpu.context().address() != ctx) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, ctx, "0x" + Long.toHexString(ctx) + " is not the run's context");
        }
        kernel.report(cpu.id(), effect);
        return 0;
    }
}
