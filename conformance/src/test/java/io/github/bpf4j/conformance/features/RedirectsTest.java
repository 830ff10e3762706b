package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host sees of redirects, and what it stores in maps of targets, beyond what a kernel was asked. */
class RedirectsTest {
    private static final byte[] FRAME = new byte[64];

    /** A runtime of four CPUs with the corpus's maps of targets. */
    private static final class Rig implements AutoCloseable {
        final Runtime runtime;
        final Collection collection;

        Rig(RuntimeBuilder settings) {
            runtime = settings.cpus(4).build();
            collection = runtime.load(RedirectRig.OBJECT);
        }

        Rig(EngineKind engine) {
            this(Runtime.builder().engine(engine));
        }

        Optional<Program> program(String name) {
            return Optional.of(collection.program(name));
        }

        MapTargets targets(String map) {
            return MapTargets.of(collection.map(map));
        }

        void set(long key, long flags) {
            collection.variable("key").setLong(key);
            collection.variable("flags").setLong(flags);
        }

        long seen(String name) {
            return collection.variable(name).getLong();
        }

        Packet run(String program) {
            return run(program, 0);
        }

        Packet run(String program, int cpu) {
            Packet packet = new Packet(FRAME).ifindex(5);
            collection.program(program).run(packet, cpu);
            return packet;
        }

        Redirect redirect(String program) {
            return run(program).redirect().orElseThrow();
        }

        @Override
        public void close() {
            collection.close();
            runtime.close();
        }
    }

