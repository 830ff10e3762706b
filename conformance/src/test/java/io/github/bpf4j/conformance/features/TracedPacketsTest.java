package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.PerfCounters;
import io.github.bpf4j.runtime.PerfReader;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.PerfCounter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs give away of packets that others work on is what Linux 6.12 gave away (features/traced_packets-6.12.tsv): the program, what its
 * calls answered, the samples but for the first, without the bytes that align them.
 */
class TracedPacketsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/traced_packets.bpf.o"), "traced_packets");

    /** Of a sample of 70,000 bytes, whose record would be longer than 16 bits say: bpf_perf_event_output keeps so many (perf_large-6.12.tsv). */
    private static final int LARGE_BYTES = (8 + 70_008 & 0xffff) - 12;

    private static byte[] packet() {
        byte[] packet = new byte[64];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        return packet;
    }

    /** What a program traces, with nothing said of its packet but the length, or all. */
    private static KernelStruct traced(String program, boolean withBytes) {
        KernelValue bytes = KernelValue.of(packet());
        if (program.equals("traces_xdp")) {
            KernelStruct xdp = KernelStruct.of("xdp_buff");
            // The addresses of no memory: as far away from each other as the packet is long.
            return withBytes ? xdp.with("data", bytes) : xdp.with("data", 4096).with("data_end", 4096 + 64);
        }
        KernelStruct skb = KernelStruct.of("sk_buff").with("len", 64);
        return withBytes ? skb.with("data", bytes) : skb;
    }

    private static void run(Collection collection, String program, KernelStruct packet) {
        KernelValue traced = KernelValue.of(packet);
        EventContext context = program.equals("traces_xdp")
                ? EventContext.arguments(KernelValue.of(0), traced)
                : EventContext.arguments(traced);
        assertThat(collection.program(program).run(context).run().fault()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void samplesAreThoseOfLinux(EngineKind engine) {
        List<String[]> answers = RecordedQuestions.lines("traced_packets");
        assertThat(answers).hasSize(2);
        answers.forEach(answer -> assertSamples(engine, answer[0], answer[1], answer[2]));
    }

    private static void assertSamples(EngineKind engine, String program, String answers, String samples) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC);
                PerfReader reader = collection.map("events").openPerfEvent(0, 1 << 17)) {
            PerfCounters.of(collection.map("events")).set(1, 0, PerfCounter.ZERO);
            run(collection, program, traced(program, true));
            assertThat(WrittenAnswers.of(collection)).as(program).isEqualTo(answers);
            assertThat(reader.poll().orElseThrow()).hasSize(LARGE_BYTES);
            for (String sample : samples.split(" ")) {
                assertThat(HexFormat.of().formatHex(reader.poll().orElseThrow()))
                        .isEqualTo(sample);
            }
            assertThat(reader.poll()).isEqualTo(Optional.empty());
        }
    }

    /** A packet whose bytes the host did not give. */
    @ParameterizedTest
    @EnumSource
    void bytesThatNobodyGaveAreAFault(EngineKind engine) {
        for (String program : List.of("traces_skb", "traces_xdp")) {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(SPEC)) {
                run(collection, program, traced(program, false));
                assertThat(WrittenAnswers.of(collection))
                        .as(program)
                        .isEqualTo("-22 -22 -14 -14 -14 -2 -2 -7 -14 -2 -2 -14 -14");
            }
        }
    }
}
