package io.github.bpf4j.runtime.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a world holds, and what it cannot. */
class WorldTest {
    private static void refused(ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openWorldHasEveryInterfaceAndKnowsNothingOfIt() {
        World world = World.open();
        assertThat(world.hasInterface(1)).isTrue();
        assertThat(world.hasInterface(Integer.MAX_VALUE)).isTrue();
        assertThat(world.hasInterface(0)).isFalse();
        assertThat(world.hasInterface(-1)).isFalse();
        assertThat(world.networkInterface(1)).isEmpty();
        assertThat(world.networkInterfaces()).isEmpty();
        assertThat(world.current().path()).isEqualTo("/");
    }

    @Test
    void builtWorldHasWhatItWasGiven() {
        World world = World.builder()
                .networkInterface(7, "eth1")
                .networkInterface(new NetworkInterface(3, "eth0", "02:00:00:00:00:0a", 9000))
                .build();
        assertThat(world.networkInterfaces().stream().map(NetworkInterface::ifindex))
                .containsExactly(3, 7);
        assertThat(world.hasInterface(7)).isTrue();
        assertThat(world.hasInterface(1)).isFalse();
        assertThat(world.networkInterface(3).orElseThrow().takes(9018)).isTrue();
        assertThat(world.networkInterface(3).orElseThrow().takes(9019)).isFalse();
        assertThat(World.builder().build().hasInterface(1)).isFalse();
    }

    @Test
    void controlGroupsLieInEachOther() {
        World world = World.builder()
                .cgroup(30, "/a/b")
                .cgroup(20, "/a")
                .cgroup(25, "/ab")
                .cgroup(5, "/")
                .current("/a/b")
                .build();
        Cgroup b = world.cgroup("/a/b").orElseThrow();
        assertThat(b.parent()).isEqualTo("/a");
        assertThat(b.level()).isEqualTo(2);
        assertThat(world.cgroup(5).orElseThrow().level()).isZero();
        assertThat(world.cgroups().stream().filter(b::isUnder).map(Cgroup::id)).containsExactlyInAnyOrder(5L, 20L, 30L);
        assertThat(world.cgroup("/a").orElseThrow().isUnder(b)).isFalse();
        assertThat(world.cgroup("/ab").orElseThrow().isUnder(world.cgroup("/a").orElseThrow()))
                .isFalse();
        assertThat(world.cgroup("/ab").orElseThrow().parent()).isEqualTo("/");
    }

    @Test
    void whatCannotBeIsRefused() {
        refused(() -> new NetworkInterface(0, "eth0", "", 1500));
        refused(() -> new NetworkInterface(1, "", "", 1500));
        refused(() -> new NetworkInterface(1, "a_name_too_long_", "", 1500));
        refused(() -> new NetworkInterface(1, "eth0", "02:00:00:00:00", 1500));
        refused(() -> new NetworkInterface(1, "eth0", "", 67));
        refused(() -> World.builder().networkInterface(1, "a").networkInterface(1, "b"));
        refused(() -> World.builder().networkInterface(1, "a").networkInterface(2, "a"));
        refused(() -> new Cgroup(1, "a"));
        refused(() -> new Cgroup(1, "/a/"));
        refused(() -> World.builder().cgroup(2, "/a").cgroup(2, "/b"));
        refused(() -> World.builder().cgroup(2, "/a").cgroup(3, "/a"));
        refused(() -> World.builder().cgroup(1, "/a").build());
        refused(() -> World.builder().cgroup(2, "/a/b").build());
        refused(() -> World.builder().current("/a").build());
    }
}
