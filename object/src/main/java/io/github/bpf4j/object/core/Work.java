package io.github.bpf4j.object.core;

/**
 * How much is compared for one program. Types refer to each other in such ways that few of them can ask for very much; what a compiler
 * writes asks for a small part of this. Not safe for use by several threads.
 */
final class Work {
    /** Most comparisons of members, types and enumerators for one program. */
    static final long MAX_STEPS = 1 << 26;

    private long steps;

    /**
     * Counts some steps before they are made.
     *
     * @throws RelocationException if they are too many in sum
     */
    void spend(long count) throws RelocationException {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new RelocationException("types are compared in more than " + MAX_STEPS + " steps");
        }
    }

    /** The steps up to now. */
    long steps() {
        return steps;
    }
}
