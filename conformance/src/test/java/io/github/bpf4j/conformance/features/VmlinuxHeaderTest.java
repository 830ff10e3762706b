package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that were compiled with a header of all the kernel's types run without one being given. */
class VmlinuxHeaderTest {
    private static final int XDP_PASS = 2;
    private static final int HEADERS = 14 + 20 + 8;

    private final Runtime runtime = Runtime.builder().build();
    private final Collection collection = runtime.load(CollectionSpec.read(Corpus.bytes("core/vmlinux_h.bpf.o"), "v"));

    @AfterEach
    void close() {
        runtime.close();
    }

    private long variable(String name) {
        return collection.variable(name).getLong();
    }

    private static Packet udp(int source, int port) {
        ByteBuffer packet = ByteBuffer.allocate(HEADERS);
        packet.putShort(12, (short) 0x0800)
                .put(14, (byte) 0x45)
                .put(14 + 9, (byte) 17)
                .putInt(14 + 12, source)
                .putShort(14 + 20 + 2, (short) port);
        return new Packet(packet.array());
    }

    @Test
    void contextsHeadersAndTimersAreTheKernels() {
        assertThat(collection.program("count_flow").run(udp(0x0a00_0001, 53)).returnValue())
                .isEqualTo(XDP_PASS);
        assertThat(variable("port")).isEqualTo(Short.toUnsignedInt(Short.reverseBytes((short) 53)));
        assertThat(variable("from")).isEqualTo(0x0100_000aL);
        assertThat(variable("idle")).isZero();
        assertThat(runtime.advance(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(variable("idle")).isEqualTo(1);
    }

    @Test
    void fieldsOfSocketBuffersLieElsewhereThanTheProgramSays() {
        assertThat(collection.program("note_protocol").run(udp(1, 2)).returnValue())
                .isEqualTo(2);
        assertThat(variable("protocol")).isEqualTo(0x0008);
    }

    @Test
    void recordsOfTraceEventsAreTheKernels() {
        byte[] record = new byte[64];
        ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 59).putLong(16 + 8, 0x1234_5678_9abcL);
        collection.program("note_syscall").run(record);
        assertThat(variable("syscall_id")).isEqualTo(59);
        assertThat(variable("second_argument")).isEqualTo(0x1234_5678_9abcL);
    }

    @Test
    void enumeratorsAndTypesOfTheKernelAreKnown() {
        collection.program("ask").run(udp(1, 2));
        assertThat(variable("init_number")).isEqualTo(169);
        assertThat(variable("has_unknown_helper")).isZero();
        assertThat(variable("has_unknown_type")).isZero();
        assertThat(variable("timer_bytes")).isEqualTo(16);
    }
}
