package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a test run of a program is given, as BPF_PROG_TEST_RUN takes it: {@link Program#testRun}. Nothing is checked before the run. For one
 * thread at a time.
 */
public final class TestRun {
    /** BPF_F_TEST_RUN_ON_CPU: a raw tracepoint's program runs on {@link #cpu}. */
    public static final int ON_CPU = 1;

    /** BPF_F_TEST_XDP_LIVE_FRAMES: frames go where an XDP program sends them. */
    public static final int XDP_LIVE_FRAMES = 1 << 1;

    /** No limit. */
    public static final int ALL = Integer.MAX_VALUE;

    private static final byte[] NOTHING = new byte[0];

    byte[] data = NOTHING;
    byte[] context = NOTHING;
    int dataLimit = ALL;
    int contextLimit = ALL;
    int repeat;
    int flags;
    int cpu;
    int batchSize;
    BiConsumer<Packet, RunResult> onFrame = (packet, run) -> {};

    /** A run that is given nothing. */
    public TestRun() {}

    /** The packet, from the Ethernet header on; the array itself, which the run does not change. */
    public TestRun data(byte[] packet) {
        data = Objects.requireNonNull(packet);
        return this;
    }

    /**
     * The context as the UAPI has it: {@code struct __sk_buff}, {@code struct xdp_md}, or what the program's type takes; the array itself,
     * which the run does not change.
     */
    public TestRun context(byte[] bytes) {
        context = Objects.requireNonNull(bytes);
        return this;
    }

    /** Most bytes of the packet that come back; {@link #ALL} unless set. 0 asks for none. */
    public TestRun dataLimit(int bytes) {
        dataLimit = bytes;
        return this;
    }

    /** Most bytes of the context that come back; {@link #ALL} unless set. 0 asks for none. */
    public TestRun contextLimit(int bytes) {
        contextLimit = bytes;
        return this;
    }

    /** How often the program runs, an unsigned number; 0 counts as 1. */
    public TestRun repeat(int times) {
        repeat = times;
        return this;
    }

    /** {@link #ON_CPU} or {@link #XDP_LIVE_FRAMES}, where the type has them. */
    public TestRun flags(int bits) {
        flags = bits;
        return this;
    }

    /** The CPU for {@link #ON_CPU}. */
    public TestRun cpu(int number) {
        cpu = number;
        return this;
    }

    /** How many live frames go together, at most 256; it changes nothing here. */
    public TestRun batchSize(int frames) {
        batchSize = frames;
        return this;
    }

    /** Takes each live frame when it has gone its way: {@link Packet#redirect} says where, if it was redirected. */
    public TestRun onFrame(BiConsumer<Packet, RunResult> sink) {
        onFrame = Objects.requireNonNull(sink);
        return this;
    }

    /**
     * What became of live frames.
     *
     * @param passed XDP_PASS: they went on to the network stack
     * @param transmitted XDP_TX: they left through the interface that they came from
     * @param redirected XDP_REDIRECT
     * @param dropped XDP_DROP, XDP_ABORTED and what is no verdict
     */
    public record Frames(long passed, long transmitted, long redirected, long dropped) {
        static final Frames NONE = new Frames(0, 0, 0, 0);
    }

    /**
     * What a test run came to.
     *
     * @param run of the last repetition: its verdict is the command's {@code retval}; 0 where frames were live
     * @param durationNs of a repetition, on average
     * @param data the packet as the program left it, as much as was asked for
     * @param dataBytes how long the packet is
     * @param context the context as the program left it, as much as was asked for
     * @param contextBytes how long the context is
     * @param errno ENOSPC if one of them is longer than what was asked for; of a packet's context nothing is there if the packet is
     * @param clones where copies of the packet went that the last repetition sent away
     * @param frames what became of live frames
     */
    @SuppressWarnings("ArrayRecordComponent") // copies, compared by nobody
    public record Result(
            RunResult run,
            long durationNs,
            byte[] data,
            int dataBytes,
            byte[] context,
            int contextBytes,
            Optional<Errno> errno,
            List<Redirect> clones,
            Frames frames) {}
}
