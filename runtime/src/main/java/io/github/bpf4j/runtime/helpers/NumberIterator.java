package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;

/** The iterator over numbers behind open-coded loops: {@code bpf_iter_num_*} (runtime spec 4). Stateless. */
/*
 * The eight bytes of struct bpf_iter_num lie in guest memory and hold all there is: the current number, then the end. A program
 * that changes them changes its own loop. An iterator that has ended, or never began, holds two equal numbers. The number
 * before the first wraps around, which 32-bit arithmetic undoes.
 */
final class NumberIterator {
    /** Most numbers that an iterator runs through (runtime spec 4). */
    private static final int MAX_LOOPS = 1 << 23;

    private static final long INT_MASK = 0xffff_ffffL;

    private NumberIterator() {}

    static void register(KfuncTable table) {
        table.put(
                        Kfunc.ITER_NUM_NEW,
                        (cpu, iterator, start, end, r4, r5) ->
                                create(cpu.memory(), iterator, (int) start, (int) end) & INT_MASK)
                .put(Kfunc.ITER_NUM_NEXT, (cpu, iterator, r2, r3, r4, r5) -> next(cpu.memory(), iterator))
                .put(Kfunc.ITER_NUM_DESTROY, (cpu, iterator, r2, r3, r4, r5) -> destroy(cpu, iterator));
    }

    private static long create(GuestMemory memory, long iterator, int start, int end) {
        set(memory, iterator, 0, 0);
        if (start > end) {
            return Errno.EINVAL.result();
        }
        if ((long) end - start > MAX_LOOPS) {
            return Errno.E2BIG.result();
        }
        set(memory, iterator, start - 1, end);
        return 0;
    }

    /** The address of the next number, which is that of the iterator itself; 0 behind the last. */
    private static long next(GuestMemory memory, long iterator) {
        int next = memory.getInt(iterator) + 1;
        if (next >= memory.getInt(iterator + Integer.BYTES)) {
            set(memory, iterator, 0, 0);
            return 0;
        }
        memory.setInt(iterator, next);
        return iterator;
    }

    private static long destroy(Cpu cpu, long iterator) {
        set(cpu.memory(), iterator, 0, 0);
        return 0;
    }

    private static void set(GuestMemory memory, long iterator, int current, int end) {
        memory.setInt(iterator, current);
        memory.setInt(iterator + Integer.BYTES, end);
    }
}
