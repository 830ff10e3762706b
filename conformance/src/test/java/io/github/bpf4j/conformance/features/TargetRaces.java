package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RaceRig.attempt;
import static io.github.bpf4j.conformance.features.RaceRig.key;
import static io.github.bpf4j.conformance.features.RaceRig.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.RunResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Maps of programs, of maps and of targets: user space changes entries that programs of {@code races_targets.bpf.c} use. */
final class TargetRaces {
    private static final String OBJECT = "races_targets";
    private static final int SLOTS = 4;
    private static final int FELL = 100;
    private static final int SECOND = 102;
    private static final int WITH_PROGRAM = 6;
    private static final int WITHOUT = 7;
    private static final int MARK = 5;
    private static final byte[] NO_ARGUMENTS = new byte[16];

    private final RaceRig rig;
    private final BpfMap map;

    private TargetRaces(RaceRig rig, String name) {
        this.rig = rig;
        map = rig.map(name);
    }

    static List<MapRace> all() {
        return List.of(
                new MapRace(
                        MapType.PROG_ARRAY, "prog_array", OBJECT, rig -> new TargetRaces(rig, "programs").programs()),
                new MapRace(MapType.ARRAY_OF_MAPS, "array_of_maps", OBJECT, rig -> maps(rig, "array_of_maps")),
                new MapRace(MapType.HASH_OF_MAPS, "hash_of_maps", OBJECT, rig -> maps(rig, "hash_of_maps")),
                new MapRace(MapType.DEVMAP, "devmap", OBJECT, rig -> new TargetRaces(rig, "devmap").devices("devmap")),
                new MapRace(
                        MapType.DEVMAP_HASH,
                        "devmap_hash",
                        OBJECT,
                        rig -> new TargetRaces(rig, "devmap_hash").devices("devmap_hash")),
                new MapRace(MapType.CPUMAP, "cpumap", OBJECT, rig -> new TargetRaces(rig, "cpumap").cpus()),
                new MapRace(MapType.XSKMAP, "xskmap", OBJECT, rig -> new TargetRaces(rig, "xskmap").sockets()),
                new MapRace(
                        MapType.CGROUP_ARRAY, "cgroup_array", OBJECT, rig -> new TargetRaces(rig, "groups").groups()),
                new MapRace(
                        MapType.REUSEPORT_SOCKARRAY,
                        "reuseport_sockarray",
                        OBJECT,
                        rig -> new TargetRaces(rig, "socks").members()));
    }

    // ---- programs

