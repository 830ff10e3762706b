package io.github.bpf4j.runtime.sockets;

import io.github.bpf4j.time.Clock;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SYN cookies: sequence numbers that say when they were made and how long the client's segments may be, so that a server need not remember
 * the connections that it was asked for. The secrets follow from the runtime's seed. Safe for use by any thread.
 */
/*
 * The layout is the one that is published for Linux (A. Zuquete, "Improving the functionality of SYN cookies", 2002): with t the minutes of
 * the clock,
 *     cookie = h1(ends) + seq + t * 2^24 + (h2(ends, t) + index) mod 2^24
 * where index says which of a few sizes the segments have. A check takes h1, seq, h2 and t away again and sees whether what is left is an
 * index. So some wrong cookies pass, in Linux, too: one that is one more says the next size. h1 and h2 are SipHash-2-4 (J.-P. Aumasson and
 * D. J. Bernstein, 2012), each with a key of its own.
 */
public final class SynCookies {
    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int TIME_MASK = 0xff;
    private static final long PERIOD_NS = 60 * Clock.NS_PER_S;

    /** How many periods a cookie is good for. */
    private static final int PERIODS = 2;

    private final Clock clock;
    private final long[] keys;
    private final Map<LiveSocket, Long> lastMade = new ConcurrentHashMap<>();

    /** The sizes of segments that a cookie can say, in rising order. */
    public enum Sizes {
        /** For IPv4. */
        V4(536, 1300, 1440, 1460),
        /** For IPv6. */
        V6(1220, 1420, 1440, 8940);

        @SuppressWarnings("ImmutableEnumChecker") // never changed
        private final int[] sizes;

        Sizes(int... sizes) {
            this.sizes = sizes;
        }

        /** The size of segments of those who say nothing of it. */
        public int least() {
            return sizes[0];
        }

        private int indexOf(int size) {
            int index = sizes.length - 1;
            while (index > 0 && sizes[index] > size) {
                index--;
            }
            return index;
        }
    }

    /**
     * A cookie.
     *
     * @param size the size of segments that it says: the most of those it can say that the client takes
     */
    public record Made(int cookie, int size) {}

    /** Cookies that are made by a clock, with secrets from a seed. */
    public SynCookies(Clock clock, long seed) {
        this.clock = clock;
        keys = new SplittableRandom(seed).split().longs(4).toArray();
    }

    /**
     * Makes a cookie.
     *
     * @param ends the addresses of source and destination and their ports, as in the packet
     * @param seq of the client's SYN
     * @param size of segments that the client takes
     */
    public Made make(byte[] ends, int seq, Sizes sizes, int size) {
        int index = sizes.indexOf(size);
        int time = time();
        int cookie = first(ends) + seq + (time << INDEX_BITS) + (second(ends, time) + index & INDEX_MASK);
        return new Made(cookie, sizes.sizes[index]);
    }

    /**
     * The size of segments that a cookie says; empty if it is none, or too old.
     *
     * @param seq of the client's SYN, which is one less than that of its ACK
     */
    public OptionalInt check(byte[] ends, int seq, int cookie, Sizes sizes) {
        int left = cookie - first(ends) - seq;
        int now = time();
        int age = now - (left >>> INDEX_BITS) & TIME_MASK;
        if (age >= PERIODS) {
            return OptionalInt.empty();
        }
        int index = left - second(ends, now - age & TIME_MASK) & INDEX_MASK;
        return index < sizes.sizes.length ? OptionalInt.of(sizes.sizes[index]) : OptionalInt.empty();
    }

    /** Notes that a listener had to answer with a cookie. */
    public void madeFor(LiveSocket listener) {
        lastMade.put(listener, clock.monotonicNs());
    }

    /** Whether a listener had to answer with a cookie so lately that one may come back. */
    public boolean areExpectedBy(LiveSocket listener) {
        Long last = lastMade.get(listener);
        return last != null && clock.monotonicNs() - last <= PERIODS * PERIOD_NS;
    }

    private int time() {
        return (int) Math.floorDiv(clock.monotonicNs(), PERIOD_NS) & TIME_MASK;
    }

    private int first(byte[] ends) {
        return (int) sipHash(keys[0], keys[1], ends);
    }

    private int second(byte[] ends, int time) {
        byte[] more =
                ByteBuffer.allocate(ends.length + 1).put(ends).put((byte) time).array();
        return (int) sipHash(keys[2], keys[3], more);
    }

    /** SipHash-2-4. */
    static long sipHash(long key0, long key1, byte[] message) {
        long[] v = {
            key0 ^ 0x736f6d6570736575L,
            key1 ^ 0x646f72616e646f6dL,
            key0 ^ 0x6c7967656e657261L,
            key1 ^ 0x7465646279746573L
        };
        int whole = message.length / Long.BYTES * Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            compress(v, word(message, at, Long.BYTES));
        }
        compress(v, word(message, whole, message.length - whole) | (long) message.length << 56);
        v[2] ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static long word(byte[] message, int at, int bytes) {
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            word |= (message[at + i] & 0xffL) << i * Byte.SIZE;
        }
        return word;
    }

    private static void compress(long[] v, long word) {
        v[3] ^= word;
        round(v);
        round(v);
        v[0] ^= word;
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[3];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[2] = Long.rotateLeft(v[2], 32);
    }
}
