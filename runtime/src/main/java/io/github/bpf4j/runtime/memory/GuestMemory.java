package io.github.bpf4j.runtime.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that guest programs can see: one contiguous, lazily committed mapping per runtime. Guest addresses are masked
 * into it, so that no address leads out of it.
 *
 * <p>Safe for use by any thread: those that allocate take turns; accesses are as those of any {@link MemorySegment} of a shared arena.
 */
/*
 * A guest address `a` with instruction offset `o` is the byte at index (a & mask) + (o + GUARD_BYTES) of the segment. `mask`
 * is the size less one (a power of two), `o` fits 16 bits, and the segment has GUARD_BYTES before and after the addressable
 * part: the index is always inside, without a check. Bits above the mask are a tag that tells pointers from numbers in dumps.
 *
 * Addresses below 4 GiB are the low zone and carry no tag: packets, contexts and stacks lie there because contexts name
 * packets by 32-bit fields. Everything else lies in the high zone. The first 64 KiB stay empty, so a null pointer with a small
 * offset reads zeros.
 */
public final class GuestMemory implements AutoCloseable {
    /** Unused bytes before and after the addressable part: what a 16-bit offset can reach. */
    public static final int GUARD_BYTES = 32 * 1024;

    /** The high bits of addresses beyond the low zone. Not a valid error pointer, and positive as a signed number. */
    public static final long TAG = 0x0bf4_0000_0000_0000L;

    /** Where each kind of object lies. */
    public enum Zone {
        /** Below 4 GiB, untagged. */
        LOW,
        /** Anywhere, tagged. */
        HIGH
    }

    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Of a range that is given back: any of it may have been touched. */
    public static final long UNKNOWN = -1;

    /** A range of more that is given back is not used again if nobody knows what of it was touched. */
    public static final long LARGE_BYTES = 64L << 20;

    private static final long FEW_BYTES = 128;
    private static final long EMPTY_BYTES = 64 * 1024;
    private static final long FOUR_GIB = 1L << 32;
    private static final long LEAST_LOW_BYTES = 32L << 20;
    private static final long ALIGN = 4096;

    private final Backing backing;
    private final MemorySegment segment;
    private final long mask;
    private final Commitment commitment;
    private final RegionAllocator low;
    private final RegionAllocator high;
    private final Map<Long, Long> leftAlone = new HashMap<>(); // sizes by addresses
    private final GuestObjects objects = new GuestObjects();
    private final SpinLocks locks = new SpinLocks(this);

    private GuestMemory(Backing backing, long limitBytes) {
        this.backing = backing;
        segment = backing.segment();
        mask = backing.sizeBytes() - 1;
        commitment = new Commitment(backing.sizeBytes(), limitBytes);
        long bytes = backing.sizeBytes();
        long split = Math.clamp(bytes / 8, Math.min(bytes / 2, LEAST_LOW_BYTES), FOUR_GIB);
        low = new RegionAllocator(EMPTY_BYTES, split);
        high = new RegionAllocator(split, bytes);
    }

    /**
     * Reserves guest memory.
     *
     * @throws java.io.UncheckedIOException if not even the smallest reservation is possible
     */
    public static GuestMemory open(MemoryOptions options) {
        Backing backing = Backing.reserve(options);
        return new GuestMemory(backing, Math.min(options.limitBytes(), backing.usableBytes()));
    }

    /** The whole mapping, guards included. */
    public MemorySegment segment() {
        return segment;
    }

    /** The number of addressable bytes less one: all ones. */
    public long mask() {
        return mask;
    }

    /** How many bytes may be committed at most. */
    public long limitBytes() {
        return commitment.limitBytes();
    }

    /** How many bytes are accounted as committed. */
    public synchronized long committedBytes() {
        return commitment.committedBytes();
    }

    /** The locks that lie in it. */
    public SpinLocks locks() {
        return locks;
    }

    /** The live objects that checked mode knows. */
    public GuestObjects objects() {
        return objects;
    }

