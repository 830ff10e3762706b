package io.github.bpf4j.runtime;

import java.util.Iterator;
import java.util.function.BiConsumer;

/**
 * Packets that a program runs on one after the other, and whoever wants to know what came of them: see {@link Program#runBatch}.
 *
 * <p>Everything is called by the thread that runs the batch, which occupies the logical CPU meanwhile: what takes long keeps the CPU's
 * timers waiting on a real clock. What is thrown ends the batch, and comes out of it.
 */
public interface PacketBatch {
    /** The time of a packet that comes when its turn is: no clock moves for it. */
    long NOW = Long.MIN_VALUE;

    /**
     * Fills in the next packet.
     *
     * @param packet what the program runs on: the same each time, as the run before left it
     * @return false if there are no more packets
     */
    boolean next(Packet packet);

    /**
     * When the packet comes that was filled in, in nanoseconds of REALTIME, or {@link #NOW}. The virtual clock moves there before the
     * program runs, as by {@link Runtime#advanceToRealtime}: timers that are due by then run first, on their CPUs; an instant in the past
     * leaves the clock as it is.
     */
    default long realtimeNs() {
        return NOW;
    }

    /**
     * Told what came of a packet.
     *
     * @param packet what the program made of it, until this returns
     * @param result its verdict, or the fault that ended the run
     */
    default void done(Packet packet, RunResult result) {}

    /** Frames, from the Ethernet header on, which all come now. */
    static PacketBatch of(Iterable<byte[]> frames, BiConsumer<Packet, RunResult> done) {
        Iterator<byte[]> left = frames.iterator();
        return new PacketBatch() {
            @Override
            public boolean next(Packet packet) {
                if (!left.hasNext()) {
                    return false;
                }
                byte[] frame = left.next();
                packet.set(frame, frame.length);
                return true;
            }

            @Override
            public void done(Packet packet, RunResult result) {
                done.accept(packet, result);
            }
        };
    }
}
