package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.runtime.BpfMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** QUEUE, STACK, LPM_TRIE and BLOOM_FILTER: what {@code map_races.bpf.c} does, user space does too. */
final class KeylessRaces {
    private static final String OBJECT = "map_races";
    private static final int ROUTES = 1000;

    /** Of a LPM_TRIE, elements that wait until no program knows them: their number is bounded. */
    private static final long REMOVED_BYTES = 4 << 20;

    private KeylessRaces() {}

    static List<MapRace> all() {
        return List.of(
                new MapRace(MapType.QUEUE, "queue", OBJECT, rig -> everyValueComesOutOnceAndWhole(rig, "queue")),
                new MapRace(MapType.STACK, "stack", OBJECT, rig -> everyValueComesOutOnceAndWhole(rig, "stack")),
                new MapRace(MapType.LPM_TRIE, "lpm_trie", OBJECT, KeylessRaces::routesAreFoundWhileOthersComeAndGo),
                new MapRace(MapType.BLOOM_FILTER, "bloom_filter", OBJECT, KeylessRaces::filtersForgetNothing));
    }

    private static byte[] route(int bits, int... address) {
        ByteBuffer key = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(bits);
        for (int part : address) {
            key.put((byte) part);
        }
        return key.array();
    }

    private static void everyValueComesOutOnceAndWhole(RaceRig rig, String name) throws Exception {
        BpfMap map = rig.map(name);
        long[] pushed = new long[2];
        long[] taken = new long[2];
        rig.race(rig.programs(name + "_produces", name + "_consumes", name + "_produces"), random -> {
            if (random.nextInt(8) == 0) {
                long number = random.nextInt() & 0xffff_ffffL;
                if (RaceRig.attempt(() -> map.push(Whole.of(number))).isEmpty()) {
                    pushed[0]++;
                    pushed[1] += number;
                }
            }
            Optional<byte[]> value = map.pop();
            if (value.isPresent()) {
                taken[0]++;
                taken[1] += Whole.number(value.get());
                assertThat(Whole.isTorn(value.get())).isFalse();
                assertThat(map.waiting()).noneMatch(Whole::isTorn);
            }
        });
        for (byte[] left : map.waiting()) {
            taken[0]++;
            taken[1] += Whole.number(left);
        }
        assertThat(rig.number("popped") + taken[0])
                .isEqualTo(rig.number("pushed") + pushed[0])
                .isPositive();
        assertThat(rig.number("popped_sum") + taken[1]).isEqualTo(rig.number("pushed_sum") + pushed[1]);
    }

    private static void routesAreFoundWhileOthersComeAndGo(RaceRig rig) throws Exception {
        BpfMap routes = rig.map("routes");
        routes.update(route(8, 10), Whole.of(1));
        routes.update(route(8, 12), Whole.of(0));
        rig.race(
                rig.programs("routes_change", "routes_lookup", "routes_count", "routes_change"),
                _ -> {
                    for (BpfMap.Entry entry : routes.entries()) {
                        assertThat(entry.key()[4] == 10 && Whole.isTorn(entry.value()))
                                .isFalse();
                    }
                    byte[] key = route(20, 10, 1, 2, 3);
                    routes.update(key, Whole.of(7));
                    assertThat(routes.lookup(route(32, 10, 200, 1, 1)).map(Whole::isTorn))
                            .contains(false);
                    routes.delete(key);
                },
                REMOVED_BYTES);
        assertThat(Whole.number(routes.lookup(route(32, 12, 1, 1, 1)).orElseThrow()))
                .isEqualTo(rig.number("counted"))
                .isPositive();
        assertThat(routes.size())
                .isBetween(2, ROUTES)
                .isEqualTo(routes.entries().size());
    }

    private static void filtersForgetNothing(RaceRig rig) throws Exception {
        BpfMap seen = rig.map("seen");
        long[] next = {1L << 40};
        rig.race(rig.programs("seen_is_never_forgotten"), _ -> {
            byte[] value = ByteBuffer.allocate(8).putLong(next[0]++).array();
            seen.push(value);
            assertThat(seen.mayContain(value)).isTrue();
        });
    }
}
