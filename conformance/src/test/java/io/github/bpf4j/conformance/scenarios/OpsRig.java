package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The remote control that asked a real kernel (scenarios/01_ops.bpf.c), in a runtime of its own; closing it checks that nothing
 * is left.
 */
final class OpsRig implements AutoCloseable {
    /** What a request names: a map, or the callback's own element. */
    enum Where {
        ARR,
        HASH,
        HASH_NP,
        LRU,
        INNER,
        SELF
    }

    /** What a request does, in the order of shared.h. */
    enum Op {
        NOP,
        INIT,
        SET,
        START,
        CANCEL,
        DELETE,
        UPDATE,
        FIND,
        BUSY,
        POST,
        WAIT,
        FILL,
        KEY,
        REINIT
    }

    /** A request. */
    record Request(Op op, Where map, int key, int callback, long argument, long flags) {
        static Request of(Op op, Where map, int key, long argument) {
            return new Request(op, map, key, 0, argument, 0);
        }

        byte[] bytes() {
            return encode().array();
        }

        private ByteBuffer encode() {
            return ByteBuffer.allocate(40)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(op.ordinal())
                    .putInt(map.ordinal())
                    .putInt(key)
                    .putInt(callback)
                    .putLong(argument)
                    .putLong(flags)
                    .putLong(0)
                    .flip();
        }
    }

    static final long MS = 1_000_000;
    static final long FAR = 35_000_000_000L;
    static final long MONO = 1;
    static final long NO_OUTER_SLOT = -7777;

    private static final int SLOT_AT = 144;
    private static final int SLOT_BYTES = 392;
    private static final int RUNS = 0;
    private static final int LIMIT = 8;
    private static final int BY_CALLBACK = 16;
    private static final int FLAGS_AT = 16;
    private static final int AT = 32;
    private static final int KEY = 40;
    private static final int CPU = 48;
    private static final int SEQ_OUT = 72;
    private static final int INSIDE = 80;
    private static final int OVERLAP = 88;
    private static final int RESULTS = 104;
    private static final int ACTIONS = 152;

    final Runtime runtime;
    final Collection collection;
    final Program program;
    private final BpfMap shared;

    OpsRig(EngineKind engine) {
        this(engine, new VirtualClock());
    }

    OpsRig(EngineKind engine, Clock clock) {
        this(Runtime.builder().engine(engine).clock(clock).cpus(2));
    }

    OpsRig(RuntimeBuilder settings) {
        runtime = settings.build();
        collection = runtime.load(spec());
        program = runtime.openProgram(collection.program("op").id());
        collection.program("op").close();
        shared = runtime.openMap(collection.map(".bss").id());
    }

    static CollectionSpec spec() {
        return CollectionSpec.read(Corpus.bytes("scenarios/01_ops.bpf.o"), "01_ops")
                .withAutoload("cancel_all", false);
    }

    /** Another copy of the program, on the same maps. */
    Collection another() {
        return runtime.load(
                spec(),
                Map.of(
                        "arr",
                        collection.map("arr"),
                        "hash",
                        collection.map("hash"),
                        collection.map(".bss").name(),
                        shared));
    }

