package io.github.bpf4j.conformance.examples;

import io.github.bpf4j.net.CapturedPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Time as the specification has it, kept independently of the runtime: a clock that packets drive, and timers in order. */
abstract class TimeModel {
    private static final long START_NS = 1000_000_000_000L;

    final List<ExampleRun.Fired> fired = new ArrayList<>();
    long nowNs = START_NS;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::expiresNs).thenComparingLong(Timer::arming));
    private long armings;
    private long firstNs = -1;

    private record Timer(long expiresNs, long arming, String key) {}

    /** What the program does with a packet. */
    abstract void packet(byte[] frame);

    /** What the callback does for the entry with this key. */
    abstract void callback(String key);

    final void arm(String key, long expiresNs) {
        timers.add(new Timer(expiresNs, armings++, key));
    }

    final int armed() {
        return timers.size();
    }

    final void run(List<CapturedPacket> packets) {
        for (CapturedPacket packet : packets) {
            firstNs = firstNs < 0 ? packet.timestampNs() : firstNs;
            advanceTo(START_NS + packet.timestampNs() - firstNs);
            packet(packet.data());
        }
    }

    final void advanceTo(long timeNs) {
        while (!timers.isEmpty() && timers.peek().expiresNs() <= Math.max(timeNs, nowNs)) {
            Timer timer = timers.poll();
            nowNs = Math.max(nowNs, timer.expiresNs());
            fired.add(new ExampleRun.Fired(nowNs, timer.key()));
            callback(timer.key());
        }
        nowNs = Math.max(nowNs, timeNs);
    }

    static int u8(byte[] frame, int at) {
        return frame[at] & 0xff;
    }

    static int u16(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getShort(at) & 0xffff;
    }
}
