package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.objects.ObjectLayout;
import java.util.OptionalInt;
import java.util.function.LongBinaryOperator;

/**
 * Kernel functions on masks of CPUs, whose bits are those of the logical CPUs. Masks that programs make are objects of the heap; what is
 * only read may also be a mask in an object of the kernel's.
 */
/*
 * A call changes a mask as one step. Functions on whole masks work on whole words, as programs see that read the words themselves: bits
 * above the last CPU are set and copied, but count nowhere, and only what two masks have in common is without them (Linux 6.12).
 */
final class CpumaskKfuncs {
    private static final int WORD = Long.BYTES;

    /** Of a kernel for 8192 CPUs, if its types say nothing. */
    private static final int USUAL_MASK_BYTES = 1024;

    private static final int COUNT_BYTES = 8;

    private final GuestMemory memory;
    private final ObjectHeap heap;
    private final int cpus;
    private final int words;
    private final ObjectLayout layout;

    /** Where the search for a CPU of a mask goes on, for each CPU that asks. */
    private final int[] last;

    CpumaskKfuncs(ObjectHeap heap, KernelObjects kernel) {
        this.heap = heap;
        memory = heap.memory();
        cpus = kernel.cpus();
        KernelStructs structs = kernel.structs();
        words = (cpus + Long.SIZE - 1) / Long.SIZE;
        last = new int[cpus];
        OptionalInt type = structs.find("bpf_cpumask");
        int size = type.isPresent() ? (int) structs.types().sizeOf(type.getAsInt()) : USUAL_MASK_BYTES + COUNT_BYTES;
        layout = new ObjectLayout("bpf_cpumask", Math.max(size, words * WORD + COUNT_BYTES), SpecialFields.NONE, true);
    }

    void register(KfuncTable table) {
        table.put(Kfunc.CPUMASK_CREATE, (cpu, r1, r2, r3, r4, r5) -> heap.allocate(cpu, layout))
                .put(Kfunc.CPUMASK_RELEASE, (cpu, mask, r2, r3, r4, r5) -> heap.drop(cpu, mask))
                .put(Kfunc.CPUMASK_ACQUIRE, (cpu, mask, r2, r3, r4, r5) -> heap.acquire(cpu, mask));
        registerQuestions(table);
        registerChanges(table);
    }

    private void registerQuestions(KfuncTable table) {
        table.put(Kfunc.CPUMASK_FIRST, (cpu, mask, r2, r3, r4, r5) -> next(mask, mask, 0))
                .put(Kfunc.CPUMASK_FIRST_ZERO, (cpu, mask, r2, r3, r4, r5) -> firstZero(mask))
                .put(Kfunc.CPUMASK_FIRST_AND, (cpu, a, b, r3, r4, r5) -> next(a, b, 0))
                .put(Kfunc.CPUMASK_TEST_CPU, (cpu, of, mask, r3, r4, r5) -> test(of, mask) ? 1 : 0)
                .put(Kfunc.CPUMASK_EQUAL, (cpu, a, b, r3, r4, r5) -> truth(isAll(a, b, (x, y) -> x ^ y)))
                .put(Kfunc.CPUMASK_INTERSECTS, (cpu, a, b, r3, r4, r5) -> truth(!isAll(a, b, (x, y) -> x & y)))
                .put(Kfunc.CPUMASK_SUBSET, (cpu, a, b, r3, r4, r5) -> truth(isAll(a, b, (x, y) -> x & ~y)))
                .put(Kfunc.CPUMASK_EMPTY, (cpu, mask, r2, r3, r4, r5) -> truth(isAll(mask, mask, (x, _) -> x)))
                .put(Kfunc.CPUMASK_FULL, (cpu, mask, r2, r3, r4, r5) -> truth(isAll(mask, mask, (x, _) -> ~x)))
                .put(Kfunc.CPUMASK_WEIGHT, (cpu, mask, r2, r3, r4, r5) -> weight(mask))
                .put(Kfunc.CPUMASK_ANY_DISTRIBUTE, (cpu, mask, r2, r3, r4, r5) -> distribute(cpu, mask, mask))
                .put(Kfunc.CPUMASK_ANY_AND_DISTRIBUTE, (cpu, a, b, r3, r4, r5) -> distribute(cpu, a, b));
    }

    private void registerChanges(KfuncTable table) {
        table.put(Kfunc.CPUMASK_SET_CPU, (cpu, of, mask, r3, r4, r5) -> nothing(change(of, mask, true)))
                .put(Kfunc.CPUMASK_CLEAR_CPU, (cpu, of, mask, r3, r4, r5) -> nothing(change(of, mask, false)))
                .put(Kfunc.CPUMASK_TEST_AND_SET_CPU, (cpu, of, mask, r3, r4, r5) -> truth(change(of, mask, true)))
                .put(Kfunc.CPUMASK_TEST_AND_CLEAR_CPU, (cpu, of, mask, r3, r4, r5) -> truth(change(of, mask, false)))
                .put(Kfunc.CPUMASK_SETALL, (cpu, mask, r2, r3, r4, r5) -> fill(mask, -1))
                .put(Kfunc.CPUMASK_CLEAR, (cpu, mask, r2, r3, r4, r5) -> fill(mask, 0))
                .put(Kfunc.CPUMASK_AND, (cpu, to, a, b, r4, r5) -> truth(intersect(to, a, b)))
                .put(Kfunc.CPUMASK_OR, (cpu, to, a, b, r4, r5) -> combine(to, a, b, (x, y) -> x | y))
                .put(Kfunc.CPUMASK_XOR, (cpu, to, a, b, r4, r5) -> combine(to, a, b, (x, y) -> x ^ y))
                .put(Kfunc.CPUMASK_COPY, (cpu, to, from, r3, r4, r5) -> combine(to, from, from, (x, _) -> x))
                .put(Kfunc.CPUMASK_POPULATE, (cpu, to, from, size, r4, r5) -> populate(to, from, size));
    }

