package io.github.bpf4j.runtime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** What waits at a socket: bytes to be received, and bytes that left the world. Safe for use by any thread. */
final class SocketEnd {
    private static final byte[] NOTHING = {};

    /** What a chunk takes beside its bytes. */
    private static final int CHUNK = 64;

    /** Bytes that came at once, or one behind the other in a stream. */
    private static final class Chunk {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        /** Whether a program let them through: such bytes are a stream, whatever the socket is. */
        final boolean joined;

        Chunk(boolean joined) {
            this.joined = joined;
        }
    }

    private final boolean stream;
    private final Deque<Chunk> received = new ArrayDeque<>();
    private final ByteArrayOutputStream left = new ByteArrayOutputStream();
    private long waiting;
    private boolean closed;

    /** Of a socket; whether what it receives is a stream. */
    SocketEnd(boolean stream) {
        this.stream = stream;
    }

    /** Adds bytes to be received; false if too many wait. */
    synchronized boolean add(byte[] bytes, boolean joined) {
        if (bytes.length == 0) {
            return !closed;
        }
        Chunk last = received.peekLast();
        boolean behind = last != null && last.joined == joined && (stream || joined);
        long more = bytes.length + (behind ? 0L : CHUNK);
        if (closed || waiting + more > SocketTraffic.MOST_WAITING) {
            return false;
        }
        if (!behind) {
            last = new Chunk(joined);
            received.add(last);
        }
        last.bytes.writeBytes(bytes);
        waiting += more;
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
    synchronized byte[] take() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        boolean more = !received.isEmpty();
        while (more) {
            Chunk chunk = received.removeFirst();
            taken.writeBytes(chunk.bytes.toByteArray());
            waiting -= CHUNK + chunk.bytes.size();
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
                waiting -= CHUNK + chunk.bytes.size();
            }
            return chunk.joined;
        });
    }

    synchronized void close() {
        closed = true;
        received.clear();
        waiting = 0;
        left.reset();
    }
}
