package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.bpf4j.cli.scenario.ScenarioException;
import io.github.bpf4j.object.UsdtProbe;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.RoutingRule;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in the files of {@code --world}. */
class WorldFileTest {
    private static final Path CORPUS = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus");

    @TempDir
    Path folder;

    private World read(String json) throws IOException {
        return io.github.bpf4j.cli.scenario.WorldFile.read(Files.writeString(folder.resolve("world.json"), json));
    }

    @Test
    void variablesAndSymbolsOfTheKernelAreRead() throws IOException {
        World world = read("""
                {"variables": {"bpf_prog_active": [0, 1], "runqueues": [{"struct": "rq", "cpu": 7}]},
                 "symbols": {"init_task": "0xffffffff82a0c940"}}
                """);
        assertThat(world.variables())
                .containsOnly(
                        entry("bpf_prog_active", List.of(KernelValue.of(0), KernelValue.of(1))),
                        entry(
                                "runqueues",
                                List.of(KernelValue.of(KernelStruct.of("rq").with("cpu", 7)))));
        assertThat(world.symbols()).containsOnly(entry("init_task", 0xffff_ffff_82a0_c940L));
        assertThatThrownBy(() -> read("{\"symbols\": {\"init_task\": \"here\"}}"))
                .isInstanceOf(ScenarioException.class);
    }

