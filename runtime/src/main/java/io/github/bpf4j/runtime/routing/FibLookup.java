package io.github.bpf4j.runtime.routing;

import static io.github.bpf4j.abi.Errno.EAFNOSUPPORT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODEV;

import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/**
 * {@code bpf_fib_lookup}, with the answers of Linux 6.12 (recorded in the corpus's fib_lookup-6.12.tsv): a question and its answer are the
 * bytes of one {@code struct bpf_fib_lookup}. Immutable, safe for use by any thread.
 */
public final class FibLookup {
    /** Bytes of {@code struct bpf_fib_lookup}. */
    public static final int BYTES = 64;

    private static final int DIRECT = 1;
    private static final int OUTPUT = 2;
    private static final int SKIP_NEIGH = 4;
    private static final int TBID = 8;
    private static final int SRC = 16;
    private static final int MARK = 32;
    private static final int ALL_FLAGS = 63;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int TOT_LEN_AT = 6;
    private static final int IFINDEX_AT = 8;
    private static final int METRIC_AT = 12;
    private static final int SRC_AT = 16;
    private static final int DST_AT = 32;
    private static final int TBID_AT = 48;
    private static final int MARK_AT = 52;
    private static final int SMAC_AT = 52;
    private static final int DMAC_AT = 58;

    /** BPF_FIB_LKUP_RET_*. */
    private static final int SUCCESS = 0;

    private static final int BLACKHOLE = 1;
    private static final int UNREACHABLE = 2;
    private static final int PROHIBIT = 3;
    private static final int NOT_FWDED = 4;
    private static final int FWD_DISABLED = 5;
    private static final int NO_NEIGH = 7;
    private static final int FRAG_NEEDED = 8;
    private static final int NO_SRC_ADDR = 9;

    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    private final World world;
    private final RoutingTables tables;

    /** Lookups in a world's tables. */
    public FibLookup(World world) {
        this.world = world;
        tables = new RoutingTables(world);
    }

    /** The tables that are asked. */
    public RoutingTables tables() {
        return tables;
    }

    /**
     * Answers a question.
     *
     * @param bytes a struct, changed to the answer
     * @param packetBytes the length of the packet that must fit if the question gives none; negative if that does not matter, as for XDP
     * @return 0, another BPF_FIB_LKUP_RET_*, or a negative errno
     */
    public long lookup(byte[] bytes, int flags, int packetBytes) {
        ByteBuffer params = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if ((flags & ~ALL_FLAGS) != 0) {
            return EINVAL.result();
        }
        int family = bytes[0];
        if (family != AF_INET && family != AF_INET6) {
            return EAFNOSUPPORT.result();
        }
        boolean givenLength = params.getShort(TOT_LEN_AT) != 0;
        long answer = route(params, flags, family == AF_INET6, packetBytes < 0 || givenLength);
        if (answer != SUCCESS || packetBytes < 0 || givenLength) {
            return answer;
        }
        Optional<NetworkInterface> out = world.networkInterface(params.getInt(IFINDEX_AT));
        if (out.isEmpty()) {
            return answer;
        }
        params.putShort(TOT_LEN_AT, (short) out.get().mtu());
        return out.get().takes(packetBytes) ? SUCCESS : FRAG_NEEDED;
    }

    private long route(ByteBuffer params, int flags, boolean v6, boolean checkLength) {
        int ifindex = params.getInt(IFINDEX_AT);
        if (!world.hasInterface(ifindex)) {
            return ENODEV.result();
        }
        if (!world.networkInterface(ifindex).map(NetworkInterface::forwarding).orElse(false)) {
            return FWD_DISABLED;
        }
        Optional<Route> found = find(params, flags, v6, (flags & OUTPUT) != 0 ? ifindex : 0);
        if (found.isEmpty()) {
            return NOT_FWDED;
        }
        Route route = found.get();
        int verdict = verdict(route.type());
        if (verdict != SUCCESS) {
            return verdict;
        }
        int interfaceMtu = world.networkInterface(route.ifindex())
                .map(NetworkInterface::mtu)
                .orElse(0);
        int mtu = route.mtu() > 0 ? route.mtu() : interfaceMtu;
        if (checkLength && (params.getShort(TOT_LEN_AT) & 0xffff) > mtu) {
            params.putShort(TOT_LEN_AT, (short) mtu);
            return FRAG_NEEDED;
        }
        return forward(params, flags, v6, route, checkLength ? mtu : 0);
    }

    private Optional<Route> find(ByteBuffer params, int flags, boolean v6, int through) {
        IpAddress to = address(params, DST_AT, v6);
        if ((flags & DIRECT) == 0) {
            return tables.find(to, through, (flags & MARK) != 0 ? params.getInt(MARK_AT) : 0);
        }
        int table = Route.MAIN_TABLE;
        if ((flags & TBID) != 0) {
            table = params.getInt(TBID_AT) == 0 ? Route.MAIN_TABLE : params.getInt(TBID_AT);
            params.putInt(TBID_AT, 0);
        }
        return tables.findIn(table, to, through);
    }

    private static int verdict(Route.Type type) {
        return switch (type) {
            case UNICAST -> SUCCESS;
            case BLACKHOLE -> BLACKHOLE;
            case UNREACHABLE -> UNREACHABLE;
            case PROHIBIT -> PROHIBIT;
            case LOCAL, BROADCAST, THROW -> NOT_FWDED;
        };
    }

    private long forward(ByteBuffer params, int flags, boolean v6, Route route, int mtu) {
        IpAddress next = route.gateway().orElse(address(params, DST_AT, v6));
        params.putInt(IFINDEX_AT, route.ifindex());
        params.putInt(METRIC_AT, RoutingTables.metric(route));
        if (route.gateway().isPresent()) {
            params.put(0, (byte) (next.isV6() ? AF_INET6 : AF_INET));
            params.put(DST_AT, next.bytes());
        }
        if ((flags & SRC) != 0) {
            Optional<IpAddress> source = tables.source(route, v6);
            if (source.isEmpty() && v6) {
                return NO_SRC_ADDR;
            }
            params.put(SRC_AT, source.map(IpAddress::bytes).orElse(new byte[4]));
        }
        if ((flags & SKIP_NEIGH) == 0) {
            Optional<Neighbour> neighbour = tables.neighbour(route.ifindex(), next);
            if (neighbour.isEmpty()) {
                return NO_NEIGH;
            }
            String own = world.networkInterface(route.ifindex())
                    .map(NetworkInterface::mac)
                    .orElse("");
            params.put(SMAC_AT, own.isEmpty() ? new byte[6] : MAC.parseHex(own));
            params.put(DMAC_AT, MAC.parseHex(neighbour.get().mac()));
        }
        params.putInt(TBID_AT, 0);
        if (mtu > 0) {
            params.putShort(TOT_LEN_AT, (short) mtu);
        }
        return SUCCESS;
    }

    private static IpAddress address(ByteBuffer params, int at, boolean v6) {
        byte[] bytes = new byte[v6 ? 16 : 4];
        params.get(at, bytes);
        return IpAddress.of(bytes);
    }
}
