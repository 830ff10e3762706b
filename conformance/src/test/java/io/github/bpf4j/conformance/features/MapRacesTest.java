package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs on several CPUs and user space, all at once on one map of each type. See {@link RaceRig} for how long. */
class MapRacesTest {
    /** AUTO is these, one after another. */
    private static final List<EngineKind> ENGINES = List.of(EngineKind.INTERPRETER, EngineKind.CHECKED, EngineKind.JIT);

    private static final List<Integer> SIZES = List.of(0, 4, 8);
    private static final List<Integer> LENGTHS = List.of(0, 4, 4096);

    private static List<MapRace> races() {
        return Stream.of(
                        ElementRaces.all(),
                        KeylessRaces.all(),
                        RecordRaces.all(),
                        TargetRaces.all(),
                        TaskRaces.all(),
                        StoreRaces.all(),
                        SocketRaces.all())
                .flatMap(List::stream)
                .toList();
    }

    static Stream<Arguments> racesOfEngines() {
        return races().stream().flatMap(race -> ENGINES.stream().map(engine -> Arguments.of(race, engine)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("racesOfEngines")
    void whatTheTypePromisesHolds(MapRace race, EngineKind engine) throws Exception {
        String figures;
        try (RaceRig rig = new RaceRig(engine, race.object())) {
            race.course().run(rig);
            figures = rig.figures();
        }
        System.out.printf("race on %s, %s: %s%n", race, engine, figures);
    }

    @Test
    void everyTypeThatTheRuntimeCreatesIsRaced() {
        Set<MapType> raced = EnumSet.noneOf(MapType.class);
        races().forEach(race -> raced.add(race.type()));
        Set<MapType> created = EnumSet.noneOf(MapType.class);
        try (Runtime runtime = Runtime.create()) {
            for (MapType type : MapType.values()) {
                if (specs(type).stream().anyMatch(spec -> isCreated(runtime, spec))) {
                    created.add(type);
                }
            }
        }
        created.addAll(List.of(MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS)); // which need to be told of inner maps
        created.addAll(List.of(
                MapType.TASK_STORAGE,
                MapType.CGRP_STORAGE,
                MapType.SK_STORAGE,
                MapType.INODE_STORAGE)); // whose values need types
        assertThat(raced).isEqualTo(created);
    }

    private static List<MapSpec> specs(MapType type) {
        List<MapSpec> specs = new ArrayList<>();
        for (int key : SIZES) {
            for (int value : SIZES) {
                for (int length : LENGTHS) {
                    MapSpec spec = MapSpec.of("made", type, key, value, length);
                    specs.add(spec);
                    specs.add(spec.withFlags(MapFlags.NO_PREALLOC));
                }
            }
        }
        return specs;
    }

    private static boolean isCreated(Runtime runtime, MapSpec spec) {
        try (var _ = runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN))) {
            return true;
        } catch (BpfErrnoException e) {
            return false;
        }
    }
}
