package io.github.bpf4j.conformance.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import io.github.bpf4j.runtime.TimerView;
import io.github.bpf4j.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One object of the guide in a runtime of its own, time in ms from the start; closing checks that nothing is left. */
final class GuideRig implements AutoCloseable {
    static final long MS = 1_000_000;

    final VirtualClock clock = new VirtualClock();
    final Runtime runtime;
    final Collection collection;

    /** When callbacks ran, in ms after the start, each with the key of its element. */
    final List<String> fired = new ArrayList<>();

    GuideRig(String object, EngineKind engine) {
        runtime = Runtime.builder()
                .engine(engine)
                .clock(clock)
                .onTimerEvent(this::note)
                .build();
        collection = runtime.load(CollectionSpec.read(Corpus.bytes("guide/" + object + ".bpf.o"), object));
    }

    private void note(TimerEvent event) {
        if (event.kind() == TimerEvent.Kind.FIRED) {
            fired.add(ms(event.timeNs()) + " key " + number(event.key()));
        }
    }

    /** An instant in ms after the start; all instants of the guide are whole ones. */
    static long ms(long monotonicNs) {
        long afterNs = monotonicNs - VirtualClock.START_NS;
        assertThat(afterNs % MS).isZero();
        return afterNs / MS;
    }

    static byte[] key(int key) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
    }

    static int number(byte[] key) {
        return ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** Runs a program on a number and returns what it returned. */
    int run(String program, int number) {
        return run(program, key(number));
    }

    int run(String program, byte[] context) {
        var result = collection.program(program).run(context).run();
        assertThat(result.fault()).isEmpty();
        return result.verdict();
    }

    BpfMap map(String name) {
        return collection.map(name);
    }

    /** 64 bits of a value. */
    long field(String map, int key, int offset) {
        return ByteBuffer.wrap(map(map).lookup(key(key)).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(offset);
    }

    /** The armed timers of a map: when they expire, in ms after the start, each with the key of its element. */
    List<String> armed(String map) {
        return map(map).timers().stream()
                .filter(TimerView::pending)
                .map(timer -> ms(timer.expiresNs()) + " key " + number(timer.key()))
                .sorted()
                .toList();
    }

    void pass(long ms) {
        runtime.advance(Duration.ofMillis(ms));
    }

    @Override
    public void close() {
        collection.close();
        assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        assertThat(runtime.timers().live()).isZero();
        runtime.close();
    }
}
