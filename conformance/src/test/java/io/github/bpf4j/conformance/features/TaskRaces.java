package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RaceRig.key;
import static io.github.bpf4j.conformance.features.RaceRig.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.conformance.features.Whole.Element;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.ObjectStorage;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** STACK_TRACE, TASK_STORAGE and CGRP_STORAGE: what programs of {@code races_tasks.bpf.c} store, user space reads and removes. */
final class TaskRaces {
    private static final String OBJECT = "races_tasks";
    private static final int STACKS = 64;
    private static final int DIFFERENT_STACKS = 200;

    /** Elements that wait until no program knows them. */
    private static final long REMOVED_BYTES = 4 << 20;

    private static final int LOCKED = RaceRig.LOCKED_TASK;
    private static final int CHURNING = RaceRig.CHURNING_TASK;
    private static final int LAST = RaceRig.LAST_TASK;

    private TaskRaces() {}

    static List<MapRace> all() {
        return List.of(
                new MapRace(MapType.STACK_TRACE, "stack_trace", OBJECT, TaskRaces::stacks),
                new MapRace(
                        MapType.TASK_STORAGE,
                        "task_storage",
                        OBJECT,
                        rig -> values(rig, "of_tasks", KernelValue::task)),
                new MapRace(
                        MapType.CGRP_STORAGE,
                        "cgrp_storage",
                        OBJECT,
                        rig -> values(rig, "of_groups", pid -> KernelValue.cgroup(RaceRig.groupOf(pid)))));
    }

    /** One for each CPU. */
    static SplittableRandom[] randoms(RaceRig rig) {
        return Stream.generate(rig.random::split).limit(RaceRig.CPUS).toArray(SplittableRandom[]::new);
    }

    private static void run(Program program, int cpu, RunEnvironment environment, RaceRig rig) {
        RunResult result = program.run(new byte[64], cpu, ExecutionContext.PROCESS, environment)
                .run();
        assertThat(result.fault()).isEmpty();
        assertThat(result.returnValue())
                .as("wrong in line %d", rig.number("why"))
                .isZero();
    }

    private static void stacks(RaceRig rig) throws Exception {
        BpfMap stacks = rig.map("stacks");
        Program stores = rig.collection.program("stacks_stored");
        SplittableRandom[] randoms = randoms(rig);
        rig.race(
                cpu -> {
                    long number = randoms[cpu].nextInt(1, DIFFERENT_STACKS);
                    run(
                            stores,
                            cpu,
                            RunEnvironment.NONE.withUserStack(List.of(number, ~number, number * 3, number)),
                            rig);
                },
                random -> {
                    byte[] id = key(random.nextInt(STACKS));
                    switch (random.nextInt(4)) {
                        case 0 -> stacks.delete(id);
                        case 1 ->
                            stacks.lookup(id)
                                    .ifPresent(stack ->
                                            assertThat(Whole.isTorn(stack)).isFalse());
                        case 2 ->
                            stacks.nextKey(id)
                                    .ifPresent(next -> assertThat(number(next)).isBetween(0, STACKS - 1));
                        default -> {
                            assertThat(stacks.entries())
                                    .hasSizeLessThanOrEqualTo(STACKS)
                                    .noneMatch(entry -> Whole.isTorn(entry.value()));
                            assertThat(stacks.size()).isBetween(0, STACKS);
                        }
                    }
                });
        assertThat(rig.number("stored")).isPositive();
    }

    /** Runs a program on the object of a number, on some CPU. */
    @FunctionalInterface
    interface OnObject {
        void run(int cpu, int number);
    }

    private static void values(RaceRig rig, String name, IntFunction<KernelValue> object) throws Exception {
        Program stores = rig.collection.program(name + "_stored");
        values(rig, name, object, (cpu, pid) -> run(stores, cpu, RunEnvironment.ofTask(pid), rig));
    }

    /** Programs count in the values of the first objects, write those of others under their lock, and make and remove the rest. */
    static void values(RaceRig rig, String name, IntFunction<KernelValue> object, OnObject stores) throws Exception {
        ObjectStorage values = ObjectStorage.of(rig.map(name));
        SplittableRandom[] randoms = randoms(rig);
        for (int pid = 1; pid <= LAST; pid++) {
            values.set(object.apply(pid), Element.bytes(pid, pid, 1));
        }
        rig.race(
                cpu -> stores.run(cpu, randoms[cpu].nextInt(1, LAST + 1)),
                random -> {
                    int locked = random.nextInt(LOCKED, CHURNING);
                    int churned = random.nextInt(CHURNING, LAST + 1);
                    switch (random.nextInt(6)) {
                        case 0 -> {
                            int pid = random.nextInt(1, LOCKED);
                            Element.of(values.get(object.apply(pid)).orElseThrow())
                                    .getFirst()
                                    .requireKey(pid);
                        }
                        case 1 ->
                            values.set(
                                    object.apply(locked),
                                    Element.bytes(locked, random.nextLong(), 1),
                                    UpdateFlags.LOCK);
                        case 2 -> values.remove(object.apply(churned));
                        case 3 -> {
                            byte[] value = Element.bytes(churned, random.nextLong(), 1);
                            RaceRig.attempt(() -> values.set(object.apply(churned), value, UpdateFlags.NOEXIST))
                                    .ifPresent(refused -> assertThat(refused).isEqualTo(Errno.EEXIST));
                        }
                        case 4 ->
                            values.get(object.apply(churned)).ifPresent(value -> {
                                Element element = Element.of(value).getFirst();
                                assertThat(element.key()).isIn(0, churned);
                            });
                        default -> {
                            assertThat(values.objects()).hasSizeBetween(CHURNING - 1, LAST);
                            assertThat(rig.map(name).size()).isBetween(CHURNING - 1, LAST);
                        }
                    }
                },
                REMOVED_BYTES);
        long count = 0;
        long lockedCount = 0;
        for (int pid = 1; pid < LOCKED; pid++) {
            Element element =
                    Element.of(values.get(object.apply(pid)).orElseThrow()).getFirst();
            count += element.count();
            lockedCount += element.locked();
        }
        assertThat(count)
                .isEqualTo(rig.number("counted"))
                .isEqualTo(lockedCount)
                .isPositive();
    }
}
