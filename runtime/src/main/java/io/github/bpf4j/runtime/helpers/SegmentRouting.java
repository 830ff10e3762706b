package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EACCES;
import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EBADMSG;
import static io.github.bpf4j.abi.Errno.EHOSTUNREACH;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENETUNREACH;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.runtime.contexts.RouteState;
import io.github.bpf4j.runtime.contexts.SegmentHeaders;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.routing.RoutingTables;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Route;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts segment routing headers into packets, and finds packets routes, with the answers of Linux 6.12 (recorded in the corpus's
 * lwt-6.12.tsv). Immutable, safe for use by any thread.
 */
final class SegmentRouting {
    static final int DESTINATION_AT = 24;
    static final int ADDRESS = 16;

    /** No table is named: the rules say which. */
    static final int BY_RULES = 0;

    private static final int LOOPBACK = 1;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int PAYLOAD_AT = 4;
    private static final int NEXT_HEADER_AT = 6;
    private static final int HOP_LIMIT_AT = 7;
    private static final int SOURCE_AT = 8;
    private static final int DESTINATION_V4_AT = 16;
    private static final int IPV4_HEADER = 20;
    private static final int VERSION = 0x60;
    private static final int DEFAULT_HOP_LIMIT = 64;
    private static final int USHORT = 0xffff;
    private static final int HMAC_FLAG = 8;
    private static final int HMAC_TLV = 5;
    private static final int HMAC_BYTES = 38;
    private static final int MULTICAST = 0xff;
    private static final IpAddress LOOPBACK_ADDRESS = IpAddress.parse("::1");

    private final RoutingTables tables;

    SegmentRouting(RoutingTables tables) {
        this.tables = tables;
    }

    /** What is known of a packet that a program on a route for its destination sees. */
    RouteState enter(SkbContext skb) {
        RouteState state = skb.company().route();
        if (!state.isBegun()) {
            state.begin(ifindexOf(skb, destination(skb)));
        }
        return state;
    }

    /**
     * What is known of a packet that a program sees as a segment's endpoint: it came by a route to the segment before the one that it is
     * for now.
     */
    RouteState enterEndpoint(SkbContext skb) {
        RouteState state = skb.company().route();
        if (!state.isBegun()) {
            SegmentHeaders.take(skb, state);
            int at = state.headerAt();
            int left = at < 0 ? 0 : skb.getU8(at + SegmentHeaders.LEFT_AT);
            boolean known = at >= 0 && left < skb.getU8(at + SegmentHeaders.LAST_ENTRY_AT);
            Optional<IpAddress> endpoint = known
                    ? Optional.of(
                            address(skb, at + SegmentHeaders.FIXED + SegmentHeaders.SEGMENT * (left + 1), ADDRESS))
                    : Optional.empty();
            state.begin(ifindexOf(skb, endpoint));
        }
        return state;
    }

    private int ifindexOf(SkbContext skb, Optional<IpAddress> to) {
        return to.flatMap(address -> tables.find(address, 0, skb.mark()))
                .map(Route::ifindex)
                .filter(ifindex -> ifindex != 0)
                .orElse(skb.ifindex());
    }

    private static Optional<IpAddress> destination(SkbContext skb) {
        if (skb.protocol() == ETH_P_IPV6 && skb.length() >= SegmentHeaders.IPV6_HEADER) {
            return Optional.of(address(skb, DESTINATION_AT, ADDRESS));
        }
        return skb.protocol() == ETH_P_IP && skb.length() >= IPV4_HEADER
                ? Optional.of(address(skb, DESTINATION_V4_AT, 4))
                : Optional.empty();
    }

    private static IpAddress address(SkbContext skb, int at, int bytes) {
        return IpAddress.of(skb.copy(at, bytes));
    }

    /** Finds a packet a route to where it is for, in a table; 0, or the errno of what is there instead of a route. */
    long route(SkbContext skb, RouteState state, int table) {
        byte[] to = new byte[ADDRESS];
        for (int i = 0; i < ADDRESS && DESTINATION_AT + i < skb.length(); i++) {
            to[i] = (byte) skb.getU8(DESTINATION_AT + i);
        }
        return route(skb, state, IpAddress.of(to), table);
    }

    private static boolean isLinkLocal(byte[] address) {
        return (address[0] & 0xff) == 0xfe && (address[1] & 0xc0) == 0x80;
    }

