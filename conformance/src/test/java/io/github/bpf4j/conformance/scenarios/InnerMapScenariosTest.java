package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EPERM;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MS;
import static io.github.bpf4j.conformance.scenarios.OpsRig.NO_OUTER_SLOT;
import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static io.github.bpf4j.conformance.scenarios.OpsRig.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.conformance.scenarios.OpsRig.Op;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Section D of the catalogue, maps in maps, with what a 6.12 kernel answered. */
class InnerMapScenariosTest {
    private static final byte[] OUTER_SLOT = key(1);

    private static void use(OpsRig rig) {
        rig.acts(1, OpsRig.Request.of(Op.START, Where.SELF, 0, 2 * MS));
        assertThat(rig.ask(Op.UPDATE, Where.INNER, 1234, 0, 1)).isZero();
        assertThat(rig.init(Where.INNER, 1234)).isZero();
        assertThat(rig.set(Where.INNER, 1234)).isZero();
        assertThat(rig.start(Where.INNER, 1234, 0)).isZero();
        rig.pass(60 * MS);
        assertThat(rig.runs(1)).isGreaterThan(3);
        assertThat(rig.keyOf(1)).isEqualTo(1234);
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(60)
    void timersOfAnInnerMapStopWhenItsFileIsClosedAndItIsTakenOut(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            use(rig);
            rig.map(Where.INNER).close();
            assertThat(rig.collection.map("outer").delete(OUTER_SLOT)).isTrue();
            assertThat(rig.stillRuns(1)).isFalse();
            assertThat(rig.init(Where.INNER, 1234)).isEqualTo(NO_OUTER_SLOT);
            assertThat(rig.collection.map("outer").delete(OUTER_SLOT)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(61)
    void anOuterMapIsNoUserOfItsInnerMaps(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            use(rig);
            int id = rig.map(Where.INNER).id();
            rig.map(Where.INNER).close();
            assertThat(rig.stillRuns(1)).isFalse();
            assertThat(rig.init(Where.INNER, 1234)).isEqualTo(EPERM.result());
            assertThat(rig.set(Where.INNER, 1234)).isEqualTo(EINVAL.result());
            assertThat(rig.start(Where.INNER, 1234, 0)).isEqualTo(EINVAL.result());
            assertThat(rig.cancel(Where.INNER, 1234)).isEqualTo(EINVAL.result());
            assertThat(rig.ask(Op.FIND, Where.INNER, 1234, 0, 0))
                    .as("the element itself")
                    .isEqualTo(1);
            try (BpfMap again = rig.runtime.openMap(id)) {
                assertThat(again.userReferences()).isEqualTo(1);
                assertThat(rig.init(Where.INNER, 1234)).isZero();
            }
            assertThat(rig.init(Where.INNER, 1234)).isEqualTo(EPERM.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(62)
    void takingAnInnerMapOutLeavesItsTimersToItsUsers(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            use(rig);
            BpfMap outer = rig.collection.map("outer");
            assertThat(outer.lookup(OUTER_SLOT).map(OpsRig::number))
                    .contains(rig.map(Where.INNER).id());
            assertThat(outer.size()).isEqualTo(1);
            assertThat(outer.delete(OUTER_SLOT)).isTrue();
            assertThat(outer.lookup(OUTER_SLOT)).isEmpty();
            assertThat(rig.stillRuns(1)).isTrue();
            assertThat(rig.init(Where.INNER, 1234)).isEqualTo(NO_OUTER_SLOT);
            outer.setMap(OUTER_SLOT, rig.map(Where.INNER));
            assertThat(rig.cancel(Where.INNER, 1234)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v_timer8, outer_hash, HASH, 4, 0, 0",
        "v_timer8, outer_hash, HASH, 9, 0, 0",
        "v_timer8_too, outer_hash, HASH, 4, 0, 0",
        "v_timer0, outer_hash, HASH, 4, 0, -22",
        "v_plain, outer_hash, HASH, 4, 0, -22",
        ", outer_hash, HASH, 4, 0, -22",
        "v_timer8_lock, outer_hash, HASH, 4, 0, -22",
        "v_two, outer_hash, HASH, 4, 0, -22",
        "v_timer8, outer_hash, HASH, 4, 1, -22",
        "v_timer8, outer_hash, LRU_HASH, 4, 0, -22",
        "v_two, outer_plain, HASH, 4, 0, 0",
        "v_timer8, outer_plain, HASH, 4, 0, -22",
        "v_timer8, outer_array, ARRAY, 4, 0, 0",
        "v_timer8, outer_array, ARRAY, 5, 0, -22",
    })
    @Scenario(65)
    void innerMapsMustBeAsTheOuterMapWasDeclared(
            String value, String outer, MapType type, int maxEntries, int flags, long expected) {
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(inner());
                BpfMap candidate = create(runtime, value, type, maxEntries, flags)) {
            assertThat(refusal(() -> collection.map(outer).setMap(key(0), candidate)))
                    .isEqualTo(expected);
            assertThat(collection.map(outer).innerMap(key(0)).map(BpfMap::id))
                    .isEqualTo(expected == 0 ? java.util.Optional.of(candidate.id()) : java.util.Optional.empty());
        }
    }

    private static CollectionSpec inner() {
        return CollectionSpec.read(Corpus.bytes("scenarios/06_inner.bpf.o"), "06_inner");
    }

    private static BpfMap create(Runtime runtime, String value, MapType type, int maxEntries, int flags) {
        Btf btf = inner().btf();
        MapSpec spec = MapSpec.of("inner", type, 4, 32, maxEntries).withFlags(flags);
        return runtime.createMap(
                value == null
                        ? spec
                        : spec.withTypeIds(
                                btf.find(BtfKind.INT, "unsigned int").orElseThrow(),
                                btf.find(BtfKind.STRUCT, value).orElseThrow()),
                btf);
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(66)
    void callbackOfAnInnerArrayMayUpdateItsOwnIndex(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            try (Collection collection = runtime.load(inner())) {
                collection.map("outer_array").setMap(key(7), collection.map("inner_array"));
                for (int run = 1; run <= 2; run++) {
                    assertThat(run(collection, "arm_array", key(7))).isZero();
                    runtime.advance(Duration.ofMillis(50));
                    ByteBuffer seen = ByteBuffer.wrap(
                                    collection.map("seen").lookup(key(0)).orElseThrow())
                            .order(ByteOrder.LITTLE_ENDIAN);
                    assertThat(seen.getLong(0)).as("update").isZero();
                    assertThat(seen.getLong(8)).as("start after that").isEqualTo(EINVAL.result());
                    assertThat(seen.getLong(16)).isEqualTo(run);
                }
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            assertThat(runtime.timers().live()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(26)
    void callbacksOfAnInnerMapSetEachOtherAndFindThemselves(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(inner());
                BpfMap inner = create(runtime, "v_timer8", MapType.HASH, 4, 0)) {
            collection.map("outer_hash").setMap(key(3), inner);
            assertThat(run(collection, "serve", key(3))).isZero();
            runtime.advance(Duration.ofNanos(100_000));
            ByteBuffer rally = ByteBuffer.wrap(
                            collection.map("rally").lookup(key(0)).orElseThrow())
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(rally.getLong(0)).isEqualTo(51);
            assertThat(rally.getLong(8)).isEqualTo(50);
            assertThat(rally.getLong(16)).as("found itself").isEqualTo(101);
            assertThat(rally.getLong(24)).as("errors").isZero();
        }
    }

    private static long run(Collection collection, String program, byte[] context) {
        var result = collection.program(program).run(context).run();
        assertThat(result.fault()).isEmpty();
        return result.returnValue();
    }

    @ParameterizedTest
    @EnumSource
    void slotsOfMapsInMapsAreFilledAtLoad(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/map_in_map.bpf.o"), "map_in_map");
            try (Collection collection = runtime.load(spec)) {
                Packet packet = new Packet(new byte[64]);
                assertThat(collection.program("count_in_array").run(packet).verdict())
                        .isEqualTo(112);
                assertThat(collection.program("count_in_array").run(packet).verdict())
                        .isEqualTo(224);
                assertThat(collection.program("empty_slots").run(packet).verdict())
                        .isZero();
                assertThat(collection.program("count_in_hash").run(packet).verdict())
                        .isEqualTo(4 + 11);
                BpfMap byKey = collection.map("by_key");
                assertThat(byKey.size()).isEqualTo(1);
                assertThat(byKey.entries()).hasSize(1);
                byKey.setMap(key(1), collection.map("first"));
                assertThat(byKey.innerMap(key(1)).orElseThrow().id())
                        .isEqualTo(collection.map("first").id());
                assertThatThrownBy(() -> byKey.update(key(1), new byte[4]))
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(EINVAL));
                assertThatThrownBy(() -> collection.map("by_index").setMap(key(4), collection.map("first")))
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG));
                assertThat(byKey.delete(key(1))).isTrue();
                assertThat(byKey.size()).isZero();
                assertThat(collection.map("by_index").entries()).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY_OF_MAPS", "HASH_OF_MAPS"})
    void mapsOfMapsNeedASensibleTemplate(MapType type) {
        try (Runtime runtime = Runtime.create()) {
            Btf none = Btf.empty(ByteOrder.LITTLE_ENDIAN);
            MapSpec outer = MapSpec.of("outer", type, 4, 4, 2);
            assertThat(refusal(() -> runtime.createMap(outer, none))).isEqualTo(Errno.EBADF.result());
            MapSpec inner = MapSpec.of("inner", MapType.ARRAY, 4, 8, 2);
            assertThat(refusal(() -> runtime.createMap(outer.withInner(outer.withInner(inner)), none)))
                    .as("maps of maps of maps")
                    .isEqualTo(EINVAL.result());
            assertThat(refusal(() ->
                            runtime.createMap(outer.withInner(MapSpec.of("inner", MapType.PROG_ARRAY, 4, 4, 2)), none)))
                    .isEqualTo(Errno.ENOTSUPP.result());
            try (BpfMap free = runtime.createMap(outer.withInner(inner.withFlags(MapFlags.INNER_MAP)), none);
                    BpfMap longer = runtime.createMap(inner.withMaxEntries(9).withFlags(MapFlags.INNER_MAP), none)) {
                free.setMap(key(1), longer);
                try (BpfMap found = free.innerMap(key(1)).orElseThrow()) {
                    assertThat(found.spec().maxEntries()).isEqualTo(9);
                }
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }
}
