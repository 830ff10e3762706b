package io.github.bpf4j.runtime.memory;

/** Which parts of guest memory count as committed, and how many may. */
/*
 * Touching a page that the file system cannot provide ends in an InternalError. So every page is accounted for before its first
 * use; pages are never given back while the runtime lives, and a reused address does not count twice.
 */
final class Commitment {
    private static final int CHUNK_BITS = 16;
    private static final long CHUNK_BYTES = 1L << CHUNK_BITS;

    /** A bit for each chunk. None is ever cleared; whoever has the lock of the memory sets some and publishes them. */
    private volatile long[] chunks;

    private final long limitBytes;
    private long committedBytes;

    Commitment(long sizeBytes, long limitBytes) {
        chunks = new long[(int) ((sizeBytes >> CHUNK_BITS) / Long.SIZE + 1)];
        this.limitBytes = limitBytes;
    }

    boolean commit(long address, long sizeBytes) {
        if (sizeBytes <= 0) {
            return sizeBytes == 0;
        }
        long[] words = chunks;
        long first = address >> CHUNK_BITS;
        long last = (address + sizeBytes - 1) >> CHUNK_BITS;
        int lastWord = (int) (last / Long.SIZE);
        long missing = 0;
        for (int word = (int) (first / Long.SIZE); word <= lastWord; word++) {
            missing += Long.bitCount(mask(word, first, last) & ~words[word]) * CHUNK_BYTES;
        }
        if (missing > limitBytes - committedBytes) {
            return false;
        }
        for (int word = (int) (first / Long.SIZE); word <= lastWord; word++) {
            words[word] |= mask(word, first, last);
        }
        chunks = words;
        committedBytes += missing;
        return true;
    }

    /** The bits of a word that stand for chunks of a range. */
    private static long mask(int word, long first, long last) {
        long start = (long) word * Long.SIZE;
        long from = Math.max(first - start, 0);
        long to = Math.min(last - start, Long.SIZE - 1);
        return -1L << from & -1L >>> Long.SIZE - 1 - to;
    }

    /** Whether all bytes of a range are committed, for any thread. */
    boolean isCommitted(long address, long sizeBytes) {
        long[] words = chunks;
        long last = (address + Math.max(1, sizeBytes) - 1) >> CHUNK_BITS;
        for (long chunk = address >> CHUNK_BITS; chunk <= last; chunk++) {
            if (chunk / Long.SIZE >= words.length || (words[(int) (chunk / Long.SIZE)] >>> chunk & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    long limitBytes() {
        return limitBytes;
    }

    long committedBytes() {
        return committedBytes;
    }
}
