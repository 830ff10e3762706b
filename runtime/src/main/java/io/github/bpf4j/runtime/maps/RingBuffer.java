package io.github.bpf4j.runtime.maps;

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
 * The header that programs could see is written, but what the host relies on - length and state of each record, and which run reserved
 * it - is kept in `records`, by position modulo size in units of eight bytes. See RingWriter.
 *
 * Whoever reserves has `lock`, in which nobody waits for anything: a program may ask for records also while it has a bpf_spin_lock for
 * which somebody waits who has the machine's lock. Only the run that reserved a record commits it, and a run is one thread's: so to commit
 * is to store the record's state, without lock. Whoever polls has the machine's lock, and moves `consumer` on when it has read a record. So
 * a record costs one atomic instruction.
 *
 * Nothing is written between consumer and producer for whoever has `lock`, records' states apart. `firstBusy` is for those who look for
 * busy records: there is none between the consumer and it.
 */
public final class RingBuffer extends FixedMap {
    /** Bytes in front of a record. */
    public static final int HEADER_BYTES = 8;

    static final int BUSY = 1 << 31;
    static final int DISCARD = 1 << 30;
    static final int LENGTH = DISCARD - 1;

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
    private final PagedLongs records;
    private final Window object;
    private final ShortLock lock = new ShortLock();
    private final RingWriter writer;
    private volatile long producer;
    private volatile long consumer;
    private long firstBusy;

    private RingBuffer(GuestMemory memory, Shape shape, long base) {
        super(memory, shape);
        this.base = base;
        sizeBytes = shape.maxEntries();
        records = PagedLongs.ofLength((int) (sizeBytes / 8));
        writer = new RingWriter(this, memory.segment(), memory.index(base, 0), base, sizeBytes, records, lock);
        object = new Window(base & memory.mask());
        memory.objects().add(object);
    }

    /** An empty ring of {@code maxEntries} bytes, a power of two; null if guest memory has no room. */
    public static @Nullable RingBuffer create(GuestMemory memory, Shape shape) {
        long base = memory.allocate(2L * shape.maxEntries(), GuestMemory.Zone.HIGH);
        return base == 0 ? null : new RingBuffer(memory, shape, base);
    }

    /** What writes records. */
    public RingWriter writer() {
        return writer;
    }

    /** What the consumer has left free behind it; never less than that. */
    long consumedTo() {
        return (long) CONSUMER.getAcquire(this);
    }

    /** Where the next record begins; for whoever has the lock. */
    long nextRecord() {
        return (long) PRODUCER.get(this);
    }

    /** Where the next record begins from now on; for whoever has the lock. */
    void setNextRecord(long position) {
        PRODUCER.setRelease(this, position);
    }

    /** For whoever has the lock. */
    private long firstBusy(long end) {
        long at = Math.max(firstBusy, (long) CONSUMER.getAcquire(this));
        while (at < end && (state(at) & BUSY) == 0) {
            at += total(state(at));
        }
        firstBusy = at;
        return at;
    }

    private int state(long position) {
        return (int) records.getAcquire(slot(position));
    }

    /** Drops the records that a run reserved and left when it failed. */
    public void discardBusy(int run) {
        lock.take();
        try {
            long end = producer;
            for (long at = firstBusy(end); at < end; at += total(state(at))) {
                writer.finish(slot(at), run, true);
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
            int state = state(at);
            if ((state & BUSY) != 0) {
                return null;
            }
            if ((state & DISCARD) == 0) {
                record = memory.read(base + slot(at) * 8L + HEADER_BYTES, state & LENGTH);
            }
            at += total(state);
            CONSUMER.setRelease(this, at); // now others may write there
        }
        return record;
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
        return writer.slot(position);
    }

    private static long total(int state) {
        return RingWriter.total(state & LENGTH);
    }

    /** Records that wait to be read or are being written. */
    @Override
    public int count() {
        lock.take();
        try {
            int waiting = 0;
            for (long at = consumer; at < producer; at += total(state(at))) {
                waiting += (state(at) & DISCARD) == 0 ? 1 : 0;
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
                return refusalOf(offset, size);
            } finally {
                lock.giveBack();
            }
        }

        private String refusalOf(long offset, long size) {
            for (long at = firstBusy(producer); at < producer; at += total(state(at))) {
                int state = state(at);
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
