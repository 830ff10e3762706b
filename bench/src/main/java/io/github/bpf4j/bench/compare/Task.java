package io.github.bpf4j.bench.compare;

/** A program made ready to run in this process. For one thread. */
interface Task extends AutoCloseable {
    /** Runs it once and returns the result. */
    long run();

    /** Runs it that often and returns the last result. */
    default long run(long times) {
        long result = 0;
        for (long i = 0; i < times; i++) {
            result = run();
        }
        return result;
    }

    /** After how many runs {@link #tidy} is due. */
    default long runsUntilTidy() {
        return Long.MAX_VALUE;
    }

    /** Takes away what runs leave behind; not measured. */
    default void tidy() {}

    /** Whether the caller's thread does all the work, so that its processor time tells the cost. */
    default boolean isOneThread() {
        return true;
    }

    @Override
    default void close() {}
}
