package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.kernel.GroupAttachment;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Tunnel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What goes along with a packet beside its bytes: its socket, its tunnel, who is to have it next. For one thread at a time. */
public final class PacketCompany {
    private @Nullable LiveSocket socket;
    private @Nullable LiveSocket assigned;
    private @Nullable Tunnel tunnel;
    private int routeRealm;
    private @Nullable GroupAttachment attachment;
    private boolean tunnelFromProgram;
    private boolean atIngress;
    private boolean toNeighbour;
    private boolean toPeer;
    private @Nullable IpAddress nextHop;
    private @Nullable LiveSocket target;
    private boolean toReceive;
    private final RouteState route = new RouteState();

    PacketCompany() {}

    /** Begins with a packet that has nothing. */
    void clear() {
        socket = null;
        assigned = null;
        tunnel = null;
        routeRealm = 0;
        attachment = null;
        tunnelFromProgram = false;
        atIngress = false;
        target = null;
        toReceive = false;
        route.clear();
        redirectsPlainly();
    }

    /** What came for a socket goes to another one if the program's result is to pass it: out of it, or into what it receives. */
    public void redirectTo(LiveSocket to, boolean ingress) {
        target = to;
        toReceive = ingress;
    }

    /** The socket that takes over what came for another one. */
    public Optional<LiveSocket> target() {
        return Optional.ofNullable(target);
    }

    /** Whether that socket receives it, rather than sends it. */
    public boolean isToReceive() {
        return toReceive;
    }

    /** The route with a program that the packet is on. */
    public RouteState route() {
        return route;
    }

    /** The packet's socket; null if it has none. */
    public @Nullable LiveSocket socket() {
        return socket;
    }

    /** Sets the packet's socket. */
    public void setSocket(@Nullable LiveSocket live) {
        socket = live;
    }

    /** The socket that a program gave the packet to. */
    public Optional<LiveSocket> assigned() {
        return Optional.ofNullable(assigned);
    }

    /** Gives the packet to a socket. */
    public void assign(LiveSocket live) {
        assigned = live;
        socket = live;
    }

    /** The realm of the packet's route, an unsigned int; 0 if it has none. */
    public int routeRealm() {
        return routeRealm;
    }

    /** Sets the realm of the packet's route. */
    public void setRouteRealm(int realm) {
        routeRealm = realm;
    }

    /** What the packet carries for a tunnel, null if nothing. */
    public @Nullable Tunnel tunnel() {
        return tunnel;
    }

    /**
     * Sets what the packet carries for a tunnel.
     *
     * @param fromProgram whether a program put it there, which may then go on
     */
    public void setTunnel(@Nullable Tunnel carried, boolean fromProgram) {
        tunnel = carried;
        tunnelFromProgram = fromProgram;
    }

    /** Whether a program put there what the packet carries for a tunnel; else the packet came out of one with it. */
    public boolean isTunnelFromProgram() {
        return tunnelFromProgram;
    }

    /** Where in a control group the program is attached that the packet is for; null if it is not in any. */
    public @Nullable GroupAttachment attachment() {
        return attachment;
    }

    /** Sets where in a control group the program is attached. */
    public void setAttachment(@Nullable GroupAttachment place) {
        attachment = place;
    }

    /** Whether the packet has just come in, where sockets can still be given to it. */
    public boolean isAtIngress() {
        return atIngress;
    }

    /** Sets whether the packet has just come in. */
    public void setAtIngress(boolean ingress) {
        atIngress = ingress;
    }

    /** A redirect goes to an interface as the packet is. */
    public void redirectsPlainly() {
        toNeighbour = false;
        toPeer = false;
        nextHop = null;
    }

    /** A redirect goes to a neighbour on the interface's link: the next hop, or by the packet's destination. */
    public void redirectsToNeighbour(@Nullable IpAddress hop) {
        redirectsPlainly();
        toNeighbour = true;
        nextHop = hop;
    }

    /** A redirect goes to the other end of a pair of interfaces. */
    public void redirectsToPeer() {
        redirectsPlainly();
        toPeer = true;
    }

    /** Whether a redirect goes to a neighbour. */
    public boolean isToNeighbour() {
        return toNeighbour;
    }

    /** Whether a redirect goes to the other end of a pair. */
    public boolean isToPeer() {
        return toPeer;
    }

    /** The next hop that a program named. */
    public Optional<IpAddress> nextHop() {
        return Optional.ofNullable(nextHop);
    }
}
