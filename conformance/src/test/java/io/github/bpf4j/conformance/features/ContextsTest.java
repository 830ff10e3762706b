package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs of each type see (features/contexts.bpf.c). */
class ContextsTest {
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("ffffffffffff0200000000010800450000280001000040060000c0a80001c0a80002"
                    + "0001000200000000000000005002000000000000");

    private static CollectionSpec spec() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/contexts.bpf.o"), "contexts");
        for (String program : List.of("entry", "leave", "typed")) {
            spec = spec.withAutoload(program, true);
        }
        return spec;
    }

    private static long seen(Collection collection, int index) {
        return ByteBuffer.wrap(collection.variable("seen").bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(8 * index);
    }

    /* A 6.12 kernel's test run gave a length of 40 and 0x45 to the cgroup's program. */
    @ParameterizedTest
    @EnumSource
    void programsOfACgroupSeeThePacketFromTheNetworkLayerOn(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec())) {
            Packet packet = new Packet(FRAME);
            RunResult result = collection.program("from_cgroup").run(packet);
            assertThat(result.fault()).isEmpty();
            assertThat(result.verdict()).isEqualTo(1);
            assertThat(seen(collection, 0)).isEqualTo(40);
            assertThat(seen(collection, 1)).isEqualTo(0x0008);
            assertThat(seen(collection, 2)).isEqualTo(0x45);
            assertThat(packet.data()).as("the frame is whole again").isEqualTo(FRAME);
            collection.program("from_cgroup").run(new Packet(java.util.Arrays.copyOf(FRAME, 14)));
            assertThat(seen(collection, 0)).isZero();
            assertThat(seen(collection, 2)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketFiltersSeeThePacketAsPacketSocketsDo(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec())) {
            assertThat(collection.program("from_socket").run(new Packet(FRAME)).verdict())
                    .isEqualTo(54);
            assertThat(seen(collection, 2)).isEqualTo(0xff);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tracingProgramsRunOnTheirContexts(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec())) {
            assertThat(collection.program("entry").runWithArguments(0, 40, 2).verdict())
                    .isZero();
            assertThat(seen(collection, 0)).isEqualTo(42);
            assertThat(collection.program("leave").runWithArguments(0, 1, 2, 3).verdict())
                    .isZero();
            assertThat(seen(collection, 0)).isEqualTo(103);
            assertThat(collection.program("typed").runWithArguments(0, 1, 7).verdict())
                    .isEqualTo(7);
            assertThat(collection.program("raw").runWithArguments(0, 9, 4).verdict())
                    .isEqualTo(5);
            byte[] registers = new byte[168];
            registers[112] = 33;
            assertThat(collection.program("probe").run(registers).run().verdict())
                    .isEqualTo(33);
            byte[] record = new byte[16];
            record[8] = 4;
            record[12] = 5;
            assertThat(collection.program("record").run(record).run().verdict()).isEqualTo(9);
            byte[] event = new byte[184];
            event[168] = 11;
            assertThat(collection.program("sample").run(event).run().verdict()).isEqualTo(11);
        }
    }

    @Test
    void checkedModeRefusesWhatTheTypeOfTheContextForbids() {
        try (Runtime runtime = Runtime.builder()
                        .engine(EngineKind.CHECKED)
                        .unverified()
                        .build();
                Collection collection = runtime.load(spec().withAutoload("scribble", true))) {
            assertThat(collection.program("scribble").runWithArguments(0, 1).fault())
                    .hasValueSatisfying(fault -> assertThat(fault.message()).contains("allows no such write"));
            assertThat(collection.program("record").run(new byte[12]).run().fault())
                    .hasValueSatisfying(fault -> assertThat(fault.message()).contains("past the end of the context"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsRunWhatIsAttachedInTheOrderOfAttaching(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            try (Collection collection = runtime.load(spec());
                    var first = collection.program("typed").attach("some_function");
                    var second = collection.program("entry").attach("some_function");
                    var packets = collection.program("from_socket").attach("lo")) {
                assertThat(runtime.triggerWithArguments("some_function", 0, 40, 2))
                        .extracting(RunResult::verdict)
                        .containsExactly(2, 0);
                first.detach();
                assertThat(runtime.triggerWithArguments("some_function", 0, 40, 2))
                        .extracting(RunResult::verdict)
                        .containsExactly(0);
                assertThat(runtime.trigger("lo", new Packet(FRAME), 0))
                        .extracting(RunResult::verdict)
                        .containsExactly(54);
                assertThat(runtime.linkIds()).containsExactly(first.id(), second.id(), packets.id());
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }
}
