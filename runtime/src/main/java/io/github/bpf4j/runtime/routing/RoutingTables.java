package io.github.bpf4j.runtime.routing;

import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.IpPrefix;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.RoutingRule;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The routing tables of a world: the routes that it names, and those that follow from its interfaces' addresses. Made once, immutable, safe
 * for use by any thread.
 */
/*
 * A table has, for IPv4 and IPv6 each, a hash table of networks for every length of prefix that occurs, the longest first; routes to one
 * network are in the order of their metrics.
 */
public final class RoutingTables {
    /** Metric of routes of IPv6 for which none is given. */
    private static final int METRIC_V6 = 1024;

    /** Metric of the routes to the networks of the addresses of IPv6. */
    private static final int METRIC_LINK_V6 = 256;

    private static final int LONGEST_NETWORK_V4 = 30;
    private static final int LONGEST_NETWORK_V6 = 126;
    private static final int LOOPBACK = 1;

    private final World world;
    private final Map<Integer, Table> tables = new HashMap<>();
    private final Map<NeighbourKey, Neighbour> neighbours = new HashMap<>();

    /** The routes of IPv6, in the order in which they came. */
    private final List<Listed> listed = new ArrayList<>();

    /**
     * A route as it stands in a table.
     *
     * @param metric as programs see it
     * @param ofAddress whether it follows from an address of this host's: the kernel made it
     */
    public record Listed(Route route, int metric, boolean ofAddress) {}

    private record NeighbourKey(int ifindex, IpAddress address) {}

    /** The routes of a table. */
    private static final class Table {
        private final NavigableMap<Integer, Map<IpAddress, List<Route>>> v4 = new TreeMap<>(Comparator.reverseOrder());
        private final NavigableMap<Integer, Map<IpAddress, List<Route>>> v6 = new TreeMap<>(Comparator.reverseOrder());

        void add(Route route) {
            IpPrefix to = route.destination();
            List<Route> routes = (to.isV6() ? v6 : v4)
                    .computeIfAbsent(to.bits(), _ -> new HashMap<>())
                    .computeIfAbsent(to.address(), _ -> new ArrayList<>());
            routes.add(route);
            routes.sort((one, other) -> Integer.compare(metric(one), metric(other)));
        }

        /** The best route to an address through an interface, if one is given; null if there is none. */
        @Nullable
        Route find(IpAddress to, int through) {
            for (Map.Entry<Integer, Map<IpAddress, List<Route>>> length : (to.isV6() ? v6 : v4).entrySet()) {
                List<Route> routes = length.getValue()
                        .get(new IpPrefix(to, length.getKey()).network().address());
                Route best = routes == null ? null : choose(routes, to.isV6(), through);
                if (best != null) {
                    return best;
                }
            }
            return null;
        }

        /** With IPv4 the interface must fit, with IPv6 one that fits is preferred. */
        private static @Nullable Route choose(List<Route> routes, boolean v6, int through) {
            for (Route route : routes) {
                if (through == 0 || route.ifindex() == 0 || route.ifindex() == through) {
                    return route;
                }
            }
            return v6 ? routes.getFirst() : null;
        }
    }

    // Not parsed: the JDK's reader of addresses first reads what security it shall have, which takes some milliseconds.
    private static final IpPrefix LOOPBACK_V4 = new IpPrefix(IpAddress.of(new byte[] {127, 0, 0, 0}), 8);
    private static final IpPrefix LOOPBACK_V6 =
            new IpPrefix(IpAddress.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 128);

    /** The tables of a world. */
    public RoutingTables(World world) {
        this.world = world;
        addOfAddress(local(LOOPBACK_V4));
        addOfAddress(local(LOOPBACK_V6));
        world.networkInterfaces().forEach(this::addAddresses);
        world.routes().forEach(route -> add(route, false));
        world.neighbours().forEach(each -> neighbours.put(new NeighbourKey(each.ifindex(), each.address()), each));
    }

    private static Route local(IpPrefix prefix) {
        return local(prefix, Route.Type.LOCAL, LOOPBACK);
    }

    private static Route local(IpPrefix prefix, Route.Type type, int ifindex) {
        return new Route(prefix, type, Route.LOCAL_TABLE, ifindex, Optional.empty(), Optional.empty(), 0, 0);
    }

    private void addOfAddress(Route route) {
        add(route, true);
    }

    private void add(Route route, boolean ofAddress) {
        if (route.destination().isV6()) {
            int metric = ofAddress && route.type() == Route.Type.LOCAL ? 0 : metric(route);
            listed.add(new Listed(route, metric, ofAddress));
        }
        tables.computeIfAbsent(route.table(), _ -> new Table()).add(route);
    }