    static byte[] key(int key) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
    }

    static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    BpfMap map(Where where) {
        return collection.map(where == Where.INNER ? "inner0" : where.name().toLowerCase(java.util.Locale.ROOT));
    }

    static long ask(Program program, Request request) {
        var result = program.run(request.encode().array()).run();
        assertThat(result.fault()).isEmpty();
        return (int) result.returnValue();
    }

    long ask(Op op, Where map, int key, int callback, long argument) {
        return ask(program, new Request(op, map, key, callback, argument, 0));
    }

    long ask(int cpu, Op op, Where map, int key, long argument) {
        return ask(cpu, new Request(op, map, key, 0, argument, 0));
    }

    long ask(int cpu, Request request) {
        var result = program.run(request.encode().array(), cpu).run();
        assertThat(result.fault()).isEmpty();
        return (int) result.returnValue();
    }

    /** MONOTONIC time of the last callback that reported to the slot. */
    long lastNs(int slot) {
        return field(slot, AT);
    }

    long init(Where map, int key) {
        return ask(Op.INIT, map, key, 0, MONO);
    }

    long set(Where map, int key) {
        return ask(Op.SET, map, key, 0, 0);
    }

    long start(Where map, int key, long nsecs) {
        return ask(Op.START, map, key, 0, nsecs);
    }

    long cancel(Where map, int key) {
        return ask(Op.CANCEL, map, key, 0, 0);
    }

    /** Stores an element whose callback reports to a slot, from user space. */
    void put(Where map, int key, int slot) {
        map(map).update(key(key), value(slot));
    }

    static byte[] value(int slot) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(slot)
                .putLong(-1)
                .putLong(-1)
                .array();
    }

    /** Stores an element, initialises its timer and arms it. */
    void arm(Where map, int key, int slot, long nsecs) {
        put(map, key, slot);
        assertThat(init(map, key)).isZero();
        assertThat(set(map, key)).isZero();
        assertThat(start(map, key, nsecs)).isZero();
    }

    /** Clears a slot and says what its callback does. */
    void acts(int slot, Request... actions) {
        ByteBuffer bytes = ByteBuffer.wrap(shared.lookup(key(0)).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
        int at = SLOT_AT + slot * SLOT_BYTES;
        bytes.put(at, new byte[SLOT_BYTES]);
        bytes.putLong(at + LIMIT, Long.MAX_VALUE);
        for (int i = 0; i < actions.length; i++) {
            bytes.put(at + ACTIONS + 40 * i, actions[i].encode().array());
        }
        shared.update(key(0), bytes.array());
    }

    private long field(int slot, int offset) {
        return ByteBuffer.wrap(shared.lookup(key(0)).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(SLOT_AT + slot * SLOT_BYTES + offset);
    }

    long runs(int slot) {
        return field(slot, RUNS);
    }

    /** How many of a slot's runs were of this function, 0 or 1. */
    long runsOf(int slot, int callback) {
        return field(slot, BY_CALLBACK + 8 * callback);
    }

    long keyOf(int slot) {
        return field(slot, KEY);
    }

    /** The CPU of the last callback that reported to the slot. */
    long cpuOf(int slot) {
        return field(slot, CPU);
    }

    /** How many callbacks of the slot have begun and not ended. */
    long inside(int slot) {
        return field(slot, INSIDE);
    }

    /** How often a callback of the slot began while another had not ended. */
    long overlaps(int slot) {
        return field(slot, OVERLAP);
    }

    /** Whether a callback of the slot has come to its end. */
    boolean hasEnded(int slot) {
        return field(slot, SEQ_OUT) != 0;
    }

    /** What the actions POST and WAIT share, all back to zero; no callback may run meanwhile. */
    void clearFlags() {
        byte[] bytes = shared.lookup(key(0)).orElseThrow();
        java.util.Arrays.fill(bytes, FLAGS_AT, SLOT_AT, (byte) 0);
        shared.update(key(0), bytes);
    }

    long flag(int number) {
        return ByteBuffer.wrap(shared.lookup(key(0)).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(FLAGS_AT + 8 * number);
    }

    long result(int slot, int action) {
        return field(slot, RESULTS + 8 * action);
    }

    /** Arms a timer that re-arms itself for ever, and sees that it runs. */
    void endless(Where map, int key, int slot) {
        acts(slot, Request.of(Op.START, Where.SELF, 0, 2 * MS));
        arm(map, key, slot, MS);
        pass(30 * MS);
        assertThat(runs(slot)).isGreaterThan(2);
    }

    boolean stillRuns(int slot) {
        pass(30 * MS);
        long before = runs(slot);
        pass(60 * MS);
        return runs(slot) != before;
    }

    void pass(long ns) {
        runtime.advance(Duration.ofNanos(ns));
    }

    /** The errno that a command is refused with, as a negative number, or 0. */
    static long refusal(Runnable command) {
        try {
            command.run();
            return 0;
        } catch (BpfErrnoException refused) {
            return refused.errno().result();
        }
    }

    /** Whether something can be opened by its id; closes it again. */
    static boolean isThere(Supplier<? extends AutoCloseable> open) {
        try (AutoCloseable opened = open.get()) {
            return opened != null;
        } catch (BpfErrnoException gone) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes everything, in a thread of its own: closing waits for callbacks, and a callback that never ends is a failure. */
    @Override
    public void close() {
        TimerStops.result(TimerStops.beside(() -> {
            closeAll();
            return 0;
        }));
    }

    private void closeAll() {
        shared.close();
        program.close();
        collection.close();
        assertThat(runtime.bpffs().list()).isEmpty();
        assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        assertThat(runtime.timers().live()).isZero();
        assertThat(runtime.timers().pending()).isZero();
        assertThat(List.of(runtime.mapIds(), runtime.programIds(), runtime.linkIds()))
                .allMatch(List::isEmpty);
        runtime.close();
    }
}
