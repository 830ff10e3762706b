package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_RINGBUF: variable-sized records in order of reservation (runtime spec 5). */
/*
 * Positions grow for ever; a record at position p lies at p modulo the size. Linux maps the data twice in a row so that a record
 * may wrap; here the region is twice as long, and a record near the end goes on in its second half. The bytes of the first half
 * that it would have wrapped onto stay unused meanwhile, so nothing overlaps.
 *
 * The header that programs could see is written, but what the host relies on - length and state of each record - is kept in
 * `records`, by position modulo size in units of eight bytes; `owners` says which run reserved it.
 *
 * Whoever reserves has `lock`, in which nobody waits for anything: a program may ask for records also while it has a bpf_spin_lock for
 * which somebody waits who has the machine's lock. To commit is to replace the record's state, by whoever is first, without the lock.
 * Whoever polls has the machine's lock, and moves `consumer` on when it has read a record. So a record costs two atomic instructions.
 *
 * `firstBusy` is at or before the first record that is still being written, and behind the consumer never: it moves on before anything is
 * written where it is.
 */
public final class RingBuffer extends FixedMap {
    /** Bytes in front of a record. */
    public static final int HEADER_BYTES = 8;

    private static final int BUSY = 1 << 31;
    private static final long BUSY_HEADER = 1L << 31;
    private static final int DISCARD = 1 << 30;
    private static final int LENGTH = DISCARD - 1;
    private static final VarHandle PRODUCER;
    private static final VarHandle CONSUMER;

    static {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            PRODUCER = own.findVarHandle(RingBuffer.class, "producer", long.class);
            CONSUMER = own.findVarHandle(RingBuffer.class, "consumer", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long base;
    private final long sizeBytes;
    private final PagedInts records;
    private final PagedInts owners;
    private final Window object;
    private final ShortLock lock = new ShortLock();
    private volatile long producer;
    private volatile long consumer;
    private long firstBusy;

    private RingBuffer(GuestMemory memory, Shape shape, long base) {
        super(memory, shape);
        this.base = base;
        sizeBytes = shape.maxEntries();
        records = new PagedInts((int) (sizeBytes / 8));
        owners = new PagedInts((int) (sizeBytes / 8));
        object = new Window(base & memory.mask());
        memory.objects().add(object);
    }

    /** An empty ring of {@code maxEntries} bytes, a power of two; null if guest memory has no room. */
    public static @Nullable RingBuffer create(GuestMemory memory, Shape shape) {
        long base = memory.allocate(2L * shape.maxEntries(), GuestMemory.Zone.HIGH);
        return base == 0 ? null : new RingBuffer(memory, shape, base);
    }

    /** A busy record of the given size for a run, or 0 if it does not fit now or ever. */
    public long reserve(long size, int run) {
        if (size < 0 || size > LENGTH) {
            return 0;
        }
        long total = size + HEADER_BYTES + 7 & -8;
        if (total > sizeBytes) {
            return 0;
        }
        lock.take();
        try {
            long at = (long) PRODUCER.get(this);
            if (at + total - (long) CONSUMER.getAcquire(this) > sizeBytes - 1) {
                return 0;
            }
            passCommitted(at);
            int slot = slot(at);
            records.set(slot, (int) size | BUSY);
            if (owners.get(slot) != run) { // a line that is only read is not written back
                owners.set(slot, run);
            }
            long header = base + slot * 8L;
            memory.setLong(header, size | BUSY_HEADER);
            PRODUCER.setRelease(this, at + total);
            return header + HEADER_BYTES;
        } finally {
            lock.giveBack();
        }
    }

    private void passCommitted(long end) {
        while (firstBusy < end) {
            int state = records.getAcquire(slot(firstBusy));
            if ((state & BUSY) != 0) {
                return;
            }
            firstBusy += total(state);
        }
    }

    /** Makes a busy record readable, or drops it. */
    public void commit(long record, boolean discard) {
        long offset = record - HEADER_BYTES - base;
        int slot = (int) (offset / 8);
        if (offset < 0 || offset >= sizeBytes || (offset & 7) != 0 || !finish(slot, discard)) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, record, "0x" + Long.toHexString(record) + " is no reserved record");
        }
    }