    private void addAddresses(NetworkInterface on) {
        for (IpPrefix own : on.addresses()) {
            IpAddress address = own.address();
            addOfAddress(local(IpPrefix.parse(address.toString()), Route.Type.LOCAL, on.ifindex()));
            if (own.isHost() && !own.isV6()) {
                continue;
            }
            addOfAddress(new Route(
                    own,
                    Route.Type.UNICAST,
                    Route.MAIN_TABLE,
                    on.ifindex(),
                    Optional.empty(),
                    Optional.of(address),
                    own.isV6() ? METRIC_LINK_V6 : 0,
                    0));
            if (!own.isV6() && own.bits() <= LONGEST_NETWORK_V4) {
                addOfAddress(local(IpPrefix.parse(own.last().toString()), Route.Type.BROADCAST, on.ifindex()));
            }
            if (own.isV6() && on.forwarding() && own.bits() <= LONGEST_NETWORK_V6) {
                // the address of all routers on the link
                addOfAddress(local(IpPrefix.parse(own.network().address().toString()), Route.Type.LOCAL, on.ifindex()));
            }
        }
    }

    /**
     * The routes of IPv6, table by table, in the order in which Linux walks over them: within a table the networks as their addresses are,
     * those inside of others first; routes to one network by their metrics.
     */
    public List<List<Listed>> walkV6() {
        // Tables lie in 256 buckets by their numbers, the latest of one first.
        List<Integer> numbers = new ArrayList<>(
                listed.stream().map(each -> each.route().table()).distinct().toList());
        Collections.reverse(numbers);
        numbers.sort(Comparator.comparingInt(number -> number & 0xff));
        return numbers.stream()
                .map(number -> listed.stream()
                        .filter(each -> each.route().table() == number)
                        .sorted(RoutingTables::order)
                        .toList())
                .toList();
    }

    private static int order(Listed one, Listed other) {
        IpPrefix first = one.route().destination();
        IpPrefix second = other.route().destination();
        if (first.equals(second)) {
            return Integer.compareUnsigned(one.metric(), other.metric());
        }
        if (first.contains(second.address()) && first.bits() < second.bits()) {
            return 1;
        }
        if (second.contains(first.address()) && second.bits() < first.bits()) {
            return -1;
        }
        return Arrays.compareUnsigned(first.address().bytes(), second.address().bytes());
    }

    /** A route's metric as programs see it. */
    public static int metric(Route route) {
        return route.metric() == 0 && route.destination().isV6() ? METRIC_V6 : route.metric();
    }

    /**
     * The route to an address that the rules give.
     *
     * @param through the interface that it should lead through, 0 for any
     */
    public Optional<Route> find(IpAddress to, int through, int mark) {
        Optional<Route> found = answer(Route.LOCAL_TABLE, to, through);
        for (RoutingRule rule : world.routingRules()) {
            if (found.isPresent()) {
                return found;
            }
            if (rule.isFor(mark)) {
                found = answer(rule.table(), to, through);
            }
        }
        return found.or(() -> answer(Route.MAIN_TABLE, to, through)).or(() -> answer(Route.DEFAULT_TABLE, to, through));
    }

    private Optional<Route> answer(int table, IpAddress to, int through) {
        return findIn(table, to, through).filter(route -> route.type() != Route.Type.THROW);
    }

    /** The route to an address in one table. */
    public Optional<Route> findIn(int number, IpAddress to, int through) {
        Table table = tables.get(number);
        return table == null ? Optional.empty() : Optional.ofNullable(table.find(to, through));
    }

    /** Whether there is a table of routes of IPv6: Linux makes those that routes are put into, and has two from the beginning. */
    public boolean hasTableV6(int number) {
        Table table = tables.get(number);
        return number == Route.MAIN_TABLE || number == Route.LOCAL_TABLE || table != null && !table.v6.isEmpty();
    }

    /** The address that packets to a destination have that this host makes on a route through an interface. */
    public IpAddress sourceV6(IpAddress to, int ifindex) {
        return SourceAddress.choose(world, to, ifindex);
    }

    /** The neighbour of an address on an interface's link that packets can be sent to. */
    public Optional<Neighbour> neighbour(int ifindex, IpAddress address) {
        return Optional.ofNullable(neighbours.get(new NeighbourKey(ifindex, address)))
                .filter(each -> each.state().isValid());
    }

    /** The address that this host's packets have on a route: the route's, else one of the interface's, else any. */
    public Optional<IpAddress> source(Route route, boolean v6) {
        Optional<IpAddress> given = route.source().filter(address -> address.isV6() == v6);
        IpAddress next = route.gateway().orElse(route.destination().address());
        return given.or(() -> world.networkInterface(route.ifindex()).flatMap(on -> first(on, v6, next)))
                .or(() -> world.networkInterfaces().stream()
                        .flatMap(on -> first(on, v6, next).stream())
                        .findFirst());
    }

    private static Optional<IpAddress> first(NetworkInterface on, boolean v6, IpAddress next) {
        List<IpPrefix> own =
                on.addresses().stream().filter(each -> each.isV6() == v6).toList();
        return own.stream()
                .filter(each -> each.contains(next))
                .findFirst()
                .or(() -> own.stream().findFirst())
                .map(IpPrefix::address);
    }
}
