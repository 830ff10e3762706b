package io.github.bpf4j.runtime.routing;

import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.World;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Gives packets the hardware addresses of those who are to have them next. Immutable, safe for use by any thread. */
public final class Links {
    private static final int ETHERTYPE_AT = 12;
    private static final int HEADER_BYTES = 14;
    private static final int V4 = 0x0800;
    private static final int V6 = 0x86dd;
    private static final int MAC_BYTES = 6;
    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    private final World world;
    private final RoutingTables tables;

    /** The links of a world. */
    public Links(World world, RoutingTables tables) {
        this.world = world;
        this.tables = tables;
    }

    /**
     * Writes the Ethernet header of a packet that leaves through an interface.
     *
     * @param named the next hop; if there is none, that of the route to the packet's destination through the interface
     * @return false if nobody there is known
     */
    public boolean address(byte[] frame, int ifindex, Optional<IpAddress> named) {
        Optional<Neighbour> neighbour = named.or(() -> destination(frame).flatMap(to -> hop(to, ifindex)))
                .flatMap(hop -> tables.neighbour(ifindex, hop));
        if (neighbour.isEmpty()) {
            return false;
        }
        System.arraycopy(MAC.parseHex(neighbour.get().mac()), 0, frame, 0, MAC_BYTES);
        String own = world.networkInterface(ifindex).map(NetworkInterface::mac).orElse("");
        System.arraycopy(own.isEmpty() ? new byte[MAC_BYTES] : MAC.parseHex(own), 0, frame, MAC_BYTES, MAC_BYTES);
        return true;
    }

    private Optional<IpAddress> hop(IpAddress to, int ifindex) {
        Optional<Route> route = tables.find(to, ifindex, 0);
        return route.filter(found -> found.type() == Route.Type.UNICAST && found.ifindex() == ifindex)
                .map(found -> found.gateway().orElse(to));
    }

    private static Optional<IpAddress> destination(byte[] frame) {
        if (frame.length < HEADER_BYTES) {
            return Optional.empty();
        }
        int type = (frame[ETHERTYPE_AT] & 0xff) << 8 | frame[ETHERTYPE_AT + 1] & 0xff;
        int at = HEADER_BYTES + (type == V6 ? 24 : 16);
        int bytes = type == V6 ? 16 : 4;
        if (type != V4 && type != V6 || at + bytes > frame.length) {
            return Optional.empty();
        }
        return Optional.of(IpAddress.of(Arrays.copyOfRange(frame, at, at + bytes)));
    }
}
