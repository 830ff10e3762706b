package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.CheckedInterpreter;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;

/** What the 16 bytes of {@code struct bpf_dynptr} hold, in guest memory like all that programs have (verifier spec 4.1). Stateless. */
/*
 * First the address: of memory, of a ring buffer record, of a context. Then one word, the state: size, kind, whether it is read-only,
 * offset of the part that is left from the address. All zero is the null pointer. A program that no verifier saw may put anything
 * there, so a helper reads each word once, and whatever it finds is an address in guest memory or compared with what the host knows.
 */
final class DynamicPointers {
    /** Of {@code struct bpf_dynptr}. */
    static final int BYTES = 16;

    /** Most bytes that one holds. */
    static final int MAX_SIZE = 0xff_ffff;

    static final int NULL = 0;
    static final int LOCAL = 1;
    static final int RINGBUF = 2;
    static final int SKB = 3;
    static final int XDP = 4;

    /** What reaches the kernel of an offset, a length. */
    static final long UINT = 0xffff_ffffL;

    private static final int STATE = 8;
    private static final int KIND_SHIFT = 24;
    private static final int KIND_MASK = 7;
    private static final long READ_ONLY = 1L << 31;
    private static final int OFFSET_SHIFT = 32;
    private static final long SIZE_AND_OFFSET = -1L << OFFSET_SHIFT | MAX_SIZE;

    private DynamicPointers() {}

    /** Makes a pointer to all of some bytes, at most {@link #MAX_SIZE}. */
    static void set(GuestMemory memory, long pointer, int kind, long address, long size, boolean readOnly) {
        memory.setLong(pointer, address);
        memory.setLong(pointer + STATE, size | (long) kind << KIND_SHIFT | (readOnly ? READ_ONLY : 0));
    }

    /** Makes the null pointer. */
    static void clear(GuestMemory memory, long pointer) {
        memory.setLong(pointer, 0);
        memory.setLong(pointer + STATE, 0);
    }

    /** Keeps of a pointer the bytes from one to before another. */
    static void narrow(GuestMemory memory, long pointer, long state, long start, long end) {
        memory.setLong(pointer + STATE, state & ~SIZE_AND_OFFSET | offset(state) + start << OFFSET_SHIFT | end - start);
    }

    static void copy(GuestMemory memory, long from, long to) {
        memory.copy(from, to, BYTES);
    }

    static long state(GuestMemory memory, long pointer) {
        return memory.getLong(pointer + STATE);
    }

    /** Where it pointed when it was made: for records and packets, what they are known by. */
    static long address(GuestMemory memory, long pointer) {
        return memory.getLong(pointer);
    }

    /** One of the kinds; what is none of them is the null pointer. */
    static int kind(long state) {
        int kind = (int) (state >>> KIND_SHIFT) & KIND_MASK;
        return kind <= XDP ? kind : NULL;
    }

    static boolean isNull(long state) {
        return kind(state) == NULL;
    }

    static boolean isReadOnly(long state) {
        return (state & READ_ONLY) != 0;
    }

    static long size(long state) {
        return state & MAX_SIZE;
    }

    /** How many bytes were cut off at the front. */
    static long offset(long state) {
        return state >>> OFFSET_SHIFT;
    }

    /** Whether it has that many bytes from an offset on; both are of 32 bits. */
    static boolean has(long state, long offset, long bytes) {
        return bytes <= size(state) && offset <= size(state) - bytes;
    }

    /**
     * The packet of a pointer of kind {@link #SKB} or {@link #XDP}.
     *
     * @throws GuestFault if it is not that of the run
     */
    static PacketContext packet(Cpu cpu, int kind, long address) {
        PacketContext packet = PacketHelpers.packet(cpu, address);
        boolean fits = kind == SKB ? packet instanceof SkbContext : packet instanceof XdpContext;
        if (!fits) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, address, "the dynamic pointer is to another kind of packet");
        }
        return packet;
    }

    /**
     * What checked mode asks of a pointer that a helper is given: that the memory is still there.
     *
     * @throws GuestFault if it is not
     */
    static void check(GuestMemory memory, long pointer) {
        CheckedInterpreter.check(memory, pointer, BYTES, Access.READ);
        long state = state(memory, pointer);
        if (size(state) > 0 && (kind(state) == LOCAL || kind(state) == RINGBUF)) {
            CheckedInterpreter.check(memory, address(memory, pointer) + offset(state), size(state), Access.WRITE);
        }
    }
}
