package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.Map;

/** The iterator over the bits that are set in memory: {@code bpf_iter_bits_*}. Stateless. Source: what Linux 6.12 answers. */
/*
 * struct bpf_iter_bits lies in guest memory: a word of bits, how many bits there are, the bit that was last. Bits of more than one word are
 * copied to what the CPU keeps until the run ends. A program that changes the struct changes its own loop.
 */
final class BitsIterator {
    private static final int MOST_WORDS = 511;
    private static final int COUNT = 8;
    private static final int BIT = 12;

    /** As many as there is room for on the stack of a run. */
    private static final int MOST_ITERATORS = 256;

    private BitsIterator() {}

    static void register(KfuncTable table) {
        table.put(
                        Kfunc.ITER_BITS_NEW,
                        (cpu, iterator, words, count, r4, r5) -> create(cpu, iterator, words, (int) count))
                .put(Kfunc.ITER_BITS_NEXT, (cpu, iterator, r2, r3, r4, r5) -> next(cpu, iterator))
                .put(Kfunc.ITER_BITS_DESTROY, (cpu, iterator, r2, r3, r4, r5) -> {
                    set(cpu, iterator, 0);
                    return 0;
                });
    }

    private static void set(Cpu cpu, long iterator, int count) {
        GuestMemory memory = cpu.memory();
        memory.setLong(iterator, 0);
        memory.setInt(iterator + COUNT, count);
        memory.setInt(iterator + BIT, -1);
        cpu.kept().remove(iterator);
    }

    private static long create(Cpu cpu, long iterator, long words, int count) {
        GuestMemory memory = cpu.memory();
        set(cpu, iterator, 0);
        if (words == 0 || count == 0) {
            return Errno.EINVAL.result();
        }
        if (count < 0 || count > MOST_WORDS) {
            return Errno.E2BIG.result();
        }
        if (!MemoryHelpers.isKernel(memory, words, (long) count * Long.BYTES)) {
            return Errno.EFAULT.result();
        }
        if (count > 1) {
            Map<Long, long[]> kept = cpu.kept();
            if (kept.size() >= MOST_ITERATORS) {
                return Errno.ENOMEM.result();
            }
            long[] copy = new long[count];
            for (int i = 0; i < count; i++) {
                copy[i] = memory.getLong(words + (long) i * Long.BYTES);
            }
            set(cpu, iterator, count * Long.SIZE);
            kept.put(iterator, copy);
        } else {
            set(cpu, iterator, Long.SIZE);
            memory.setLong(iterator, memory.getLong(words));
        }
        return 0;
    }

    /** The address of the number of the next bit; 0 behind the last. */
    private static long next(Cpu cpu, long iterator) {
        GuestMemory memory = cpu.memory();
        int count = memory.getInt(iterator + COUNT);
        long[] copy = count == Long.SIZE
                ? new long[] {memory.getLong(iterator)}
                : cpu.kept().getOrDefault(iterator, new long[0]);
        int bits = Math.min(count, copy.length * Long.SIZE);
        int bit = memory.getInt(iterator + BIT);
        if (bit < -1 || bit >= bits) {
            return 0;
        }
        int next = nextSet(copy, bit + 1);
        memory.setInt(iterator + BIT, next);
        return next < bits ? iterator + BIT : 0;
    }

    /** The first bit that is set from one on; how many there are if there is none. */
    private static int nextSet(long[] words, int from) {
        for (int word = from / Long.SIZE; word < words.length; word++) {
            long left = word == from / Long.SIZE ? words[word] & -1L << from : words[word];
            if (left != 0) {
                return word * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
        return words.length * Long.SIZE;
    }
}