    private void programs() throws Exception {
        Program first = rig.collection.program("is_first");
        Program second = rig.collection.program("is_second");
        Program calls = rig.collection.program("calls");
        Optional<?>[] slots = new Optional<?>[SLOTS];
        java.util.Arrays.fill(slots, Optional.empty());
        map.setProgram(0, first); // there is one of each from the first run on, however late the first command comes
        map.setProgram(1, second);
        slots[0] = Optional.of("is_first");
        slots[1] = Optional.of("is_second");
        rig.race(
                cpu -> {
                    RunResult result = calls.run(new Packet(new byte[64]), cpu);
                    assertThat(result.fault()).isEmpty();
                    assertThat(result.verdict()).isBetween(FELL, SECOND);
                },
                random -> {
                    int slot = random.nextInt(SLOTS);
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            map.setProgram(slot, first);
                            slots[slot] = Optional.of("is_first");
                        }
                        case 1 -> {
                            map.setProgram(slot, second);
                            slots[slot] = Optional.of("is_second");
                        }
                        case 2 -> {
                            if (slots[slot].isPresent()) {
                                map.clearProgram(slot);
                            }
                            slots[slot] = Optional.empty();
                        }
                        default -> {
                            Optional<Program> found = map.program(slot);
                            assertThat(found.map(Program::name)).isEqualTo(slots[slot]);
                            found.ifPresent(Program::close);
                        }
                    }
                });
        assertThat(rig.number("fell")).isPositive();
        assertThat(rig.number("first")).isPositive();
        assertThat(rig.number("second")).isPositive();
        assertThat(rig.number("tried")).isEqualTo(rig.number("fell") + rig.number("first") + rig.number("second"));
    }

    // ---- maps

    private static void maps(RaceRig rig, String name) throws Exception {
        Inners inners = new Inners(rig, rig.map(name));
        inners.store(0, UpdateFlags.ANY);
        rig.race(rig.programs(name + "_counts"), inners::change);
        for (int slot = 0; slot < SLOTS; slot++) {
            inners.retire(slot);
        }
        assertThat(inners.total).isEqualTo(rig.number("counted")).isPositive();
    }

    /** The inner maps of a map of maps. One that was taken out is counted when no program knows it any more. */
    private static final class Inners {
        private final RaceRig rig;
        private final BpfMap outer;
        private final BpfMap[] slots = new BpfMap[SLOTS];
        private long total;

        Inners(RaceRig rig, BpfMap outer) {
            this.rig = rig;
            this.outer = outer;
        }

        void store(int slot, long flags) {
            MapSpec spec = MapSpec.of("counters", MapType.ARRAY, Integer.BYTES, Long.BYTES, SLOTS);
            BpfMap inner = rig.runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN));
            outer.setMap(key(slot), inner, flags);
            retire(slot);
            slots[slot] = inner;
        }

        void retire(int slot) {
            BpfMap gone = slots[slot];
            if (gone == null) {
                return;
            }
            slots[slot] = null;
            rig.runtime.quiesce();
            for (BpfMap.Entry entry : gone.entries()) {
                total += ByteBuffer.wrap(entry.value())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong();
            }
            gone.close();
        }

        void change(SplittableRandom random) {
            int slot = random.nextInt(SLOTS);
            BpfMap there = slots[slot];
            switch (random.nextInt(4)) {
                case 0 -> store(slot, there != null && random.nextBoolean() ? UpdateFlags.EXIST : UpdateFlags.ANY);
                case 1 -> {
                    if (slot != 0) {
                        boolean hash = outer.type() == MapType.HASH_OF_MAPS;
                        Optional<Errno> refused = attempt(() -> {
                            if (there != null || hash) {
                                assertThat(outer.delete(key(slot))).isEqualTo(there != null);
                            }
                        });
                        assertThat(refused).isEmpty();
                        retire(slot);
                    }
                }
                case 2 -> {
                    if (there != null) {
                        assertThat(attempt(() -> outer.setMap(key(slot), there, UpdateFlags.NOEXIST)))
                                .contains(Errno.EEXIST);
                    }
                }
                default -> {
                    Optional<BpfMap> found = outer.innerMap(key(slot));
                    assertThat(found.map(BpfMap::id))
                            .isEqualTo(Optional.ofNullable(there).map(BpfMap::id));
                    found.ifPresent(BpfMap::close);
                    assertThat(outer.size()).isBetween(1, SLOTS);
                }
            }
        }
    }

    // ---- interfaces, CPUs, sockets

    /** Redirects a packet; where there is no entry, it passes. */
    private void redirect(String program, int cpu) {
        Packet packet = new Packet(new byte[64]);
        RunResult result = rig.collection.program(program).run(packet, cpu);
        assertThat(result.fault()).isEmpty();
        assertThat(result.verdict()).isIn(XdpAction.PASS.number(), XdpAction.REDIRECT.number());
        assertThat(packet.redirect().isPresent()).isEqualTo(result.verdict() == XdpAction.REDIRECT.number());
        packet.redirect().stream().flatMap(Redirect::ends).forEach(end -> {
            assertThat(end.fate()).isEqualTo(Redirect.Fate.SENT);
            if (end.destination() == Redirect.Destination.INTERFACE) {
                assertThat(end.number()).isIn(WITH_PROGRAM, WITHOUT);
                assertThat(end.program().isPresent()).isEqualTo(end.number() == WITH_PROGRAM);
            } else {
                assertThat(end.number()).isBetween(0, SLOTS - 1);
            }
            assertThat(end.frame()[MARK]).isEqualTo((byte) (end.program().isPresent() ? 1 : 0));
        });
    }

    private void devices(String name) throws Exception {
        MapTargets targets = MapTargets.of(map);
        Optional<Program> marks = Optional.of(rig.collection.program("marks_for_device"));
        RaceRig.Work looks = rig.programs(name + "_looks");
        boolean hash = map.type() == MapType.DEVMAP_HASH;
        rig.race(
                cpu -> {
                    redirect(name + "_redirects", cpu);
                    looks.once(cpu);
                },
                random -> {
                    int key = random.nextInt(SLOTS + 1);
                    MapTarget device = random.nextBoolean()
                            ? new MapTarget.Device(WITH_PROGRAM, marks)
                            : new MapTarget.Device(WITHOUT);
                    switch (random.nextInt(4)) {
                        case 0 ->
                            attempt(() -> targets.set(key, device)).ifPresent(refused -> {
                                assertThat(refused).isEqualTo(Errno.E2BIG);
                                assertThat(hash || key == SLOTS).isTrue();
                            });
                        case 1 -> {
                            Optional<Errno> refused = attempt(() -> targets.clear(key));
                            assertThat(refused)
                                    .isEqualTo(hash || key < SLOTS ? Optional.empty() : Optional.of(Errno.EINVAL));
                        }
                        case 2 ->
                            targets.get(key).ifPresent(target -> {
                                var found = (MapTarget.Device) target;
                                assertThat(found.program().isPresent()).isEqualTo(found.ifindex() == WITH_PROGRAM);
                                found.program().ifPresent(Program::close);
                            });
                        default -> {
                            for (BpfMap.Entry entry : map.entries()) {
                                ByteBuffer value =
                                        ByteBuffer.wrap(entry.value()).order(ByteOrder.LITTLE_ENDIAN);
                                int ifindex = value.getInt();
                                assertThat(ifindex).isIn(WITH_PROGRAM, WITHOUT);
                                assertThat(value.getInt() != 0).isEqualTo(ifindex == WITH_PROGRAM);
                            }
                            assertThat(map.size()).isBetween(0, SLOTS);
                            map.nextKey(key(key))
                                    .ifPresent(next -> assertThat(number(next)).isBetween(0, SLOTS));
                        }
                    }
                });
    }

    private void cpus() throws Exception {
        MapTargets targets = MapTargets.of(map);
        Optional<Program> marks = Optional.of(rig.collection.program("marks_on_cpu"));
        rig.race(cpu -> redirect("cpumap_redirects", cpu), random -> {
            int cpu = random.nextInt(SLOTS);
            switch (random.nextInt(5)) {
                case 0 -> targets.set(cpu, new MapTarget.Cpu(16, marks));
                case 1 -> targets.set(cpu, new MapTarget.Cpu(16));
                case 2 -> targets.set(cpu, new MapTarget.Cpu(0));
                case 3 -> targets.clear(cpu);
                default -> {
                    targets.get(cpu).map(MapTarget.Cpu.class::cast).ifPresent(found -> {
                        assertThat(found.queueSize()).isEqualTo(16);
                        found.program().ifPresent(Program::close);
                    });
                    assertThat(map.size()).isBetween(0, SLOTS);
                }
            }
        });
    }

    /* No socket is known that could lie in it. */
    private void sockets() throws Exception {
        rig.race(
                cpu -> {
                    Packet packet = new Packet(new byte[64]);
                    assertThat(rig.collection
                                    .program("xskmap_redirects")
                                    .run(packet, cpu)
                                    .verdict())
                            .isEqualTo(XdpAction.PASS.number());
                    assertThat(packet.redirect()).isEmpty();
                },
                random -> {
                    byte[] key = key(random.nextInt(SLOTS));
                    assertThat(attempt(() -> map.update(key, new byte[Integer.BYTES])))
                            .isPresent();
                    assertThat(attempt(() -> map.lookup(key))).contains(Errno.EOPNOTSUPP);
                    assertThat(attempt(() -> map.delete(key))).isEmpty();
                    assertThat(map.size()).isZero();
                });
    }

    // ---- control groups

    private void groups() throws Exception {
        MapTargets targets = MapTargets.of(map);
        Program asks = rig.collection.program("groups_asked");
        targets.set(0, new MapTarget.Cgroup("/a"));
        rig.race(
                cpu -> {
                    RunResult result = asks.run(NO_ARGUMENTS, cpu).run();
                    assertThat(result.fault()).isEmpty();
                    assertThat(result.returnValue()).isZero();
                },
                random -> {
                    int slot = random.nextInt(SLOTS);
                    String path = slot == 0 || random.nextBoolean() ? "/a" : "/c";
                    switch (random.nextInt(3)) {
                        case 0 -> targets.set(slot, new MapTarget.Cgroup(path));
                        case 1 -> {
                            if (slot != 0) {
                                targets.clear(slot);
                            }
                        }
                        default -> {
                            targets.get(slot)
                                    .ifPresent(target -> assertThat(((MapTarget.Cgroup) target).path())
                                            .isIn("/a", "/c"));
                            assertThat(map.size()).isBetween(1, SLOTS);
                        }
                    }
                });
    }

    // ---- sockets of a group

    private void members() throws Exception {
        MapTargets targets = MapTargets.of(map);
        Program chooses = rig.collection.program("socks_chosen");
        ContextValue context = ContextValue.of(ProgramType.SK_REUSEPORT).socket(RaceRig.FIRST_OF_GROUP);
        boolean[] there = new boolean[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            targets.set(slot, new MapTarget.Socket(RaceRig.FIRST_OF_GROUP + slot));
            there[slot] = true;
        }
        rig.race(
                cpu -> {
                    RunResult result = chooses.run(context, cpu).run();
                    assertThat(result.fault()).isEmpty();
                    assertThat(result.returnValue()).isZero();
                },
                random -> {
                    int slot = 1 + random.nextInt(SLOTS - 1);
                    if (random.nextBoolean()) {
                        assertThat(targets.get(slot).isPresent()).isEqualTo(there[slot]);
                    } else if (there[slot]) {
                        assertThat(targets.clear(slot)).isTrue();
                        there[slot] = false;
                    } else {
                        targets.set(slot, new MapTarget.Socket(RaceRig.FIRST_OF_GROUP + slot));
                        there[slot] = true;
                    }
                });
    }
}