    /** Finds a packet a route to an address; to one of a link's only on the link that the packet came by. */
    long route(SkbContext skb, RouteState state, IpAddress to, int table) {
        state.routeNowhere(LOOPBACK);
        if (table != BY_RULES && !tables.hasTableV6(table)) {
            return EINVAL.result();
        }
        byte[] address = to.bytes();
        if (table == BY_RULES && (address[0] & 0xff) == MULTICAST) {
            // every interface has a route for multicast, and who receives it is not this host's to say
            return 0;
        }
        int through = table == BY_RULES && isLinkLocal(address) ? skb.ifindex() : 0;
        Optional<Route> found = table == BY_RULES
                ? tables.find(to, through, skb.mark()).filter(route -> through == 0 || route.ifindex() == through)
                : tables.findIn(table, to, 0);
        if (found.isEmpty() || to.equals(LOOPBACK_ADDRESS)) {
            return ENETUNREACH.result();
        }
        Route route = found.get();
        return switch (route.type()) {
            case UNICAST -> {
                state.route(route.ifindex(), (skb.getU8(DESTINATION_AT) & 0xff) != MULTICAST);
                skb.redirect(route.ifindex(), 0);
                skb.company().redirectsToNeighbour(route.gateway().orElse(to));
                yield 0;
            }
            case LOCAL, BROADCAST, BLACKHOLE -> EINVAL.result();
            case UNREACHABLE -> EHOSTUNREACH.result();
            case PROHIBIT -> EACCES.result();
            case THROW -> EAGAIN.result();
        };
    }

    /**
     * Puts a segment routing header into a packet of IPv6, and sends it to the header's segment.
     *
     * @return 0, or an errno; the packet is changed already where only the route is missing
     */
    long inline(SkbContext skb, RouteState state, byte[] header) {
        if (!SegmentHeaders.isValid(header)) {
            return EINVAL.result();
        }
        if (skb.protocol() != ETH_P_IPV6 || skb.length() < SegmentHeaders.IPV6_HEADER) {
            return EBADMSG.result();
        }
        if (!skb.insertBehindLink(SegmentHeaders.IPV6_HEADER, header.length)) {
            return ENOMEM.result();
        }
        state.move(header.length);
        byte[] put = header.clone();
        put[0] = (byte) skb.getU8(NEXT_HEADER_AT);
        System.arraycopy(skb.copy(DESTINATION_AT, ADDRESS), 0, put, SegmentHeaders.FIXED, ADDRESS);
        skb.setU8(NEXT_HEADER_AT, SegmentHeaders.ROUTING);
        return send(skb, state, put);
    }

    /** Puts an IPv6 header with a segment routing header around a packet, and sends it to the header's segment. */
    long encapsulate(SkbContext skb, RouteState state, byte[] header) {
        if (!SegmentHeaders.isValid(header)) {
            return EINVAL.result();
        }
        boolean inner = skb.protocol() == ETH_P_IPV6;
        if (skb.length() < (inner ? SegmentHeaders.IPV6_HEADER : IPV4_HEADER)) {
            return EBADMSG.result();
        }
        byte[] outer = new byte[SegmentHeaders.IPV6_HEADER];
        outer[0] = VERSION;
        if (inner) {
            System.arraycopy(skb.copy(0, PAYLOAD_AT), 0, outer, 0, PAYLOAD_AT);
        }
        outer[NEXT_HEADER_AT] = SegmentHeaders.ROUTING;
        outer[HOP_LIMIT_AT] = (byte) (inner ? skb.getU8(HOP_LIMIT_AT) : DEFAULT_HOP_LIMIT);
        IpAddress to = IpAddress.of(segment(header));
        System.arraycopy(tables.sourceV6(to, state.ifindex()).bytes(), 0, outer, SOURCE_AT, ADDRESS);
        if (!skb.insertBehindLink(0, outer.length + header.length)) {
            return ENOMEM.result();
        }
        state.move(outer.length + header.length);
        skb.put(0, outer);
        byte[] put = header.clone();
        put[0] = SegmentHeaders.IPV6_PACKET;
        return send(skb, state, put);
    }

    private long send(SkbContext skb, RouteState state, byte[] header) {
        skb.put(SegmentHeaders.IPV6_HEADER, header);
        skb.put(DESTINATION_AT, segment(header));
        if ((header[SegmentHeaders.FLAGS_AT] & HMAC_FLAG) != 0) {
            // nobody has keys to sign with
            return isToBeSigned(header) ? ENOENT.result() : EINVAL.result();
        }
        setPayload(skb, skb.length() - SegmentHeaders.IPV6_HEADER);
        return route(skb, state, BY_RULES);
    }

    private static boolean isToBeSigned(byte[] header) {
        int at = SegmentHeaders.FIXED + SegmentHeaders.SEGMENT * ((header[SegmentHeaders.LAST_ENTRY_AT] & 0xff) + 1);
        return at + 1 < header.length && header[at] == HMAC_TLV && header[at + 1] == HMAC_BYTES;
    }

    /** The segment that a header begins with, which is its last. */
    private static byte[] segment(byte[] header) {
        int at = SegmentHeaders.FIXED + SegmentHeaders.SEGMENT * (header[SegmentHeaders.LAST_ENTRY_AT] & 0xff);
        return Arrays.copyOfRange(header, at, at + ADDRESS);
    }

    /** The length behind the IPv6 header, as the packet says. */
    static int payload(SkbContext skb) {
        return skb.getU16(PAYLOAD_AT);
    }

    static void setPayload(SkbContext skb, int bytes) {
        skb.setU16(PAYLOAD_AT, bytes & USHORT);
    }
}
