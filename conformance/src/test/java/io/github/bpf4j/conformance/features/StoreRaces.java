package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.conformance.features.Whole.Element;
import io.github.bpf4j.runtime.AttachOptions;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.EventResult;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Values of sockets, inodes and attachments in control groups: what programs of {@code races_stores.bpf.c} store. */
final class StoreRaces {
    private static final String OBJECT = "races_stores";
    private static final String PLACE = "cgroup/connect4";
    private static final int LOCKED = RaceRig.LOCKED_TASK;
    private static final int CHURNING = RaceRig.CHURNING_TASK;

    /** Values that were replaced and wait until no program knows them. */
    private static final long REMOVED_BYTES = 4 << 20;

    private StoreRaces() {}

    static List<MapRace> all() {
        return List.of(
                new MapRace(MapType.SK_STORAGE, "sk_storage", OBJECT, StoreRaces::sockets),
                new MapRace(MapType.INODE_STORAGE, "inode_storage", OBJECT, StoreRaces::inodes),
                new MapRace(MapType.CGROUP_STORAGE, "cgroup_storage", OBJECT, StoreRaces::attachments),
                new MapRace(MapType.PERCPU_CGROUP_STORAGE, "percpu_cgroup_storage", OBJECT, StoreRaces::cpus));
    }

    private static void require(RunResult result, RaceRig rig) {
        assertThat(result.fault()).isEmpty();
        assertThat(result.returnValue())
                .as("wrong in line %d", rig.number("why"))
                .isZero();
    }

    private static void sockets(RaceRig rig) throws Exception {
        Program stores = rig.collection.program("of_sockets_stored");
        TaskRaces.values(rig, "of_sockets", KernelValue::socket, (cpu, cookie) -> {
            ContextValue connect = ContextValue.of(ProgramType.CGROUP_SOCK_ADDR).socket(cookie);
            require(stores.run(connect, cpu).run(), rig);
        });
    }

    private static void inodes(RaceRig rig) throws Exception {
        Program stores = rig.collection.program("of_inodes_stored");
        TaskRaces.values(rig, "of_inodes", KernelValue::inode, (cpu, number) -> {
            KernelStruct file = KernelStruct.of("file").with("f_inode", KernelValue.inode(number));
            require(
                    stores.run(
                                    EventContext.arguments(KernelValue.of(file)),
                                    cpu,
                                    ExecutionContext.PROCESS,
                                    RunEnvironment.NONE)
                            .run(),
                    rig);
        });
    }

    private static byte[] key(int number) {
        return StoreAnswers.longs(RaceRig.groupId(number));
    }

    private static List<Link> attach(RaceRig rig, String program) {
        List<Link> links = new ArrayList<>();
        for (int number = 1; number < CHURNING; number++) {
            links.add(rig.collection.program(program).attach(AttachOptions.BY_SECTION.in(RaceRig.groupOf(number))));
        }
        return links;
    }

    private static void connect(RaceRig rig, int cpu, int number) {
        EventResult result =
                rig.runtime.trigger(Event.at(PLACE, EventContext.fields().with("user_port", number))
                        .inCgroup(RaceRig.groupOf(number))
                        .on(cpu));
        assertThat(result.runs()).hasSize(1);
        require(result.runs().getFirst().run(), rig);
    }

    private static void attachments(RaceRig rig) throws Exception {
        BpfMap values = rig.map("of_attachments");
        List<Link> links = attach(rig, "of_attachments_stored");
        SplittableRandom[] randoms = TaskRaces.randoms(rig);
        for (int number = 1; number < CHURNING; number++) {
            values.update(key(number), Element.bytes(number, number, 1));
        }
        rig.race(
                cpu -> connect(rig, cpu, randoms[cpu].nextInt(1, CHURNING)),
                random -> {
                    int locked = random.nextInt(LOCKED, CHURNING);
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            int number = random.nextInt(1, LOCKED);
                            element(values, number, 0).requireKey(number);
                        }
                        case 1 ->
                            values.update(key(locked), Element.bytes(locked, random.nextLong(), 1), UpdateFlags.LOCK);
                        case 2 -> element(values, locked, UpdateFlags.LOCK).requireWhole();
                        default -> assertThat(values.entries()).hasSize(CHURNING - 1);
                    }
                },
                REMOVED_BYTES);
        long count = 0;
        long lockedCount = 0;
        for (int number = 1; number < LOCKED; number++) {
            Element element = element(values, number, 0);
            count += element.count();
            lockedCount += element.locked();
        }
        assertThat(count)
                .isEqualTo(rig.number("counted"))
                .isEqualTo(lockedCount)
                .isPositive();
        links.forEach(Link::close);
    }

    private static Element element(BpfMap values, int number, long flags) {
        return Element.of(values.lookup(key(number), flags).orElseThrow()).getFirst();
    }

    private static void cpus(RaceRig rig) throws Exception {
        BpfMap values = rig.map("of_cpus");
        List<Link> links = attach(rig, "of_cpus_stored");
        SplittableRandom[] randoms = TaskRaces.randoms(rig);
        rig.race(cpu -> connect(rig, cpu, randoms[cpu].nextInt(1, CHURNING)), random -> {
            int number = random.nextInt(1, CHURNING);
            assertThat(values.lookup(key(number)).orElseThrow()).hasSize(RaceRig.CPUS * Whole.BYTES);
            assertThat(values.size()).isEqualTo(CHURNING - 1);
        });
        long count = 0;
        for (int number = 1; number < CHURNING; number++) {
            byte[] all = values.lookup(key(number)).orElseThrow();
            for (int cpu = 0; cpu < RaceRig.PROGRAM_CPUS; cpu++) {
                byte[] own = Arrays.copyOfRange(all, cpu * Whole.BYTES, (cpu + 1) * Whole.BYTES);
                assertThat(Whole.number(own) == 0 || !Whole.isTorn(own)).isTrue();
                count += Whole.number(own);
            }
        }
        assertThat(count).isEqualTo(rig.number("counted")).isPositive();
        links.forEach(Link::close);
    }
}
