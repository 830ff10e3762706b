package io.github.bpf4j.junit;

import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;

/** Where assertions on BPF programs begin; goes along with AssertJ's method of the same name. */
public final class BpfAssertions {
    private BpfAssertions() {}

    /** On a run: its result and faults. */
    public static RunAssert assertThat(RunResult result) {
        return new RunAssert(result);
    }

    /** On a map: its elements. */
    public static MapAssert assertThat(BpfMap map) {
        return new MapAssert(map);
    }

    /** On a packet: its fields and checksums. */
    public static PacketAssert assertThat(Packet packet) {
        return new PacketAssert(packet);
    }

    /** On the timer of an element, at the runtime's present time. */
    public static TimerAssert assertThatTimer(Runtime runtime, BpfMap map, byte[] key) {
        return new TimerAssert(runtime, map, key);
    }
}
