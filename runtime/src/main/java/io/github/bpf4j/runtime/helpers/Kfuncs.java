package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.ProgramException;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.runtime.timers.WorkTable;

/** All kernel functions that a runtime implements. */
public final class Kfuncs {
    /** What reaches the kernel of an {@code unsigned int}. */
    private static final long UINT = 0xffff_ffffL;

    private Kfuncs() {}

    /**
     * The kernel functions of a runtime.
     *
     * @param lock what everything is under that CPUs share
     */
    public static KfuncTable create(
            KernelProfile profile,
            TurnLock lock,
            MapTable maps,
            TimerTable timers,
            WorkTable works,
            KernelVariables variables,
            ObjectHeap heap,
            KernelObjects kernel,
            SocketTable sockets,
            ViewKfuncs.Known known,
            ObjectKfuncs.Layouts layouts) {
        ContextViews views = new ContextViews(kernel, sockets, known.kernelsContext());
        KfuncTable table = new KfuncTable(profile, lock, views);
        NumberIterator.register(table);
        BitsIterator.register(table);
        FileKfuncs.register(table);
        new TaskIterators(kernel).register(table);
        new CgroupIterator(kernel).register(table);
        DynptrKfuncs.register(table);
        ObjectKfuncs.register(table, heap, layouts);
        new MemoryHelpers(kernel).register(table);
        new WorldKfuncs(heap, kernel).register(table);
        new CpumaskKfuncs(heap, kernel).register(table);
        SocketKfuncs.register(table, sockets, kernel);
        new CryptoKfuncs(heap, kernel.structs()).register(table);
        ViewKfuncs.register(table, maps, known, kernel.structs(), views);
        new SystemHelpers(kernel).register(table);
        new CongestionKfuncs(kernel, sockets).register(table);
        table.putExclusive(Kfunc.TIMER_CANCEL_ASYNC, (cpu, timer, r2, r3, r4, r5) -> timers.cancelAsync(cpu, timer))
                .putExclusive(
                        Kfunc.WQ_INIT,
                        (cpu, work, map, flags, r4, r5) -> works.init(cpu, work, maps.get(map), flags & UINT))
                .putExclusive(
                        Kfunc.WQ_SET_CALLBACK_IMPL,
                        (cpu, work, function, flags, r4, r5) -> works.setCallback(cpu, work, function, flags & UINT))
                .putExclusive(
                        Kfunc.WQ_SET_CALLBACK,
                        (cpu, work, function, flags, r4, r5) -> works.setCallback(cpu, work, function, flags & UINT))
                .putExclusive(Kfunc.WQ_START, (cpu, work, flags, r3, r4, r5) -> works.start(cpu, work, flags & UINT));
        table.put(Kfunc.THROW, (cpu, cookie, r2, r3, r4, r5) -> {
            throw new ProgramException(cpu, cookie);
        });
        table.put(Kfunc.SESSION_COOKIE, (cpu, r1, r2, r3, r4, r5) -> kernel.sessionCookie(cpu.id()))
                .put(
                        Kfunc.SESSION_IS_RETURN,
                        (cpu, r1, r2, r3, r4, r5) ->
                                kernel.run(cpu.id()).environment().session().isReturn() ? 1 : 0);
        return table.put(Kfunc.RCU_READ_LOCK, (cpu, r1, r2, r3, r4, r5) -> 0)
                .put(Kfunc.RCU_READ_UNLOCK, (cpu, r1, r2, r3, r4, r5) -> 0)
                .put(Kfunc.PREEMPT_DISABLE, (cpu, r1, r2, r3, r4, r5) -> {
                    variables.disablePreemption(cpu.id());
                    return 0;
                })
                .put(Kfunc.PREEMPT_ENABLE, (cpu, r1, r2, r3, r4, r5) -> {
                    variables.enablePreemption(cpu.id());
                    return 0;
                });
    }
}