    private static void refused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @ParameterizedTest
    @EnumSource
    void aPacketPassesTheProgramOfItsEntry(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.targets("dev8").set(1, new MapTarget.Device(7, rig.program("entry_cut")));
            rig.set(1, 0);
            Packet packet = rig.run("to_dev8");
            Redirect redirect = packet.redirect().orElseThrow();
            assertThat(redirect.map()).isEqualTo("dev8");
            assertThat(redirect.key()).isEqualTo(1);
            Redirect.Delivery delivery = redirect.deliveries().getFirst();
            assertThat(delivery.destination()).isEqualTo(Redirect.Destination.INTERFACE);
            assertThat(delivery.number()).isEqualTo(7);
            assertThat(delivery.fate()).isEqualTo(Redirect.Fate.SENT);
            assertThat(delivery.program().map(RunResult::verdict)).contains(2);
            assertThat(delivery.frame()).hasSize(FRAME.length - 10);
            assertThat(packet.length()).as("what the first program left").isEqualTo(FRAME.length);
            assertThat(packet.redirectIfindex()).isEqualTo(7);
            rig.targets("dev8").set(1, new MapTarget.Device(7, rig.program("entry_drop")));
            delivery = rig.redirect("to_dev8").deliveries().getFirst();
            assertThat(delivery.fate()).isEqualTo(Redirect.Fate.DROPPED);
            rig.set(0, 0);
            assertThat(rig.run("to_dev8").redirect()).as("nothing is there").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCopyGoesToEachInterfaceOfAMap(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            MapTargets targets = rig.targets("hash8");
            targets.set(-1, new MapTarget.Device(5));
            targets.set(3, new MapTarget.Device(6, rig.program("entry_pass")));
            targets.set(70000, new MapTarget.Device(8, rig.program("entry_aborted")));
            rig.set(0, 8 | 16);
            Redirect redirect = rig.redirect("to_hash8");
            assertThat(redirect.deliveries().stream().map(delivery -> delivery.number() + " " + delivery.fate()))
                    .containsExactlyInAnyOrder("6 SENT", "8 DROPPED");
            rig.set(0, 8);
            assertThat(rig.redirect("to_hash8").deliveries()).hasSize(3);
            assertThat(rig.run("to_hash8").redirectIfindex()).as("several").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPacketForACpuPassesItsProgramThere(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.targets("cpu8").set(2, new MapTarget.Cpu(16, rig.program("cpu_pass")));
            rig.set(2, 0);
            Redirect.Delivery delivery = rig.redirect("to_cpu8").deliveries().getFirst();
            assertThat(delivery.destination()).isEqualTo(Redirect.Destination.CPU);
            assertThat(delivery.number()).isEqualTo(2);
            assertThat(delivery.fate()).isEqualTo(Redirect.Fate.SENT);
            assertThat(delivery.frame()[5]).isEqualTo((byte) 1);
            assertThat(rig.seen("on_cpu")).isEqualTo(2);
            assertThat(rig.seen("ingress")).isEqualTo(5);

            rig.targets("dev8").set(1, new MapTarget.Device(9, rig.program("entry_pass")));
            rig.targets("cpu8").set(3, new MapTarget.Cpu(16, rig.program("cpu_to_entry")));
            rig.set(3, 0);
            rig.collection.variable("key2").setLong(1);
            Redirect redirect = rig.redirect("to_cpu8");
            assertThat(redirect.deliveries().getFirst().fate()).isEqualTo(Redirect.Fate.REDIRECTED);
            assertThat(redirect.ends().map(end -> end.destination() + " " + end.number() + " " + end.fate()))
                    .containsExactly("INTERFACE 9 SENT");
            assertThat(rig.seen("egress")).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPacketThatGoesFromCpuToCpuStopsSomewhere(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.targets("cpu8").set(0, new MapTarget.Cpu(1, rig.program("cpu_again")));
            rig.targets("cpu8").set(1, new MapTarget.Cpu(1, rig.program("cpu_again")));
            rig.set(1, 0);
            rig.collection.variable("flags2").setLong(1000);
            assertThat(rig.redirect("to_cpu8").ends().map(Redirect.Delivery::fate))
                    .containsExactly(Redirect.Fate.TOO_MANY_HOPS);
            assertThat(rig.seen("runs")).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoCannotWaitForACpuFindsItsQueueFull(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.targets("cpu8").set(1, new MapTarget.Cpu(1, rig.program("cpu_pass")));
            rig.targets("dev4").set(0, new MapTarget.Device(1));
            rig.set(1, 0);
            List<Redirect.Fate> fates = new ArrayList<>();
            rig.collection.map("dev4").forEach(entry -> {
                for (int cpu = 0; cpu < 2; cpu++) {
                    fates.add(rig.run("to_cpu8", cpu)
                            .redirect()
                            .orElseThrow()
                            .deliveries()
                            .getFirst()
                            .fate());
                }
            });
            assertThat(fates).containsExactly(Redirect.Fate.QUEUE_FULL, Redirect.Fate.QUEUE_FULL);
            assertThat(rig.seen("runs")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void worldSaysWhatInterfacesThereAre(EngineKind engine) {
        World world = World.builder()
                .networkInterface(new NetworkInterface(3, "eth0", "02:00:00:00:00:01", 68))
                .networkInterface(4, "eth1")
                .build();
        try (Rig rig = new Rig(Runtime.builder().engine(engine).world(world))) {
            rig.targets("dev4").set(0, new MapTarget.Device(3));
            refused(Errno.EINVAL, () -> rig.targets("dev4").set(1, new MapTarget.Device(5)));
            rig.set(0, 0);
            assertThat(rig.run("to_dev4").redirectIfindex()).isEqualTo(3);
            Packet packet = new Packet(new byte[68 + 19]);
            rig.collection.program("to_dev4").run(packet);
            assertThat(packet.redirect().orElseThrow().deliveries().getFirst().fate())
                    .isEqualTo(Redirect.Fate.TOO_LONG);
            for (int ifindex : new int[] {5, -1}) {
                rig.set(ifindex, 0);
                assertThat(rig.redirect("to_interface").deliveries().getFirst().fate())
                        .isEqualTo(Redirect.Fate.NO_INTERFACE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void inTheOpenWorldEveryPositiveNumberIsAnInterface(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.targets("dev4").set(0, new MapTarget.Device(Integer.MAX_VALUE));
            refused(Errno.EINVAL, () -> rig.targets("dev4").set(0, new MapTarget.Device(-1)));
            rig.set(0, 0);
            Packet packet = new Packet(new byte[9000]);
            rig.collection.program("to_dev4").run(packet);
            assertThat(packet.redirectIfindex()).isEqualTo(Integer.MAX_VALUE);
            refused(Errno.EBADF, () -> rig.targets("groups").set(0, new MapTarget.Cgroup("/nowhere")));
            rig.targets("groups").set(0, new MapTarget.Cgroup("/"));
            assertThat(rig.collection
                            .program("packet_under")
                            .run(new Packet(FRAME))
                            .verdict())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void entriesKeepTheirPrograms(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            int programs = rig.runtime.objects().programs();
            rig.targets("dev8").set(1, new MapTarget.Device(7, rig.program("entry_pass")));
            rig.targets("cpu8").set(1, new MapTarget.Cpu(7, rig.program("cpu_pass")));
            rig.collection.program("entry_pass").close();
            rig.collection.program("cpu_pass").close();
            assertThat(rig.runtime.objects().programs()).isEqualTo(programs);
            rig.set(1, 0);
            assertThat(rig.redirect("to_dev8").deliveries().getFirst().program())
                    .isPresent();
            assertThat(rig.redirect("to_cpu8").deliveries().getFirst().program())
                    .isPresent();
            MapTarget.Device device =
                    (MapTarget.Device) rig.targets("dev8").get(1).orElseThrow();
            assertThat(device.program().map(Program::name)).contains("entry_pass");
            device.program().orElseThrow().close();
            assertThat(rig.targets("dev8").clear(1)).isTrue();
            rig.targets("cpu8").set(1, new MapTarget.Cpu(7));
            assertThat(rig.runtime.objects().programs()).isEqualTo(programs - 2);
            assertThat(rig.targets("cpu8").get(1)).contains(new MapTarget.Cpu(7));
        }
    }

    @Test
    void nothingIsLeftOfMapsWithPrograms() {
        try (Runtime runtime = Runtime.builder().cpus(2).build()) {
            try (Collection collection = runtime.load(RedirectRig.OBJECT)) {
                for (String map : List.of("dev8", "hash8", "free8")) {
                    MapTargets.of(collection.map(map))
                            .set(1, new MapTarget.Device(7, Optional.of(collection.program("entry_pass"))));
                }
                MapTargets.of(collection.map("cpu8"))
                        .set(1, new MapTarget.Cpu(7, Optional.of(collection.program("cpu_pass"))));
            }
            assertThat(runtime.objects().programs()).isZero();
            assertThat(runtime.objects().maps()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTcProgramMaySendAPacketInAgain(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection =
                        runtime.load(CollectionSpec.read(Corpus.bytes("features/redirect.bpf.o"), "redirect"))) {
            Packet packet = new Packet(FRAME);
            collection.program("tc_redirect").run(packet);
            assertThat(packet.redirect().orElseThrow().deliveries().getFirst().destination())
                    .isEqualTo(Redirect.Destination.INTERFACE);
            collection.program("tc_redirect_ingress").run(packet);
            assertThat(packet.redirect().orElseThrow().deliveries().getFirst().destination())
                    .isEqualTo(Redirect.Destination.INGRESS);
            collection.program("tc_redirect_refused").run(packet);
            assertThat(packet.redirect()).isEmpty();
        }
    }

    /** A kernel was seen to answer so where a packet came in through an interface. */
    @ParameterizedTest
    @EnumSource
    void aPacketWithoutASocketIsUnderNoControlGroup(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.targets("groups").set(0, new MapTarget.Cgroup("/"));
            Packet packet = new Packet(FRAME).hasSocket(false);
            for (int key : new int[] {0, 1, 9}) {
                rig.set(key, 0);
                assertThat(rig.collection.program("packet_under").run(packet).verdict())
                        .isEqualTo((int) Errno.ENOENT.result());
            }
        }
    }

    @Test
    void programsOfEntriesAreNotAttached() {
        try (Rig rig = new Rig(EngineKind.INTERPRETER)) {
            for (String name : List.of("entry_pass", "entry_frags", "cpu_pass")) {
                refused(Errno.EINVAL, () -> rig.collection.program(name).attach("eth0"));
            }
            rig.collection.program("to_dev4").attach("eth0").close();
        }
    }

    /** Linux refuses the second program to load; DEVMAP_HASH and XSKMAP do not mind. */
    @Test
    void aMapOfDevicesBelongsToTheFirstKindOfProgram() {
        try (Rig rig = new Rig(EngineKind.INTERPRETER)) {
            for (String name : List.of("look_dev4", "look_dev8")) {
                refused(Errno.EINVAL, () -> rig.runtime.load(onlyAsTc(name), shared(rig)));
            }
            for (String name : List.of("look_hash8", "look_xsk")) {
                try (Collection other = rig.runtime.load(onlyAsTc(name), shared(rig))) {
                    assertThat(other.programs()).hasSize(1);
                }
            }
        }
    }

    private static CollectionSpec onlyAsTc(String name) {
        CollectionSpec spec = RedirectRig.OBJECT;
        for (var program : RedirectRig.OBJECT.programs()) {
            spec = spec.withAutoload(program.name(), program.name().equals(name));
        }
        return spec.withProgramType(name, ProgramType.SCHED_CLS, null);
    }

    private static Map<String, BpfMap> shared(Rig rig) {
        Map<String, BpfMap> shared = new java.util.HashMap<>();
        for (String name : List.of("dev4", "dev8", "hash8", "xsk")) {
            shared.put(name, rig.collection.map(name));
        }
        return shared;
    }

    @Test
    void targetsAreOfTheKindOfTheirMap() {
        try (Rig rig = new Rig(EngineKind.INTERPRETER)) {
            refused(Errno.EINVAL, () -> rig.targets("dev4").set(0, new MapTarget.Cpu(1)));
            refused(Errno.EINVAL, () -> rig.targets("cpu4").set(0, new MapTarget.Device(1)));
            refused(Errno.EINVAL, () -> rig.targets("groups").set(0, new MapTarget.Device(1)));
            refused(Errno.EINVAL, () -> rig.targets("xsk").set(0, new MapTarget.Device(1)));
            refused(Errno.EINVAL, () -> rig.targets("dev4").set(0, new MapTarget.Device(1, rig.program("entry_pass"))));
            String globals = rig.collection.maps().keySet().stream()
                    .filter(name -> name.contains("bss"))
                    .findFirst()
                    .orElseThrow();
            refused(Errno.EINVAL, () -> rig.targets(globals));
        }
    }

    @Test
    void allEntriesAreReadAtOnce() {
        try (Rig rig = new Rig(EngineKind.INTERPRETER)) {
            for (int key : new int[] {3, 0}) {
                rig.targets("dev4").set(key, new MapTarget.Device(key + 1));
                rig.targets("hash4").set(key, new MapTarget.Device(key + 1));
            }
            for (String map : List.of("dev4", "hash4")) {
                assertThat(rig.collection.map(map).entries().stream()
                                .map(entry -> entry.key()[0] + ":" + entry.value()[0]))
                        .as(map)
                        .containsExactlyInAnyOrder("0:1", "3:4");
                assertThat(rig.collection.map(map).size()).isEqualTo(2);
            }
        }
    }
}
