package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.foreign.MemorySegment;

/**
 * Writes records into a ring buffer; for any thread. A record, since the JVM takes components of records for constants.
 *
 * @param first where the ring begins in the segment
 * @param base address of its beginning
 * @param records of each place, eight bytes each, the run that reserved a record there, and the record's state
 */
public record RingWriter(
        RingBuffer ring,
        MemorySegment segment,
        long first,
        long base,
        long sizeBytes,
        PagedLongs records,
        ShortLock lock) {
    private static final long BUSY_HEADER = RingBuffer.BUSY & 0xffff_ffffL;

    /** A busy record of the given size for a run, or 0 if it does not fit now or ever. */
    public long reserve(long size, int run) {
        if (size < 0 || size > RingBuffer.LENGTH) {
            return 0;
        }
        long total = total(size);
        if (total > sizeBytes) {
            return 0;
        }
        lock.take();
        try {
            long at = ring.nextRecord();
            if (at + total - ring.consumedTo() > sizeBytes - 1) {
                return 0;
            }
            int slot = slot(at);
            records.set(slot, (long) run << Integer.SIZE | size | BUSY_HEADER);
            segment.set(GuestMemory.LONG, first + slot * 8L, size | BUSY_HEADER);
            ring.setNextRecord(at + total);
            return base + slot * 8L + RingBuffer.HEADER_BYTES;
        } finally {
            lock.giveBack();
        }
    }

    /** Makes a record readable that a run has reserved, or drops it. */
    public void commit(long record, int run, boolean discard) {
        long offset = record - RingBuffer.HEADER_BYTES - base;
        if (offset < 0 || offset >= sizeBytes || (offset & 7) != 0 || !finish((int) (offset >>> 3), run, discard)) {
            throw noRecord(record);
        }
    }

    /** What is wrong where something is taken for a reserved record. */
    public static GuestFault noRecord(long address) {
        return new GuestFault(
                FaultKind.BAD_ARGUMENT, address, "0x" + Long.toHexString(address) + " is no reserved record");
    }

    boolean finish(int slot, int run, boolean discard) {
        long record = records.get(slot);
        if ((int) (record >>> Integer.SIZE) != run || (record & BUSY_HEADER) == 0) {
            return false;
        }
        int state = (int) record & RingBuffer.LENGTH | (discard ? RingBuffer.DISCARD : 0);
        segment.set(GuestMemory.INT, first + slot * 8L, state); // before the place may be another record's
        records.setRelease(slot, (long) run << Integer.SIZE | state);
        return true;
    }

    /** Whether the address lies in the data: what a helper may be handed as a record. */
    public boolean holds(long record) {
        return record >= base && record - base < 2 * sizeBytes;
    }

    int slot(long position) {
        return (int) ((position & sizeBytes - 1) >>> 3);
    }

    static long total(long size) {
        return size + RingBuffer.HEADER_BYTES + 7 & -8;
    }
}