    @Test
    void classesOfControlGroupsAreRead() throws IOException {
        World world = read("""
                {"cgroups": [{"id": 7, "path": "/web", "classid": 1048577}, {"id": 8, "path": "/plain"},
                             {"id": 9, "path": "/most", "classid": 4294967295}]}
                """);
        assertThat(world.cgroup("/web").orElseThrow().classid()).isEqualTo(0x10_0001);
        assertThat(world.cgroup("/plain").orElseThrow().classid()).isZero();
        assertThat(world.cgroup("/most").orElseThrow().classid()).isEqualTo(-1);
        for (String classid : List.of("-1", "4294967296", "null", "\"1:2\"")) {
            assertThatThrownBy(() ->
                            read("{\"cgroups\": [{\"id\": 7, \"path\": \"/web\", \"classid\": " + classid + "}]}"))
                    .as(classid)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void routesNeighboursAndSocketsAreRead() throws IOException {
        World world = read("""
                {"interfaces": [{"ifindex": 2, "name": "eth0", "mac": "02:00:00:00:00:02", "forwarding": true,
                                 "addresses": ["10.0.0.1/24", "2001:db8::1/64"]}],
                 "cgroups": [{"id": 7, "path": "/web"}],
                 "routes": [{"to": "0.0.0.0/0", "ifindex": 2, "via": "10.0.0.254", "metric": 5, "table": 100, "mtu": 1000},
                            {"to": "10.9.0.0/16", "type": "blackhole"}],
                 "rules": [{"priority": 10, "mark": 66, "table": 100}],
                 "neighbours": [{"address": "10.0.0.254", "ifindex": 2, "mac": "02:00:00:00:00:fe", "state": "stale"}],
                 "sockets": [{"cookie": 1, "local": "::", "localPort": 80, "cgroup": "/web", "uid": 33},
                             {"cookie": 2, "local": "10.0.0.1", "localPort": 80, "remote": "10.0.0.9", "remotePort": 5555,
                              "mark": 3, "tcp": {"snd_cwnd": 10}},
                             {"cookie": 3, "protocol": "udp", "local": "10.0.0.1", "localPort": 53}]}
                """);
        assertThat(world.networkInterface(2).orElseThrow().forwarding()).isTrue();
        assertThat(world.networkInterface(2).orElseThrow().addresses()).hasSize(2);
        assertThat(world.routes())
                .containsExactly(
                        Route.to("0.0.0.0/0", 2)
                                .via("10.0.0.254")
                                .metric(5)
                                .in(100)
                                .mtu(1000),
                        Route.of(Route.Type.BLACKHOLE, "10.9.0.0/16"));
        assertThat(world.routingRules()).containsExactly(new RoutingRule(10, 66, -1, 100));
        assertThat(world.neighbours())
                .containsExactly(
                        Neighbour.of("10.0.0.254", 2, "02:00:00:00:00:fe").in(Neighbour.State.STALE));
        assertThat(world.sockets()).hasSize(3);
        Socket listener = world.sockets().get(0);
        assertThat(listener.state()).isEqualTo(Socket.State.LISTEN);
        assertThat(listener.family()).isEqualTo(Socket.Family.INET6);
        assertThat(listener.uid()).isEqualTo(33);
        assertThat(listener.cgroup()).isEqualTo("/web");
        Socket connection = world.sockets().get(1);
        assertThat(connection.state()).isEqualTo(Socket.State.ESTABLISHED);
        assertThat(connection.remoteAddress()).hasValue(IpAddress.parse("10.0.0.9"));
        assertThat(connection.tcpNumber("snd_cwnd")).isEqualTo(10);
        assertThat(world.sockets().get(2).isUdp()).isTrue();
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> read("{\"routes\": [{\"to\": \"10.0.0.0/99\", \"ifindex\": 1}]}"))
                .hasMessageContaining("prefix of 99 bits");
        assertThatThrownBy(() -> read("{\"routes\": [{\"to\": \"10.0.0.0/8\", \"ifindex\": 3}]}"))
                .hasMessageContaining("there is no interface 3");
        assertThatThrownBy(() -> read("{\"routes\": [{\"to\": \"10.0.0.0/8\", \"type\": \"nowhere\"}]}"))
                .hasMessageContaining("\"nowhere\" is none of");
        assertThatThrownBy(() -> read("{\"neighbours\": [{\"address\": \"ten\", \"ifindex\": 1}]}"))
                .hasMessageContaining("\"ten\" is no IP address");
        assertThatThrownBy(
                        () -> read("{\"sockets\": [{\"cookie\": 1, \"local\": \"10.0.0.1\", \"localPort\": 99999}]}"))
                .hasMessageContaining("no port 99999");
        assertThatThrownBy(() -> read("{\"sockets\": [{\"cookie\": 1, \"tcp\": {\"cwnd\": 1}}]}"))
                .hasMessageContaining("no number \"cwnd\"");
        assertThatThrownBy(() -> read("{\"sockets\": [{\"cookie\": 1}, {\"cookie\": 1}]}"))
                .hasMessageContaining("a second socket 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "{\"interfaces\": [null]}",
                "{\"interfaces\": [{\"ifindex\": 1, \"addresses\": [null]}]}",
                "{\"cgroups\": [null]}",
                "{\"routes\": [null]}",
                "{\"rules\": [null]}",
                "{\"neighbours\": [null]}",
                "{\"sockets\": [null]}",
                "{\"sockets\": [{\"cookie\": 1, \"tcp\": {\"snd_cwnd\": null}}]}"
            })
    void whatIsMissingIsAMistake(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longPathsAreReadOrRefused() throws IOException {
        assertThatThrownBy(() -> read("{\"cgroups\": [{\"id\": 7, \"path\": \"" + "/a".repeat(3000) + "\"}]}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Probes of executables are named, or those of a file beside the description. */
    @Test
    void executables() throws IOException {
        Files.write(folder.resolve("asked"), Files.readAllBytes(CORPUS.resolve("usdt/asked.x86_64")));
        World world = read("""
                {"executables": [{"path": "/bin/asked", "file": "asked"},
                  {"path": "/bin/x", "probes": [{"provider": "p", "name": "n", "args": "4@%eax", "address": 64}]}]}
                """);
        assertThat(world.usdtProbes("/bin/x")).containsExactly(new UsdtProbe("p", "n", 64, "4@%eax"));
        assertThat(world.usdtProbes("/bin/asked")).hasSize(11);
        assertThat(world.usdtProbes("/bin/none")).isEmpty();
        assertThatThrownBy(() -> read("{\"executables\": [{\"path\": \"/bin/x\", \"file\": \"world.json\"}]}"))
                .hasMessageContaining("no ELF64 file");
    }
}