    /**
     * Reserves address space, aligned to 4096 bytes and zeroed; nothing is committed yet.
     *
     * @return the guest address, or 0 if there is no room
     */
    public synchronized long reserve(long sizeBytes, Zone zone) {
        if (sizeBytes <= 0 || sizeBytes > mask) {
            return 0;
        }
        long rounded = (sizeBytes + ALIGN - 1) & -ALIGN;
        RegionAllocator region = zone == Zone.LOW ? low : high;
        long address = region.take(rounded);
        if (address == 0 && !leftAlone.isEmpty()) {
            useLeftAlone();
            address = region.take(rounded);
        }
        return address == 0 || zone == Zone.LOW ? address : address | TAG;
    }

    /**
     * Accounts for the bytes as committed, before they are first touched.
     *
     * @return false if the limit does not allow it; then nothing changed
     */
    public synchronized boolean commit(long address, long sizeBytes) {
        return commitment.commit(address & mask, sizeBytes);
    }

    /**
     * Whether reading a range takes no more memory of the host: its bytes have addresses of guest memory, with tag and all, and are
     * committed. For whatever reads at an address that a program chose freely.
     */
    public boolean isCommitted(long address, int sizeBytes) {
        return holds(address, sizeBytes) && commitment.isCommitted(address & mask, sizeBytes);
    }

    /** Reserves and commits in one step; 0 if there is no room. */
    public synchronized long allocate(long sizeBytes, Zone zone) {
        long address = reserve(sizeBytes, zone);
        if (address != 0 && !commit(address, sizeBytes)) {
            release(address, sizeBytes, 0);
            return 0;
        }
        return address;
    }

    /**
     * Gives address space back. Its pages stay committed and are used again; but a large range of which nobody knows what was
     * touched is left alone until there is no other room, since zeroing it touches it all.
     *
     * @param touchedBytes how many bytes from the start may hold something other than zero, or {@link #UNKNOWN}
     */
    public void release(long address, long sizeBytes, long touchedBytes) {
        long rounded = (sizeBytes + ALIGN - 1) & -ALIGN;
        if (touchedBytes == UNKNOWN && sizeBytes > LARGE_BYTES) {
            leaveAlone(address, rounded);
            return;
        }
        long dirtyBytes = touchedBytes == UNKNOWN ? sizeBytes : touchedBytes;
        if (dirtyBytes > 0) {
            zero(address, dirtyBytes);
        }
        giveBack(address & mask, rounded);
    }

    private synchronized void leaveAlone(long address, long sizeBytes) {
        leftAlone.put(address, sizeBytes);
    }

    private void useLeftAlone() {
        leftAlone.forEach((address, sizeBytes) -> {
            zero(address, sizeBytes);
            giveBack(address & mask, sizeBytes);
        });
        leftAlone.clear();
    }

    private synchronized void giveBack(long plain, long sizeBytes) {
        (plain < low.end() ? low : high).give(plain, sizeBytes);
    }

    /** Whether all bytes of a range have addresses of guest memory, with tag and all, and may be the bytes of some object. */
    public boolean holds(long address, int sizeBytes) {
        long plain = address & mask;
        boolean exact = address == (plain < low.end() ? plain : plain | TAG);
        return exact && plain >= EMPTY_BYTES && plain + sizeBytes <= mask + 1;
    }

    /** Index in {@link #segment()} of a guest address with an instruction's offset. */
    public long index(long base, int offset) {
        return (base & mask) + (offset + GUARD_BYTES);
    }

    /**
     * Index in {@link #segment()} of a range that a helper was given.
     *
     * @throws GuestFault if the range does not lie inside guest memory
     */
    public long range(long address, long sizeBytes) {
        long plain = address & mask;
        if (sizeBytes < 0 || sizeBytes > mask + 1 - plain) {
            throw new GuestFault(FaultKind.BAD_ACCESS, address, sizeBytes + " bytes do not fit into guest memory");
        }
        return plain + GUARD_BYTES;
    }

    public int getU8(long address) {
        return segment.get(JAVA_BYTE, index(address, 0)) & 0xff;
    }

