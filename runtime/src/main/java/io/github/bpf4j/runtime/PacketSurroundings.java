package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.helpers.Surroundings;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a {@link World} is to packets and the helpers on them, looked up without allocation. Immutable and safe for use by any thread. */
/*
 * The open world's interfaces, of which nothing is known, are as the loopback device: they take what that takes, and have no hardware
 * address.
 */
final class PacketSurroundings implements Surroundings {
    private static final int LOOPBACK_MTU = 65536;

    private final World world;
    private final int[] numbers;
    private final int[] mtus;
    private final long[] addresses;
    private final long[] path;

    PacketSurroundings(World world) {
        this.world = world;
        List<NetworkInterface> interfaces = world.networkInterfaces();
        numbers = interfaces.stream().mapToInt(NetworkInterface::ifindex).toArray();
        mtus = interfaces.stream().mapToInt(NetworkInterface::mtu).toArray();
        addresses = interfaces.stream().mapToLong(one -> address(one.mac())).toArray();
        List<Long> ids = new ArrayList<>();
        String at = world.current().path();
        while (true) {
            ids.addFirst(world.cgroup(at).orElseThrow().id());
            if (at.equals("/")) {
                break;
            }
            at = world.cgroup(at).orElseThrow().parent();
        }
        path = ids.stream().mapToLong(id -> id).toArray();
    }

    private static long address(String mac) {
        return mac.isEmpty() ? SkbContext.NO_ADDRESS : Long.parseLong(mac.replace(":", ""), 16);
    }

    @Override
    public int mtu(int ifindex) {
        int at = Arrays.binarySearch(numbers, ifindex);
        if (at >= 0) {
            return mtus[at];
        }
        return world.hasInterface(ifindex) ? LOOPBACK_MTU : -1;
    }

    /** The hardware address of an interface, 48 bits. */
    long hardwareAddress(int ifindex) {
        int at = Arrays.binarySearch(numbers, ifindex);
        return at >= 0 ? addresses[at] : SkbContext.NO_ADDRESS;
    }

    @Override
    public long cgroupId() {
        return path[path.length - 1];
    }

    @Override
    public int classid() {
        return world.current().classid();
    }

    @Override
    public long ancestorCgroupId(int level) {
        return level < 0 || level >= path.length ? 0 : path[level];
    }
}
