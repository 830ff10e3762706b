package io.github.bpf4j.runtime;

/**
 * What BPF_PROG_TEST_RUN is asked for of a program that takes no packets. Immutable.
 *
 * @param contextIn the context; not empty only for raw tracepoints and programs of type SYSCALL
 * @param dataIn bytes of data, which none of these takes
 * @param repeat how often to run, 0 for once
 * @param flags {@link #ON_CPU} or 0
 * @param cpu the logical CPU to run on
 * @param batchSize for packets alone
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out to be changed: see contextIn(), dataIn()
public record EventTestRun(byte[] contextIn, byte[] dataIn, int repeat, int flags, int cpu, int batchSize) {
    /** BPF_F_TEST_RUN_ON_CPU: run on the CPU that is said. */
    public static final int ON_CPU = 1;

    /** Nothing but a run. */
    public static final EventTestRun PLAIN = new EventTestRun(new byte[0], new byte[0], 0, 0, 0, 0);

    /** Copies the bytes. */
    public EventTestRun {
        contextIn = contextIn.clone();
        dataIn = dataIn.clone();
    }

    /** A copy of the bytes. */
    @Override
    public byte[] contextIn() {
        return contextIn.clone();
    }

    /** A copy of the bytes. */
    @Override
    public byte[] dataIn() {
        return dataIn.clone();
    }

    /** The same with a context. */
    public EventTestRun withContext(byte[] context) {
        return new EventTestRun(context, dataIn, repeat, flags, cpu, batchSize);
    }

    /** The same with data. */
    public EventTestRun withData(byte[] data) {
        return new EventTestRun(contextIn, data, repeat, flags, cpu, batchSize);
    }

    /** The same with a number of repetitions. */
    public EventTestRun withRepeat(int times) {
        return new EventTestRun(contextIn, dataIn, times, flags, cpu, batchSize);
    }

    /** The same with flags. */
    public EventTestRun withFlags(int bits) {
        return new EventTestRun(contextIn, dataIn, repeat, bits, cpu, batchSize);
    }

    /** The same with a CPU. */
    public EventTestRun withCpu(int number) {
        return new EventTestRun(contextIn, dataIn, repeat, flags, number, batchSize);
    }

    /** The same with a size of batches. */
    public EventTestRun withBatchSize(int size) {
        return new EventTestRun(contextIn, dataIn, repeat, flags, cpu, size);
    }

    /**
     * What came of it.
     *
     * @param returnValue 32 bits; of test runs of fentry, fexit and fmod_ret programs those of the functions that were called
     * @param context the bytes of the context as the program left them; empty unless it got some
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, compared by nobody
    public record Result(int returnValue, byte[] context) {}
}