    private boolean finish(int slot, boolean discard) {
        int busy = records.get(slot);
        if ((busy & BUSY) == 0) {
            return false;
        }
        int state = busy & LENGTH | (discard ? DISCARD : 0);
        memory.setInt(base + slot * 8L, state); // before the place may be another record's
        return records.compareAndSet(slot, busy, state);
    }

    /** Drops the records that a run reserved and left when it failed. */
    public void discardBusy(int run) {
        lock.take();
        try {
            long end = producer;
            passCommitted(end);
            for (long at = firstBusy; at < end; ) {
                int slot = slot(at);
                at += total(records.get(slot));
                if (owners.get(slot) == run) {
                    finish(slot, true);
                }
            }
        } finally {
            lock.giveBack();
        }
    }

    /** Takes the oldest record that can be read, or null if there is none or one before it is still being written. */
    public byte @Nullable [] poll() {
        long at = consumer;
        byte[] record = null;
        while (record == null && at < producer) {
            int slot = slot(at);
            int state = records.getAcquire(slot);
            if ((state & BUSY) != 0) {
                return null;
            }
            if ((state & DISCARD) == 0) {
                record = memory.read(base + slot * 8L + HEADER_BYTES, state & LENGTH);
            }
            at += total(state);
            consumer = at; // now others may write there
        }
        return record;
    }

    /** Whether the address lies in the data: what a helper may be handed as a record. */
    public boolean holds(long record) {
        return record >= base && record - base < 2 * sizeBytes;
    }

    /** Bytes between consumer and producer. */
    public long availableBytes() {
        long read = consumer; // first: it may pass what the producer was meanwhile
        return Math.min(producer - read, sizeBytes); // and what was written behind it
    }

    public long ringBytes() {
        return sizeBytes;
    }

    public long consumerPosition() {
        return consumer;
    }

    public long producerPosition() {
        return producer;
    }

    private int slot(long position) {
        return (int) ((position & sizeBytes - 1) / 8);
    }

    private static long total(int state) {
        return (state & LENGTH) + HEADER_BYTES + 7L & -8;
    }

    /** Records that wait to be read or are being written. */
    @Override
    public int count() {
        lock.take();
        try {
            int waiting = 0;
            for (long at = consumer; at < producer; at += total(records.get(slot(at)))) {
                waiting += (records.get(slot(at)) & DISCARD) == 0 ? 1 : 0;
            }
            return waiting;
        } finally {
            lock.giveBack();
        }
    }

    @Override
    public void close() {
        memory.objects().remove(object);
        memory.release(base, 2 * sizeBytes, GuestMemory.UNKNOWN);
    }

    /** What checked mode allows: reserved records, and nothing between them. */
    private final class Window extends RingWindow {
        Window(long start) {
            super("ring buffer \"" + shape.name() + "\"", start, sizeBytes);
        }

        @Override
        public String refusal(long offset, long size, Access access) {
            lock.take();
            try {
                passCommitted(producer);
                return refusalOf(offset, size);
            } finally {
                lock.giveBack();
            }
        }

        private String refusalOf(long offset, long size) {
            for (long at = firstBusy; at < producer; at += total(records.get(slot(at)))) {
                int state = records.get(slot(at));
                long record = slot(at) * 8L + HEADER_BYTES;
                if ((state & BUSY) != 0 && offset >= record && offset < record + (state & LENGTH)) {
                    return offset + size <= record + (state & LENGTH)
                            ? ""
                            : "it leaves the record (" + (state & LENGTH) + " bytes) reserved in " + name();
                }
            }
            return "no record of " + name() + " is reserved there";
        }
    }
}
