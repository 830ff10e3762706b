package io.github.bpf4j.runtime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** What waits at a socket: bytes to be received, and bytes that left the world. Safe for use by any thread. */
final class SocketEnd {
    private static final byte[] NOTHING = {};

    /**
     * Bytes that came at once.
     *
     * @param joined whether a program let them through: such bytes are a stream, whatever the socket is
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Chunk(byte[] bytes, boolean joined) {}

    private final Deque<Chunk> received = new ArrayDeque<>();
    private final ByteArrayOutputStream left = new ByteArrayOutputStream();
    private long waiting;
    private boolean closed;

    /** Adds bytes to be received; false if too many wait. */
    synchronized boolean add(byte[] bytes, boolean joined) {
        if (closed || waiting + bytes.length > SocketTraffic.MOST_WAITING) {
            return false;
        }
        if (bytes.length > 0) {
            received.add(new Chunk(bytes, joined));
            waiting += bytes.length;
        }
        return true;
    }

    /** Adds bytes that leave the world; false if too many wait. */
    synchronized boolean leave(byte[] bytes) {
        if (left.size() + (long) bytes.length > SocketTraffic.MOST_WAITING) {
            return false;
        }
        left.writeBytes(bytes);
        return true;
    }

    /** What waits first: of a stream all, else a datagram. */
    synchronized byte[] take(boolean stream) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        boolean more = !received.isEmpty();
        while (more) {
            Chunk chunk = received.removeFirst();
            taken.writeBytes(chunk.bytes);
            waiting -= chunk.bytes.length;
            Chunk next = received.peekFirst();
            more = next != null && (stream || chunk.joined && next.joined);
        }
        return taken.size() == 0 ? NOTHING : taken.toByteArray();
    }

    /** Takes what left the world. */
    synchronized byte[] takeLeft() {
        byte[] taken = left.toByteArray();
        left.reset();
        return taken;
    }

    /** Forgets what programs let through. */
    synchronized void dropJoined() {
        received.removeIf(chunk -> {
            if (chunk.joined) {
                waiting -= chunk.bytes.length;
            }
            return chunk.joined;
        });
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        received.clear();
        waiting = 0;
        left.reset();
    }
}
