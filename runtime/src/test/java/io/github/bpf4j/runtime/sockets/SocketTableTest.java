package io.github.bpf4j.runtime.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What programs see of sockets in guest memory. */
class SocketTableTest {
    private static final int FAMILY_AT = 4;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final KernelStructs structs = new KernelStructs(memory, KernelBtf.builtIn());

    @AfterEach
    void close() {
        memory.close();
    }

    /** {@code sk = bpf_sk_fullsock(skb->sk)} is the same socket with the same fields: Linux's test runs give it the packet's addresses. */
    @Test
    void whatIsKnownOfAPacketsSocketStaysWhenItIsAskedForAgain() {
        SocketTable table = new SocketTable(memory, structs, World.open(), 1);
        LiveSocket socket = table.anonymous(0);
        long address = table.address(socket);
        byte[] shown = table.bytes(socket);
        shown[FAMILY_AT] = 2;
        table.overwrite(socket, shown);
        assertThat(memory.getInt(address + FAMILY_AT)).isEqualTo(2);
        assertThat(table.address(socket)).as("bpf_sk_fullsock").isEqualTo(address);
        assertThat(memory.getInt(address + FAMILY_AT)).isEqualTo(2);
    }

    /** {@code bpf_setsockopt(SO_MARK)} is seen through {@code bpf_skc_to_tcp_sock} as well. */
    @Test
    void structsOfTheKernelsFollowWhatProgramsSet() {
        World world = World.builder().socket(Socket.tcp(1, "10.0.0.1", 80)).build();
        SocketTable table = new SocketTable(memory, structs, world, 1);
        LiveSocket socket = table.find(1).orElseThrow();
        long mark = table.object(socket, "tcp_sock")
                + BtfField.of(structs.types(), structs.find("tcp_sock").orElseThrow(), "inet_conn.icsk_inet.sk.sk_mark")
                        .byteOffset();
        assertThat(memory.getInt(mark)).isZero();
        socket.setMark(7);
        table.publish(socket);
        table.object(socket, "tcp_sock");
        assertThat(memory.getInt(mark)).isEqualTo(7);
    }

    /** Each socket and interface is looked at once, not once for each other. */
    @Test
    void manyInTheWorldTakeNoTime() {
        SocketTable table = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            World.Builder world = World.builder();
            for (int i = 1; i <= 50_000; i++) {
                world.networkInterface(i, "if" + i);
                world.socket(Socket.tcp(i, "10.0.0.1", 80));
                world.cgroup(i + 1L, "/" + i);
            }
            return new SocketTable(memory, structs, world.build(), 1);
        });
        assertThat(table.find(50_000)).isPresent();
    }
}
