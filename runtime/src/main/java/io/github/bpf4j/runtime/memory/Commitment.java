package io.github.bpf4j.runtime.memory;

import java.util.BitSet;

/** Which parts of guest memory count as committed, and how many may. */
/*
 * Touching a page that the file system cannot provide ends in an InternalError. So every page is accounted for before its first
 * use; pages are never given back while the runtime lives, and a reused address does not count twice.
 */
final class Commitment {
    private static final int CHUNK_BITS = 16;
    private static final long CHUNK_BYTES = 1L << CHUNK_BITS;

    private final BitSet chunks;
    private final long limitBytes;
    private long committedBytes;

    Commitment(long sizeBytes, long limitBytes) {
        chunks = new BitSet((int) Math.min(Integer.MAX_VALUE, 1 + (sizeBytes >> CHUNK_BITS) / 1024));
        this.limitBytes = limitBytes;
    }

    boolean commit(long address, long sizeBytes) {
        if (sizeBytes <= 0) {
            return sizeBytes == 0;
        }
        int first = (int) (address >> CHUNK_BITS);
        int end = (int) ((address + sizeBytes - 1) >> CHUNK_BITS) + 1;
        long missing = (end - first - chunks.get(first, end).cardinality()) * CHUNK_BYTES;
        if (missing > limitBytes - committedBytes) {
            return false;
        }
        chunks.set(first, end);
        committedBytes += missing;
        return true;
    }

    long limitBytes() {
        return limitBytes;
    }

    long committedBytes() {
        return committedBytes;
    }
}
