package io.github.bpf4j.runtime.world;

import java.util.Optional;

/**
 * A route: what happens to packets to some addresses.
 *
 * @param destination the addresses
 * @param type what happens to the packets
 * @param table the number of the table that it is in
 * @param ifindex the interface that packets leave through; 0 if they do not
 * @param gateway who forwards them; without one the destination is on the link
 * @param source the address that packets of this host's have
 * @param metric the lower, the better; also what programs see as its priority
 * @param mtu the longest packets, 0 if the interface says so
 */
public record Route(
        IpPrefix destination,
        Type type,
        int table,
        int ifindex,
        Optional<IpAddress> gateway,
        Optional<IpAddress> source,
        int metric,
        int mtu) {
    /** The table that is asked unless something else is said. */
    public static final int MAIN_TABLE = 254;

    /** The table of a host's own addresses. */
    public static final int LOCAL_TABLE = 255;

    /** The table that is asked last. */
    public static final int DEFAULT_TABLE = 253;

    /** What happens to packets ({@code RTN_*}). */
    public enum Type {
        /** They go to one destination. */
        UNICAST,
        /** They are this host's. */
        LOCAL,
        /** They go to all on the link. */
        BROADCAST,
        /** They vanish. */
        BLACKHOLE,
        /** The sender is told that there is no way. */
        UNREACHABLE,
        /** The sender is told that they are not allowed. */
        PROHIBIT,
        /** The table has no answer. */
        THROW;

        /** Whether such a route needs an interface. */
        public boolean hasInterface() {
            return this == UNICAST || this == LOCAL || this == BROADCAST;
        }
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    public Route {
        destination = destination.network();
        if (table <= 0 || mtu < 0 || ifindex < 0) {
            throw new IllegalArgumentException("the route to " + destination + " has a negative part, or no table");
        }
        if (type.hasInterface() != (ifindex > 0)) {
            throw new IllegalArgumentException("the route to " + destination + " is " + type
                    + (ifindex > 0 ? " and has an interface" : " and has no interface"));
        }
        if (gateway.isPresent() && type != Type.UNICAST) {
            throw new IllegalArgumentException("the route to " + destination + " is " + type + " and has a gateway");
        }
        if (destination.isV6() && gateway.isPresent() && !gateway.get().isV6()) {
            throw new IllegalArgumentException("the route to " + destination + " has a gateway of IPv4");
        }
        if (source.isPresent() && source.get().isV6() != destination.isV6()) {
            throw new IllegalArgumentException("the route to " + destination + " has a source of another kind");
        }
    }

    /** A route in the main table through an interface. */
    public static Route to(String destination, int ifindex) {
        return new Route(
                IpPrefix.parse(destination),
                Type.UNICAST,
                MAIN_TABLE,
                ifindex,
                Optional.empty(),
                Optional.empty(),
                0,
                0);
    }

    /** A route in the main table that leads nowhere: BLACKHOLE, UNREACHABLE, PROHIBIT, THROW. */
    public static Route of(Type type, String destination) {
        return new Route(IpPrefix.parse(destination), type, MAIN_TABLE, 0, Optional.empty(), Optional.empty(), 0, 0);
    }

    /** The same by way of a gateway. */
    public Route via(String address) {
        return new Route(destination, type, table, ifindex, Optional.of(IpAddress.parse(address)), source, metric, mtu);
    }

    /** The same with an address of this host's. */
    public Route from(String address) {
        return new Route(
                destination, type, table, ifindex, gateway, Optional.of(IpAddress.parse(address)), metric, mtu);
    }

    /** The same in another table. */
    public Route in(int otherTable) {
        return new Route(destination, type, otherTable, ifindex, gateway, source, metric, mtu);
    }

    /** The same with a metric. */
    public Route metric(int value) {
        return new Route(destination, type, table, ifindex, gateway, source, value, mtu);
    }

    /** The same with an MTU of its own. */
    public Route mtu(int bytes) {
        return new Route(destination, type, table, ifindex, gateway, source, metric, bytes);
    }
}
