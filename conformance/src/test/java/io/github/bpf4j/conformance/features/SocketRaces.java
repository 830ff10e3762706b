package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RaceRig.attempt;
import static io.github.bpf4j.conformance.features.RaceRig.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.SocketSlots;
import java.util.List;

/** Maps of sockets: user space and programs of {@code races_sockets.bpf.c} store, find and remove sockets, which send meanwhile. */
final class SocketRaces {
    private static final String OBJECT = "races_sockets";
    private static final int SLOTS = 4;

    private SocketRaces() {}

    static List<MapRace> all() {
        return List.of(
                new MapRace(MapType.SOCKMAP, "sockmap", OBJECT, rig -> race(rig, "sockmap")),
                new MapRace(MapType.SOCKHASH, "sockhash", OBJECT, rig -> race(rig, "sockhash")));
    }

    private static void race(RaceRig rig, String name) throws Exception {
        BpfMap map = rig.map(name);
        SocketSlots slots = SocketSlots.of(map);
        RaceRig.Work uses = rig.programs(name + "_uses");
        for (int slot = 0; slot < SLOTS; slot++) { // programs know all sockets from here on
            for (int other = 0; other < SLOTS; other++) {
                slots.set(other, RaceRig.FIRST_CONNECTION + slot);
            }
            uses.once(0);
        }
        rig.race(uses, random -> {
            int slot = random.nextInt(SLOTS);
            long cookie = RaceRig.FIRST_CONNECTION + random.nextInt(SLOTS);
            switch (random.nextInt(4)) {
                case 0 -> slots.set(slot, cookie);
                case 1 ->
                    assertThat(attempt(() -> map.delete(key(slot))))
                            .satisfiesAnyOf(
                                    refused -> assertThat(refused).isEmpty(),
                                    refused -> assertThat(refused).contains(Errno.EINVAL));
                case 2 ->
                    slots.get(key(slot))
                            .ifPresent(found -> assertThat(found)
                                    .isBetween(RaceRig.FIRST_CONNECTION, RaceRig.FIRST_CONNECTION + SLOTS - 1));
                default -> {
                    assertThat(rig.runtime.socketData(cookie).send(new byte[] {1, 2, 3}))
                            .isEqualTo(3);
                    rig.runtime.socketData(cookie ^ 1).receive();
                }
            }
        });
        assertThat(rig.number("found")).isPositive();
    }
}
