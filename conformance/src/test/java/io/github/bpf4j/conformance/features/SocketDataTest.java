package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.SocketSlots;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host can do with the data of sockets, and what becomes of them. */
class SocketDataTest {
    private static final int TOO_MUCH = 20 << 20;
    private static final Btf NO_TYPES = Btf.empty(ByteOrder.LITTLE_ENDIAN);

    private static World world() {
        return World.builder()
                .socket(Socket.tcp(1, "127.0.0.1", 10).connected("127.0.0.1", 11))
                .socket(Socket.tcp(2, "127.0.0.1", 11).connected("127.0.0.1", 10))
                .socket(Socket.tcp(3, "127.0.0.1", 12).connected("10.0.0.1", 80))
                .socket(Socket.tcp(4, "127.0.0.1", 13).reuseport())
                .socket(Socket.udp(5, "127.0.0.1", 14))
                .build();
    }

    private static void assertRefused(ThrowingCallable call, Errno errno) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void dataComeFromOutsideAndLeave() {
        try (Runtime runtime = Runtime.builder().world(world()).build()) {
            runtime.socketData(3).arrive(bytes("in"));
            runtime.socketData(3).arrive(bytes("side"));
            assertThat(runtime.socketData(3).receive()).isEqualTo(bytes("inside"));
            assertThat(runtime.socketData(3).send(bytes("out"))).isEqualTo(3);
            assertThat(runtime.socketData(3).sent()).isEqualTo(bytes("out"));
            assertThat(runtime.socketData(3).sent()).isEmpty();
            assertRefused(() -> runtime.socketData(5).send(bytes("x")), Errno.ENOTCONN);
        }
    }

    @Test
    void onlySoMuchWaits() {
        try (Runtime runtime = Runtime.builder().world(world()).build()) {
            assertRefused(() -> runtime.socketData(2).arrive(new byte[TOO_MUCH]), Errno.EAGAIN);
            assertRefused(() -> runtime.socketData(1).send(new byte[TOO_MUCH]), Errno.EAGAIN);
            assertRefused(() -> runtime.socketData(3).send(new byte[TOO_MUCH]), Errno.EAGAIN);
            assertThat(runtime.socketData(2).receive()).isEmpty();
        }
    }

    /** Many small datagrams take more memory than their bytes. */
    @Test
    void smallDatagramsCountForMore() {
        try (Runtime runtime = Runtime.builder().world(world()).build()) {
            byte[] one = new byte[1];
            assertRefused(
                    () -> {
                        for (int i = 0; i < 1 << 20; i++) {
                            runtime.socketData(5).arrive(one);
                        }
                    },
                    Errno.EAGAIN);
        }
    }

    @Test
    void closedSocketsLeaveAllMaps() {
        try (Runtime runtime = Runtime.builder().world(world()).build();
                BpfMap array = runtime.createMap(MapSpec.of("array", MapType.REUSEPORT_SOCKARRAY, 4, 8, 4), NO_TYPES);
                BpfMap map = runtime.createMap(MapSpec.of("map", MapType.SOCKMAP, 4, 8, 4), NO_TYPES)) {
            MapTargets.of(array).set(0, new MapTarget.Socket(4));
            SocketSlots.of(map).set(0, 1);
            runtime.socketData(4).close();
            runtime.socketData(1).close();
            assertThat(MapTargets.of(array).get(0)).isEmpty();
            assertThat(SocketSlots.of(map).get(new byte[4])).isEmpty();
            assertRefused(() -> SocketSlots.of(map).set(0, 1), Errno.EOPNOTSUPP);
            assertRefused(() -> runtime.socketData(1).send(bytes("x")), Errno.EBADF);
            assertRefused(() -> runtime.socketData(2).send(bytes("x")), Errno.ECONNRESET);
        }
    }

    /** A socket that a program destroys is as closed as one that the host closes. */
    @Test
    void destroyedSocketsSendNothing() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/sock_destroy.bpf.o"), "sock_destroy");
        World world = World.builder()
                .socket(Socket.tcp(1, "127.0.0.1", 7001).connected("127.0.0.1", 7002))
                .socket(Socket.tcp(2, "127.0.0.1", 7002).connected("127.0.0.1", 7001))
                .build();
        try (Runtime runtime = Runtime.builder().world(world).build();
                BpfMap map = runtime.createMap(MapSpec.of("map", MapType.SOCKMAP, 4, 8, 4), NO_TYPES);
                Collection collection = runtime.load(spec)) {
            collection.variable("destroys").setLong(1);
            collection.program("of_tcp").iterate();
            assertRefused(() -> runtime.socketData(1).send(bytes("x")), Errno.EBADF);
            assertRefused(() -> SocketSlots.of(map).set(0, 1), Errno.EOPNOTSUPP);
        }
    }

    /** Programs that cut every byte off and redirect two for it: the work is bounded, whatever they make of it. */
    @ParameterizedTest
    @EnumSource
    void redirectsThatGrowEnd(EngineKind engine) {
        List<String> commands = List.of(
                "pair tcp a b",
                "attach parser m parser",
                "attach stream_verdict m stream_verdict",
                "update m 0 b 0",
                "update m 1 a 0",
                "set parse 1001",
                "set slot 1",
                "set verdict 2",
                "steps 9,2,0,0");
        try (SocketMapRig rig = new SocketMapRig(engine)) {
            rig.load(commands);
            commands.forEach(rig::answer);
            assertThat(rig.answer("send a x")).isEqualTo("1");
        }
    }
}