    public int getInt(long address) {
        return segment.get(INT, index(address, 0));
    }

    public long getLong(long address) {
        return segment.get(LONG, index(address, 0));
    }

    public void setU8(long address, int value) {
        segment.set(JAVA_BYTE, index(address, 0), (byte) value);
    }

    public void setInt(long address, int value) {
        segment.set(INT, index(address, 0), value);
    }

    public void setLong(long address, long value) {
        segment.set(LONG, index(address, 0), value);
    }

    /** Copies bytes from one guest address to another, as if through a buffer. */
    public void copy(long from, long to, long sizeBytes) {
        long source = range(from, sizeBytes);
        long target = range(to, sizeBytes);
        if (sizeBytes <= FEW_BYTES && Math.abs(source - target) >= sizeBytes) {
            copyFew(source, target, (int) sizeBytes);
        } else {
            MemorySegment.copy(segment, source, segment, target, sizeBytes);
        }
    }

    /* Inside one segment the JDK calls out for the smallest copy, since it might overlap. Other CPUs see numbers whole. */
    private void copyFew(long source, long target, int sizeBytes) {
        int done = 0;
        for (; done + Long.BYTES <= sizeBytes; done += Long.BYTES) {
            segment.set(LONG, target + done, segment.get(LONG, source + done));
        }
        if (done + Integer.BYTES <= sizeBytes) {
            segment.set(INT, target + done, segment.get(INT, source + done));
            done += Integer.BYTES;
        }
        if (done + Short.BYTES <= sizeBytes) {
            segment.set(SHORT, target + done, segment.get(SHORT, source + done));
            done += Short.BYTES;
        }
        if (done < sizeBytes) {
            segment.set(JAVA_BYTE, target + done, segment.get(JAVA_BYTE, source + done));
        }
    }

    /** Copies bytes out of guest memory. */
    public void read(long from, byte[] to, int toIndex, int sizeBytes) {
        MemorySegment.copy(segment, JAVA_BYTE, range(from, sizeBytes), to, toIndex, sizeBytes);
    }

    /** A copy of bytes of guest memory. */
    public byte[] read(long from, int sizeBytes) {
        long index = range(from, sizeBytes);
        byte[] bytes = new byte[sizeBytes];
        MemorySegment.copy(segment, JAVA_BYTE, index, bytes, 0, sizeBytes);
        return bytes;
    }

    /** Copies bytes into guest memory. */
    public void write(byte[] from, int fromIndex, long to, int sizeBytes) {
        MemorySegment.copy(from, fromIndex, segment, JAVA_BYTE, range(to, sizeBytes), sizeBytes);
    }

    /** Sets bytes to zero. */
    public void zero(long address, long sizeBytes) {
        long index = range(address, sizeBytes);
        if (sizeBytes > FEW_BYTES) {
            segment.asSlice(index, sizeBytes).fill((byte) 0);
            return;
        }
        int done = 0; // a slice would be an object
        for (; done + Long.BYTES <= sizeBytes; done += Long.BYTES) {
            segment.set(LONG, index + done, 0);
        }
        for (; done < sizeBytes; done++) {
            segment.set(JAVA_BYTE, index + done, (byte) 0);
        }
    }

    /** Whether two ranges hold the same bytes. */
    public boolean sameBytes(long a, long b, int sizeBytes) {
        long left = range(a, sizeBytes);
        long right = range(b, sizeBytes);
        int done = 0;
        for (; done + Long.BYTES <= sizeBytes; done += Long.BYTES) {
            if (segment.get(LONG, left + done) != segment.get(LONG, right + done)) {
                return false;
            }
        }
        for (; done < sizeBytes; done++) {
            if (segment.get(JAVA_BYTE, left + done) != segment.get(JAVA_BYTE, right + done)) {
                return false;
            }
        }
        return true;
    }

    /** Gives all memory back to the host. Later accesses throw {@link IllegalStateException}. */
    @Override
    public void close() {
        backing.close();
    }
}