    private static long truth(boolean truth) {
        return truth ? 1 : 0;
    }

    private static long nothing(boolean unused) {
        return 0;
    }

    /** A mask that programs may change: one of theirs. */
    @SuppressWarnings("ReferenceEquality") // a layout is what it is, whatever its name
    private long own(long mask) {
        if (heap.layoutAt(mask) != layout) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, mask, "0x%x is no struct bpf_cpumask".formatted(mask));
        }
        return mask;
    }

    /** A word of a mask; 0 where nothing is, as loads from objects of the kernel give: a host may say nothing of them. */
    private long word(long mask, int index) {
        long address = mask + (long) index * WORD;
        boolean there =
                memory.holds(address, WORD) && memory.objects().allows(address & memory.mask(), WORD, Access.READ);
        return there ? memory.getLong(address) : 0;
    }

    private boolean isCpu(long number) {
        return (number & 0xffff_ffffL) < cpus;
    }

    /** The bits of a word that stand for CPUs. */
    private long valid(int word) {
        int bits = cpus - word * Long.SIZE;
        return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
    }

    private synchronized boolean test(long number, long mask) {
        return isCpu(number) && (word(mask, (int) number / Long.SIZE) >>> number & 1) != 0;
    }

    /** Sets or clears a bit; whether it was set before. */
    private synchronized boolean change(long number, long mask, boolean set) {
        own(mask);
        if (!isCpu(number)) {
            return false;
        }
        int index = (int) number / Long.SIZE;
        long before = word(mask, index);
        long bit = 1L << number;
        memory.setLong(mask + (long) index * WORD, set ? before | bit : before & ~bit);
        return (before & bit) != 0;
    }

    private synchronized long fill(long mask, long word) {
        own(mask);
        for (int i = 0; i < words; i++) {
            memory.setLong(mask + (long) i * WORD, word);
        }
        return 0;
    }

    private synchronized long combine(long to, long a, long b, LongBinaryOperator of) {
        own(to);
        for (int i = 0; i < words; i++) {
            memory.setLong(to + (long) i * WORD, of.applyAsLong(word(a, i), word(b, i)));
        }
        return 0;
    }

    /** Fills a mask with words of the program's memory: -EACCES if these are too few. */
    private synchronized long populate(long to, long from, long size) {
        own(to);
        memory.range(from, size);
        long bytes = (long) words * WORD;
        if (size < bytes) {
            return Errno.EACCES.result();
        }
        memory.copy(from, to, bytes);
        return 0;
    }

    /** Leaves what two masks have in common, without bits above the last CPU; whether that is any CPU. */
    private synchronized boolean intersect(long to, long a, long b) {
        combine(to, a, b, (x, y) -> x & y);
        int top = words - 1;
        memory.setLong(to + (long) top * WORD, word(to, top) & valid(top));
        return !isAll(to, to, (x, _) -> x);
    }

    /** Whether no CPU's bit is set in what the words of two masks combine to. */
    private synchronized boolean isAll(long a, long b, LongBinaryOperator zero) {
        for (int i = 0; i < words; i++) {
            if ((zero.applyAsLong(word(a, i), word(b, i)) & valid(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private synchronized long weight(long mask) {
        int weight = 0;
        for (int i = 0; i < words; i++) {
            weight += Long.bitCount(word(mask, i) & valid(i));
        }
        return weight;
    }

    private synchronized long firstZero(long mask) {
        for (int i = 0; i < words; i++) {
            long zeros = ~word(mask, i) & valid(i);
            if (zeros != 0) {
                return (long) i * Long.SIZE + Long.numberOfTrailingZeros(zeros);
            }
        }
        return cpus;
    }

    /** The first CPU from one on that is in both masks; the number of CPUs if there is none. */
    private synchronized long next(long a, long b, int from) {
        for (int cpu = from; cpu < cpus; cpu++) {
            long both = word(a, cpu / Long.SIZE) & word(b, cpu / Long.SIZE);
            if ((both >>> cpu & 1) != 0) {
                return cpu;
            }
        }
        return cpus;
    }

    /** The CPU of both masks that comes after the one that was found last, round and round. */
    private synchronized long distribute(Cpu asks, long a, long b) {
        long found = next(a, b, last[asks.id()] + 1);
        if (found == cpus) {
            found = next(a, b, 0);
        }
        if (found < cpus) {
            last[asks.id()] = (int) found;
        }
        return found;
    }
}
