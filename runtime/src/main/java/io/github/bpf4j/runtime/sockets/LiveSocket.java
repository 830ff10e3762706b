package io.github.bpf4j.runtime.sockets;

import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Socket;
import java.util.Optional;

/** A socket while a runtime lives: as the world describes it, and what programs have done to it. Safe for use by any thread. */
public final class LiveSocket {
    private final Socket described;
    private final SocketOptions options;
    private Optional<IpAddress> localAddress;
    private int localPort;
    private int mark;
    private int priority;
    private int boundIfindex;
    private int callbackFlags;
    private int references;
    private boolean destroyed;
    private boolean closed;
    private boolean isReset;
    private boolean inArray;

    /** A map of sockets of the world's, as all are. */
    @SuppressWarnings("unchecked") // the loader makes no others
    public static SocketMap<LiveSocket> in(SocketMap<?> map) {
        return (SocketMap<LiveSocket>) map;
    }

    LiveSocket(Socket described) {
        this.described = described;
        localAddress = described.localAddress();
        localPort = described.localPort();
        mark = described.mark();
        priority = described.priority();
        boundIfindex = described.boundIfindex();
        options = new SocketOptions(this);
    }

    /** The socket as it was when the runtime began. */
    public Socket described() {
        return described;
    }

    /** What its options are set to. */
    public SocketOptions options() {
        return options;
    }

    /** Its own address, which programs may have bound. */
    public synchronized Optional<IpAddress> localAddress() {
        return localAddress;
    }

    /** Its own port, which programs may have bound. */
    public synchronized int localPort() {
        return localPort;
    }

    synchronized void bind(IpAddress address, int port) {
        localAddress = Optional.of(address);
        localPort = port;
    }

    /** The mark of its packets. */
    public synchronized int mark() {
        return mark;
    }

    /** Sets the mark of its packets. */
    public synchronized void setMark(int value) {
        mark = value;
    }

    /** The priority of its packets. */
    public synchronized int priority() {
        return priority;
    }

    /** Sets the priority of its packets. */
    public synchronized void setPriority(int value) {
        priority = value;
    }

    /** The only interface that it uses; 0 for all. */
    public synchronized int boundIfindex() {
        return boundIfindex;
    }

    /** Sets the only interface that it uses; 0 for all. */
    public synchronized void setBoundIfindex(int ifindex) {
        boundIfindex = ifindex;
    }

    /** What sock_ops programs asked to be called for ({@code BPF_SOCK_OPS_*_CB_FLAG}). */
    public synchronized int callbackFlags() {
        return callbackFlags;
    }

    /** Sets what sock_ops programs are called for. */
    public synchronized void setCallbackFlags(int flags) {
        callbackFlags = flags;
    }

    /** The state that it is in: as it was when the runtime began, or closed. */
    public synchronized Socket.State state() {
        return destroyed || closed ? Socket.State.CLOSE : described.state();
    }

    /** Whether it is closed: by the host, or because a program destroyed it, which one of UDP survives. */
    public synchronized boolean isClosed() {
        return closed || destroyed && !described.isUdp();
    }

    private synchronized boolean isDestroyed() {
        return destroyed;
    }

    /** Whether the other end closed the connection. */
    public synchronized boolean isReset() {
        return isReset;
    }

    /** The other end closes the connection. */
    public synchronized void reset() {
        isReset = true;
    }

    /** The address that it is connected to; one of UDP is not any more when it was destroyed. */
    public Optional<IpAddress> remoteAddress() {
        return isDestroyed() && described.isUdp() ? Optional.empty() : described.remoteAddress();
    }

    /** The port that it is connected to. */
    public int remotePort() {
        return isDestroyed() && described.isUdp() ? 0 : described.remotePort();
    }

    /** Destroys it; false if it was before. */
    synchronized boolean destroy() {
        boolean first = !destroyed;
        destroyed = true;
        return first;
    }

    synchronized void close() {
        closed = true;
    }

    /** Whether it belongs to a group that shares its address: with SO_REUSEPORT, bound, and listening if it is one of TCP. */
    public boolean isInGroup() {
        boolean hashed = described.isUdp() || described.isTcp() && state() == Socket.State.LISTEN;
        return described.isReuseport() && hashed && localPort() != 0;
    }

    /** Whether it belongs to the group of another socket, which may be one that is being closed. */
    public boolean isInGroupOf(LiveSocket other) {
        Socket theirs = other.described();
        return isInGroup()
                && theirs.isReuseport()
                && described.protocol() == theirs.protocol()
                && described.family() == theirs.family()
                && described.uid() == theirs.uid()
                && described.netnsCookie() == theirs.netnsCookie()
                && boundIfindex() == other.boundIfindex()
                && localPort() == other.localPort()
                && localAddress().equals(other.localAddress());
    }

    /** Puts it into an array of sockets; false if it is in one already, of which there can be one only. */
    public synchronized boolean enterArray() {
        boolean entered = !inArray;
        inArray = true;
        return entered;
    }

    /** Takes it out of the array. */
    public synchronized void leaveArray() {
        inArray = false;
    }

    /** How many references runs hold that go on. */
    public synchronized int references() {
        return references;
    }

    synchronized void count(int change) {
        references += change;
    }

    @Override
    public String toString() {
        return described.toString();
    }
}
