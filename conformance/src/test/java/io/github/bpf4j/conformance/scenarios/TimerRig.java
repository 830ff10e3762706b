package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.OtherVerifier;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/** The remote control (features/timer_ops.bpf.c) in a runtime of its own; closing it checks that nothing is left. */
final class TimerRig implements AutoCloseable {
    static final int INIT = 0;
    static final int SET_CALLBACK = 1;
    static final int START = 2;
    static final int CANCEL = 3;
    static final int STALE_START = 5;
    static final int STALE_INIT = 6;

    static final int REALTIME = 0;
    static final int MONOTONIC = 1;
    static final int BOOTTIME = 7;
    static final int ABS = 1;
    static final int CPU_PIN = 2;
    static final long FAR = 35_000_000_000L;
    static final long MS = 1_000_000;

    /** What a callback does, in the order of {@code enum action}. */
    enum Action {
        NOTHING,
        REARM,
        CANCEL_SELF,
        DELETE_SELF,
        UPDATE_SELF,
        INIT_SELF,
        OTHER_CALLBACK,
        COUNT_DOWN,
        FILL,
        REARM_THEN_DELETE,
        CANCEL_OTHER,
        START_OTHER
    }

    final VirtualClock clock = new VirtualClock();
    final Runtime runtime;
    final Collection collection;
    private final Program operate;

    TimerRig(EngineKind engine) {
        this(engine, Runtime.builder());
    }

    TimerRig(EngineKind engine, RuntimeBuilder builder) {
        runtime = builder.engine(engine).clock(clock).cpus(4).build();
        collection = runtime.load(CollectionSpec.read(Corpus.bytes("features/timer_ops.bpf.o"), "timer_ops"));
        operate = collection.program("operate");
    }

    /** A rig of 5.15, where programs that may sleep, as the remote control, cannot name maps with spin locks. */
    static TimerRig of515(EngineKind engine) {
        return new TimerRig(
                engine, OtherVerifier.of(Runtime.builder().profile(KernelProfile.V5_15), KernelProfile.V6_12));
    }

    BpfMap map(String name) {
        return collection.map(name);
    }

    static byte[] key(int key) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
    }

    /** Stores an element whose callback will do that. */
    void put(String map, int key, Action action) {
        map(map).update(key(key), value(map, action));
    }

    byte[] value(String map, Action action) {
        return ByteBuffer.allocate(map(map).valueSize())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(28, action.ordinal())
                .array();
    }

    private long operate(int cpu, int operation, String map, int key, int other, long argument, long flags) {
        ByteBuffer request = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        request.putInt(operation)
                .putInt(java.util.List.of("array", "hash", "on_demand", "lru").indexOf(map))
                .putInt(key)
                .putInt(other)
                .putLong(argument)
                .putLong(flags);
        var result = operate.run(request.array(), cpu);
        assertThat(result.run().fault()).isEmpty();
        return result.run().returnValue();
    }

    /** What the four calls answer in a non-maskable interrupt. */
    long[] inNmi(String map, int key) {
        long[] answers = new long[4];
        for (int operation = INIT; operation <= CANCEL; operation++) {
            ByteBuffer request = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
            request.putInt(0, operation)
                    .putInt(
                            4,
                            java.util.List.of("array", "hash", "on_demand", "lru")
                                    .indexOf(map))
                    .putInt(8, key)
                    .putLong(16, operation == INIT ? MONOTONIC : 0);
            answers[operation] =
                    operate.run(request.array(), 0, ExecutionContext.NMI).run().returnValue();
        }
        return answers;
    }

    long init(String map, int key, long flags) {
        return operate(0, INIT, map, key, 0, flags, 0);
    }

    long setCallback(String map, int key) {
        return operate(0, SET_CALLBACK, map, key, 0, 0, 0);
    }

    long setOtherCallback(String map, int key) {
        return operate(0, SET_CALLBACK, map, key, 1, 0, 0);
    }

    long start(String map, int key, long nsecs, long flags) {
        return startOn(0, map, key, nsecs, flags);
    }

    long startOn(int cpu, String map, int key, long nsecs, long flags) {
        return operate(cpu, START, map, key, 0, nsecs, flags);
    }

    long cancel(String map, int key) {
        return operate(0, CANCEL, map, key, 0, 0, 0);
    }

    /** Looks the element up, deletes it, inserts another key if that is not 0, then uses the old pointer. */
    long stale(int operation, String map, int key, int other) {
        return operate(0, operation, map, key, other, 1000, 0);
    }

    /** Stores the element, initialises its timer and arms it. */
    void arm(String map, int key, Action action, long nsecs) {
        put(map, key, action);
        assertThat(init(map, key, MONOTONIC)).isZero();
        assertThat(setCallback(map, key)).isZero();
        assertThat(start(map, key, nsecs, 0)).isZero();
    }

    private ByteBuffer element(String map, int key) {
        return ByteBuffer.wrap(map(map).lookup(key(key)).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
    }

    long runs(String map, int key) {
        return element(map, key).getLong(0);
    }

    long otherRuns(String map, int key) {
        return element(map, key).getLong(8);
    }

    long lastNs(String map, int key) {
        return element(map, key).getLong(16);
    }

    int lastCpu(String map, int key) {
        return element(map, key).getInt(24);
    }

    void set(String variable, long value) {
        collection.variable(variable).setLong(value);
    }

    /** What callbacks noted, in order. */
    long[] results() {
        ByteBuffer all = ByteBuffer.wrap(collection.variable("results").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] results = new long[(int) collection.variable("result_count").getLong()];
        for (int i = 0; i < results.length; i++) {
            results[i] = all.getLong(8 * i);
        }
        return results;
    }

    /** The keys of callbacks, in order. */
    int[] order() {
        ByteBuffer all = ByteBuffer.wrap(collection.variable("order").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int[] keys = new int[32];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = all.getInt(4 * i);
        }
        return Arrays.copyOf(keys, (int) collection.variable("order_count").getLong());
    }

    void pass(long ns) {
        runtime.advance(Duration.ofNanos(ns));
    }

    @Override
    public void close() {
        collection.close();
        assertThat(runtime.timers().live()).isZero();
        assertThat(runtime.timers().pending()).isZero();
        runtime.close();
    }
}
