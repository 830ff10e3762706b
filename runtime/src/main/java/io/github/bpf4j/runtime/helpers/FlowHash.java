package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.contexts.SkbContext;

/** The hash of the flow that a packet belongs to: its addresses, protocol and ports, the same in both directions. Stateless. */
/*
 * Linux's hash is keyed by a random number of each boot, so its values mean nothing to programs: only that packets of one flow have the
 * same, never 0. Mixing is that of SplittableRandom (Steele, Lea and Flood, 2014).
 */
final class FlowHash {
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int IP_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final long TCP_UDP_DCCP_SCTP_UDPLITE = 1L << 6 | 1L << 17 | 1L << 33;
    private static final int SCTP = 132;
    private static final int UDPLITE = 136;

    private FlowHash() {}

    static int of(SkbContext skb) {
        int at = skb.networkOffset();
        int behind = skb.length() - at;
        long key = skb.protocol();
        if (skb.protocol() == ETH_P_IP && behind >= IP_HEADER) {
            int header = (skb.getU8(at) & 0xf) * 4;
            int protocol = skb.getU8(at + 9);
            key = mixed(key, protocol);
            key = both(key, words(skb, at + 12, 4), words(skb, at + 16, 4));
            boolean whole = (skb.getU16(at + 6) & FRAGMENT_OFFSET) == 0;
            key = whole ? ports(skb, at + header, protocol, key) : key;
        } else if (skb.protocol() == ETH_P_IPV6 && behind >= IPV6_HEADER) {
            int protocol = skb.getU8(at + 6);
            key = mixed(key, protocol);
            key = both(key, words(skb, at + 8, 16), words(skb, at + 24, 16));
            key = ports(skb, at + IPV6_HEADER, protocol, key);
        }
        int hash = (int) (mixed(key, 0) >>> 32);
        return hash == 0 ? 1 : hash;
    }

    private static long ports(SkbContext skb, int at, int protocol, long key) {
        boolean has = protocol < Long.SIZE && (TCP_UDP_DCCP_SCTP_UDPLITE >>> protocol & 1) != 0
                || protocol == SCTP
                || protocol == UDPLITE;
        return has && at >= 0 && at + 4 <= skb.length() ? both(key, skb.getU16(at), skb.getU16(at + 2)) : key;
    }

    private static long words(SkbContext skb, int at, int bytes) {
        long sum = 0;
        for (int i = 0; i < bytes; i += 2) {
            sum = mixed(sum, skb.getU16(at + i));
        }
        return sum;
    }

    /** Takes a source and a destination, whichever is which. */
    private static long both(long key, long a, long b) {
        return mixed(mixed(key, Math.min(a, b)), Math.max(a, b));
    }

    private static long mixed(long key, long value) {
        long z = (key + value) * 0x9e3779b97f4a7c15L + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
