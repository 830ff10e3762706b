package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_STACK_TRACE: stacks by a number that follows from what is in them. Programs store them by a helper of their own, and the
 * host reads and removes them. What is behind the last frame is zero.
 *
 * <p>All methods are for whoever has the lock that was given to {@link #attach}.
 */
public final class StackTraces extends MapStorage {
    /** Says that stacks with the same hash are the same. */
    public static final long FAST_STACK_CMP = 1 << 9;

    /** Says that a stack takes the place of another with the same number. */
    public static final long REUSE_STACKID = 1 << 10;

    private static final int MOST_BUCKETS = 1 << 26;
    private static final long HASH_SEED = 0x5bf4;

    private final long base;
    private final int buckets;
    private final int stride;
    private final BitSet committed = new BitSet();
    private final BitSet used = new BitSet();
    private final PagedInts hashes;
    private final boolean buildIds;

    private StackTraces(GuestMemory memory, Shape shape, boolean buildIds, long base, int buckets, int stride) {
        super(memory, shape);
        this.buildIds = buildIds;
        this.base = base;
        this.buckets = buckets;
        this.stride = stride;
        hashes = new PagedInts(buckets);
    }

    /**
     * A map without stacks, or null if guest memory has no address space for it.
     *
     * @param buildIds whether frames are {@code struct bpf_stack_build_id}
     */
    public static @Nullable StackTraces create(GuestMemory memory, Shape shape, boolean buildIds) {
        if (shape.maxEntries() > MOST_BUCKETS) {
            return null;
        }
        int buckets = Integer.highestOneBit(Math.max(1, shape.maxEntries() - 1)) << (shape.maxEntries() > 1 ? 1 : 0);
        int stride = roundUp8(shape.valueSize());
        long base = memory.reserve((long) buckets * stride, GuestMemory.Zone.HIGH);
        return base == 0 ? null : new StackTraces(memory, shape, buildIds, base, buckets, stride);
    }

    /** Whether frames are {@code struct bpf_stack_build_id}, not addresses alone. */
    public boolean hasBuildIds() {
        return buildIds;
    }

    /**
     * Stores a stack.
     *
     * @param stack its frames as the map holds them, at most as many as a value has room for
     * @param flags FAST_STACK_CMP, REUSE_STACKID
     * @return its number, or a negative errno
     */
    public long put(byte[] stack, long flags) {
        long mixed = HASH_SEED;
        for (byte each : stack) {
            mixed = HashTable.mix(mixed ^ each & 0xff);
        }
        int hash = (int) (mixed ^ mixed >>> 32);
        int id = hash & buckets - 1;
        byte[] value = Arrays.copyOf(stack, shape.valueSize());
        if (used.get(id)) {
            boolean sameHash = hashes.get(id) == hash;
            boolean same = sameHash
                    && ((flags & FAST_STACK_CMP) != 0
                            || Arrays.equals(memory.read(valueAddress(id, 0), value.length), value));
            if (same) {
                return id;
            }
            if ((flags & REUSE_STACKID) == 0) {
                return EEXIST.result();
            }
        }
        if (used.cardinality() == shape.maxEntries()) {
            return ENOMEM.result(); // a stack needs memory of its own even where it takes another's place
        }
        if (!committed.get(id) && !memory.commit(valueAddress(id, 0), stride)) {
            return ENOMEM.result();
        }
        committed.set(id);
        memory.write(value, 0, valueAddress(id, 0), value.length);
        hashes.set(id, hash);
        used.set(id);
        changed();
        return id;
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    @Override
    public long lookup(int cpu, long key) {
        return 0;
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        return EINVAL.result();
    }

    @Override
    public long delete(long key) {
        int id = memory.getInt(key);
        if (Integer.compareUnsigned(id, buckets) >= 0) {
            return E2BIG.result();
        }
        if (!used.get(id)) {
            return ENOENT.result();
        }
        used.clear(id);
        changed();
        return 0;
    }

    @Override
    public int find(long key) {
        int id = memory.getInt(key);
        return id >= 0 && used.get(id) ? id : -1;
    }

    @Override
    public int next(int element) {
        return used.nextSetBit(element + 1);
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return base + (long) element * stride;
    }

    @Override
    public long keyAddress(int element, long scratch) {
        memory.setInt(scratch, element);
        return scratch;
    }

    @Override
    public int elementOf(long value) {
        return -1;
    }

    @Override
    public int count() {
        return used.cardinality();
    }

    @Override
    public void close() {
        committed.stream().forEach(id -> memory.zero(valueAddress(id, 0), stride));
        memory.release(base, (long) buckets * stride, 0);
        used.clear();
    }
}
