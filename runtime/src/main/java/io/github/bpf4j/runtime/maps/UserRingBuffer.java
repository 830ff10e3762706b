package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODATA;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_USER_RINGBUF: samples that user space writes and programs drain (runtime spec 5). */
/*
 * Positions grow for ever; a sample at position p lies at p modulo the size. As in Linux, headers and the producer's position are user
 * space's and may be anything: each drain reads them once and judges them before it believes them, and a length that passed is at most
 * the size. Linux maps the data twice in a row so that a sample may wrap; here the region is twice as long, and what is written to one
 * half is copied to the other: by user space at once, by programs when the sample was drained.
 *
 * Whoever calls has the machine's lock. The monitor of `object` guards what checked accesses ask for.
 */
public final class UserRingBuffer extends FixedMap {
    /** Bytes in front of a sample. */
    public static final int HEADER_BYTES = 8;

    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;
    private static final int LENGTH = DISCARD - 1;

    /** Samples of more cannot be drained: no dynamic pointer leads to so many bytes. */
    private static final int MOST_SAMPLE_BYTES = 0xff_ffff;

    /** Libbpf counts free bytes in an unsigned int, whatever the producer's position is. */
    private static final long UINT = 0xffff_ffffL;

    private final long base;
    private final long sizeBytes;
    private final Window object;
    private long producer;
    private long consumer;
    private boolean draining;

    private UserRingBuffer(GuestMemory memory, Shape shape, long base) {
        super(memory, shape);
        this.base = base;
        sizeBytes = shape.maxEntries();
        object = new Window(base & memory.mask());
        memory.objects().add(object);
    }

    /** An empty ring of {@code maxEntries} bytes, a power of two; null if guest memory has no room. */
    public static @Nullable UserRingBuffer create(GuestMemory memory, Shape shape) {
        long base = memory.allocate(2L * shape.maxEntries(), GuestMemory.Zone.HIGH);
        return base == 0 ? null : new UserRingBuffer(memory, shape, base);
    }

    // ---- user space

    /** Makes a busy sample of the given size at the producer's position; 0 or a negative errno. */
    public long reserve(long size) {
        if (size < 0 || size > LENGTH || roundUp8(size + HEADER_BYTES) > sizeBytes) {
            return E2BIG.result();
        }
        long total = roundUp8(size + HEADER_BYTES);
        if ((sizeBytes - (producer - consumer) & UINT) < total) {
            return ENOSPC.result();
        }
        setHeader(producer, (int) size | BUSY);
        producer += total;
        return 0;
    }

    /** Ends a sample that was reserved, with its bytes or as discarded. */
    public void commit(long position, byte[] bytes, boolean discard) {
        write(position + HEADER_BYTES, bytes);
        setHeader(position, bytes.length | (discard ? DISCARD : 0));
        changed();
    }

    private void setHeader(long position, int word) {
        byte[] header = new byte[HEADER_BYTES];
        for (int i = 0; i < Integer.BYTES; i++) {
            header[i] = (byte) (word >>> 8 * i);
        }
        write(position, header);
    }

    /** Writes at a position, seen in both halves; at most as many bytes as the ring has. */
    public void write(long position, byte[] bytes) {
        long at = position & sizeBytes - 1;
        memory.write(bytes, 0, base + at, bytes.length);
        mirror(at, bytes.length);
    }

    /** Reads from a position on; at most as many bytes as the ring has. */
    public byte[] read(long position, int bytes) {
        return memory.read(base + (position & sizeBytes - 1), bytes);
    }

    /** Copies what was written from an offset on, at most the size, to where it is seen again. */
    private void mirror(long at, long bytes) {
        long inFirst = Math.clamp(sizeBytes - at, 0, bytes);
        memory.copy(base + at, base + sizeBytes + at, inFirst);
        if (bytes > inFirst) {
            memory.copy(base + at + inFirst, base + at + inFirst - sizeBytes, bytes - inFirst);
        }
    }

    /** Says how far the producer is: whatever a producer says. */
    public void setProducer(long position) {
        producer = position;
    }

    public long producerPosition() {
        return producer;
    }

    public long consumerPosition() {
        return consumer;
    }

    public long ringBytes() {
        return sizeBytes;
    }

    // ---- programs

    /** Begins a drain; false if one is going on. */
    public boolean beginDrain() {
        if (draining) {
            return false;
        }
        draining = true;
        return true;
    }

    /** Ends the drain that was begun. */
    public void endDrain() {
        draining = false;
    }

    /**
     * The bytes of the next sample, or a negative errno: ENODATA if there is none, EAGAIN if it was discarded, and is passed; EINVAL or
     * E2BIG if it is no sample.
     */
    public long peek() {
        if ((producer & 7) != 0) {
            return EINVAL.result();
        }
        if (Long.compareUnsigned(consumer, producer) >= 0) {
            return ENODATA.result();
        }
        int header = memory.getInt(base + (consumer & sizeBytes - 1));
        long length = header & LENGTH;
        long total = roundUp8(length + HEADER_BYTES);
        if (Long.compareUnsigned(total, producer - consumer) > 0) {
            return EINVAL.result();
        }
        if (total > sizeBytes || length > MOST_SAMPLE_BYTES) {
            return E2BIG.result();
        }
        if ((header & DISCARD) != 0) {
            consumer += total;
            return EAGAIN.result();
        }
        if ((header & BUSY) != 0) {
            return ENODATA.result();
        }
        return length;
    }

    /** Lets programs access the next sample, of that many bytes; its address. */
    public long open(long length) {
        long at = (consumer & sizeBytes - 1) + HEADER_BYTES;
        synchronized (object) {
            object.from = at;
            object.until = at + length;
        }
        return base + at;
    }

    /** Ends a program's access to the sample of that many bytes, and passes it. */
    public void pass(long length) {
        synchronized (object) {
            object.from = 0;
            object.until = 0;
        }
        mirror((consumer & sizeBytes - 1) + HEADER_BYTES, length);
        consumer += roundUp8(length + HEADER_BYTES);
        changed();
    }

    private static long roundUp8(long bytes) {
        return bytes + 7 & -8;
    }

    /** None: user space knows what it wrote. */
    @Override
    public int count() {
        return 0;
    }

    @Override
    public void close() {
        memory.objects().remove(object);
        memory.release(base, 2 * sizeBytes, GuestMemory.UNKNOWN);
    }

    /** What checked mode allows: the sample that is being drained. */
    private final class Window extends RingWindow {
        private long from;
        private long until;

        Window(long start) {
            super("user ring buffer \"" + shape.name() + "\"", start, sizeBytes);
        }

        @Override
        public synchronized String refusal(long offset, long size, Access access) {
            return offset >= from && offset + size <= until
                    ? ""
                    : "it leaves the sample that is drained from " + name();
        }
    }
}
