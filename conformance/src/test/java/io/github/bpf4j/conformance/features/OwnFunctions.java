package io.github.bpf4j.conformance.features;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.GuestBuffer;
import io.github.bpf4j.runtime.HostCall;
import io.github.bpf4j.runtime.HostFunction;
import io.github.bpf4j.runtime.HostType;
import io.github.bpf4j.runtime.RuntimeBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The functions that the programs of features/host_functions call, and what they noted. */
final class OwnFunctions {
    static final CollectionSpec OBJECT =
            CollectionSpec.read(Corpus.bytes("features/host_functions.bpf.o"), "host_functions");
    static final CollectionSpec OTHER_LICENCE =
            CollectionSpec.read(Corpus.bytes("features/host_functions_mit.bpf.o"), "host_functions_mit");

    static final int LIMITS = 8;
    private static final int PAIR = 16;

    /** A session of the host's. */
    static final class Session {
        final long id;
        boolean open = true;

        Session(long id) {
            this.id = id;
        }
    }

    final List<Session> sessions = new ArrayList<>();
    final List<Session> lost = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger mostInside = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    RuntimeException failure = new UnsupportedOperationException("not today");
    Runnable inNothing = () -> {};

    final HostType<Session> session = HostType.named("session", Session.class, lost::add);
    final HostType<String> other = HostType.named("other", String.class, gone -> {});

    /** Adds them all. */
    RuntimeBuilder addTo(RuntimeBuilder builder) {
        return builder.kfunc(HostFunction.named("own_sum")
                        .number()
                        .number()
                        .returnsInt()
                        .implementedBy(call -> (int) call.number(0) + call.number(1)))
                .kfunc(HostFunction.named("own_hash").memory().implementedBy(call -> hash(call.buffer(0))))
                .kfunc(HostFunction.named("own_hash_or_null")
                        .memoryOrNull()
                        .implementedBy(call -> call.isNull(0) ? -1 : hash(call.buffer(0))))
                .kfunc(HostFunction.named("own_fill").outMemory().returnsInt().implementedBy(OwnFunctions::fill))
                .kfunc(HostFunction.named("own_swap")
                        .struct(PAIR)
                        .outStruct(PAIR)
                        .returnsInt()
                        .implementedBy(OwnFunctions::swap))
                .kfunc(HostFunction.named("own_count")
                        .map()
                        .mapKey()
                        .mapValue()
                        .returnsInt()
                        .implementedBy(OwnFunctions::count))
                .kfunc(HostFunction.named("own_context")
                        .context()
                        .returnsInt()
                        .implementedBy(call ->
                                call.context().size() * 1000L + call.context().getByte(0)))
                .kfunc(HostFunction.named("own_packet")
                        .programs(ProgramType.XDP)
                        .context()
                        .returnsInt()
                        .implementedBy(call ->
                                call.packet().size() * 1000L + call.packet().getByte(0)))
                .kfunc(HostFunction.named("own_limits")
                        .number()
                        .returnsMemory(LIMITS)
                        .implementedBy(OwnFunctions::limits))
                .kfunc(HostFunction.named("own_scratch")
                        .returnsWritableMemory(LIMITS)
                        .implementedBy(call -> call.memory((byte) 37)))
                .kfunc(HostFunction.named("own_open")
                        .number()
                        .returnsObject(session)
                        .implementedBy(this::open))
                .kfunc(HostFunction.named("own_look").object(session).implementedBy(call -> call.object(0, session).id))
                .kfunc(HostFunction.named("own_close")
                        .releases(session)
                        .returnsInt()
                        .implementedBy(this::close))
                .kfunc(HostFunction.named("own_open_other")
                        .returnsObject(other)
                        .implementedBy(call -> call.give(other, "other")))
                .kfunc(HostFunction.named("own_close_other")
                        .releases(other)
                        .returnsInt()
                        .implementedBy(call -> call.object(0, other).length()))
                .kfunc(HostFunction.named("own_nap").sleeps().returnsInt().implementedBy(call -> 8))
                .kfunc(HostFunction.named("own_text").text().returnsInt().implementedBy(call -> {
                    texts.add(call.text(0));
                    return call.text(0).length();
                }))
                .kfunc(HostFunction.named("own_constant")
                        .constant()
                        .returnsInt()
                        .implementedBy(call -> call.number(0)))
                .kfunc(HostFunction.named("own_nothing")
                        .exclusive()
                        .returnsNothing()
                        .implementedBy(this::nothing))
                .kfunc(HostFunction.named("own_fail").number().returnsInt().implementedBy(this::fail))
                .kfunc(HostFunction.named("own_free").gplOnly(false).implementedBy(call -> 11))
                .helper(
                        1000,
                        HostFunction.named("own_helper")
                                .number()
                                .memory()
                                .implementedBy(call -> call.number(0) + hash(call.buffer(1))))
                .helper(1001, HostFunction.named("own_helper_nap").sleeps().implementedBy(call -> 0))
                .helper(1003, HostFunction.named("own_gpl_helper").gplOnly(true).implementedBy(call -> 0))
                .helper(
                        4095,
                        HostFunction.named("own_helper_limits")
                                .number()
                                .returnsMemory(LIMITS)
                                .implementedBy(OwnFunctions::limits));
    }

    static long hash(GuestBuffer memory) {
        long hash = memory.size();
        for (int i = 0; i < memory.size(); i++) {
            hash = 31 * hash + memory.getByte(i);
        }
        return hash;
    }

    private static long fill(HostCall call) {
        GuestBuffer memory = call.buffer(0);
        memory.putByte(0, 0x11);
        memory.putShort(1, 0x3322);
        memory.putInt(3, 0x77665544);
        memory.putByte(7, 0x88);
        memory.putBytes(8, "NUL\0tail".getBytes(StandardCharsets.US_ASCII));
        return memory.getShort(0) == 0x2211 && memory.getLong(0) == 0x8877665544332211L ? memory.size() : -1;
    }

    private static long swap(HostCall call) {
        GuestBuffer in = call.buffer(0);
        GuestBuffer out = call.buffer(1);
        out.putLong(0, ~in.getLong(0));
        out.putInt(8, in.getInt(12));
        out.putInt(12, in.getInt(8));
        return 0;
    }

    private static long count(HostCall call) {
        BpfMap map = call.map(0);
        byte[] key = call.buffer(1).toBytes();
        long before = map.lookup(key)
                .map(value ->
                        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .orElse(0L);
        long after = before + call.buffer(2).getLong(0);
        map.update(
                key,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(after)
                        .array());
        return map.size();
    }

    private static long limits(HostCall call) {
        long tenant = call.number(0);
        return tenant < 0
                ? 0
                : call.memory(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) tenant)
                        .putInt((int) tenant * 100)
                        .array());
    }

    private long open(HostCall call) {
        if (call.number(0) < 0) {
            return 0;
        }
        Session opened = new Session(call.number(0));
        sessions.add(opened);
        return call.give(session, opened);
    }

    private long close(HostCall call) {
        call.object(0, session).open = false;
        return 77;
    }

    private long nothing(HostCall call) {
        int now = inside.incrementAndGet();
        mostInside.accumulateAndGet(now, Math::max);
        inNothing.run();
        calls.incrementAndGet();
        inside.decrementAndGet();
        return call.cpu();
    }

    private long fail(HostCall call) {
        if (call.number(0) != 0) {
            throw failure;
        }
        return 4;
    }
}
