package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_BLOOM_FILTER: tells of a value that it was never pushed, or that it may have been. */
/*
 * B. Bloom, "Space/time trade-offs in hash coding with allowable errors" (1970): a value sets one bit for each hash, and may be there
 * if all its bits are set. The bits, in guest memory that no program has an address of, are those of Linux in number: 7/5 for each
 * value and hash, rounded up to a power of two. The hashes are h + i * g of two halves of one mixture (A. Kirsch and M. Mitzenmacher,
 * "Less hashing, same performance", 2006); g is odd, so that they differ.
 *
 * Bits are set under the lock and never cleared, hence peek takes no lock.
 */
public final class BloomFilter extends FixedMap {
    /** How many hashes a filter has that does not say. */
    public static final int DEFAULT_HASHES = 5;

    private static final long MOST_BITS = 1L << 32;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final long seed;
    private final int hashes;
    private final long bitMask;
    private final long base;
    private int count;

    private BloomFilter(GuestMemory memory, Shape shape, int hashes, long seed, long bits, long base) {
        super(memory, shape);
        this.seed = seed;
        this.hashes = hashes;
        this.base = base;
        bitMask = bits - 1;
    }

    /**
     * A filter that has no value, or null if guest memory has no room for it.
     *
     * @param maxEntries how many values it is made for, an unsigned 32-bit number
     * @param hashes bits per value, 0 for {@link #DEFAULT_HASHES}
     * @param seed of the hash functions
     */
    public static @Nullable BloomFilter create(
            GuestMemory memory, Shape shape, long maxEntries, int hashes, long seed) {
        int perValue = hashes == 0 ? DEFAULT_HASHES : hashes;
        long bits = bits(maxEntries, perValue);
        long base = memory.allocate(bits / Byte.SIZE, GuestMemory.Zone.HIGH);
        return base == 0 ? null : new BloomFilter(memory, shape, perValue, seed, bits, base);
    }

    static long bits(long maxEntries, int hashes) {
        long wanted = Math.max(Long.SIZE, maxEntries * hashes / 5 * 7 + maxEntries * hashes % 5 * 7 / 5);
        long power = Long.highestOneBit(wanted);
        return Math.min(MOST_BITS, power == wanted ? power : power * 2);
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    @Override
    public long push(long value, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        long mixed = mixture(value);
        boolean isNew = false;
        for (int i = 0; i < hashes; i++) {
            long bit = bit(mixed, i);
            long word = word(bit);
            long before = memory.getLong(word);
            isNew |= (before & 1L << bit) == 0;
            memory.setLong(word, before | 1L << bit);
        }
        if (isNew) {
            count++;
        }
        changed();
        return 0;
    }

    @Override
    public long peek(long value) {
        long mixed = mixture(value);
        for (int i = 0; i < hashes; i++) {
            long bit = bit(mixed, i);
            if ((memory.getLong(word(bit)) & 1L << bit) == 0) {
                return ENOENT.result();
            }
        }
        return 0;
    }

    private long bit(long mixed, int i) {
        return (mixed >>> 32) + i * (mixed | 1) & bitMask;
    }

    private long word(long bit) {
        return base + (bit >>> 6) * Long.BYTES;
    }

    private long mixture(long value) {
        return HashTable.mix(HashTable.mixture(memory, value, shape.valueSize(), seed) + GOLDEN);
    }

    /** How many values were pushed that it could tell to be new. */
    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        long bytes = (bitMask + 1) / Byte.SIZE;
        memory.release(base, bytes, bytes);
    }
}
