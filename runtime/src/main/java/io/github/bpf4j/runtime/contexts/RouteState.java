package io.github.bpf4j.runtime.contexts;

/**
 * What goes along with a packet on a route with a program (a lightweight tunnel): the interface of the route that it is on, and where its
 * segment routing header is. For one thread at a time.
 */
public final class RouteState {
    private static final int USHORT = 0xffff;

    private boolean begun;
    private int ifindex;
    private int headerAt;
    private int headerBytes;
    private boolean valid;
    private boolean routed;

    RouteState() {}

    /** Begins with a packet of which nothing is known. */
    void clear() {
        begun = false;
        routed = false;
        headerAt = -1;
    }

    /** Whether it is known what the packet came with. */
    public boolean isBegun() {
        return begun;
    }

    /** Sets the interface of the route that the packet came by. */
    public void begin(int routeIfindex) {
        begun = true;
        ifindex = routeIfindex;
    }

    /** The interface of the route that the packet is on. */
    public int ifindex() {
        return ifindex;
    }

    /**
     * The program found the packet a new route.
     *
     * @param forwarded whether the packet goes on by it
     */
    public void route(int throughIfindex, boolean forwarded) {
        ifindex = throughIfindex;
        routed = forwarded;
    }

    /** The program sent the packet where no route leads, as a look at the loopback device says in Linux. */
    public void routeNowhere(int loopback) {
        ifindex = loopback;
        routed = false;
    }

    /** Whether the program found the packet a route by which it goes on. */
    public boolean isRouted() {
        return routed;
    }

    /** Where the outermost segment routing header begins; -1 if there is none. */
    public int headerAt() {
        return headerAt;
    }

    /** Bytes of its segments and what is behind them, as far as 16 bits count them. */
    public int headerBytes() {
        return headerBytes;
    }

    /** Sets the outermost segment routing header, which is valid. */
    public void setHeader(int at, int bytes) {
        headerAt = at;
        headerBytes = bytes;
        valid = true;
    }

    /** Something was put in front of the header. */
    public void move(int bytes) {
        headerAt += headerAt < 0 ? 0 : bytes;
    }

    /** The outermost segment routing header is gone. */
    public void loseHeader() {
        headerAt = -1;
    }

    /** The header became longer or shorter. */
    public void adjust(int bytes) {
        headerBytes = headerBytes + bytes & USHORT;
        valid = false;
    }

    /** Whether the header is known to be valid, or not; the program may have changed it. */
    public void setValid(boolean isValid) {
        valid = isValid;
    }

    /** Whether the header is known to be valid. */
    public boolean isValid() {
        return valid;
    }
}
